"""The ledger of blanks as a file for a spreadsheet, oldest first, times on the office's wall."""

import csv
from collections.abc import Iterable
from io import StringIO
from zoneinfo import ZoneInfo

from motekar.reports.csv_cells import guarded
from motekar.usecases.stock import LedgerLine

COLUMNS = (
    "entry_no",
    "at",
    "kind",
    "quantity",
    "officer",
    "request_no",
    "reference",
    "batch",
    "from",
    "to",
    "difference",
    "box",
    "reserved",
    "printing",
    "spoiled",
)


def written(lines: Iterable[LedgerLine], *, zone: ZoneInfo) -> str:
    """The file's text."""
    file = StringIO(newline="")
    sheet = csv.writer(file, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for line in sorted(lines, key=lambda line: line.entry_no):
        sheet.writerow(_cells(line, zone))
    return file.getvalue()


def _cells(line: LedgerLine, zone: ZoneInfo) -> list[str | int]:
    balance, facts = line.balance, line.facts
    return [
        line.entry_no,
        line.at.astimezone(zone).isoformat(),
        line.kind.value,
        line.quantity,
        guarded(line.officer or ""),
        line.request_no or "",
        guarded(line.reference or ""),
        guarded(facts.get("batch") or ""),
        guarded(facts.get("from") or ""),
        guarded(facts.get("to") or ""),
        facts.get("difference", ""),
        balance.box,
        balance.reserved,
        balance.printing,
        balance.spoiled,
    ]
