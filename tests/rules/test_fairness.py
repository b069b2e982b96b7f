"""Lines worked out by hand, and what holds for every line."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.fairness import TOLERANCE, Days, Order, Tolerance, order
from motekar.rules.period import Period
from motekar.rules.sla import Stage
from motekar.rules.waiting_line import ListedReason, Stretch, Taken, Waiter
from tests.builders import WIB

VERA = "vera"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
STRICT = Tolerance(fewest=1, minutes=0, left_behind=99)
BOTH_DAYS = Days(Period(MONDAY, TUESDAY), WIB)


def at(hour: int, minute: int = 0, *, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=WIB)


def waits(
    name: str,
    place: datetime,
    served: datetime | None = None,
    *,
    reason: ListedReason | None = None,
    held: tuple[datetime, datetime] | None = None,
) -> Waiter:
    """Somebody who comes, perhaps stands aside on hold, and is served or not."""
    ends = [place, *(held or ()), served]
    stretches = tuple(
        Stretch(since, until, is_held=number == 1)
        for number, (since, until) in enumerate(pairwise(ends))
    )
    taken = (Taken(served, VERA, reason),) if served else ()
    return Waiter(name, place, stretches, taken)


def judged(*line: Waiter, tolerance: Tolerance = STRICT, days: Days = BOTH_DAYS) -> Order:
    return order(Stage.VERIFY, line, days=days, tolerance=tolerance)


def told(found: Order) -> list[tuple[str, int, int, tuple[str, ...]]]:
    return [(one.request_no, one.turn, one.expected, one.over) for one in found.deviations]


def test_served_as_they_came_nothing_deviates() -> None:
    found = judged(waits("A", at(8), at(9)), waits("B", at(8, 10), at(9, 5)))

    assert (len(found.steps), len(found.in_order), found.deviations) == (2, 2, ())


def test_one_who_goes_first_passes_all_who_stood_ahead() -> None:
    found = judged(
        waits("A", at(8), at(9, 10)),
        waits("B", at(8, 10), at(9, 20)),
        waits("C", at(8, 20), at(9)),
        waits("D", at(8, 30), at(9, 30)),
    )

    assert told(found) == [("C", 1, 3, ("A", "B"))]
    assert (len(found.steps), len(found.in_order), len(found.flagged)) == (4, 3, 1)


def test_two_who_change_places_make_one_deviation() -> None:
    found = judged(waits("A", at(8), at(9, 10)), waits("B", at(8, 10), at(9)))

    assert told(found) == [("B", 1, 2, ("A",))]


def test_who_was_on_hold_was_stepped_over_for_a_listed_reason() -> None:
    found = judged(
        waits("A", at(8), at(11), held=(at(8, 30), at(10))), waits("B", at(8, 10), at(9))
    )

    assert told(found) == [("B", 1, 2, ("A",))]
    assert found.listed == {ListedReason.AHEAD_ON_HOLD: 1}
    assert found.flagged == ()


def test_a_ground_of_ones_own_goes_before_the_holds_of_others() -> None:
    elderly = waits("B", at(8, 10), at(9), reason=ListedReason.ELDERLY)
    found = judged(waits("A", at(8), at(11), held=(at(8, 30), at(10))), elderly)

    assert found.listed == {ListedReason.ELDERLY: 1}


def test_who_came_after_the_step_was_not_passed() -> None:
    late_entry = Waiter(
        "A", at(8), (Stretch(at(9, 30), at(10), is_held=False),), (Taken(at(10), VERA),)
    )

    assert judged(late_entry, waits("B", at(8, 10), at(9))).deviations == ()


def test_of_one_moment_nobody_passes_whoever_is_served_in_it() -> None:
    assert judged(waits("A", at(8), at(9)), waits("B", at(8, 10), at(9))).deviations == ()


def test_yesterdays_file_still_stands_ahead_this_morning_and_turns_begin_anew() -> None:
    found = judged(
        waits("A", at(15)),
        waits("B", at(8), at(9)),
        waits("C", at(8, day=24), at(9, day=24)),
    )

    assert told(found) == [("C", 1, 2, ("A",))]
    assert found.deviations[0].day == TUESDAY


def test_a_day_outside_is_not_judged_but_who_waited_then_is_known() -> None:
    line = (waits("A", at(8)), waits("B", at(9), at(10)), waits("C", at(11), at(9, day=24)))

    found = judged(*line, days=Days(Period(TUESDAY, TUESDAY), WIB))

    assert told(found) == [("C", 1, 2, ("A",))]
    assert found.deviations == judged(*line).deviations[1:]


def test_fewer_than_three_or_hardly_earlier_is_simultaneous() -> None:
    ahead = [waits(f"A{n}", at(8, n), at(10, n)) for n in range(3)]

    assert told(judged(*ahead, waits("B", at(8, 17), at(9)), tolerance=TOLERANCE)) == [
        ("B", 1, 4, ("A0", "A1", "A2"))
    ]
    assert judged(*ahead, waits("B", at(8, 16), at(9)), tolerance=TOLERANCE).deviations == ()
    assert judged(*ahead[1:], waits("B", at(9), at(9)), tolerance=TOLERANCE).deviations == ()


def test_a_forgotten_file_is_told_once_a_day_and_spoils_nobody_elses_order() -> None:
    tolerance = replace(STRICT, left_behind=2)
    forgotten = waits("A", at(8))
    others = [waits(f"B{n}", at(9, n), at(10, n)) for n in range(5)]
    tuesdays = [waits(f"C{n}", at(9, n, day=24), at(10, n, day=24)) for n in range(3)]

    found = judged(forgotten, *others, *tuesdays, tolerance=tolerance)

    assert [one.request_no for one in found.deviations] == ["B0", "B1", "C0", "C1"]
    assert [(one.day, one.request_no, one.passed_by) for one in found.left_behind] == [
        (MONDAY, "A", 5),
        (TUESDAY, "A", 3),
    ]


def test_what_is_expected_counts_those_left_behind_too() -> None:
    line = [waits("A", at(8)), waits("B", at(8, 10), at(12))]
    line += [waits(f"C{n}", at(9, n), at(10, n)) for n in range(3)]

    found = judged(*line, tolerance=Tolerance(fewest=2, minutes=0, left_behind=2))

    assert told(found) == [("C0", 1, 3, ("A", "B")), ("C1", 2, 4, ("A", "B"))]


def test_a_step_of_a_request_without_a_place_is_unknown_and_not_in_order() -> None:
    found = judged(Waiter("A", None, (), (Taken(at(9), VERA),)), waits("B", at(8), at(10)))

    assert [step.request_no for step in found.unknown] == ["A"]
    assert (len(found.steps), len(found.in_order)) == (2, 1)


LINES = st.lists(
    st.tuples(
        st.integers(0, 120),
        st.none() | st.integers(0, 240),
        st.none() | st.sampled_from([ListedReason.ELDERLY, ListedReason.SPOILED_CARD]),
        st.none() | st.tuples(st.integers(0, 60), st.integers(1, 60)),
    ),
    max_size=14,
)
TOLERANCES = st.builds(Tolerance, st.integers(1, 3), st.integers(0, 30), st.integers(1, 4))


def a_line(drawn: list, names: str = "{}") -> list[Waiter]:
    line = []
    for number, (came, worked, reason, hold) in enumerate(drawn):
        place = at(8) + timedelta(minutes=came)
        held = None
        if hold:
            held = (place + timedelta(minutes=hold[0]), place + timedelta(minutes=sum(hold)))
        served = None
        if worked is not None:
            served = (held[1] if held else place) + timedelta(minutes=worked)
        line.append(waits(names.format(number), place, served, reason=reason, held=held))
    return line


@given(LINES, TOLERANCES)
def test_every_step_is_in_order_or_listed_or_flagged(drawn: list, tolerance: Tolerance) -> None:
    found = judged(*a_line(drawn), tolerance=tolerance)

    assert len(found.flagged) + sum(found.listed.values()) == len(found.deviations)
    assert len(found.in_order) + len(found.deviations) == len(found.steps)
    assert len(found.steps) == sum(worked is not None for _, worked, _, _ in drawn)


@given(LINES, TOLERANCES)
def test_whoever_was_passed_without_a_reason_really_waited(
    drawn: list, tolerance: Tolerance
) -> None:
    line = {one.request_no: one for one in a_line(drawn)}

    for jump in judged(*line.values(), tolerance=tolerance).flagged:
        assert len(jump.over) >= tolerance.fewest
        for name in jump.over:
            passed = line[name]
            assert passed.place < jump.place
            assert jump.place - passed.place >= timedelta(minutes=tolerance.minutes)
            assert any(
                one.since < jump.at and (one.until is None or one.until > jump.at)
                for one in passed.stretches
                if not one.is_held
            )


@given(LINES)
def test_without_tolerance_a_slow_look_at_everybody_finds_the_same(drawn: list) -> None:
    line = a_line(drawn)

    found = {(one.request_no, frozenset(one.over)) for one in judged(*line).deviations}

    slow = set()
    for one in line:
        for taken in one.taken:
            over = {
                held: frozenset(
                    other.request_no
                    for other in line
                    if other.place < one.place
                    and any(
                        each.is_held == held
                        and each.since < taken.at
                        and (each.until is None or each.until > taken.at)
                        for each in other.stretches
                    )
                )
                for held in (False, True)
            }
            if over[False] or over[True]:
                slow.add((one.request_no, over[False] or over[True]))
    assert found == slow


@given(LINES, TOLERANCES)
def test_other_names_change_nothing_but_the_names(drawn: list, tolerance: Tolerance) -> None:
    found = judged(*a_line(drawn), tolerance=tolerance)
    renamed = judged(*a_line(drawn, "X{}"), tolerance=tolerance)

    assert [
        (f"X{name}", turn, due, tuple(f"X{o}" for o in over))
        for name, turn, due, over in told(found)
    ] == told(renamed)


@given(st.lists(st.integers(0, 500), max_size=20), TOLERANCES)
def test_a_line_served_in_order_has_no_deviation(minutes: list[int], tolerance: Tolerance) -> None:
    line = [
        waits(str(number), at(8) + timedelta(minutes=came), at(18) + timedelta(minutes=number))
        for number, came in enumerate(sorted(minutes))
    ]

    assert judged(*line, tolerance=tolerance).deviations == ()


@given(LINES, TOLERANCES, st.data())
def test_a_ground_turns_flagged_into_listed_and_never_back(
    drawn: list, tolerance: Tolerance, data: st.DataObject
) -> None:
    line = a_line(drawn)
    before = judged(*line, tolerance=tolerance)
    if not before.flagged:
        return
    chosen = data.draw(st.sampled_from(before.flagged)).request_no

    after = judged(
        *(
            replace(one, taken=tuple(replace(t, reason=ListedReason.ILL) for t in one.taken))
            if one.request_no == chosen
            else one
            for one in line
        ),
        tolerance=tolerance,
    )

    assert [one for one in before.flagged if one.request_no != chosen] == list(after.flagged)
    assert told(before) == told(after)


def test_the_evidence_of_a_months_backlog_grows_with_its_requests_alone() -> None:
    first = date(2026, 11, 1)
    line = []
    for number in range(6_000):
        place = at(0, day=1) + timedelta(minutes=7 * number)
        # Everybody waits three days, and every fifth is served two days early.
        early = timedelta(days=2) if number % 5 == 0 else timedelta()
        line.append(waits(str(number), place, place + timedelta(days=3) - early))

    found = judged(*line, days=Days(Period(first, date(2026, 11, 30)), WIB), tolerance=TOLERANCE)

    assert found.flagged
    # Named are at most five a day for each who waited, never everybody by everybody.
    assert sum(len(one.over) for one in found.deviations) <= 5 * 4 * 6_000


@pytest.mark.parametrize("reason", ListedReason)
def test_every_listed_reason_is_counted_under_its_name(reason: ListedReason) -> None:
    found = judged(waits("A", at(8), at(10)), waits("B", at(8, 10), at(9), reason=reason))

    assert found.listed == {reason: 1}
