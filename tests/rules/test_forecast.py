"""The forecast: worked examples, and that more pace never makes more misses."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.calendar import OfficeCalendar, OpeningSpan
from motekar.rules.capacity import STATED_PACE, Pace
from motekar.rules.forecast import (
    PaceSource,
    Rate,
    Turn,
    forecast,
    rate_of,
    will_miss,
)
from motekar.rules.holds import HoldCause, HoldOn
from motekar.rules.lifecycle import State
from motekar.rules.sla import History
from motekar.rules.today import Day, File
from tests.builders_calendar import ONE_HOUR

WIB = ZoneInfo("Asia/Jakarta")
WEEK = tuple(
    OpeningSpan(day, opens, closes)
    for day in range(5)
    for opens, closes in ((time(8), time(12)), (time(13), time(16)))
)
OFFICE = OfficeCalendar("a", "Asia/Jakarta", 1, WEEK, (), frozenset({2026}))
NOWHERE = replace(OFFICE, known_years=frozenset())
EIGHT = datetime(2026, 3, 2, 8, tzinfo=WIB)
ELEVEN, FOUR = EIGHT.replace(hour=11), EIGHT.replace(hour=16)
HOUR = timedelta(hours=1)
DAY = Day(OFFICE, ELEVEN)
MEASURED = Pace(verify_minutes=4, print_minutes=12, samples=40)
A_CARD_IN_TEN_MINUTES = Rate(10, PaceSource.TODAY)


def a_file(number: int, promised: datetime | None = FOUR, **facts: object) -> File:
    history = History(received=EIGHT, complete=EIGHT, promised_first=promised)
    file = File(f"A-{number:04d}", "a", State.VERIFIED, EIGHT, history, ONE_HOUR)
    return replace(file, **facts)


def files(count: int) -> tuple[File, ...]:
    return tuple(a_file(number) for number in range(count))


def rate(
    *, cards: int, blanks: int = 0, now: datetime = ELEVEN, measured: Pace = MEASURED
) -> Rate:
    found = rate_of(Day(OFFICE, now), cards=cards, blanks=blanks, measured=measured, printers=2)
    assert found
    return found


def test_todays_own_pace_counts_once_there_are_enough_cards_and_hours() -> None:
    # 18 cards in the three hours since eight.
    assert rate(cards=18) == Rate(10, PaceSource.TODAY)


def test_spoiled_cards_take_blanks_too() -> None:
    today = rate(cards=10, blanks=12)

    assert today.blanks_per_card == 1.2
    assert today.cards_from(30) == 25


@pytest.mark.parametrize(
    ("cards", "now"),
    [(4, ELEVEN), (18, EIGHT + HOUR / 2)],
    ids=["too few cards", "too early"],
)
def test_else_the_pace_of_the_last_weeks_counts_with_all_printers(
    cards: int, now: datetime
) -> None:
    assert rate(cards=cards, now=now) == Rate(6, PaceSource.RECENT)


@pytest.mark.parametrize(
    ("measured", "printers"), [(STATED_PACE, 2), (MEASURED, 0)], ids=["assumed", "no printer"]
)
def test_what_was_never_measured_is_no_pace(measured: Pace, printers: int) -> None:
    assert rate_of(DAY, cards=4, blanks=4, measured=measured, printers=printers) is None


def test_seven_of_thirty_one_will_miss_four_o_clock() -> None:
    # 11.00 to 16.00 without the break: 240 minutes, 24 cards of ten minutes.
    open_now = files(31)

    foreseen = forecast(
        open_now, DAY, rate=A_CARD_IN_TEN_MINUTES, still_to_keep=open_now, box=None
    )

    assert foreseen
    assert foreseen.misses == open_now[24:]
    assert foreseen.blanks_end_at is None


def test_blanks_run_out_in_the_afternoon_and_what_finds_none_is_missed() -> None:
    # 14 cards: six until the break at twelve, eight more until 14.20.
    open_now = files(24)

    foreseen = forecast(open_now, DAY, rate=A_CARD_IN_TEN_MINUTES, still_to_keep=open_now, box=14)

    assert foreseen
    assert foreseen.blanks_end_at == FOUR.replace(hour=14, minute=20)
    assert foreseen.misses == open_now[14:]


def test_blanks_that_last_longer_than_the_day_end_at_no_time_of_it() -> None:
    open_now = files(3)

    foreseen = forecast(open_now, DAY, rate=A_CARD_IN_TEN_MINUTES, still_to_keep=open_now, box=25)

    assert foreseen
    assert foreseen.blanks_end_at is None


def test_a_held_file_is_missed_and_keeps_no_printer_from_others() -> None:
    held = a_file(0, hold=HoldOn(HoldCause.DISPUTED, EIGHT))
    open_now = (held, *files(25)[1:])

    foreseen = forecast(
        open_now, DAY, rate=A_CARD_IN_TEN_MINUTES, still_to_keep=open_now, box=None
    )

    assert foreseen
    assert foreseen.misses == (held,)


def test_older_promises_are_printed_first_and_are_no_misses_of_today() -> None:
    old = a_file(0, FOUR - timedelta(days=3))
    open_now = files(25)[1:]

    foreseen = forecast(
        (old, *open_now), DAY, rate=A_CARD_IN_TEN_MINUTES, still_to_keep=open_now, box=None
    )

    assert foreseen
    assert foreseen.misses == open_now[-1:]


def test_a_card_in_the_printer_comes_first_and_has_its_blank() -> None:
    begun = a_file(9, begun_at=ELEVEN)
    open_now = (*files(2), begun)

    foreseen = forecast(open_now, DAY, rate=A_CARD_IN_TEN_MINUTES, still_to_keep=open_now, box=0)

    assert foreseen
    assert foreseen.misses == files(2)
    assert foreseen.blanks_end_at == ELEVEN


def test_a_file_without_a_promise_is_never_a_miss() -> None:
    foreseen = forecast(
        (a_file(1, None),), DAY, rate=A_CARD_IN_TEN_MINUTES, still_to_keep=(), box=None
    )

    assert foreseen
    assert foreseen.misses == ()


def test_where_the_calendar_does_not_reach_nothing_is_foreseen() -> None:
    day = replace(DAY, calendar=NOWHERE)

    assert (
        forecast(files(1), day, rate=A_CARD_IN_TEN_MINUTES, still_to_keep=files(1), box=3) is None
    )


def test_without_any_work_a_calendar_that_does_not_reach_ends_no_blanks() -> None:
    day = replace(DAY, calendar=NOWHERE)

    foreseen = forecast((), day, rate=A_CARD_IN_TEN_MINUTES, still_to_keep=(), box=3)

    assert foreseen
    assert foreseen.blanks_end_at is None


minutes = st.integers(0, 600).map(lambda n: timedelta(minutes=n))
turns = st.builds(Turn, minutes, st.booleans(), st.booleans())
queues = st.lists(turns, max_size=20)
paces = st.floats(0.1, 120)
boxes = st.one_of(st.none(), st.integers(0, 25))


@given(queues, paces, paces, boxes)
def test_more_pace_never_makes_more_misses(
    queue: list[Turn], one: float, other: float, box: int | None
) -> None:
    quick, slow = sorted((one, other))

    assert sum(will_miss(queue, quick, cards=box)) <= sum(will_miss(queue, slow, cards=box))


@given(queues, paces, boxes, minutes)
def test_less_open_time_never_makes_fewer_misses(
    queue: list[Turn], pace: float, box: int | None, lost: timedelta
) -> None:
    shorter = [replace(turn, open_left=max(turn.open_left - lost, timedelta())) for turn in queue]

    assert sum(will_miss(shorter, pace, cards=box)) >= sum(will_miss(queue, pace, cards=box))


@given(queues, paces, st.integers(0, 25), st.integers(0, 25))
def test_fewer_blanks_never_make_fewer_misses(
    queue: list[Turn], pace: float, one: int, other: int
) -> None:
    # Cards in a printer have their blank and come first; behind the queue one could gain by it.
    queue.sort(key=lambda turn: turn.needs_blank)
    few, many = sorted((one, other))

    assert sum(will_miss(queue, pace, cards=few)) >= sum(will_miss(queue, pace, cards=many))
    assert sum(will_miss(queue, pace, cards=many)) >= sum(will_miss(queue, pace, cards=None))


@given(queues, paces, boxes)
def test_what_is_on_hold_is_always_missed(queue: list[Turn], pace: float, box: int | None) -> None:
    told = will_miss(queue, pace, cards=box)

    assert len(told) == len(queue)
    assert all(missed for turn, missed in zip(queue, told, strict=True) if turn.is_held)
