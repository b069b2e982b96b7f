"""Forty requests worked out by hand: ``sample.csv``, its sums in ``sums.csv``, read as events.

Each row says first what happened, then (from ``day`` on) how it counts and why. Times are those of
the office's wall in 2026, the month is May, and it is 29 May, 15.45. The office hours are the
shipped ones; 1 and 27 May are holidays, 14 May too, 15 and 28 May joint leave, 1 June a holiday.
Calendar 1 is that. Calendar 2 closes 32.75.04 on 12 May from 10 to 12, declared at 10.05; calendar
3 closes 32.75.03 on 20 May from 13 on, declared at 13.05. Policy 1 is the shipped one; policy 2 is
named by two requests, and no longer there.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from motekar.rules.calendar import (
    ClosedDay,
    ClosedKind,
    OfficeCalendar,
    OneOff,
    OneOffKind,
    OpeningSpan,
)
from motekar.rules.lifecycle import LIFECYCLE, Action, State
from motekar.rules.people import Role
from motekar.rules.promise import ServicePolicy
from motekar.rules.request_log import LogEvent, RequestLog, Revised, Yardsticks
from tests.builders import an_officer

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 5, 29, 15, 45, tzinfo=WIB)
FIRST, LAST = date(2026, 5, 1), date(2026, 5, 31)
UTARA, SELATAN = "32.75.03", "32.75.04"
POLICY = ServicePolicy(1, 60, 60, 30, 30, time(20), time(7), 3)
CLOSURES = (
    (datetime(2026, 5, 12, 10, 5, tzinfo=WIB), SELATAN, (date(2026, 5, 12), time(10), time(12))),
    (datetime(2026, 5, 20, 13, 5, tzinfo=WIB), UTARA, (date(2026, 5, 20), time(13), None)),
)
"""What made calendars 2 and 3: when it was declared, for which office, and what it closes."""
_CLOSED = {
    date(2026, 5, 1): ClosedKind.PUBLIC_HOLIDAY,
    date(2026, 5, 14): ClosedKind.PUBLIC_HOLIDAY,
    date(2026, 5, 15): ClosedKind.JOINT_LEAVE,
    date(2026, 5, 27): ClosedKind.PUBLIC_HOLIDAY,
    date(2026, 5, 28): ClosedKind.JOINT_LEAVE,
    date(2026, 5, 31): ClosedKind.PUBLIC_HOLIDAY,
    date(2026, 6, 1): ClosedKind.PUBLIC_HOLIDAY,
}
_SPANS = (
    *(OpeningSpan(weekday, time(7, 30), time(16)) for weekday in range(4)),
    OpeningSpan(4, time(7, 30), time(16, 30)),
)
_DOCUMENTS = "awaiting_documents"
_DOERS = {
    Action.VERIFY: Role.VERIFIER,
    Action.REJECT: Role.VERIFIER,
    Action.START_PRINT: Role.PRINT_OPERATOR,
    Action.SPOIL_PRINT: Role.PRINT_OPERATOR,
    Action.CONFIRM_PRINT: Role.PRINT_OPERATOR,
}


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the event log; ``officer`` is an id of the staff of ``builders.fill_office``."""

    version: int
    at: datetime
    action: str
    from_state: str | None
    to_state: str
    officer: UUID
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sampled:
    """A request of the sample; ``expected`` are the columns that were worked out, as written."""

    number: int
    office: str
    person: str
    received_at: datetime
    complete_at: datetime | None
    events: tuple[Event, ...]
    revised: tuple[tuple[datetime, datetime], ...]
    expected: Mapping[str, str]

    @property
    def printed_at(self) -> datetime | None:
        return next((one.at for one in self.events if one.action == Action.CONFIRM_PRINT), None)


def read() -> tuple[Sampled, ...]:
    """The whole sample."""
    return tuple(_sampled(row) for row in _rows("sample.csv"))


def sums(office: str | None = None) -> dict[str, int]:
    """The sums by name, of both offices or of one; some stand for both alone."""
    rows = [(row["figure"], row[office or "both"]) for row in _rows("sums.csv")]
    return {figure: int(number) for figure, number in rows if number}


def yardsticks() -> Yardsticks:
    """What the sample is held against; policy 2 is gone."""
    return Yardsticks(
        zones={UTARA: WIB, SELATAN: WIB},
        calendars={
            (office, version): _calendar(office, version)
            for office in (UTARA, SELATAN)
            for version in (1, 2, 3)
        },
        policies={1: POLICY},
    )


def logs() -> dict[int, RequestLog]:
    """The sample as the evidence that figures read, by number."""
    sample = read()
    return {one.number: _log(one, sample) for one in sample}


def moment(told: str) -> datetime:
    """Such as ``05-04 08:00``."""
    return datetime.strptime(f"2026-{told}", "%Y-%m-%d %H:%M").replace(tzinfo=WIB)


