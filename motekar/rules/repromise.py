"""Promises made anew when the future changed: a closure, a delivery, a promise that was not kept.

What still holds is left alone, and served first with blanks; then those whose promise broke or who
have none yet, by the rank of their reason and the length of their wait. The first promise stays
with the request for ever.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from motekar.rules.allotment import LoadChange, allotted, load_changes
from motekar.rules.capacity import Situation
from motekar.rules.places import DayLoad, rank_of
from motekar.rules.promise import Reckoning, first_promise
from motekar.rules.requests import PrintRequest
from motekar.rules.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Revision:
    """A request before and after; ``is_moved`` when its date changed, else it only got a blank."""

    before: PrintRequest
    after: PrintRequest

    @property
    def given_back(self) -> PrintRequest:
        """The request between: all of them give back what they lose before any is given more."""
        keeps_blank = self.before.has_blank and self.after.has_blank
        return replace(self.before, place=None, has_blank=keeps_blank)

    @property
    def is_moved(self) -> bool:
        """True when the citizen has to be told another date, or that there is none any more."""
        return self.before.promised_by != self.after.promised_by


def revised(
    requests: Iterable[PrintRequest], *, book: RuleBook, situation: Situation
) -> tuple[Revision, ...]:
    """What changes for these open, complete, unprinted requests of one office; only changes."""

    def turn(request: PrintRequest) -> tuple[int, datetime]:
        began = request.service_clock_started_at or request.submitted_at
        return rank_of(book.quotas, request.reason), began

    standing: list[PrintRequest] = []
    broken: list[PrintRequest] = []
    for request in sorted(requests, key=turn):
        (standing if _stands(request, book, now=situation.at) else broken).append(request)
    for request in broken:
        situation = _moved_on(situation, request, _freed(request))
    return tuple(_revisions(standing, broken, book, situation))


def _revisions(
    standing: list[PrintRequest],
    broken: list[PrintRequest],
    book: RuleBook,
    situation: Situation,
) -> Iterator[Revision]:
    for request in standing:
        after = _with_blank(request, situation)
        if after != request:
            situation = _moved_on(situation, request, after)
            yield Revision(request, after)
    for request in broken:
        after = _anew(request, book, situation)
        situation = _moved_on(situation, _freed(request), after)
        if after != request:
            yield Revision(request, after)


def _freed(request: PrintRequest) -> PrintRequest:
    return replace(request, place=None, has_blank=False)


def _stands(request: PrintRequest, book: RuleBook, *, now: datetime) -> bool:
    """A date that has not passed, on a day that is still open until then.

    A hold keeps even a date that has passed: another one cannot be known before it is lifted.
    """
    by = request.promised_by
    if by is None or (by <= now and not request.hold):
        return False
    closes = book.calendar.closes_at(book.calendar.local_day(by))
    return by <= now or (closes is not None and closes >= by)


def _with_blank(request: PrintRequest, situation: Situation) -> PrintRequest:
    if request.has_blank or request.place is None or situation.free < 1:
        return request
    return replace(request, has_blank=True)


def _anew(request: PrintRequest, book: RuleBook, situation: Situation) -> PrintRequest:
    promise = first_promise(
        book.calendar,
        book.policy,
        at=max(situation.at, request.promise.at),  # a 17th birthday still lies ahead
        situation=situation,
        reason=request.reason,
    )
    if promise.promised_by is None and request.promised_by is None:
        return request
    allotment = allotted(promise, situation, request.reason, book=book)
    anew = Reckoning("promised-anew", {"at": situation.at.isoformat()})
    promise = replace(promise, explanation=(anew, *promise.explanation[1:]))
    return replace(
        request,
        promise=promise,
        promised_by=promise.promised_by,
        first_promised_by=request.first_promised_by or promise.promised_by,
        place=allotment.place,
        has_blank=allotment.has_blank,
    )


def _moved_on(situation: Situation, before: PrintRequest, after: PrintRequest) -> Situation:
    """The situation once this change is made."""
    loads = situation.loads
    for change in load_changes(before, after):
        loads = _changed(loads, change)
    blanks = situation.blanks
    if blanks is not None:
        reserved = blanks.reserved + after.has_blank - before.has_blank
        blanks = replace(blanks, reserved=reserved)
    return replace(situation, loads=loads, blanks=blanks)


def _changed(loads: tuple[DayLoad, ...], change: LoadChange) -> tuple[DayLoad, ...]:
    there = next((load for load in loads if load.place == change.place), None)
    load = there or DayLoad(change.place, total=None, taken=0)
    moved = replace(
        load,
        taken=load.taken + change.taken,
        begun=load.begun + change.begun,
        blanks=load.blanks + change.blanks,
    )
    return (*(each for each in loads if each is not there), moved)
