"""Lets several web processes keep one set of figures for ``/metrics``.

The library that counts looks for the shared folder when it is loaded: this comes before.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def shared_figures(workers: int, *, folder: Path | None = None) -> Iterator[None]:
    """An empty folder for the figures of more than one process, named in the environment.

    One that somebody else has named is used as it is.
    """
    named = os.environ.get(_SHARED_FOLDER)
    if named:
        Path(named).mkdir(parents=True, exist_ok=True)
    if named or workers == 1:
        yield
        return
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="motekar-figures-"))
    else:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
    os.environ[_SHARED_FOLDER] = str(folder)
    try:
        yield
    finally:
        del os.environ[_SHARED_FOLDER]
        shutil.rmtree(folder, ignore_errors=True)
