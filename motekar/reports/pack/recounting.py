"""Reckons the figures from the files of a pack alone, with the rules that Motekar itself uses.

Rows are read one request at a time. A request whose rows are not as they were written is named and
counts as unknown, in the period whatever its rows say: nothing that is lost makes a share rise.
"""

import heapq
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any
from zipfile import Path as ZipPath

from motekar.reports.pack.rows import (
    EVENTS,
    LOGS,
    NOBODYS,
    REQUESTS,
    REVISIONS,
    Row,
    Strand,
    log_of,
)
from motekar.reports.pack.yardsticks import (
    CALENDARS,
    OFFICES,
    POLICIES,
    PackedOffice,
    read_calendar,
    read_office,
    read_policy,
)
from motekar.rules.codes import RequestNo
from motekar.rules.compliance import Figures, figures
from motekar.rules.counting import Case, WhyUnknown, case_of
from motekar.rules.errors import RequestNoMalformed
from motekar.rules.period import Period
from motekar.rules.request_log import RequestLog, Yardsticks
from motekar.rules.tallying import Tally

Place = Path | ZipPath
"""A folder, or the inside of a ZIP file."""
_NOON = time(12)


class Fault(StrEnum):
    """What is wrong with a row."""

    UNREADABLE = "unreadable"
    CHANGED = "changed"
    LOST = "lost"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that is not as it was written; ``row`` names the request, the version or the line."""

    file: str
    row: str
    fault: Fault


@dataclass(slots=True)
class Recount:
    """What was found; ``unknown`` names the requests of the period that count as unknown."""

    tally: Tally
    troubles: list[Trouble] = field(default_factory=list)
    unknown: list[tuple[str, WhyUnknown]] = field(default_factory=list)
    requests: int = 0

    @property
    def figures(self) -> Figures:
        """The figures of all that was found."""
        return figures(self.tally)


def recount(place: Place, *, period: Period, now: datetime) -> Recount:
    """Counts all requests of the pack as they stand at a moment.

    Raises:
        KeyError, TypeError, ValueError: a file that all others need does not read as one.
    """
    offices = {one.code: one for one in map(read_office, read_json(place, OFFICES))}
    counted = {code: office for code, office in offices.items() if office.is_counted}
    if not counted:
        raise ValueError(OFFICES)
    found = Recount(Tally(period, frozenset(counted)))
    yardsticks = _yardsticks(place, offices, found.troubles)
    seen: set[str] = set()
    for strand in _strands(place, found.troubles):
        seen.add(strand.number)
        found.requests += 1
        log = _log(strand, offices, period, found.troubles)
        _count(found, log, case_of(log, yardsticks), now=now)
    for number, office in _never_seen(offices, period, seen):
        found.troubles.append(Trouble(REQUESTS, number, Fault.LOST))
        log = _lost(number, office, period)
        _count(found, log, case_of(log, yardsticks), now=now)
    return found


def read_json(place: Place, name: str) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """A file that is one JSON value."""
    return json.loads(place.joinpath(name).read_text("utf-8"))


def _count(found: Recount, log: RequestLog, case: Case, *, now: datetime) -> None:
    found.tally.add(case)
    found.tally.add_open([case], now=now)
    if case.why_unknown and case.day in found.tally.period:
        found.unknown.append((log.request_no, case.why_unknown))


def _yardsticks(
    place: Place, offices: Mapping[str, PackedOffice], troubles: list[Trouble]
) -> Yardsticks:
    policies, calendars = {}, {}
    for data in read_json(place, POLICIES):
        if policy := read_policy(data):
            policies[policy.version] = policy
        else:
            troubles.append(Trouble(POLICIES, f"{data.get('version')}", Fault.CHANGED))
    for data in read_json(place, CALENDARS):
        if calendar := read_calendar(data):
            calendars[calendar.office_code, calendar.version] = calendar
        else:
            row = f"{data.get('office')} {data.get('version')}"
            troubles.append(Trouble(CALENDARS, row, Fault.CHANGED))
    zones = {code: office.zone for code, office in offices.items()}
    return Yardsticks(zones, calendars, policies)


def _strands(place: Place, troubles: list[Trouble]) -> Iterator[Strand]:
    """The rows of each request together; all three files are in the order of request numbers."""
    rows = (_rows(place, name, troubles) for name in LOGS)
    for number, group in groupby(heapq.merge(*rows, key=_number), key=_number):
        own: dict[str, list[Row]] = {name: [] for name in LOGS}
        for _, name, row in group:
            own[name].append(row)
        yield Strand(number, tuple(own[REQUESTS]), tuple(own[EVENTS]), tuple(own[REVISIONS]))


def _number(line: tuple[str, str, Row]) -> str:
    return line[0]


def _rows(place: Place, name: str, troubles: list[Trouble]) -> Iterator[tuple[str, str, Row]]:
    with place.joinpath(name).open("rb") as file:
        for line_no, line in enumerate(file, start=1):
            try:
                row = json.loads(line)
                number = str(row["request_no"])
            except (KeyError, TypeError, ValueError, RecursionError):
                troubles.append(Trouble(name, f"{line_no}", Fault.UNREADABLE))
            else:
                yield number, name, row


def _log(
    strand: Strand,
    offices: Mapping[str, PackedOffice],
    period: Period,
    troubles: list[Trouble],
) -> RequestLog:
    """The strand's log, or that of a lost request where its rows are not as they were."""
    log = _read(strand)
    if log is not None and log.office in offices:
        troubles += _gaps(log, strand)
        return log
    troubles.append(_trouble_of(strand))
    named = [str(row.get("office")) for row in (*strand.requests, *strand.events)]
    counted = {code: office for code, office in offices.items() if office.is_counted}
    code = next((code for code in named if code in counted), next(iter(counted)))
    return _lost(strand.number, counted[code], period)


