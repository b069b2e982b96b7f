"""The groups of reasons and the printers are read with every fault beside its field."""

from datetime import time
from typing import Any

import pytest

from motekar.rules.capacity import Equipment
from motekar.rules.dividing import SUGGESTED_QUOTAS, read_equipment, read_quotas
from motekar.rules.documents import Reason
from motekar.rules.errors import ValidationFailed
from motekar.rules.places import Quota


def a_row(**changes: Any) -> dict[str, Any]:
    row = {
        "group": "Pertama",
        "rank": "1",
        "reasons": ["new"],
        "places": ["10", "10", "10", "10", "10", "", ""],
        "release_at": "14.00",
    }
    return row | changes


def faults(*rows: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(ValidationFailed) as faulty:
        read_quotas(rows)
    return [(fault.field, fault.code) for fault in faulty.value.errors]


def test_a_row_is_a_group() -> None:
    places = (10, 10, 10, 10, 10, 0, 0)

    assert read_quotas([a_row()]) == (
        Quota("Pertama", 1, frozenset({Reason.NEW}), places, time(14)),
    )


def test_rows_left_empty_are_no_groups() -> None:
    assert read_quotas([a_row(group=" ", reasons=[])]) == ()


def test_groups_come_in_the_order_of_their_rank() -> None:
    second = a_row(group="Lain", rank="2", reasons=["lost"], release_at="")

    assert [quota.rank for quota in read_quotas([second, a_row()])] == [1, 2]


def test_a_reason_belongs_to_one_group() -> None:
    assert faults(a_row(), a_row(group="Lain")) == [("reasons.2", "reason-twice")]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"group": ""}, ("group.1", "missing")),
        ({"reasons": ["unheard"]}, ("reasons.1", "missing")),
        ({"rank": "0"}, ("rank.1", "out-of-range")),
        ({"places": ["-1", "2001", "", "", "", "", ""]}, ("places.1", "out-of-range")),
        ({"release_at": "sore"}, ("release_at.1", "malformed")),
    ],
)
def test_a_fault_stands_beside_its_field(changes: dict[str, Any], fault: tuple[str, str]) -> None:
    assert faults(a_row(**changes)) == [fault]


def test_two_groups_have_two_names() -> None:
    assert faults(a_row(), a_row(reasons=["lost"])) == [("group.2", "twice")]


def test_the_supply_may_be_unknown() -> None:
    raw = {"printers": "2", "daily_blanks": " ", "low_blanks": "5"}

    assert read_equipment(raw) == Equipment(2, None, 5)
    assert read_equipment(raw | {"daily_blanks": "30"}) == Equipment(2, 30, 5)


def test_printers_beyond_all_reason_are_refused() -> None:
    with pytest.raises(ValidationFailed) as faulty:
        read_equipment({"printers": "51", "daily_blanks": "x", "low_blanks": ""})

    fields = [fault.field for fault in faulty.value.errors]
    assert sorted(fields) == ["daily_blanks", "low_blanks", "printers"]


def test_the_suggestion_names_every_reason_once() -> None:
    named = [reason for quota in SUGGESTED_QUOTAS for reason in quota.reasons]

    assert sorted(named) == sorted(Reason)
