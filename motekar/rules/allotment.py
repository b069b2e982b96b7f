"""What a promise is given, and what each step does with it: a place on a day, a blank in the box.

The difference between a request before and after a step says which entries the ledger gets and
how the day's places change; nothing else moves them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from motekar.rules.blanks import EntryKind
from motekar.rules.capacity import Situation
from motekar.rules.documents import Reason
from motekar.rules.lifecycle import Action
from motekar.rules.places import Place
from motekar.rules.promise import Promise
from motekar.rules.requests import PrintRequest
from motekar.rules.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Allotment:
    """The place a promise books, and whether a blank is put aside for it."""

    place: Place | None = None
    has_blank: bool = False


@dataclass(frozen=True, slots=True)
class LoadChange:
    """By how much the numbers of a day and group change; see ``DayLoad``."""

    place: Place
    taken: int = 0
    begun: int = 0
    blanks: int = 0


def allotted(
    promise: Promise, situation: Situation | None, reason: Reason, *, book: RuleBook
) -> Allotment:
    """What a promise just made is given; nothing without a date, or for a day gone by."""
    if situation is None or promise.promised_by is None:
        return Allotment()
    day = book.calendar.local_day(promise.promised_by)
    if day < book.calendar.local_day(situation.at):
        return Allotment()
    return Allotment(situation.place_for(reason, day), has_blank=situation.free > 0)


def ledger_entries(
    before: PrintRequest | None, after: PrintRequest, *, action: Action | None
) -> tuple[EntryKind, ...]:
    """What the ledger gets, one blank each; ``before`` is None at intake."""
    had = before is not None and before.has_blank
    if action is Action.START_PRINT:
        took = after.attempt is not None and after.attempt.took_blank
        return ((EntryKind.TAKEN if had else EntryKind.TAKEN_FREE),) if took else ()
    ended = before.attempt if before is not None else None
    if ended is not None and ended.took_blank and after.attempt is None:
        spoiled = action is Action.SPOIL_PRINT
        return (EntryKind.SPOILED if spoiled else EntryKind.USED,)
    if had == after.has_blank:
        return ()
    return (EntryKind.RELEASED if had else EntryKind.RESERVED,)


def load_changes(before: PrintRequest | None, after: PrintRequest) -> tuple[LoadChange, ...]:
    """How the places of the days concerned change."""
    return tuple(_changes(before, after))


def _changes(before: PrintRequest | None, after: PrintRequest) -> Iterator[LoadChange]:
    old = _booked(before) if before is not None else None
    new = _booked(after)
    if old is not None and new is not None and old.place == new.place:
        change = LoadChange(
            new.place,
            begun=new.begun - old.begun,
            blanks=new.blanks - old.blanks,
        )
        if change != LoadChange(new.place):
            yield change
        return
    if old is not None:
        yield LoadChange(old.place, -old.taken, -old.begun, -old.blanks)
    if new is not None:
        yield new


def _booked(request: PrintRequest) -> LoadChange | None:
    if request.place is None:
        return None
    return LoadChange(
        request.place,
        taken=1,
        begun=int(request.is_begun),
        blanks=int(request.has_blank),
    )
