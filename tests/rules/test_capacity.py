"""What binds a promise beside the hours, one part at a time and together."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.allotment import Allotment, allotted
from motekar.rules.blanks import MOVEMENTS, Balance, EntryKind, days_left
from motekar.rules.capacity import STATED_PACE, BindingConstraint, Equipment, Pace, Situation
from motekar.rules.documents import Reason
from motekar.rules.places import DayLoad, Place, Quota, places_left, rank_of
from motekar.rules.promise import Promise, first_promise
from tests.rules.test_lifecycle import BOOK
from tests.rules.test_promise import OFFICE, ONE_HOUR, at, closed_on, codes

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
FIRST = Quota("first", 1, frozenset({Reason.NEW}), (10, 10, 10, 10, 10, 0, 0), time(13))
AGAIN = Quota("again", 2, frozenset({Reason.LOST, Reason.DAMAGED}), (20, 20, 20, 20, 20, 0, 0))
QUOTAS = (FIRST, AGAIN)
NINE = at(23, 9)


def standing(moment: datetime = NINE, **facts: object) -> Situation:
    return Situation(at=moment, pace=STATED_PACE, **facts)  # type: ignore[arg-type]


def promised(
    situation: Situation, *, moment: datetime = NINE, reason: Reason = Reason.LOST
) -> Promise:
    return first_promise(OFFICE, ONE_HOUR, at=moment, situation=situation, reason=reason)


def taken(day: date, number: int, group: str = "", **facts: int) -> DayLoad:
    total = {"first": 10, "again": 20}.get(group)
    return DayLoad(Place(day, group), total, number, **facts)


def test_an_office_without_ledger_and_quota_promises_by_hours_and_queue() -> None:
    promise = promised(standing())
    assert promise.promised_by == at(23, 16)
    assert codes(promise) == [
        "clock-started",
        "day-open",
        "cut-off",
        "work-ahead",
        "blanks-not-kept",
        "promised",
    ]


def test_the_queue_is_as_long_as_the_printers_are_slow() -> None:
    # 09.00 to 16.00 is 420 minutes; less 10 for the check 410; at 5 minutes a card that is 82.
    full = standing(loads=(taken(MONDAY, 82),))
    room = standing(loads=(taken(MONDAY, 81),))
    assert promised(room).promised_by == at(23, 16)
    late = promised(full)
    assert (late.promised_by, late.binding_constraint) == (at(24, 16), BindingConstraint.QUEUE)
    assert "queue-full" in codes(late)
    two_printers = replace(full, equipment=Equipment(printers=2))
    assert promised(two_printers).promised_by == at(23, 16)


def test_cards_in_the_printer_are_no_work_ahead() -> None:
    assert promised(standing(loads=(taken(MONDAY, 82, begun=1),))).promised_by == at(23, 16)


def test_work_left_from_earlier_days_counts_today() -> None:
    friday = date(2026, 11, 20)
    assert promised(standing(loads=(taken(friday, 82),))).promised_by == at(24, 16)


def test_an_office_whose_printers_all_rest_promises_nothing() -> None:
    resting = standing(equipment=Equipment(printers=0))
    for_years = replace(OFFICE, known_years=frozenset({2026, 2027}))
    promise = first_promise(for_years, ONE_HOUR, at=NINE, situation=resting)
    assert (promise.promised_by, promise.binding_constraint) == (None, BindingConstraint.QUEUE)
    assert codes(promise) == ["clock-started", "no-queue"]


def test_the_last_place_of_a_day_sends_the_next_to_another() -> None:
    loads = (taken(MONDAY, 20, "again"),)
    promise = promised(standing(quotas=QUOTAS, loads=loads))
    assert (promise.promised_by, promise.binding_constraint) == (
        at(24, 16),
        BindingConstraint.PLACES,
    )
    assert promised(standing(quotas=QUOTAS, loads=loads), reason=Reason.NEW).promised_by == at(
        23, 16
    )


def test_a_reason_without_group_is_bound_by_no_quota() -> None:
    promise = promised(standing(quotas=QUOTAS), reason=Reason.MOVED_IN)
    assert "places-left" not in codes(promise)
    assert rank_of(QUOTAS, Reason.MOVED_IN) == 3
    assert rank_of(QUOTAS, Reason.LOST) == 2


@pytest.mark.parametrize(
    ("hour", "first_taken", "left"),
    [(12, 0, 0), (13, 0, 10), (13, 10, 0), (14, 4, 6)],
    ids=["before release", "released", "nothing unused", "what is unused"],
)
def test_unused_places_are_released_at_their_hour(hour: int, first_taken: int, left: int) -> None:
    loads = (taken(MONDAY, 20, "again"), taken(MONDAY, first_taken, "first"))
    found = places_left(AGAIN, QUOTAS, loads, day=MONDAY, now=at(23, hour))
    assert found == left


def test_released_places_are_lent_only_once() -> None:
    loads = (taken(MONDAY, 29, "again"), taken(MONDAY, 0, "first"))
    assert places_left(AGAIN, QUOTAS, loads, day=MONDAY, now=at(23, 14)) == 1
    assert places_left(FIRST, QUOTAS, loads, day=MONDAY, now=at(23, 14)) == 10
    full = (taken(MONDAY, 30, "again"), taken(MONDAY, 0, "first"))
    assert places_left(AGAIN, QUOTAS, full, day=MONDAY, now=at(23, 14)) == 0


def test_tomorrows_places_are_not_released_today() -> None:
    loads = (taken(TUESDAY, 20, "again"),)
    assert places_left(AGAIN, QUOTAS, loads, day=TUESDAY, now=at(23, 14)) == 0


def test_a_free_blank_is_put_aside() -> None:
    promise = promised(standing(blanks=Balance(box=3, reserved=2)))
    assert "blank-reserved" in codes(promise)
    situation = standing(blanks=Balance(box=3, reserved=2), quotas=QUOTAS)
    assert allotted(promise, situation, Reason.LOST, book=BOOK) == Allotment(
        Place(MONDAY, "again"), has_blank=True
    )


def test_without_blanks_and_deliveries_nothing_is_promised() -> None:
    promise = promised(standing(blanks=Balance(box=3, reserved=3)))
    assert (promise.promised_by, promise.binding_constraint) == (None, BindingConstraint.BLANKS)
    assert codes(promise)[-1] == "blanks-gone"
    assert allotted(promise, standing(), Reason.LOST, book=BOOK) == Allotment()


def test_daily_deliveries_carry_a_promise_to_the_day_they_reach() -> None:
    daily = Equipment(daily_blanks=30)
    empty = standing(blanks=Balance(box=5, reserved=5), equipment=daily)
    promise = promised(empty)
    assert (promise.promised_by, promise.binding_constraint) == (
        at(24, 16),
        BindingConstraint.BLANKS,
    )
    assert "blanks-expected" in codes(promise)
    # Tuesday's 30 are promised already, so Wednesday's have to do.
    spoken_for = replace(empty, loads=(taken(TUESDAY, 30),))
    assert promised(spoken_for).promised_by == at(25, 16)


def test_deliveries_come_on_open_days_only() -> None:
    daily = Equipment(daily_blanks=1)
    friday = standing(at(27, 9), blanks=Balance(), equipment=daily)
    assert promised(friday, moment=at(27, 9)).promised_by == at(30, 16)
    calendar = closed_on(date(2026, 11, 30))
    promise = first_promise(calendar, ONE_HOUR, at=at(27, 9), situation=friday)
    assert promise.promised_by is not None
    assert promise.promised_by.date() == date(2026, 12, 1)


def test_a_late_entry_is_judged_by_the_hours_of_its_own_day() -> None:
    yesterday = at(23, 9)
    situation = standing(at(24, 9), blanks=Balance(), quotas=QUOTAS)
    promise = promised(situation, moment=yesterday)
    assert promise.promised_by == at(23, 16)
    assert allotted(promise, situation, Reason.LOST, book=BOOK) == Allotment()


def test_what_binds_last_is_named() -> None:
    # Monday is past the cut-off, Tuesday has no place: places are why it is Wednesday.
    situation = standing(at(23, 15, 30), quotas=QUOTAS, loads=(taken(TUESDAY, 20, "again"),))
    promise = promised(situation, moment=at(23, 15, 30))
    assert (promise.promised_by, promise.binding_constraint) == (
        at(25, 16),
        BindingConstraint.PLACES,
    )


def test_measured_minutes_take_the_place_of_the_stated_ones() -> None:
    slow = Situation(at=NINE, pace=Pace(30, 39, samples=40))
    assert slow.cards_within(timedelta(hours=7)) == 10
    assert slow.cards_within(timedelta(minutes=10)) == 0
    assert slow.free == 0


def test_every_entry_keeps_blanks_in_sight() -> None:
    begun = Balance(box=10, reserved=4, printing=2, spoiled=1)
    for kind, sign in MOVEMENTS.items():
        after = begun.after(kind)
        assert after.is_possible, kind
        moved = after.box + after.printing + after.spoiled - 13
        assert moved == sign.box + sign.printing + sign.spoiled
    assert not Balance().after(EntryKind.TAKEN_FREE).is_possible
    assert not Balance(box=1, reserved=1).after(EntryKind.SENT).is_possible


def test_days_left_are_free_blanks_at_the_recent_pace() -> None:
    assert days_left(60, 25) == 2.4
    assert days_left(60, 0) is None


def test_the_first_full_day_is_explained_and_later_ones_are_counted() -> None:
    loads = tuple(taken(MONDAY + timedelta(days=ahead), 20, "again") for ahead in (0, 1, 2, 3))
    promise = promised(standing(quotas=QUOTAS, loads=loads))
    assert promise.promised_by == at(27, 16, 30)
    assert [code for code in codes(promise) if code in {"places-gone", "days-full"}] == [
        "places-gone",
        "days-full",
    ]
    (counted,) = (step for step in promise.explanation if step.code == "days-full")
    assert counted.facts == {"days": "3"}
    assert len(promise.explanation) < 12


MOVES = st.lists(st.sampled_from([kind for kind in EntryKind if kind is not EntryKind.ADJUSTED]))


@given(opening=st.integers(0, 20), moves=MOVES)
def test_opening_and_what_came_in_is_what_went_out_and_what_is_left(
    opening: int, moves: list[EntryKind]
) -> None:
    came = {EntryKind.RECEIVED, EntryKind.ARRIVED}
    went = {EntryKind.USED, EntryKind.SENT, EntryKind.RETURNED, EntryKind.DESTROYED}
    balance, incoming, outgoing = Balance(box=opening), 0, 0
    for kind in moves:
        if not balance.after(kind).is_possible:
            continue
        balance = balance.after(kind)
        incoming += kind in came
        outgoing += kind in went
        assert 0 <= balance.reserved <= balance.box
    left = balance.box + balance.printing + balance.spoiled
    assert opening + incoming == outgoing + left
