"""Runs a command where its installation is, asking the database as the application."""

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from motekar import wiring
from motekar.settings import Settings
from motekar.usecases.desk import Desk
from motekar.wiring import Place

T = TypeVar("T")


@contextmanager
def at(given: argparse.Namespace) -> Iterator[Place]:
    """The installation that is meant, its database running."""
    with wiring.place(Settings.from_environment(os.environ), data_dir=given.data_dir) as there:
        yield there


def with_desk(given: argparse.Namespace, work: Callable[[Desk], Awaitable[T]]) -> T:
    """What the work gives, done at a desk of the installation that is meant."""
    with at(given) as there:
        return asyncio.run(_at_desk(there, work))


async def _at_desk(there: Place, work: Callable[[Desk], Awaitable[T]]) -> T:
    key = await wiring.checked_key(there.database_url, there.master_key)
    desk = wiring.open_desk(there.database_url, key)
    try:
        return await work(desk)
    finally:
        await desk.store.close()
