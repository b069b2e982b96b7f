"""``motekar serve``: what has to be so before the rest of the program is loaded."""

import argparse
import importlib

from motekar.cli.addresses import free_port, refuse_taken
from motekar.cli.figures import shared_figures


def serve(given: argparse.Namespace) -> None:
    """Serves until SIGINT or SIGTERM."""
    given.port = given.port or free_port(given.host)
    refuse_taken(given.host, given.port)
    with shared_figures(given.workers):
        importlib.import_module("motekar.cli.serving").serve(given)
