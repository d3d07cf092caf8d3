"""What the frozen program starts with."""

import multiprocessing

from oncodesk.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
