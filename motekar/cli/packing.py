"""``motekar evidence``: the evidence pack of a period, for an outsider to reckon again."""

import argparse
import os
import tempfile
from pathlib import Path
from typing import IO

from motekar import wiring
from motekar.cli.answers import Answer, Refused, WrongUsage
from motekar.cli.running import with_desk
from motekar.reports.pack.binding import Bound
from motekar.rules.errors import ValidationFailed
from motekar.rules.period import read_period
from motekar.usecases.desk import Desk
from motekar.usecases.evidence_pack import make_pack

_FOR_ALL_TO_READ = 0o644


def evidence(given: argparse.Namespace) -> Answer:
    """Writes the pack; a file that is there already is left alone."""
    try:
        period = read_period(given.first, given.last)
    except ValidationFailed as refused:
        raise WrongUsage("--to comes on or after --from, both between 2000 and 2199.") from refused
    file: Path = given.file
    if file.exists():
        raise Refused(f"The file {file} is there already: choose another name.")
    # Whole or not at all: the name appears when the pack is finished.
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.") as fresh:

        async def pack(desk: Desk) -> Bound:
            opened: IO[bytes] = fresh
            return await make_pack(
                desk, None, office=given.office, period=period, file=opened, now=wiring.now()
            )

        made = with_desk(given, pack)
        Path(fresh.name).chmod(_FOR_ALL_TO_READ)
        os.link(fresh.name, file)
    return Answer(
        f"{file}: {made.requests} requests, {made.events} events, {made.bytes} bytes\n"
        f"SHA-256 {made.sha256}\n"
        f"To reckon it again anywhere: python3 {file.name}",
        {
            "path": str(file),
            "sha256": made.sha256,
            "bytes": made.bytes,
            "requests": made.requests,
            "events": made.events,
        },
    )
