"""A list of deliveries is read with every fault named by its row."""

import pytest

from motekar.rules.blanks import EntryKind
from motekar.rules.deliveries import MOST_ROWS, read_deliveries
from motekar.rules.errors import ValidationFailed
from motekar.rules.stocktaking import StockEntry
from tests.builders import MONDAY_0800, MONDAY_0900, WIB

HEADING = "delivery_note,batch,quantity,received_at"


def read(*rows: str, heading: str = HEADING) -> tuple[StockEntry, ...]:
    return read_deliveries("\r\n".join((heading, *rows)), zone=WIB, now=MONDAY_0900)


def faults(*rows: str, heading: str = HEADING) -> list[tuple[str, str]]:
    with pytest.raises(ValidationFailed) as faulty:
        read(*rows, heading=heading)
    return [(fault.field, fault.code) for fault in faulty.value.errors]


def test_a_row_is_a_delivery_on_the_offices_clock() -> None:
    (entry,) = read("SP-1,B7,30,2026-11-23 08:00")

    assert entry == StockEntry(EntryKind.RECEIVED, 30, MONDAY_0800, "SP-1", "B7")


def test_an_offset_of_its_own_and_an_empty_moment_are_understood() -> None:
    first, second = read("SP-1,,30,2026-11-23T01:00:00+00:00", "SP-2,,5,")

    assert (first.at, second.at) == (MONDAY_0800, MONDAY_0900)


def test_semicolons_byte_marks_and_empty_rows_do_no_harm() -> None:
    heading = "\ufeffDelivery_Note;Batch;Quantity;Received_At"

    assert len(read("SP-1;B7;30;", ";;;", "", heading=heading)) == 1


def test_every_faulty_cell_is_named_by_its_row() -> None:
    found = faults("SP-1,,0,", ",,30,", "SP-3,,5,kemarin", "SP-4,,5,2026-11-24 08:00", "SP-5,,5")

    assert found == [
        ("rows.2.quantity", "out-of-range"),
        ("rows.3.delivery_note", "missing"),
        ("rows.4.received_at", "malformed"),
        ("rows.5.received_at", "in-future"),
        ("rows.6.", "cells"),
    ]


def test_a_note_stands_in_one_row_only() -> None:
    assert faults("SP-1,,30,", "SP-1,,30,") == [("rows.3.delivery_note", "twice")]


def test_a_file_without_the_columns_is_refused_as_a_whole() -> None:
    assert faults("SP-1,30", heading="nomor,jumlah") == [("deliveries", "columns")]
    assert faults(heading="") == [("deliveries", "columns")]
    assert faults(heading="x" * 140_000) == [("deliveries", "columns")]


def test_a_file_has_some_rows_and_not_too_many() -> None:
    assert faults() == [("deliveries", "rows")]
    assert faults(*(f"SP-{n},,1," for n in range(MOST_ROWS + 1))) == [("deliveries", "rows")]
