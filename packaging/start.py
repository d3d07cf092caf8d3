"""What the frozen program starts with."""

from oncodesk.cli import main

main()
