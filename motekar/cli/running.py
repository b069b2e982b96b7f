"""Runs a command where its installation is, and turns every refusal into one sentence."""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from motekar import wiring
from motekar.cli.answers import Answer, Refused, WrongUsage, worded
from motekar.rules.errors import MotekarError
from motekar.settings import Settings
from motekar.usecases.desk import Desk
from motekar.wiring import Place

T = TypeVar("T")


def run(task: Callable[[argparse.Namespace], Answer | None], given: argparse.Namespace) -> int:
    """The exit status of a command, after its answer or its refusal was printed."""
    try:
        answer = task(given)
    except MotekarError as refusal:
        return _refuse(worded(refusal), 1)
    except (Refused, *wiring.REFUSALS) as refusal:
        return _refuse(str(refusal), 1)
    except WrongUsage as wrong:
        return _refuse(str(wrong), 2)
    except KeyboardInterrupt:
        return _refuse("Stopped.", 130)
    if answer is not None:
        print(answer.printed(as_json=given.json), flush=True)
    return 0


def _refuse(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return status


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
    desk = wiring.open_desk(there.database_url, key, pool_size=2)
    try:
        return await work(desk)
    finally:
        await desk.store.close()
