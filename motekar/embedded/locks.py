"""Kernel locks on files: they end with the last process that holds them, however it dies."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


def open_file(path: Path) -> int:
    """A descriptor of the lock file, made when it is missing; the caller closes it."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def opened(path: Path) -> Generator[int]:
    """A descriptor of the lock file while inside."""
    descriptor = open_file(path)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def exclusive(path: Path) -> Generator[int]:
    """Waits until nobody else is inside."""
    with opened(path) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor


def share(descriptor: int) -> None:
    """Holds the lock together with others; waits while one holds it alone."""
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def take_alone(descriptor: int) -> bool:
    """Takes, or turns a shared hold into, the lone hold; false when others hold it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_held(path: Path) -> bool:
    """Whether any living process holds the lock."""
    with opened(path) as descriptor:
        return not take_alone(descriptor)
