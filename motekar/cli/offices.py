"""``motekar office``: list the offices, add those of a CSV file."""

import argparse
import csv
from pathlib import Path

from motekar import wiring
from motekar.cli.answers import Answer, Refused, table
from motekar.cli.running import with_desk
from motekar.usecases import setup, standing
from motekar.usecases.desk import Desk
from motekar.usecases.setup import NewOffice

_NEEDED = ("code", "abbreviation", "name", "kind", "region", "zone")
_COLUMNS = (*_NEEDED, "address")
_HEAD_OFFICE = "head_office"


def listing(given: argparse.Namespace) -> Answer:
    """All offices, by code."""
    found = with_desk(given, standing.offices)
    data = [
        {
            "code": office.code,
            "name": office.name,
            "abbreviation": office.abbreviation,
            "kind": office.kind,
            "zone": office.zone.key,
        }
        for office in found
    ]
    heads = ("code", "abbreviation", "kind", "zone", "name")
    return Answer(table(([row[head] for head in heads] for row in data), *heads), data)


def adding(given: argparse.Namespace) -> Answer:
    """Adds what is not there yet; the first import names the agency after its head office."""
    offices = _read(given.file)

    async def add(desk: Desk) -> int:
        moment = wiring.now()
        await setup.install_defaults(desk, now=moment)
        added = await setup.add_offices(desk, offices, now=moment)
        head = next((one for one in offices if one.kind == _HEAD_OFFICE), offices[0])
        await setup.found_agency(desk, name=head.name, is_demo=False, now=moment)
        return added

    added = with_desk(given, add)
    there = len(offices) - added
    return Answer(
        f"{added} offices added with the default hours; {there} were there already.",
        {"added": added, "already_there": there},
    )


def _read(file: Path) -> list[NewOffice]:
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as unreadable:
        cause = getattr(unreadable, "strerror", None) or "it is not UTF-8 text"
        raise Refused(f"The file {file} cannot be read: {cause}.") from unreadable
    rows = csv.DictReader(text.splitlines())
    heads = set(rows.fieldnames or ())
    if not heads.issuperset(_NEEDED) or not heads.issubset(_COLUMNS):
        raise Refused(
            f"The file {file} must have the columns {', '.join(_NEEDED)} and may have address;"
            " separate them by commas."
        )
    offices = [
        NewOffice(
            **{name: (row.get(name) or "").strip() for name in _NEEDED},
            address=(row.get("address") or "").strip() or None,
        )
        for row in rows
    ]
    if not offices:
        raise Refused(f"The file {file} holds no office below its first line.")
    return offices
