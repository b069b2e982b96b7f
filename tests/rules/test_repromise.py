"""Promises made anew: what stands is left alone, what broke is mended in a fair order."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.allotment import LoadChange, ledger_entries, load_changes
from motekar.rules.blanks import Balance, EntryKind
from motekar.rules.capacity import STATED_PACE, Equipment, Situation
from motekar.rules.documents import Reason
from motekar.rules.holds import HoldCause, HoldOn
from motekar.rules.lifecycle import Action, State
from motekar.rules.places import DayLoad, Place
from motekar.rules.promise import first_promise
from motekar.rules.repromise import Revision, revised
from motekar.rules.requests import PrintAttempt, PrintRequest
from motekar.rules.rulebook import RuleBook
from tests.rules.test_capacity import MONDAY, QUOTAS, TUESDAY
from tests.rules.test_lifecycle import BOOK, a_draft
from tests.rules.test_promise import at, closed_on

TEN_FORTY = at(23, 10, 40)
MONDAY_0900 = at(23, 9)


def waiting(number: int = 1, *, came: datetime = MONDAY_0900, **changes: object) -> PrintRequest:
    promise = first_promise(BOOK.calendar, BOOK.policy, at=came)
    request = replace(
        a_draft(),
        id=UUID(int=number),
        service_clock_started_at=came,
        promise=promise,
        promised_by=promise.promised_by,
        first_promised_by=promise.promised_by,
        place=Place(MONDAY),
    )
    return replace(request, **changes)  # type: ignore[arg-type]


def without_promise(number: int, **changes: object) -> PrintRequest:
    facts = {"promised_by": None, "first_promised_by": None, "place": None} | changes
    return waiting(number, **facts)


def standing(moment: datetime, *requests: PrintRequest, **facts: object) -> Situation:
    loads: dict[Place, DayLoad] = {}
    for request in requests:
        for change in load_changes(None, request):
            load = loads.get(change.place, DayLoad(change.place, None, 0))
            loads[change.place] = replace(
                load,
                taken=load.taken + change.taken,
                begun=load.begun + change.begun,
                blanks=load.blanks + change.blanks,
            )
    return Situation(
        at=moment,
        pace=STATED_PACE,
        loads=tuple(loads.values()),
        **facts,  # type: ignore[arg-type]
    )


def closed_monday() -> RuleBook:
    return replace(BOOK, calendar=closed_on(MONDAY, calendar=BOOK.calendar))


def test_a_promise_that_stands_is_left_alone() -> None:
    request = waiting()
    assert revised([request], book=BOOK, situation=standing(TEN_FORTY, request)) == ()


def test_a_closure_moves_the_promise_and_keeps_the_first() -> None:
    request = waiting()
    (revision,) = revised([request], book=closed_monday(), situation=standing(TEN_FORTY, request))
    after = revision.after
    assert revision.is_moved
    assert (after.promised_by, after.first_promised_by) == (at(24, 16), at(23, 16))
    assert after.place == Place(TUESDAY)
    assert after.version == request.version


def test_a_promise_that_passed_unkept_gets_another_unless_it_is_held() -> None:
    request = waiting()
    held = replace(request, hold=HoldOn(HoldCause.DISPUTED, since=at(23, 11)))
    evening = standing(at(23, 17), request)
    (revision,) = revised([request], book=BOOK, situation=evening)
    assert revision.after.promised_by == at(24, 16)
    assert revised([held], book=BOOK, situation=evening) == ()


def test_arriving_blanks_go_to_the_promised_first_and_then_by_rank_and_wait() -> None:
    book = replace(BOOK, quotas=QUOTAS)
    promised = waiting(1, came=at(23, 9, 30))
    lost = without_promise(2, came=at(23, 8), reason=Reason.LOST)
    first_card = without_promise(3, came=at(23, 8, 30), reason=Reason.NEW)
    situation = standing(at(23, 13), promised, blanks=Balance(box=2), quotas=QUOTAS)
    revisions = revised([lost, first_card, promised], book=book, situation=situation)
    assert [revision.after.id.int for revision in revisions] == [1, 3]
    by_blank, by_date = revisions
    assert not by_blank.is_moved
    assert by_blank.after.has_blank
    assert (by_date.after.promised_by, by_date.after.first_promised_by) == (at(23, 16),) * 2


def test_an_unknown_promise_that_stays_unknown_is_no_news() -> None:
    request = without_promise(1)
    situation = standing(TEN_FORTY, blanks=Balance())
    assert revised([request], book=BOOK, situation=situation) == ()


def test_a_promise_that_nothing_can_keep_any_more_becomes_unknown() -> None:
    request = waiting()
    situation = standing(at(23, 17), request, blanks=Balance())
    (revision,) = revised([request], book=BOOK, situation=situation)
    assert (revision.after.promised_by, revision.after.place) == (None, None)
    assert revision.after.first_promised_by == at(23, 16)


def test_nobody_is_promised_a_card_before_turning_seventeen() -> None:
    birthday = at(25, 0)
    later = first_promise(BOOK.calendar, BOOK.policy, at=birthday)
    request = without_promise(1, promise=later)
    (revision,) = revised([request], book=BOOK, situation=standing(TEN_FORTY))
    assert revision.after.promised_by == at(25, 16)


def test_a_step_says_what_the_ledger_and_the_day_get() -> None:
    promised = waiting(has_blank=True)
    place = Place(MONDAY)
    attempt = PrintAttempt(1, at(23, 10), UUID(int=9), took_blank=True)
    printing = replace(promised, has_blank=False, attempt=attempt, state=State.VERIFIED)
    free = replace(promised, has_blank=False)
    printed = replace(printing, attempt=None, state=State.PRINTED)
    spoiled = replace(printing, attempt=None)
    ended = replace(promised, place=None, has_blank=False, state=State.CANCELLED)
    elsewhere = replace(promised, place=Place(TUESDAY))
    for before, after, action, kinds, changes in (
        (None, promised, Action.SUBMIT, ["reserved"], [LoadChange(place, 1, 0, 1)]),
        (promised, printing, Action.START_PRINT, ["taken"], [LoadChange(place, 0, 1, -1)]),
        (free, printing, Action.START_PRINT, ["taken_free"], [LoadChange(place, 0, 1)]),
        (printing, printed, Action.CONFIRM_PRINT, ["used"], []),
        (printing, spoiled, Action.SPOIL_PRINT, ["spoiled"], [LoadChange(place, 0, -1)]),
        (promised, ended, Action.CANCEL, ["released"], [LoadChange(place, -1, 0, -1)]),
        (free, promised, None, ["reserved"], [LoadChange(place, 0, 0, 1)]),
        (promised, promised, Action.VERIFY, [], []),
        (
            promised,
            elsewhere,
            None,
            [],
            [LoadChange(place, -1, 0, -1), LoadChange(Place(TUESDAY), 1, 0, 1)],
        ),
    ):
        assert list(ledger_entries(before, after, action=action)) == list(map(EntryKind, kinds))
        assert list(load_changes(before, after)) == changes
    without_ledger = replace(printing, attempt=replace(attempt, took_blank=False))
    assert ledger_entries(free, without_ledger, action=Action.START_PRINT) == ()
    assert ledger_entries(without_ledger, printed, action=Action.CONFIRM_PRINT) == ()


DAYS = st.dates(date(2026, 11, 20), date(2026, 12, 4))


@given(
    box=st.integers(0, 12),
    reserved=st.integers(0, 6),
    daily=st.none() | st.integers(0, 3),
    printers=st.integers(0, 2),
    closed=st.lists(DAYS, max_size=4, unique=True),
    comes=st.lists(st.tuples(st.integers(0, 500), st.booleans(), st.booleans()), max_size=8),
    minutes=st.integers(0, 3 * 1440),
)
def test_whatever_happens_no_more_is_put_aside_than_lies_in_the_box(
    box: int,
    reserved: int,
    daily: int | None,
    printers: int,
    closed: list[date],
    comes: list[tuple[int, bool, bool]],
    minutes: int,
) -> None:
    requests = [
        (waiting if promised else without_promise)(
            number,
            came=at(23, 7) + timedelta(minutes=wait),
            reason=Reason.NEW if first else Reason.LOST,
        )
        for number, (wait, promised, first) in enumerate(comes, start=1)
    ]
    calendar = closed_on(*closed, calendar=BOOK.calendar)
    book = replace(BOOK, quotas=QUOTAS, calendar=calendar)
    situation = standing(
        at(23, 7) + timedelta(minutes=minutes),
        *requests,
        blanks=Balance(box=max(box, reserved), reserved=reserved),
        quotas=QUOTAS,
        equipment=Equipment(printers=printers, daily_blanks=daily),
    )
    revisions = revised(requests, book=book, situation=situation)
    put_aside = sum(one.after.has_blank - one.before.has_blank for one in revisions)
    assert put_aside <= max(box, reserved) - reserved
    for revision in revisions:
        _is_fair(revision, book=book, now=situation.at)
    moved = [one.after for one in revisions if one.is_moved and one.after.place]
    for day in {request.place.day for request in moved if request.place}:
        again = [one for one in moved if one.place == Place(day, "again")]
        assert len(again) <= 30
    for group in ("first", "again"):
        turns = [one for one in moved if one.place and one.place.group == group]
        for earlier, later in pairwise(turns):
            assert earlier.promised_by
            assert later.promised_by
            assert earlier.promised_by <= later.promised_by


def _is_fair(revision: Revision, *, book: RuleBook, now: datetime) -> None:
    before, after = revision.before, revision.after
    assert before.first_promised_by in {None, after.first_promised_by}
    by = after.promised_by
    if revision.is_moved and by is not None:
        assert by > now
        assert book.calendar.closes_at(book.calendar.local_day(by)) == by
