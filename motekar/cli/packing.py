"""``motekar evidence``: the evidence pack of a period, for an outsider to reckon again."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from motekar import wiring
from motekar.cli.answers import Answer, Refused
from motekar.cli.period import past_moment, period_of
from motekar.cli.running import with_desk
from motekar.reports.pack.binding import Bound
from motekar.usecases.desk import Desk
from motekar.usecases.evidence_pack import make_pack


def evidence(given: argparse.Namespace) -> Answer:
    """Writes the pack; a file that is there already is left alone."""
    period, at = period_of(given), past_moment(given)
    with _fresh(given.file) as file:

        async def pack(desk: Desk) -> Bound:
            return await make_pack(
                desk, None, office=given.office, period=period, file=file, now=wiring.now(), at=at
            )

        made = with_desk(given, pack)
    return Answer(
        f"{given.file}: {made.requests} requests, {made.events} events, {made.bytes} bytes\n"
        f"SHA-256 {made.sha256}\n"
        f"To reckon it again anywhere: python3 {given.file.name}",
        {
            "path": str(given.file),
            "sha256": made.sha256,
            "bytes": made.bytes,
            "requests": made.requests,
            "events": made.events,
        },
    )


@contextmanager
def _fresh(path: Path) -> Iterator[IO[bytes]]:
    """A new file under that name, gone again when it does not get finished."""
    try:
        file = path.open("x+b")
    except FileExistsError:
        raise Refused(f"The file {path} is there already: choose another name.") from None
    try:
        with file:
            yield file
    except BaseException:
        path.unlink()
        raise
