"""Every card that went into a printer, who had checked its file, and how it ended; from events."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.lifecycle import Action
from motekar.rules.request_log import LogEvent


@dataclass(frozen=True, slots=True)
class Attempt:
    """One card: ``ended_at`` None while it is in the printer.

    ``calendar_version`` is the one that the request's promise was made by.
    """

    request_no: str
    started_at: datetime
    started_by: str
    printer: str | None
    verified_by: str | None
    calendar_version: int | None
    ended_at: datetime | None = None
    is_spoiled: bool = False


def attempts(request_no: str, events: Iterable[LogEvent]) -> Iterator[Attempt]:
    """The cards of one request, from its events, oldest first."""
    verified_by: str | None = None
    version: int | None = None
    running: Attempt | None = None
    for event in events:
        version = event.facts.get("calendar_version", version)
        if event.action == Action.VERIFY:
            verified_by = event.officer
        elif event.action == Action.START_PRINT:
            printer = event.facts.get("printer")
            running = Attempt(request_no, event.at, event.officer, printer, verified_by, version)
        elif running and event.action in {Action.CONFIRM_PRINT, Action.SPOIL_PRINT}:
            is_spoiled = event.action == Action.SPOIL_PRINT
            yield replace(running, ended_at=event.at, is_spoiled=is_spoiled)
            running = None
    if running:
        yield running


def version_then(attempt: Attempt, made: Sequence[tuple[datetime, int]]) -> int | None:
    """The calendar in force when the card was begun, never older than the promise's own.

    ``made`` are the versions with the moments they were made at, oldest first.
    """
    known = [version for at, version in made if at <= attempt.started_at]
    frozen = [attempt.calendar_version] if attempt.calendar_version else []
    return max(known + frozen, default=None)


def is_within_hours(attempt: Attempt, calendar: OfficeCalendar | None) -> bool | None:
    """Whether the office was open when the card was begun; None where nobody can know."""
    at = attempt.started_at
    if calendar is None or not calendar.knows(day := calendar.local_day(at)):
        return None
    return any(opens <= at < closes for opens, closes in calendar.spans_on(day))
