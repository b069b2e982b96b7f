"""Done today, or when? The promise of one request, with its reckoning.

A day keeps a promise when the office is open long enough (hours), the printers can make the card
beside all that is promised already (queue), and a place and a blank are left. Says "unknown"
rather than guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from typing import Any, Self
from zoneinfo import ZoneInfo

from motekar.rules.calendar import DayHours, OfficeCalendar
from motekar.rules.capacity import BindingConstraint, Situation
from motekar.rules.documents import Reason
from motekar.rules.outlook import Outlook, Verdict

_HORIZON_DAYS = 60
SEVENTEEN = "seventeenth-birthday"
"""The code of the step that names the day from which a first card is given."""


class PromiseKind(StrEnum):
    """How the promise stands to the day on which the clock started."""

    TODAY = "today"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ServicePolicy:
    """One version of the agency's rule.

    The cut-off counts back from the day's last closing; from ``risk_minutes`` before its moment a
    promise is at risk. A stage may take so much open time: the check of a complete file
    (``verify_minutes``), the print of a checked one (``print_minutes``). Quiet hours are clock
    times of the office, the last one exclusive, over midnight or not; the same twice means none.
    A card that lies ready so many open days is told once more.
    """

    version: int
    cut_off_minutes: int
    risk_minutes: int
    verify_minutes: int
    print_minutes: int
    quiet_from: time
    quiet_until: time
    remind_after_days: int

    def __post_init__(self) -> None:
        if min(self.cut_off_minutes, self.risk_minutes) < 0:
            message = "a cut-off and a risk lie before their moment"
            raise ValueError(message)
        if min(self.verify_minutes, self.print_minutes) < 0:
            message = "a stage takes time"
            raise ValueError(message)
        if self.remind_after_days < 1:
            message = "nobody is reminded on the day itself"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One step towards the promise, for a citizen to follow; dates and times are ISO strings."""

    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised and why, frozen with the versions it was reckoned from.

    ``standard_by`` is what the published standard asks, by the hours alone: however full the days
    are, the figures are held against it.
    """

    kind: PromiseKind
    at: datetime
    promised_by: datetime | None
    binding_constraint: BindingConstraint | None
    explanation: tuple[Reckoning, ...]
    policy_version: int
    calendar_version: int
    standard_by: datetime | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """What the event of the step that made it keeps, so that figures need no other table."""
        return {
            "promised_by": self.promised_by and self.promised_by.isoformat(),
            "promised_from": self.at.isoformat(),
            "standard_by": self.standard_by and self.standard_by.isoformat(),
            "policy_version": self.policy_version,
            "calendar_version": self.calendar_version,
        }

    def to_data(self) -> dict[str, Any]:
        """Plain JSON values; ``from_data`` brings the same promise back."""
        return {
            "kind": self.kind.value,
            "at": self.at.isoformat(),
            "promised_by": self.promised_by and self.promised_by.isoformat(),
            "standard_by": self.standard_by and self.standard_by.isoformat(),
            "binding_constraint": self.binding_constraint and self.binding_constraint.value,
            "explanation": [
                {"code": step.code, "facts": dict(step.facts)} for step in self.explanation
            ],
            "policy_version": self.policy_version,
            "calendar_version": self.calendar_version,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Reads what ``to_data`` wrote."""
        by, constraint = data["promised_by"], data["binding_constraint"]
        standard = data.get("standard_by")  # promises from before it was kept have none
        return cls(
            kind=PromiseKind(data["kind"]),
            at=datetime.fromisoformat(data["at"]),
            promised_by=datetime.fromisoformat(by) if by else None,
            binding_constraint=BindingConstraint(constraint) if constraint else None,
            explanation=tuple(
                Reckoning(step["code"], dict(step["facts"])) for step in data["explanation"]
            ),
            policy_version=data["policy_version"],
            calendar_version=data["calendar_version"],
            standard_by=datetime.fromisoformat(standard) if standard else None,
        )


