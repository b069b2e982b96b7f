"""What a manager types into the ledger, read with all its faults at once."""

from datetime import timedelta

import pytest

from motekar.rules.blanks import EntryKind
from motekar.rules.errors import ValidationFailed
from motekar.rules.stocktaking import BoxCount, StockEntry, read_count, read_entry
from tests.rules.test_promise import at

NOON = at(23, 12)


def faults(raw: dict[str, object], kind: EntryKind) -> list[tuple[str, str]]:
    with pytest.raises(ValidationFailed) as refused:
        read_entry(raw, kind=kind, now=NOON)
    return [(error.field, error.code) for error in refused.value.errors]


def test_a_delivery_has_a_number_and_a_note() -> None:
    raw = {"quantity": " 500 ", "reference": "SP-7/2026", "batch": "A1", "at": at(23, 9)}
    assert read_entry(raw, kind=EntryKind.RECEIVED, now=NOON) == StockEntry(
        EntryKind.RECEIVED, 500, at(23, 9), "SP-7/2026", "A1"
    )


def test_every_fault_of_an_entry_is_told_at_once() -> None:
    tomorrow = NOON + timedelta(days=1)
    assert faults({"quantity": "0", "at": tomorrow}, EntryKind.RECEIVED) == [
        ("at", "in-future"),
        ("quantity", "out-of-range"),
        ("reference", "missing"),
    ]
    assert faults({}, EntryKind.SENT) == [("quantity", "missing"), ("to", "missing")]


@pytest.mark.parametrize("typed", ["-1", "1.5", "sepuluh", "10001", "\u0663"])
def test_a_number_of_blanks_is_whole_and_bounded(typed: str) -> None:
    assert faults({"quantity": typed}, EntryKind.DEFECT) == [("quantity", "out-of-range")]


def test_an_empty_box_can_be_counted() -> None:
    assert read_count({"counted": "0", "explanation": " hilang  satu "}) == BoxCount(
        0, "hilang satu"
    )
    with pytest.raises(ValidationFailed):
        read_count({"counted": "banyak"})
