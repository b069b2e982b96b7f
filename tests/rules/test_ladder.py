"""A ladder leads upwards, counts from its day on, and is read with all its faults at once."""

from datetime import date
from typing import Any

import pytest

from motekar.rules.errors import ValidationFailed
from motekar.rules.ladder import DatedLadder, Ladder, LadderHistory, LadderStep, Trigger
from motekar.rules.ladder_form import NewLadder, read_ladder
from motekar.rules.people import Role

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
STEP = LadderStep(1, Trigger.AT_RISK, 0, 240, frozenset({Role.FRONT_OFFICER}))
SHIPPED = DatedLadder(Ladder(1, (STEP,)), date(2026, 1, 1))
HISTORY = LadderHistory((SHIPPED,))


def a_row(**changes: Any) -> dict[str, Any]:
    row = {
        "trigger": "overdue",
        "after_open_minutes": "30",
        "unpromised": "480",
        "audience": ["office_manager"],
        "sms": "",
    }
    return row | changes


EMPTY = dict.fromkeys(a_row(), "")


def read(*rows: dict[str, Any], day: str = "2026-11-23") -> NewLadder:
    return read_ladder(rows, day, HISTORY, today=TODAY)


def faults(*rows: dict[str, Any], day: str = "2026-11-23") -> set[tuple[str, str]]:
    with pytest.raises(ValidationFailed) as refused:
        read(*rows, day=day)
    return {(error.field, error.code) for error in refused.value.errors}


def test_the_version_written_last_counts_on_its_day() -> None:
    first = DatedLadder(Ladder(2, (STEP,)), TOMORROW)
    second = DatedLadder(Ladder(3, (STEP,)), TOMORROW)
    history = LadderHistory((SHIPPED, first, second))
    assert history.latest is second
    assert history.in_force(TODAY) is SHIPPED
    assert history.in_force(TOMORROW) is second
    assert history.in_force(date(2025, 12, 31)) is None


def test_rows_are_ranks_and_empty_ones_are_none() -> None:
    new = read(
        EMPTY, a_row(), a_row(after_open_minutes="60", sms="1", audience=["head_of_office"])
    )
    assert new == NewLadder(
        (
            LadderStep(1, Trigger.OVERDUE, 30, 480, frozenset({Role.OFFICE_MANAGER})),
            LadderStep(2, Trigger.OVERDUE, 60, 480, frozenset({Role.HEAD_OF_OFFICE}), sms=True),
        ),
        TODAY,
    )


def test_every_fault_is_told_with_its_row() -> None:
    found = faults(
        EMPTY,
        a_row(trigger="unpromised", after_open_minutes="", unpromised="x", audience=["inspector"]),
        a_row(trigger="", after_open_minutes="10001"),
        day="2026-11-22",
    )
    assert found == {
        ("trigger.2", "unknown-choice"),
        ("after_open_minutes.2", "missing"),
        ("unpromised.2", "out-of-range"),
        ("audience.2", "missing"),
        ("trigger.3", "missing"),
        ("after_open_minutes.3", "out-of-range"),
        ("day", "in-past"),
    }


def test_a_higher_step_never_comes_before_a_lower_one() -> None:
    later = a_row(after_open_minutes="31", unpromised="481")
    assert faults(later, a_row()) == {
        ("after_open_minutes.2", "below-lower-rank"),
        ("unpromised.2", "below-lower-rank"),
    }
    at_risk = a_row(trigger="at_risk", after_open_minutes="90")
    assert faults(a_row(), at_risk) == {("after_open_minutes.2", "below-lower-rank")}


def test_a_ladder_without_steps_or_without_change_is_refused() -> None:
    assert faults(EMPTY) == {("audience.1", "missing")}
    same = a_row(
        trigger="at_risk",
        after_open_minutes="0",
        unpromised="240",
        audience=["front_officer"],
    )
    assert faults(same) == {("ladder", "nothing-changed")}
