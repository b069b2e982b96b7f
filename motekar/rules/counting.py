"""How one request counts: a pure function of its log, the policy and the calendar it names.

The file counts on the local day on which it was complete, the visit on the day of the visit.
Nothing done to a request moves what it is held against. Where the log, the policy or the calendar
is not as it was, the request counts as unknown: it stays below the line and never above it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from motekar.rules.business_time import Unknown, after_open, open_between
from motekar.rules.calendar import OfficeCalendar
from motekar.rules.holds import HoldCause, Waiting
from motekar.rules.lifecycle import Action
from motekar.rules.promise import ServicePolicy, first_promise
from motekar.rules.request_log import LogEvent, RequestLog, Yardsticks
from motekar.rules.sla import History, held_by_cause, history_of

_A_YEAR = timedelta(days=365)


class Verdict(StrEnum):
    """What became of a due moment; open until the card is printed or the request has ended."""

    KEPT = "kept"
    LATE = "late"
    OPEN = "open"
    OUT = "out"
    UNKNOWN = "unknown"


class WhyUnknown(StrEnum):
    """What is missing or not as it was when the promise was made."""

    LOG_BROKEN = "log-broken"
    POLICY_MISSING = "policy-missing"
    CALENDAR_MISSING = "calendar-missing"
    STANDARD_DIFFERS = "standard-differs"
    NO_OPENING = "no-opening"


@dataclass(frozen=True, slots=True)
class HeldFor:
    """Holds of one cause after the clock began; ``minutes`` of open time, of those that ended."""

    cause: str
    count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Case:
    """How a request counts; it changes with its log alone, never with the time of day.

    ``day`` is None until the file is complete. ``held_since`` while it is on hold. Minutes are
    whole ones of open time.
    """

    office: str
    visit_day: date
    visit_hour: int
    reason: str
    channel: str
    events: int
    is_incomplete: bool = False
    is_late_entry: bool = False
    day: date | None = None
    policy_version: int | None = None
    why_unknown: WhyUnknown | None = None
    standard: Verdict | None = None
    standard_by: datetime | None = None
    net: Verdict | None = None
    net_by: datetime | None = None
    held_since: datetime | None = None
    promise: Verdict | None = None
    promised_by: datetime | None = None
    risk_at: datetime | None = None
    is_printed: bool = False
    is_collected: bool = False
    is_reprint: bool = False
    spoiled: int = 0
    verify_minutes: int | None = None
    print_minutes: int | None = None
    ready_minutes: int | None = None
    collect_minutes: int | None = None
    holds: tuple[HeldFor, ...] = ()


def case_of(log: RequestLog, yardsticks: Yardsticks) -> Case:
    """How this request counts; a log that does not read as one counts as broken.

    Raises:
        KeyError: its office is unknown.
    """
    zone = yardsticks.zones[log.office]
    try:
        return _read(log, zone, yardsticks) if log.is_whole else _broken(log, zone)
    except (KeyError, TypeError, ValueError):
        return _broken(log, zone)


def _read(log: RequestLog, zone: ZoneInfo, yardsticks: Yardsticks) -> Case:
    first_revised = next((one.promised_by for one in log.revised if one.promised_by), None)
    history = history_of(log.events, first_revised=first_revised)
    submitted = log.events[0]
    changed = [event.facts.get("became", {}) for event in log.events]
    seen = history.received.astimezone(zone)
    facts: dict[str, Any] = {
        "office": submitted.office,
        "visit_day": seen.date(),
        "visit_hour": seen.hour,
        "reason": [submitted.facts, *(one for one in changed if "reason" in one)][-1]["reason"],
        "channel": submitted.facts["channel"],
        "events": len(log.events),
        "is_incomplete": bool(submitted.facts["missing_documents"]),
        "is_late_entry": bool(submitted.facts["late_entry"]),
        "spoiled": sum(event.action == Action.SPOIL_PRINT for event in log.events),
    }
    if history.complete is None:
        return Case(**facts)
    promising = next(event for event in log.events if _promises(event, history))
    return Case(
        **facts,
        **_measured(history, promising, yardsticks),
        day=history.complete.astimezone(zone).date(),
        is_printed=history.printed is not None,
        is_collected=history.collected is not None,
        is_reprint=_is_reprint(history.printed, log.earlier_prints),
    )


def _promises(event: LogEvent, history: History) -> bool:
    """The event that started the clock; at intake only when the file was complete."""
    starts = event.action != Action.SUBMIT or not event.facts["missing_documents"]
    return starts and "policy_version" in event.facts and history.complete is not None


def _broken(log: RequestLog, zone: ZoneInfo) -> Case:
    seen, complete = log.received_at.astimezone(zone), log.complete_at
    unknown = Verdict.UNKNOWN if complete else None
    return Case(
        office=log.office,
        visit_day=seen.date(),
        visit_hour=seen.hour,
        reason=Verdict.UNKNOWN,
        channel=Verdict.UNKNOWN,
        events=len(log.events),
        day=complete.astimezone(zone).date() if complete else None,
        why_unknown=WhyUnknown.LOG_BROKEN,
        standard=unknown,
        net=unknown,
        promise=unknown,
    )


def _measured(history: History, promising: LogEvent, yardsticks: Yardsticks) -> dict[str, Any]:
    """What is held against the yardsticks of the promise, at the office that made it."""
    frozen = promising.facts
    version = frozen["policy_version"]
    policy = yardsticks.policies.get(version)
    calendar = yardsticks.calendars.get((promising.office, frozen["calendar_version"]))
    if policy is None or calendar is None:
        missing = WhyUnknown.CALENDAR_MISSING if policy else WhyUnknown.POLICY_MISSING
        unknown = dict.fromkeys(("standard", "net", "promise"), Verdict.UNKNOWN)
        return {"policy_version": version, "why_unknown": missing, **unknown}
    standard_by, why_unknown = _standard(history, frozen, calendar, policy)
    holds = [hold for hold in history.holds if _is_on_the_clock(hold, history)]
    held = _held(history, calendar)
    net_by = _moved(standard_by, calendar, held)
    promised = history.promised_first
    if promised and not calendar.knows(calendar.local_day(promised)):
        promised = None
    waiting = [hold.since for hold in holds if hold.until is None]
    return {
        "policy_version": version,
        "why_unknown": why_unknown,
        "standard": _verdict(standard_by, history),
        "standard_by": standard_by,
        "net": _verdict(net_by, history),
        "net_by": net_by,
        "held_since": waiting[0] if waiting else None,
        "promise": _verdict(promised, history),
        "promised_by": promised,
        "risk_at": promised and promised - timedelta(minutes=policy.risk_minutes),
        "verify_minutes": _minutes(calendar, history.complete, history.verified),
        "print_minutes": _minutes(calendar, history.verified, history.printed),
        "ready_minutes": _minutes(calendar, history.complete, history.printed),
        "collect_minutes": _minutes(calendar, history.printed, history.collected),
        "holds": _holds(holds, held),
    }


def _standard(
    history: History, frozen: Mapping[str, Any], calendar: OfficeCalendar, policy: ServicePolicy
) -> tuple[datetime | None, WhyUnknown | None]:
    """The published standard's moment, reckoned anew and held against the one that was frozen."""
    assert history.complete is not None  # noqa: S101 - only complete files are measured
    begins = frozen.get("promised_from")
    at = datetime.fromisoformat(begins) if begins else history.complete
    reckoned = first_promise(calendar, policy, at=at).standard_by
    if "standard_by" in frozen:
        was = frozen["standard_by"]
        if reckoned != (datetime.fromisoformat(was) if was else None):
            return None, WhyUnknown.STANDARD_DIFFERS
    return reckoned, None if reckoned else WhyUnknown.NO_OPENING