def first_promise(
    calendar: OfficeCalendar,
    policy: ServicePolicy,
    *,
    at: datetime,
    situation: Situation | None = None,
    reason: Reason | None = None,
) -> Promise:
    """Promise for a file that is complete at an aware moment.

    Before the cut-off of an open day, the hours before opening included: that day's closing.
    Exactly at the cut-off is too late: the closing of the next open day. A day whose end a closure
    takes away promises nothing new, so that no closure ever brings a promise forward. The first
    day on which everything of the ``situation`` allows it too; without one, hours alone bind.
    Unknown when a day on the way lies in a year without a calendar, when nothing opens within 60
    days, or when blanks have run out and nobody can say when others come.
    """
    start = at.astimezone(ZoneInfo(calendar.zone))
    told = _Told([_step("clock-started", at=start)])
    made = partial(_made, calendar, policy, told, start=start)
    outlook = Outlook(calendar, situation, reason, start) if situation else None
    constraint = BindingConstraint.HOURS
    for day in (start.date() + timedelta(days=ahead) for ahead in range(_HORIZON_DAYS + 1)):
        if not calendar.knows(day):
            told.add([_step("year-unknown", year=day.year)])
            return made(constraint=constraint)
        hours = calendar.hours_on(day)
        closes, steps = _chance(calendar, policy, start, day, hours=hours)
        told.standard = told.standard or closes
        verdict = outlook.judge(day, hours, is_asked=bool(closes)) if outlook else Verdict()
        if closes is None:
            constraint = BindingConstraint.HOURS
            told.refuse(steps)
            continue
        steps += (_step(code, **facts) for code, facts in verdict.told)
        if verdict.forbidden_by is None:
            told.add([*steps, _step("promised", by=closes)])
            return made(constraint=constraint, promised_by=closes)
        constraint = verdict.forbidden_by
        told.refuse(steps, full=True)
        if verdict.is_final:
            return made(constraint=constraint)
    # Two months of closed or full days explain nothing one by one.
    why = "no-opening" if constraint is BindingConstraint.HOURS else f"no-{constraint.value}"
    told.steps[1:] = [_step(why, days=_HORIZON_DAYS)]
    return made(constraint=constraint)


@dataclass(slots=True)
class _Told:
    """The reckoning as it grows: the first full day is explained, later ones are counted.

    ``standard`` is the first closing that the hours alone allow.
    """

    steps: list[Reckoning]
    standard: datetime | None = None
    _full: int = 0

    def add(self, steps: list[Reckoning]) -> None:
        """What ends the walk."""
        if self._full > 1:
            self.steps.append(_step("days-full", days=self._full - 1))
        self.steps += steps

    def refuse(self, steps: list[Reckoning], *, full: bool = False) -> None:
        """A day that cannot keep the promise."""
        self._full += full
        if self._full == 0 or (full and self._full == 1):
            self.steps += steps


def _chance(
    calendar: OfficeCalendar,
    policy: ServicePolicy,
    start: datetime,
    day: date,
    *,
    hours: DayHours,
) -> tuple[datetime | None, list[Reckoning]]:
    """Closing time by which that day still keeps the promise, if it does, and why."""
    closes = hours.closes
    if closes is None:
        return None, [_closed(calendar, day)]
    opens, _ = hours.spans[0]
    told = [_step("day-open", day=day, opens=opens, closes=closes)]
    if hours.is_cut_short:
        return None, [*told, _step("day-cut-short", day=day, closes=closes)]
    if day > start.date():
        return closes, told
    cut_off = closes - timedelta(minutes=policy.cut_off_minutes)
    told.append(_step("cut-off", at=cut_off, minutes=policy.cut_off_minutes))
    if start < cut_off:
        return closes, told
    return None, [*told, _step("past-cut-off", at=start, cut_off=cut_off)]


def _closed(calendar: OfficeCalendar, day: date) -> Reckoning:
    closed = calendar.closed_because(day)
    if closed is None:
        return _step("day-closed", day=day, reason="no_hours")
    return _step("day-closed", day=day, reason=closed.kind.value, name=closed.name)


def _made(
    calendar: OfficeCalendar,
    policy: ServicePolicy,
    told: _Told,
    *,
    start: datetime,
    constraint: BindingConstraint,
    promised_by: datetime | None = None,
) -> Promise:
    kind = _kind(start, promised_by)
    return Promise(
        kind=kind,
        at=start,
        promised_by=promised_by,
        binding_constraint=None if kind is PromiseKind.TODAY else constraint,
        explanation=tuple(told.steps),
        policy_version=policy.version,
        calendar_version=calendar.version,
        standard_by=told.standard,
    )


def _kind(start: datetime, promised_by: datetime | None) -> PromiseKind:
    if promised_by is None:
        return PromiseKind.UNKNOWN
    return PromiseKind.TODAY if promised_by.date() == start.date() else PromiseKind.LATER


def _step(code: str, **facts: date | str | int) -> Reckoning:
    worded = {
        name: fact.isoformat() if isinstance(fact, date) else str(fact)
        for name, fact in facts.items()
    }
    return Reckoning(code, worded)


def of_age(promise: Promise, birthday: datetime) -> Promise:
    """The promise of a first card, with its reckoning begun by the 17th birthday it waits for."""
    waits = _step(SEVENTEEN, day=birthday.date())
    return replace(promise, explanation=(waits, *promise.explanation[1:]))


def no_promise_yet(
    calendar: OfficeCalendar, policy: ServicePolicy, *, at: datetime, missing: tuple[str, ...]
) -> Promise:
    """Nothing is promised while documents are missing: the clock starts when the file is whole."""
    start = at.astimezone(ZoneInfo(calendar.zone))
    return Promise(
        kind=PromiseKind.UNKNOWN,
        at=start,
        promised_by=None,
        binding_constraint=None,
        explanation=(_step("documents-missing", documents=", ".join(missing)),),
        policy_version=policy.version,
        calendar_version=calendar.version,
    )
