"""The command line: each command in a module of its own, loaded only when it is given."""

from motekar.cli.commands import main

__all__ = ["main"]
