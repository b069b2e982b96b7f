"""Which requests climb the ladder, whom that tells, and what would help each of them.

Steps count from the first promise alone, or from the visit where none was made: no edit, hold,
transfer or later promise ever takes one back, and nothing is passed over because it has no owner.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from motekar.rules.business_time import Unknown, open_between
from motekar.rules.calendar import OfficeCalendar
from motekar.rules.holds import HoldCause
from motekar.rules.ladder import AUDIENCES, Ladder, LadderStep, Trigger
from motekar.rules.lifecycle import LIFECYCLE, Action, State
from motekar.rules.people import Role
from motekar.rules.quiet_hours import is_quiet
from motekar.rules.requests import PrintAttempt, PrintRequest
from motekar.rules.rulebook import RuleBook

UNREADY = frozenset({State.SUBMITTED, State.VERIFIED})
"""A request climbs until its card is made, or it has ended."""


@dataclass(frozen=True, slots=True)
class Due:
    """From when a request's steps count: its first promise, or its visit where none was made."""

    at: datetime
    is_promised: bool


def due_of(request: PrintRequest) -> Due:
    """What no later step of the request changes, once it was promised."""
    first = request.first_promised_by
    return Due(first or request.received_at, is_promised=first is not None)


def may_raise(book: RuleBook, *, now: datetime) -> bool:
    """True while the office is open; where nobody knows its hours, outside the night."""
    calendar, day = book.calendar, book.office.local_day(now)
    if not calendar.knows(day):
        return not is_quiet(book.policy, zone=book.office.zone, now=now)
    return any(opens <= now < closes for opens, closes in calendar.spans_on(day))


def reached(due: Due, *, book: RuleBook, now: datetime) -> tuple[LadderStep, ...]:
    """The steps of an unready request so far; later never fewer.

    Open time counts by the calendar in force; where that is not known, all time does.
    """
    return tuple(step for step in book.ladder.steps if _is_reached(step, due, book=book, now=now))


def trigger_of(step: LadderStep, due: Due) -> Trigger:
    """From what the step counts for this request."""
    return step.trigger if due.is_promised else Trigger.UNPROMISED


def _is_reached(step: LadderStep, due: Due, *, book: RuleBook, now: datetime) -> bool:
    since, minutes = due.at, step.after_open_minutes
    if not due.is_promised:
        minutes = step.unpromised_minutes
    elif step.trigger is Trigger.AT_RISK:
        since -= timedelta(minutes=book.policy.risk_minutes)
    elif now == since:
        return False  # the promised moment itself still keeps the promise
    return since <= now and _open_time(book.calendar, since, now) >= timedelta(minutes=minutes)


def _open_time(calendar: OfficeCalendar, since: datetime, now: datetime) -> timedelta:
    passed = open_between(calendar, since, now)
    return now - since if isinstance(passed, Unknown) else passed


@dataclass(frozen=True, slots=True)
class Addressed:
    """Who is told; ``nobody`` are roles of the step that no one holds at the office."""

    roles: frozenset[Role]
    nobody: frozenset[Role] = frozenset()


def addressed(step: LadderStep, ladder: Ladder, *, staffed: frozenset[Role]) -> Addressed:
    """Whom a step tells at an office with these roles: where nobody is, whoever is next above.

    Above the last step, whoever is there at all; in an empty office its own audience.
    """
    nobody = step.audience - staffed
    above = [one.audience for one in ladder.steps if one.rank >= step.rank]
    for audience in (*above, frozenset(AUDIENCES)):
        if audience & staffed:
            return Addressed(audience & staffed, nobody)
    return Addressed(step.audience, nobody)


class Help(StrEnum):
    """What would move a request on."""

    CALL_FOR_DOCUMENTS = "call-for-documents"
    LIFT_HOLD = "lift-hold"
    NAME_A_DATE = "name-a-date"
    VERIFY = "verify"
    BRING_BLANKS = "bring-blanks"
    PRINT = "print"
    AWAIT_CARD = "await-card"
    SETTLE_CARD = "settle-card"


@dataclass(frozen=True, slots=True)
class Advice:
    """What would help and what there is to know of it, as codes and moments."""

    help: Help
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def advice(
    request: PrintRequest, *, book: RuleBook, free_blanks: int | None, now: datetime
) -> Advice:
    """What would help an unready request; ``free_blanks`` None where no ledger is kept."""
    if request.hold is not None:
        return _held(request)
    if request.attempt is not None:
        return _in_printer(request.attempt, book=book, now=now)
    if request.promised_by is None:
        return Advice(Help.NAME_A_DATE)
    if request.state is State.SUBMITTED:
        return Advice(Help.VERIFY, {"since": request.service_clock_started_at})
    if not request.has_blank and free_blanks is not None and free_blanks < 1:
        return Advice(Help.BRING_BLANKS)
    return Advice(Help.PRINT, {"since": request.state_since})


def _held(request: PrintRequest) -> Advice:
    assert request.hold is not None  # noqa: S101 - asked before
    cause, since = request.hold.cause, request.hold.since
    if cause is HoldCause.AWAITING_DOCUMENTS:
        facts = {"documents": request.missing, "since": since}
        return Advice(Help.CALL_FOR_DOCUMENTS, facts)
    lifting = sorted(role.value for role in LIFECYCLE[Action.RESUME].roles)
    return Advice(Help.LIFT_HOLD, {"cause": cause.value, "since": since, "roles": lifting})


def _in_printer(attempt: PrintAttempt, *, book: RuleBook, now: datetime) -> Advice:
    spent = _open_time(book.calendar, attempt.started_at, now)
    usual = timedelta(minutes=book.policy.print_minutes)
    code = Help.SETTLE_CARD if spent > usual else Help.AWAIT_CARD
    return Advice(code, {"since": attempt.started_at})
