"""When each clock starts and stops, and how a request stands to its first promise.

The service clock runs from the complete file to the print, the citizen's clock from the visit
to the collection. Gross figures ignore holds; net figures show them by cause. A stage has a target
in open time; a hold moves its deadline by the open time that it lasts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from motekar.rules.business_time import Unknown, after_open, open_between
from motekar.rules.calendar import OfficeCalendar
from motekar.rules.holds import HoldCause, Told, Waiting, ledger
from motekar.rules.lifecycle import Action
from motekar.rules.promise import ServicePolicy


class Outcome(StrEnum):
    """How a request stands to what was promised first; unknown never counts as good."""

    KEPT = "kept"
    LATE = "late"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    OUT_OF_THE_COUNT = "out_of_the_count"


@dataclass(frozen=True, slots=True)
class History:
    """The moments of one request; ``ended`` is a rejection or a cancellation."""

    received: datetime
    complete: datetime | None = None
    promised_first: datetime | None = None
    verified: datetime | None = None
    printed: datetime | None = None
    collected: datetime | None = None
    ended: datetime | None = None
    holds: tuple[Waiting, ...] = ()


class Stage(StrEnum):
    """The office's two pieces of work on a complete file."""

    VERIFY = "verify"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class StageStanding:
    """One stage of a request; ``ended`` None while it runs, its deadline moved by holds."""

    stage: Stage
    began: datetime
    ended: datetime | None
    deadline: datetime | Unknown
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Clock:
    """A stretch on one clock in open time and calendar days; ``running`` until it stops."""

    open_time: timedelta | Unknown
    days: int
    running: bool


def history_of(events: Sequence[Told], *, first_revised: datetime | None = None) -> History:
    """The moments that the events tell, oldest first; the first of each kind counts.

    ``first_revised`` is the first date that was named after the file was complete, for a request
    that could not be promised any at once.
    """
    submitted, *later = events
    at = {event.action: event.at for event in reversed(later)}
    received = datetime.fromisoformat(submitted.facts["received_at"])
    incomplete = bool(submitted.facts["missing_documents"])
    completed = next((e for e in later if "promised_by" in e.facts), None)
    promising = completed if incomplete else submitted
    promised = promising.facts["promised_by"] if promising else None
    return History(
        received=received,
        complete=_complete(completed) if incomplete else received,
        promised_first=datetime.fromisoformat(promised) if promised else first_revised,
        verified=at.get(Action.VERIFY),
        printed=at.get(Action.CONFIRM_PRINT),
        collected=at.get(Action.COLLECT),
        ended=at.get(Action.REJECT) or at.get(Action.CANCEL),
        holds=ledger(events),
    )


def _complete(completed: Told | None) -> datetime | None:
    return completed.at if completed else None


def service_clock(history: History, calendar: OfficeCalendar, now: datetime) -> Clock | None:
    """From the complete file to the print, holds included; None until the file is complete."""
    if history.complete is None:
        return None
    return _clock(calendar, history.complete, history.printed or history.ended, now)


def citizen_clock(history: History, calendar: OfficeCalendar, now: datetime) -> Clock:
    """From the visit, complete or not, to the collection."""
    return _clock(calendar, history.received, history.collected or history.ended, now)


def held_by_cause(
    history: History, calendar: OfficeCalendar, now: datetime
) -> dict[HoldCause, timedelta] | Unknown:
    """Open time on hold while the service clock ran."""
    if history.complete is None:
        return {}
    stop = history.printed or history.ended or now
    return _held_between(history, calendar, history.complete, stop, now=now)


def _held_between(
    history: History, calendar: OfficeCalendar, start: datetime, stop: datetime, *, now: datetime
) -> dict[HoldCause, timedelta] | Unknown:
    totals: dict[HoldCause, timedelta] = {}
    for hold in history.holds:
        part = open_between(calendar, max(hold.since, start), min(hold.until or now, stop))
        if isinstance(part, Unknown):
            return part
        totals[hold.cause] = totals.get(hold.cause, timedelta()) + part
    return totals


def net_service_time(
    history: History, calendar: OfficeCalendar, now: datetime
) -> timedelta | Unknown | None:
    """The service clock without the open time on hold."""
    clock = service_clock(history, calendar, now)
    if clock is None:
        return None
    if isinstance(clock.open_time, Unknown):
        return clock.open_time
    held = held_by_cause(history, calendar, now)
    return held if isinstance(held, Unknown) else clock.open_time - sum(held.values(), timedelta())


def net_deadline(
    history: History, calendar: OfficeCalendar, now: datetime
) -> datetime | Unknown | None:
    """The first promise moved on by the open time on hold; None while nothing was promised."""
    if history.promised_first is None:
        return None
    held = held_by_cause(history, calendar, now)
    return _moved(calendar, history.promised_first, held)


def _moved(
    calendar: OfficeCalendar, deadline: datetime, held: dict[HoldCause, timedelta] | Unknown
) -> datetime | Unknown:
    if isinstance(held, Unknown):
        return held
    moved_by = sum(held.values(), timedelta())
    return after_open(calendar, deadline, moved_by) if moved_by else deadline


def stages(
    history: History, calendar: OfficeCalendar, policy: ServicePolicy, now: datetime
) -> tuple[StageStanding, ...]:
    """The stages that have begun, against the policy's targets."""
    work = (
        (Stage.VERIFY, history.complete, history.verified, policy.verify_minutes),
        (Stage.PRINT, history.verified, history.printed, policy.print_minutes),
    )
    return tuple(
        _stage(stage, began, ended, minutes, history=history, calendar=calendar, now=now)
        for stage, began, ended, minutes in work
        if began is not None
    )


def _stage(
    stage: Stage,
    began: datetime,
    ended: datetime | None,
    minutes: int,
    *,
    history: History,
    calendar: OfficeCalendar,
    now: datetime,
) -> StageStanding:
    stop = ended or history.ended
    held = _held_between(history, calendar, began, stop or now, now=now)
    target = after_open(calendar, began, timedelta(minutes=minutes))
    deadline = target if isinstance(target, Unknown) else _moved(calendar, target, held)
    if isinstance(deadline, Unknown):
        stands = Outcome.UNKNOWN
    elif stop is None:
        stands = Outcome.OVERDUE if now > deadline else Outcome.ON_TRACK
    elif stop > deadline:
        stands = Outcome.LATE
    else:
        stands = Outcome.KEPT if ended else Outcome.OUT_OF_THE_COUNT
    return StageStanding(stage, began, ended, deadline, stands)


def outcome(
    history: History, calendar: OfficeCalendar, *, risk_minutes: int, now: datetime
) -> Outcome:
    """The gross class: printed at the promised moment itself is kept, a second later is late."""
    promised, stopped = history.promised_first, history.printed or history.ended
    if promised is None or not calendar.knows(calendar.local_day(promised)):
        return Outcome.UNKNOWN
    if stopped is None:
        return _waiting(promised, timedelta(minutes=risk_minutes), now)
    if stopped > promised:
        return Outcome.LATE
    return Outcome.KEPT if history.printed else Outcome.OUT_OF_THE_COUNT


def _waiting(promised: datetime, risk: timedelta, now: datetime) -> Outcome:
    if now > promised:
        return Outcome.OVERDUE
    return Outcome.AT_RISK if now >= promised - risk else Outcome.ON_TRACK


def _clock(
    calendar: OfficeCalendar, start: datetime, stop: datetime | None, now: datetime
) -> Clock:
    end = stop or now
    days = (calendar.local_day(end) - calendar.local_day(start)).days
    return Clock(open_between(calendar, start, end), days, running=stop is None)