def _read(strand: Strand) -> RequestLog | None:
    try:
        return log_of(strand) if strand.is_whole else None
    except (KeyError, TypeError, ValueError):
        return None


def _trouble_of(strand: Strand) -> Trouble:
    """What most likely happened to a strand that is not whole."""
    if len(strand.requests) != 1:
        return Trouble(REQUESTS, strand.number, Fault.CHANGED if strand.requests else Fault.LOST)
    there = {event.get("version") for event in strand.events}
    version = strand.requests[0].get("version")
    steps = range(1, version + 1) if isinstance(version, int) else ()
    missing = next((step for step in steps if step not in there), None)
    if missing is None:
        return Trouble(", ".join(LOGS), strand.number, Fault.CHANGED)
    return Trouble(EVENTS, f"{strand.number} version {missing}", Fault.LOST)


def _gaps(log: RequestLog, strand: Strand) -> Iterator[Trouble]:
    """Steps and promises that were missing already when the pack was made."""
    if not log.is_whole:
        yield Trouble(EVENTS, log.request_no, Fault.GAP)
    revisions = [row["revision"] for row in strand.revisions]
    if revisions != list(range(1, len(revisions) + 1)):
        yield Trouble(REVISIONS, log.request_no, Fault.GAP)


def _lost(number: str, office: PackedOffice, period: Period) -> RequestLog:
    """Stands for a request whose rows cannot be believed: a complete file of the period."""
    try:
        day = RequestNo.parse(number).day
    except RequestNoMalformed:
        day = period.first
    at = datetime.combine(min(max(day, period.first), period.last), _NOON, office.zone)
    return RequestLog(NOBODYS, number, office.code, 1, at, at, ())


def _never_seen(
    offices: Mapping[str, PackedOffice], period: Period, seen: set[str]
) -> Iterator[tuple[str, PackedOffice]]:
    """Running numbers that were given out in the period and are nowhere in the pack."""
    for office in offices.values():
        for day, last in office.numbers.items():
            for running_no in range(1, last + 1):
                number = str(RequestNo.compose(office.abbreviation, day, running_no))
                if day in period and number not in seen:
                    yield number, office
