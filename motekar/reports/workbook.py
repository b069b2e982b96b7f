"""Tables as an XLSX workbook, one sheet each: figures as numbers, words never as formulas."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from motekar.reports.quantities import Quantity
from motekar.reports.tables import Column, Table

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_MOST_SIGNS = 31
_FIRST_ROW = 2
_WIDEST = 60
_FORMATS = {
    Quantity.WORDS: {"text_wrap": True, "valign": "top"},
    Quantity.COUNT: {"num_format": "#,##0", "valign": "top"},
    Quantity.MINUTES: {"num_format": "#,##0", "valign": "top"},
    Quantity.SHARE: {"num_format": "0.0%", "valign": "top"},
}
# The same tables give the same bytes, whenever they are written.
_NO_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - the library wants it naive


def workbook(tables: Sequence[Table], *, title: str) -> bytes:
    """The tables in their order; a heading row that stays in view, ready to be filtered.

    The title stands on each sheet below the caption: a sheet that is printed says whose it is.
    """
    target = BytesIO()
    # Whatever looks like a formula, an address or a number in a cell of words stays text.
    book = Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title, "author": "Motekar", "created": _NO_MOMENT})
    formats = {quantity: book.add_format(each) for quantity, each in _FORMATS.items()}
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for name, table in zip(_names(tables), tables, strict=True):
        sheet = book.add_worksheet(name)
        sheet.write_string(1, 0, title)
        _write(sheet, table, bold=bold, formats=formats)
    book.close()
    return target.getvalue()


def _names(tables: Iterable[Table]) -> list[str]:
    """Names that a spreadsheet accepts, each once whatever its case."""
    taken: set[str] = set()
    names = []
    for number, table in enumerate(tables, start=1):
        name = _FORBIDDEN.sub(" ", table.key)[:_MOST_SIGNS].strip("' ") or str(number)
        if name.lower() in taken:
            name = f"{name[: _MOST_SIGNS - 4]} {number}"
        taken.add(name.lower())
        names.append(name)
    return names


def _write(
    sheet: Worksheet, table: Table, *, bold: Format, formats: dict[Quantity, Format]
) -> None:
    sheet.write_string(0, 0, table.caption)
    for place, column in enumerate(table.columns):
        sheet.write_string(_FIRST_ROW, place, column.heading, bold)
        cells = [row[place] for row in table.rows]
        style = formats[column.quantity]
        sheet.set_column(place, place, _width(column, cells))
        for below, cell in enumerate(cells, start=_FIRST_ROW + 1):
            if isinstance(cell, str):
                sheet.write_string(below, place, cell, style)
            elif cell is not None:
                sheet.write_number(below, place, cell, style)
    sheet.freeze_panes(_FIRST_ROW + 1, 1)
    sheet.autofilter(
        _FIRST_ROW, 0, _FIRST_ROW + max(1, len(table.rows)), max(0, len(table.columns) - 1)
    )


def _width(column: Column, cells: Iterable[object]) -> int:
    longest = max((len(str(cell)) for cell in cells if isinstance(cell, str)), default=8)
    return min(_WIDEST, max(longest, len(column.heading)) + 2)