def _rows(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _calendar(office: str, version: int) -> OfficeCalendar:
    closed = tuple(ClosedDay(day, "Libur", kind) for day, kind in _CLOSED.items())
    calendar = OfficeCalendar(
        office, "Asia/Jakarta", version, _SPANS, closed, known_years=frozenset({2026})
    )
    closures = (
        OneOff(OneOffKind.CLOSURE, day, "Padam", opens, closes, planned=False)
        for _, where, (day, opens, closes) in CLOSURES[: version - 1]
        if where == office
    )
    return replace(calendar, one_offs=tuple(closures))


def _log(one: Sampled, sample: tuple[Sampled, ...]) -> RequestLog:
    others = (other for other in sample if other.number != one.number)
    return RequestLog(
        request_id=UUID(int=one.number),
        request_no=f"AAA-260501-{one.number:04d}",
        office=one.office,
        version=len(one.events),
        received_at=one.received_at,
        complete_at=one.complete_at,
        events=tuple(
            LogEvent(
                event.version, event.at, event.action, str(event.officer), one.office, event.facts
            )
            for event in one.events
        ),
        revised=tuple(Revised(n, *told) for n, told in enumerate(one.revised, start=1)),
        earlier_prints=tuple(
            other.printed_at
            for other in others
            if other.person == one.person and other.printed_at is not None
        ),
    )


def _sampled(row: Mapping[str, str]) -> Sampled:
    incomplete = bool(row["completed"])
    complete = row["completed"] if incomplete else row["visit"]
    revisions = (told.strip() for told in row["revised"].split(";") if told)
    return Sampled(
        number=int(row["no"]),
        office=row["office"],
        person=row["person"] or row["no"],
        received_at=moment(row["visit"]),
        complete_at=None if complete == "never" else moment(complete),
        events=tuple(_numbered(row)),
        revised=tuple((moment(told[:11]), moment(told[12:])) for told in revisions),
        expected={name: told for name, told in row.items() if list(row).index(name) >= 19},
    )


def _numbered(row: Mapping[str, str]) -> Iterator[Event]:
    """In the order in which they were written down, with the state each leads to."""
    state: State | None = None
    steps = sorted(_steps(row), key=lambda step: step[0])  # of one minute in the order of the row
    for version, (at, action, facts) in enumerate(steps, start=1):
        before = state
        state = State.SUBMITTED if before is None else LIFECYCLE[action].target or before
        officer = an_officer(_DOERS.get(action, Role.FRONT_OFFICER), office=row["office"])
        came_from = before.value if before else None
        yield Event(version, at, action.value, came_from, state.value, officer.id, facts)


Step = tuple[datetime, Action, dict[str, Any]]


def _steps(row: Mapping[str, str]) -> Iterator[Step]:
    yield from _intake(row)
    yield from _holds(row)
    if row["amended"] and _DOCUMENTS not in row["holds"]:
        yield _amended(row, missing=[])
    if row["verified"]:
        yield moment(row["verified"]), Action.VERIFY, {"central_record": "ready"}
    yield from _card(row)
    if row["collected"]:
        facts = {"collector": "applicant", "old_card_surrendered": None}
        yield moment(row["collected"]), Action.COLLECT, facts
    if row["ended"]:
        action, _, at = row["ended"].partition(" ")
        facts = {"asked_by": "applicant"} if action == "cancel" else {"reason": "not_entitled"}
        yield moment(at), Action(action), facts


def _intake(row: Mapping[str, str]) -> Iterator[Step]:
    missing = ["old_card"] if row["completed"] else []
    nothing_yet = {"promised_by": None, "promised_from": _iso(row["visit"]), "standard_by": None}
    nothing_yet |= {"policy_version": 1, "calendar_version": 1}
    facts = {
        "reason": row["reason"],
        "channel": "counter",
        "priority": None,
        "documents": ["form_f102", "family_card"],
        "missing_documents": missing,
        "late_entry": bool(row["entered"]),
        "received_at": _iso(row["visit"]),
        **(nothing_yet if missing else _promise(row, since=row["visit"])),
    }
    yield moment(row["entered"] or row["visit"]), Action.SUBMIT, facts
    if row["completed"] not in {"", "never"}:
        told = {"documents": missing, **_promise(row, since=row["completed"])}
        yield moment(row["completed"]), Action.COMPLETE_DOCUMENTS, told


def _promise(row: Mapping[str, str], *, since: str) -> dict[str, Any]:
    return {
        "promised_by": None if row["promised"] == "unknown" else _iso(row["promised"]),
        "promised_from": _iso(row["clock_from"] or since),
        "standard_by": _iso(row["due"]),
        "policy_version": int(row["policy"]),
        "calendar_version": int(row["calendar"]),
    }


def _holds(row: Mapping[str, str]) -> Iterator[Step]:
    for told in (part.strip() for part in row["holds"].split(";") if part):
        cause, since, until = told[: told.index(" ")], told.partition(" ")[2][:11], told[-11:]
        ends = until if not told.endswith(">") else None
        if cause == _DOCUMENTS:
            yield _amended(row, missing=["change_evidence"])
            yield moment(until), Action.COMPLETE_DOCUMENTS, {"documents": ["change_evidence"]}
            continue
        yield moment(since), Action.HOLD, {"cause": cause}
        if ends:
            yield moment(ends), Action.RESUME, {"cause": cause}


def _amended(row: Mapping[str, str], *, missing: list[str]) -> Step:
    at, reason = row["amended"][:11], row["amended"][12:]
    facts: dict[str, Any] = {"changed": ["reason"], "became": {"reason": reason}}
    return moment(at), Action.AMEND, facts | ({"missing_documents": missing} if missing else {})


def _card(row: Mapping[str, str]) -> Iterator[Step]:
    """Each attempt begins in the minute in which it ends."""
    spoiled = [told.strip() for told in row["spoiled"].split(";") if told]
    printed = [row["printed"]] if row["printed"] else []
    for number, told in enumerate([*spoiled, *printed], start=1):
        at = moment(told)
        yield at, Action.START_PRINT, {"attempt": number, "printer": "Printer 1"}
        if number <= len(spoiled):
            yield at, Action.SPOIL_PRINT, {"attempt": number, "cause": "misprint"}
        else:
            yield at, Action.CONFIRM_PRINT, {"attempt": number, "card_serial": None}


def _iso(told: str) -> str:
    return moment(told).isoformat()
