"""`python -m wiresearch`."""

from wiresearch.cli import main

main()