def _is_on_the_clock(hold: Waiting, history: History) -> bool:
    """False for the wait for documents that ended when the file was complete."""
    return history.complete is not None and (hold.until is None or hold.until > history.complete)


def _held(history: History, calendar: OfficeCalendar) -> Mapping[HoldCause, timedelta] | Unknown:
    """Open time of the holds that have ended, whatever the time of day is now."""
    ended = tuple(hold for hold in history.holds if hold.until)
    last = max((hold.until for hold in ended if hold.until), default=history.received)
    return held_by_cause(replace(history, holds=ended), calendar, last)


def _verdict(due: datetime | None, history: History) -> Verdict:
    stopped = history.printed or history.ended
    if due is None:
        return Verdict.UNKNOWN
    if stopped is None:
        return Verdict.OPEN
    if stopped > due:
        return Verdict.LATE
    return Verdict.KEPT if history.printed else Verdict.OUT


def _moved(
    due: datetime | None, calendar: OfficeCalendar, held: Mapping[HoldCause, timedelta] | Unknown
) -> datetime | None:
    """The due moment moved on by so much open time."""
    if due is None or isinstance(held, Unknown):
        return None
    moved_by = sum(held.values(), timedelta())
    moved = after_open(calendar, due, moved_by) if moved_by else due
    return None if isinstance(moved, Unknown) else moved


def _holds(
    holds: Iterable[Waiting], held: Mapping[HoldCause, timedelta] | Unknown
) -> tuple[HeldFor, ...]:
    known = {} if isinstance(held, Unknown) else held
    counts = Counter(hold.cause for hold in holds)
    return tuple(
        HeldFor(cause.value, counts[cause], known.get(cause, timedelta()) // timedelta(minutes=1))
        for cause in sorted(counts)
    )


def _is_reprint(printed: datetime | None, earlier: tuple[datetime, ...]) -> bool:
    return printed is not None and any(printed - _A_YEAR <= at < printed for at in earlier)


def _minutes(
    calendar: OfficeCalendar, start: datetime | None, stop: datetime | None
) -> int | None:
    if start is None or stop is None:
        return None
    length = open_between(calendar, start, stop)
    return None if isinstance(length, Unknown) else length // timedelta(minutes=1)
