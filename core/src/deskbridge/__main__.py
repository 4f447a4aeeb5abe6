"""`python -m deskbridge`: the command line."""

from deskbridge.cli import main

main()
