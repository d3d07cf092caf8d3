"""`python -m oncodesk` is `oncodesk`."""

from oncodesk.cli import main

main()
