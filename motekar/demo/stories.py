"""What happened to each made-up request: when the citizen came, and every step after it.

Only plans; nothing here touches a database. Steps fall into opening hours, whoever does them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from motekar.demo.chance import Chance
from motekar.demo.people import citizen
from motekar.rules.calendar import OfficeCalendar
from motekar.rules.documents import Reason
from motekar.rules.holds import HoldCause
from motekar.rules.people import Role
from motekar.rules.rulebook import RuleBook
from motekar.rules.steps import (
    Cancel,
    CancelledBy,
    CentralRecord,
    Collect,
    Collector,
    Command,
    CompleteDocuments,
    ConfirmPrint,
    Hold,
    Reject,
    RejectReason,
    Resume,
    SpoilCause,
    SpoilPrint,
    StartPrint,
    Verify,
)

_REASONS = {
    Reason.DAMAGED: 30.0,
    Reason.DATA_CHANGE: 22.0,
    Reason.LOST: 20.0,
    Reason.NEW: 15.0,
    Reason.MOVED_IN: 8.0,
    Reason.OUT_OF_AREA: 4.0,
    Reason.RESIDENT_FOREIGNER: 1.0,
}
# How many come in each hour after opening: a morning's queue, a quiet noon, a short afternoon.
_ARRIVALS = {0: 9.0, 1: 16.0, 2: 15.0, 3: 11.0, 4: 5.0, 5: 7.0, 6: 8.0, 7: 4.0, 8: 1.0}
_PRIORITIES = {"elderly": 5.0, "disabled": 1.0, "pregnant": 3.0, "ill": 1.0}
_SPOILED = {SpoilCause.MISPRINT: 6.0, SpoilCause.CHIP_FAILED: 3.0, SpoilCause.FACTORY_DEFECT: 1.0}
_HORIZON_DAYS = 30


@dataclass(frozen=True, slots=True)
class Deed:
    """One step of a story: who does what, and when."""

    at: datetime
    role: Role
    command: Command


@dataclass(frozen=True, slots=True)
class Story:
    """One request: the visit as it is typed, and what follows."""

    office: str
    arrives_at: datetime
    typed: Mapping[str, Any]
    deeds: tuple[Deed, ...] = field(default=())


def open_days(calendar: OfficeCalendar, *, until: datetime, count: int) -> list[date]:
    """The last open days, this one included once the office has opened."""
    today = calendar.local_day(until)
    days = (today - timedelta(days=back) for back in range(_HORIZON_DAYS))
    opened = [day for day in days if any(opens <= until for opens, _ in calendar.spans_on(day))]
    return sorted(opened[:count])


def story(chance: Chance, book: RuleBook, *, day: date) -> Story:
    """A visit on that day and its consequences."""
    office, calendar = book.office.code, book.calendar
    opens, closes = calendar.spans_on(day)[0][0], calendar.closes_at(day)
    arrives = opens + timedelta(hours=chance.weighted(_ARRIVALS)) + chance.minutes(0, 59)
    if closes is not None:
        arrives = min(arrives, closes - chance.minutes(2, 40))
    reason = chance.weighted(_REASONS)
    needed = [rule.one_of[0].value for rule in book.document_rules if rule.reason is reason]
    forgotten = chance.pick(needed[1:]) if chance.happens(9) else None
    typed = {
        **citizen(chance, office=office, reason=reason, now=arrives),
        "office": office,
        "reason": reason.value,
        "documents": [document for document in needed if document != forgotten],
        "channel": "counter",
    }
    if chance.happens(7):
        typed["priority"] = chance.weighted(_PRIORITIES)
    deeds = _Plot(chance, calendar, arrives).told(forgotten, shows_old_card="old_card" in needed)
    return Story(office, arrives, typed, tuple(deeds))


class _Plot:
    """Tells one story; ``_at`` is how far it has come."""

    def __init__(self, chance: Chance, calendar: OfficeCalendar, begins: datetime) -> None:
        self._chance, self._calendar, self._at = chance, calendar, begins

    def told(self, forgotten: str | None, *, shows_old_card: bool) -> Iterator[Deed]:
        """Every step until the story ends, or is left open."""
        if forgotten:
            if self._chance.happens(40):
                return  # never came back
            yield self._deed(60, 1500, Role.FRONT_OFFICER, CompleteDocuments((forgotten,)))
        ending = self._ending()
        if ending:
            yield ending
            return
        yield from self._waiting()
        if self._chance.happens(4):
            return  # left lying: somebody has to see it on the board
        yield self._deed(4, 90, Role.VERIFIER, Verify(CentralRecord.READY))
        if self._chance.happens(4):
            return
        yield from self._printing()
        if self._chance.happens(12):
            return  # not collected yet
        collected = Collect(
            Collector.APPLICANT, old_card_surrendered=True if shows_old_card else None
        )
        yield self._deed(20, 2400, Role.FRONT_OFFICER, collected)

    def _ending(self) -> Deed | None:
        if self._chance.happens(2):
            reject = Reject(RejectReason.DATA_MISMATCH, "Contoh: data tidak cocok dengan KK.")
            return self._deed(10, 120, Role.VERIFIER, reject)
        if self._chance.happens(2):
            cancel = Cancel(CancelledBy.APPLICANT, "Contoh: kartu lama ditemukan.")
            return self._deed(10, 120, Role.FRONT_OFFICER, cancel)
        return None

    def _waiting(self) -> Iterator[Deed]:
        if not self._chance.happens(4):
            return
        hold = Hold(HoldCause.AWAITING_CENTRAL_RECORD, "Contoh: data pusat belum siap.")
        yield self._deed(5, 60, Role.VERIFIER, hold)
        resume = Resume("Contoh: data pusat sudah siap.")
        yield self._deed(90, 1600, Role.VERIFIER, resume)

    def _printing(self) -> Iterator[Deed]:
        printer = f"Printer {1 + self._chance.below(2)}"
        yield self._deed(4, 70, Role.PRINT_OPERATOR, StartPrint(printer))
        if self._chance.happens(5):
            spoiled = SpoilPrint(self._chance.weighted(_SPOILED))
            yield self._deed(3, 8, Role.PRINT_OPERATOR, spoiled)
            yield self._deed(1, 10, Role.PRINT_OPERATOR, StartPrint(printer))
        yield self._deed(3, 9, Role.PRINT_OPERATOR, ConfirmPrint())

    def _deed(self, least: float, most: float, role: Role, command: Command) -> Deed:
        self._at = within_hours(self._calendar, self._at + self._chance.minutes(least, most))
        return Deed(self._at, role, command)


def within_hours(calendar: OfficeCalendar, moment: datetime) -> datetime:
    """The moment, or the same number of minutes after the next opening."""
    day = calendar.local_day(moment)
    for ahead in range(_HORIZON_DAYS):
        for opens, closes in calendar.spans_on(day + timedelta(days=ahead)):
            if ahead == 0 and opens <= moment < closes:
                return moment
            if opens > moment:
                past_midnight = moment - datetime.combine(day, time(), opens.tzinfo)
                return opens + past_midnight % timedelta(minutes=50)
    return moment
