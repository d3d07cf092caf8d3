"""`python -m oncodesk` is `oncodesk`."""

from oncodesk.cli import main

if __name__ == "__main__":
    main()
