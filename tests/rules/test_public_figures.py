"""What is published of promises kept: nothing small, and nothing that gives it away."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.compliance import group
from motekar.rules.period import Period, month_of
from motekar.rules.public_figures import (
    MONTHS,
    SMALLEST_SHOWN,
    Counted,
    PublicFigure,
    counted,
    months_until,
    published,
)
from motekar.rules.tallying import ALL, Sum, Sums

OCTOBER = month_of(date(2026, 10, 1))
RUNNING = Period(date(2026, 11, 1), date(2026, 11, 22))
COUNTS = ("kept", "broken", "unknown")


def a_month(kept: int, broken: int, unknown: int = 0) -> Counted:
    return Counted(kept, broken, unknown, in_time=kept, behind=broken + unknown)


def rows(**offices: Counted) -> dict[str | None, PublicFigure]:
    return {row.office: row for row in published(OCTOBER, offices)}


def numbers(row: PublicFigure) -> tuple[int | float | None, ...]:
    return row.kept, row.broken, row.unknown, row.promised, row.same_day_share


def test_large_numbers_are_told_as_they_are() -> None:
    told = rows(A=a_month(300, 20), B=a_month(150, 30, unknown=20))

    assert numbers(told["A"]) == (300, 20, 0, 320, 0.9375)
    assert numbers(told["B"]) == (150, 30, 20, 200, 0.75)
    assert numbers(told[None]) == (450, 50, 20, 520, 0.8654)
    assert not any(row.is_suppressed for row in told.values())


def test_what_is_unknown_stands_below_the_line_and_never_above_it() -> None:
    known, lost = rows(A=a_month(90, 10)), rows(A=a_month(80, 10, unknown=10))

    assert (known["A"].promised, lost["A"].promised) == (100, 100)
    assert (known["A"].same_day_share, lost["A"].same_day_share) == (0.9, 0.8)


def test_one_small_number_takes_the_next_smallest_with_it_and_the_whole_stays() -> None:
    told = rows(A=a_month(300, 3), B=a_month(200, 40), C=a_month(100, 12))

    assert numbers(told["A"]) == (300, None, 0, None, None)
    assert numbers(told["C"]) == (100, None, 0, None, None)
    assert numbers(told["B"]) == (200, 40, 0, 240, 0.8333)
    assert numbers(told[None]) == (600, 55, 0, 655, 0.916)
    assert [office for office, row in told.items() if row.is_suppressed] == ["A", "C"]


def test_several_small_numbers_hide_each_other() -> None:
    told = rows(A=a_month(300, 9), B=a_month(200, 40), C=a_month(100, 1))

    assert [told[office].broken for office in ("A", "B", "C", None)] == [None, 40, None, 50]


def test_small_numbers_that_are_few_together_take_another_with_them() -> None:
    told = rows(A=a_month(300, 2), B=a_month(200, 40), C=a_month(100, 3))

    assert [told[office].broken for office in ("A", "B", "C", None)] == [None, None, None, 45]


@pytest.mark.parametrize("offices", [{"A": 4}, {"A": 4, "B": 0}, {"A": 4, "B": 5}])
def test_where_nothing_larger_could_hide_it_the_whole_is_withheld(offices: dict[str, int]) -> None:
    told = rows(**{code: a_month(100, broken) for code, broken in offices.items()})

    assert numbers(told[None]) == (100 * len(offices), None, 0, None, None)
    assert told["A"].broken is None


def test_nobody_at_all_is_told() -> None:
    assert numbers(rows(A=a_month(120, 0))["A"]) == (120, 0, 0, 120, 1.0)


def test_a_small_part_of_the_standard_withholds_the_share_alone() -> None:
    told = rows(A=Counted(100, 20, 0, in_time=116, behind=4), B=a_month(100, 20))

    assert numbers(told["A"]) == (100, 20, 0, 120, None)
    assert told["A"].is_suppressed


def test_before_anything_is_due_there_is_no_share_and_nothing_withheld() -> None:
    told = rows(A=Counted(kept=50), B=a_month(100, 20))

    assert numbers(told["A"]) == (50, 0, 0, 50, None)
    assert not told["A"].is_suppressed


def test_of_the_month_that_is_not_over_only_the_whole_is_told() -> None:
    (told,) = published(RUNNING, {"A": a_month(300, 20), "B": a_month(150, 30)})

    assert (told.office, told.is_finished) == (None, False)
    assert numbers(told) == (450, 50, 0, 500, 0.9)


def test_of_an_office_alone_the_month_that_is_not_over_is_not_told() -> None:
    assert published(RUNNING, {"A": a_month(300, 20), "B": Counted()}) == ()


def test_a_month_without_any_file_is_left_out() -> None:
    assert published(OCTOBER, {"A": Counted()}) == ()


def test_exactly_these_fields_leave_the_house() -> None:
    assert rows(A=a_month(300, 20))["A"].to_data() == {
        "month": "2026-10",
        "office": "A",
        "kept": 300,
        "broken": 20,
        "unknown": 0,
        "promised": 320,
        "same_day_share": 0.9375,
        "finished": True,
        "suppressed": False,
    }


def test_late_and_overdue_are_broken_and_the_share_is_by_the_standard() -> None:
    told = {
        "promise_kept": 30,
        "promise_late": 4,
        "promise_overdue": 5,
        "promise_unknown": 6,
        "promise_on_track": 7,
        "standard_kept": 28,
        "standard_late": 8,
        "standard_overdue": 3,
        "standard_unknown": 6,
        "standard_on_track": 7,
    }
    sums = Sums({Sum(ALL, "", measure): n for measure, n in told.items()})

    assert counted(group(sums, ALL, "")) == Counted(30, 9, 6, in_time=28, behind=17)


@pytest.mark.parametrize(
    ("day", "last"),
    [(date(2026, 11, 22), RUNNING), (date(2026, 11, 30), month_of(date(2026, 11, 1)))],
)
def test_thirteen_months_end_with_the_day(day: date, last: Period) -> None:
    months = months_until(day)

    assert len(months) == MONTHS
    assert (months[0].first, months[-1]) == (date(2025, 11, 1), last)
    assert all(later == month_of(later.first) for later in months[:-1])
    assert all(before == after.before() for before, after in pairwise(months[:-1]))


cells = st.one_of(st.just(0), st.integers(1, 12), st.integers(0, 400))
offices = st.dictionaries(
    st.sampled_from("ABCD"),
    st.builds(Counted, cells, cells, cells, cells, cells),
    min_size=1,
)


@given(offices=offices)
def test_no_withheld_number_can_be_reckoned_from_what_is_published(
    offices: dict[str, Counted],
) -> None:
    told = {row.office: row for row in published(OCTOBER, offices)}
    withheld = [
        (office, column)
        for office, row in told.items()
        for column in COUNTS
        if getattr(row, column) is None
    ]

    solved = _determined(_equations(told, offices))

    assert not solved.intersection(withheld)
    small = {
        (office, column.name)
        for office, one in offices.items()
        for column in fields(Counted)
        if 0 < getattr(one, column.name) < SMALLEST_SHOWN
    }
    assert not solved.intersection(small)


@given(offices=offices)
def test_what_is_left_for_withheld_offices_is_not_small_either(
    offices: dict[str, Counted],
) -> None:
    told = {row.office: row for row in published(OCTOBER, offices)}
    for column in COUNTS:
        whole = getattr(told[None], column) if told else None
        left = [code for code in offices if whole and getattr(told[code], column) is None]
        if left:
            assert len(left) > 1
            assert sum(getattr(offices[code], column) for code in left) >= SMALLEST_SHOWN


@given(offices=offices)
def test_nothing_small_is_shown_and_no_share_or_total_beside_what_is_withheld(
    offices: dict[str, Counted],
) -> None:
    for row in published(OCTOBER, offices):
        shown = [getattr(row, column) for column in COUNTS]
        assert not any(n is not None and 0 < n < SMALLEST_SHOWN for n in shown)
        if None in shown:
            assert row.is_suppressed
            assert row.promised is None
            assert row.same_day_share is None
        else:
            assert row.promised == sum(shown)


Cell = tuple[str | None, str]
Equation = dict[Cell, Fraction]


def _equations(
    told: Mapping[str | None, PublicFigure], offices: Mapping[str, Counted]
) -> list[Equation]:
    """All that a reader knows, as sums of cells; what they come to does not matter here.

    A share that is shown is taken for both of its numbers.
    """
    columns = [column.name for column in fields(Counted)]
    known = [_sum_of([(None, column)], [(code, column) for code in offices]) for column in columns]
    for office, row in told.items():
        shown = [column for column in COUNTS if getattr(row, column) is not None]
        if row.same_day_share is not None:
            shown += ["in_time", "behind"]
        known += [_sum_of([(office, column)]) for column in shown]
        if row.promised is not None:
            known.append(_sum_of([(office, column) for column in COUNTS]))
    return known


def _sum_of(cells: Iterable[Cell], less: Iterable[Cell] = ()) -> Equation:
    return dict.fromkeys(cells, Fraction(1)) | dict.fromkeys(less, Fraction(-1))


def _determined(equations: list[Equation]) -> set[Cell]:
    """Cells with one value alone: by elimination until each equation has a cell to itself."""
    solved: dict[Cell, Equation] = {}
    for equation in equations:
        left = equation
        for pivot, known in solved.items():
            left = _less(left, known, left.get(pivot, Fraction()))
        if not left:
            continue
        pivot, factor = next(iter(left.items()))
        left = {cell: value / factor for cell, value in left.items()}
        solved = {
            cell: _less(known, left, known.get(pivot, Fraction()))
            for cell, known in solved.items()
        }
        solved[pivot] = left
    return {pivot for pivot, equation in solved.items() if len(equation) == 1}


def _less(one: Equation, other: Equation, factor: Fraction) -> Equation:
    told: dict[Any, Fraction] = {
        cell: one.get(cell, Fraction()) - factor * other.get(cell, Fraction())
        for cell in one.keys() | other.keys()
    }
    return {cell: value for cell, value in told.items() if value}


def test_the_proof_itself_finds_what_a_careless_table_gives_away() -> None:
    careless = [
        _sum_of([(None, "kept")], [("A", "kept"), ("B", "kept")]),
        _sum_of([(None, "kept")]),
        _sum_of([("B", "kept")]),
    ]

    assert ("A", "kept") in _determined(careless)
