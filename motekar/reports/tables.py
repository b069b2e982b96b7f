"""A table of figures: one form for the page, the picture, the paper, CSV and the workbook.

Cells hold the figures themselves; how they are written is decided where they are shown. None
is what nobody knows or nothing was counted for, and is never shown as zero.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO

from motekar.reports.csv_cells import guarded
from motekar.reports.quantities import Quantity

Cell = str | int | float | None
_SHARE_DIGITS = 6
# With it a spreadsheet knows that the letters are UTF-8.
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``unit`` is said in the heading, in brackets."""

    name: str
    quantity: Quantity = Quantity.WORDS
    unit: str = ""

    @property
    def heading(self) -> str:
        """The name with its unit."""
        return f"{self.name} ({self.unit})" if self.unit else self.name

    @property
    def is_number(self) -> bool:
        """Whether its cells stand on the right."""
        return self.quantity is not Quantity.WORDS


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; ``key`` names it in addresses and files: small letters and dashes."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            message = "every row has a cell for every column"
            raise ValueError(message)


def csv_text(table: Table) -> str:
    """The table as a file: headings, then plain numbers with a decimal point; empty is unknown."""
    file = StringIO(newline="")
    sheet = csv.writer(file, lineterminator="\r\n")
    sheet.writerow([guarded(column.heading) for column in table.columns])
    sheet.writerows(_plain(row) for row in table.rows)
    return _BYTE_ORDER_MARK + file.getvalue()


def _plain(row: Iterable[Cell]) -> list[str | int | float]:
    return [_cell(cell) for cell in row]


def _cell(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    return round(cell, _SHARE_DIGITS)
