"""Reads a list of deliveries of blanks: every fault of every row at once, named by its row."""

import csv
from datetime import datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from motekar.rules.blanks import EntryKind
from motekar.rules.errors import FieldError, ValidationFailed
from motekar.rules.stocktaking import StockEntry, read_entry

COLUMNS = ("delivery_note", "batch", "quantity", "received_at")
FIRST_ROW = 2
"""Rows are numbered as a spreadsheet shows them: the first has the names of the columns."""
MOST_ROWS = 500


def row_field(number: int, name: str) -> str:
    """How a cell is called among the faults."""
    return f"rows.{number}.{name}"


def read_deliveries(text: str, *, zone: ZoneInfo, now: datetime) -> tuple[StockEntry, ...]:
    """The rows of a CSV file with ``COLUMNS``, parted by commas or semicolons.

    ``received_at`` without an offset is the office's own clock; empty is now.

    Raises:
        ValidationFailed: with every faulty cell, or the file as a whole under ``deliveries``.
    """
    heading, *rows = _rows(text)
    if tuple(cell.strip().lower() for cell in heading) != COLUMNS:
        facts = (("columns", ", ".join(COLUMNS)),)
        raise ValidationFailed(errors=(FieldError("deliveries", "columns", facts),))
    if not 0 < len(rows) <= MOST_ROWS:
        facts_of_rows = (("least", 1), ("most", MOST_ROWS))
        raise ValidationFailed(errors=(FieldError("deliveries", "rows", facts_of_rows),))
    deliveries: list[StockEntry] = []
    faults: list[FieldError] = []
    for number, row in enumerate(rows, start=FIRST_ROW):
        notes = {delivery.reference for delivery in deliveries}
        try:
            deliveries.append(_delivery(row, notes, zone=zone, now=now))
        except ValidationFailed as faulty:
            faults += _of_row(number, faulty)
    if faults:
        raise ValidationFailed(errors=tuple(faults))
    return tuple(deliveries)


def _rows(text: str) -> list[list[str]]:
    lines = text.removeprefix("\ufeff")
    mark = ";" if ";" in lines.partition("\n")[0] else ","
    read = csv.reader(StringIO(lines, newline=""), delimiter=mark)
    try:
        rows = [row for row in read if any(map(str.strip, row))]
    except csv.Error:
        return [[]]
    return rows or [[]]


def _delivery(
    row: list[str], notes: set[str | None], *, zone: ZoneInfo, now: datetime
) -> StockEntry:
    if len(row) != len(COLUMNS):
        raise ValidationFailed(errors=(FieldError("", "cells", (("n", len(COLUMNS)),)),))
    note, batch, quantity, at = (cell.strip() for cell in row)
    raw: dict[str, Any] = {"reference": note, "batch": batch, "quantity": quantity}
    entry = read_entry(raw | {"at": read_moment(at, zone=zone)}, kind=EntryKind.RECEIVED, now=now)
    if entry.reference in notes:
        raise ValidationFailed(errors=(FieldError("reference", "twice"),))
    return entry


def read_moment(text: str, *, zone: ZoneInfo) -> datetime | None:
    """A moment on the office's wall, or with its own offset; None when empty.

    Raises:
        ValidationFailed: it is no moment.
    """
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValidationFailed(errors=(FieldError("at", "malformed"),)) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


_CELLS = {"reference": "delivery_note", "at": "received_at"}


def _of_row(number: int, faulty: ValidationFailed) -> list[FieldError]:
    return [
        FieldError(row_field(number, _CELLS.get(one.field, one.field)), one.code, one.facts)
        for one in faulty.errors
    ]
