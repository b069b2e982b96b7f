"""Every step out of order as a file for a spreadsheet, times on the office's wall."""

import csv
from collections.abc import Iterable
from io import StringIO

from motekar.reports.csv_cells import guarded
from motekar.rules.fairness import Deviation
from motekar.usecases.fairness import FairnessReport

COLUMNS = (
    "step",
    "day",
    "turn",
    "expected_turn",
    "request_no",
    "place_since",
    "at",
    "officer",
    "reason",
    "reason_noted_at",
    "passed",
    "passed_requests",
)


def written(report: FairnessReport) -> str:
    """The file's text; ``reason`` is empty where none is listed."""
    file = StringIO(newline="")
    sheet = csv.writer(file, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    sheet.writerows(_rows(report))
    return file.getvalue()


def _rows(report: FairnessReport) -> Iterable[list[str | int]]:
    for order in report.orders:
        for one in order.deviations:
            yield _cells(one, report)


def _cells(one: Deviation, report: FairnessReport) -> list[str | int]:
    zone = report.office.zone
    noted = one.noted_at.astimezone(zone).isoformat() if one.noted_at else ""
    return [
        one.stage.value,
        one.day.isoformat(),
        one.turn,
        one.expected,
        one.request_no,
        one.place.astimezone(zone).isoformat(),
        one.at.astimezone(zone).isoformat(),
        guarded(report.names.get(one.officer, "")),
        one.reason.value if one.reason else "",
        noted,
        len(one.over),
        " ".join(one.over),
    ]
