"""What befalls a whole office in the year: incidents that hold its requests, weeks without blanks.

Each office's troubles follow from its seed alone.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from motekar.demo.chance import Chance
from motekar.rules.approvals import Approval, ApprovalKind, Granted, Outcome, granted
from motekar.rules.blanks import Balance
from motekar.rules.capacity import STATED_PACE, Equipment, Situation
from motekar.rules.incidents import CAUSES, Incident, IncidentKind
from motekar.rules.people import Officer, Role
from motekar.rules.places import EVERYBODY, DayLoad
from motekar.rules.places import Place as DayPlace
from motekar.rules.steps import Hold, Resume
from motekar.store import approvals, incidents
from motekar.usecases.desk import Desk
from tests.year.agency import Place
from tests.year.rows import Rows

_KINDS = {
    IncidentKind.NETWORK_DOWN: 5.0,
    IncidentKind.PRINTER_BROKEN: 3.0,
    IncidentKind.POWER_CUT: 2.0,
}
_DAYS_AN_INCIDENT, _DAYS_A_SHORTAGE = 30, 120
_ANSWERED_AFTER = timedelta(minutes=4)
_STAYS_OPEN = timedelta(hours=2)
_WORDS = "Contoh: {} sejak pagi."
_OVER = "Contoh: sudah pulih."


@dataclass(frozen=True, slots=True)
class Trouble:
    """An incident of one office, and the steps with which it holds and releases a request."""

    incident: Incident
    granted: Granted
    manager: Officer

    @property
    def hold(self) -> Hold:
        incident = self.incident
        words = _WORDS.format(incident.kind.value)
        return Hold(CAUSES[incident.kind], words, self.granted, incident=str(incident.id))

    @property
    def resume(self) -> Resume:
        return Resume(_OVER, incident=str(self.incident.id))


@dataclass(slots=True)
class Shortage:
    """No blank in the box from one moment to another; ``daily`` None when nobody can say more.

    ``promised`` counts those who were told a later day.
    """

    since: datetime
    until: datetime
    daily: int | None
    promised: int = 0

    def situation(self, at: datetime, day: date) -> Situation:
        """As the office stood then."""
        return Situation(
            at=at,
            pace=STATED_PACE,
            equipment=Equipment(printers=9, daily_blanks=self.daily),
            blanks=Balance(),
            loads=(DayLoad(DayPlace(day, EVERYBODY), None, taken=self.promised),),
        )


@dataclass(frozen=True, slots=True)
class Troubles:
    """All of one office's year, in order of time; ``opened`` and ``changed`` are its moments."""

    incidents: Sequence[Trouble]
    shortages: Sequence[Shortage]
    changes: Sequence[tuple[datetime, str]]
    opened: Sequence[datetime] = ()
    changed: Sequence[datetime] = ()

    def shortage_at(self, moment: datetime) -> Shortage | None:
        return next((one for one in self.shortages if one.since <= moment < one.until), None)

    def incidents_between(self, after: datetime, until: datetime) -> Sequence[Trouble]:
        first = bisect_right(self.opened, after)
        return self.incidents[first : bisect_right(self.opened, until)]

    def changes_between(self, after: datetime, until: datetime) -> Sequence[tuple[datetime, str]]:
        """When promises are made anew because of a closure or a delivery, and why."""
        first = bisect_right(self.changed, after)
        return self.changes[first : bisect_right(self.changed, until)]


def troubles_of(
    place: Place, desk: Desk, rows: Rows, *, first: date, last: date, seed: str, now: datetime
) -> Troubles:
    """What befalls the office; writes the incidents."""
    chance = Chance(f"{seed}:troubles:{place.code}")
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    days = [day for day in days if place.hours.spans_on(day)]
    happened = sorted({chance.pick(days) for _ in range(max(1, len(days) // _DAYS_AN_INCIDENT))})
    short = sorted({chance.pick(days) for _ in range(max(2, len(days) // _DAYS_A_SHORTAGE))})
    shortages = tuple(
        _shortage(chance, place, day, can_say=bool(number % 2)) for number, day in enumerate(short)
    )
    changes = [(at, "calendar") for at in place.declared]
    changes += [(shortage.until, "blanks-received") for shortage in shortages]
    changes.sort()
    found = tuple(_incidents(chance, place, desk, rows, happened, now=now))
    return Troubles(
        incidents=found,
        shortages=shortages,
        changes=changes,
        opened=[one.incident.opened_at for one in found],
        changed=[at for at, _ in changes],
    )


def _incidents(
    chance: Chance, place: Place, desk: Desk, rows: Rows, days: list[date], *, now: datetime
) -> Iterator[Trouble]:
    for day in days:
        opens, closes = (end.astimezone(UTC) for end in place.hours.spans_on(day)[0])
        began = opens + timedelta(minutes=30 + chance.below(300))
        ended = began + timedelta(minutes=20 + chance.below(240))
        if ended < closes and ended < now:
            yield _incident(chance.weighted(_KINDS), place, desk, rows, began, ended)


def _incident(
    kind: IncidentKind, place: Place, desk: Desk, rows: Rows, began: datetime, ended: datetime
) -> Trouble:
    manager = place.team[Role.OFFICE_MANAGER][0]
    head = place.team[Role.HEAD_OF_OFFICE][0]
    words, subject = _WORDS.format(kind.value), f"incident:{place.code}:{kind}"
    opened = began + timedelta(minutes=2) + _ANSWERED_AFTER
    given = approved(
        desk, rows, ApprovalKind.INCIDENT, place.code, subject, words, (manager, head), at=opened
    )
    incident = Incident(desk.new_id(opened), kind, place.code, began, opened)
    incidents.add(
        rows,
        desk.vault,
        incident,
        approval=given.approval,
        opened_by=manager.id,
        evidence=words,
    )
    incident = replace(incident, closed_at=ended)
    incidents.close(rows, desk.vault, incident, closed_by=manager.id, why=_OVER)
    return Trouble(incident, given, manager)


def approved(
    desk: Desk,
    rows: Rows,
    kind: ApprovalKind,
    office: str,
    subject: str,
    words: str,
    people: tuple[Officer, Officer],
    *,
    at: datetime,
    facts: dict[str, str] | None = None,
) -> Granted:
    """What one person asked for and another agreed to at that moment."""
    asker, settler = people
    asked_at = at - _ANSWERED_AFTER
    approval = Approval(
        id=desk.new_id(asked_at),
        kind=kind,
        office=office,
        subject=subject,
        asked_by=asker.id,
        asked_at=asked_at,
        expires_at=asked_at + _STAYS_OPEN,
        facts=facts or {},
        outcome=Outcome.APPROVED,
        settled_by=settler.id,
        settled_at=at,
    )
    approvals.add(rows, desk.vault, approval, words=words)
    return granted(approval, settler)


def _shortage(chance: Chance, place: Place, day: date, *, can_say: bool) -> Shortage:
    since = place.hours.spans_on(day)[0][0].astimezone(UTC) + timedelta(hours=2)
    until = since + timedelta(days=2 + chance.below(6))
    while not (spans := place.hours.spans_on(place.hours.local_day(until))):
        until += timedelta(days=1)
    comes = spans[0][0].astimezone(UTC) + timedelta(minutes=15)
    return Shortage(since, comes, 60 if can_say else None)
