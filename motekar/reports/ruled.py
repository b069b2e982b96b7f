"""A table of figures on paper: as wide as it needs, figures on the right, thin lines between."""

from collections.abc import Sequence

from motekar.paper import boxes, letters
from motekar.paper.boxes import Align, Box
from motekar.paper.letters import BOLD, REGULAR
from motekar.reports.paging import Part
from motekar.reports.quantities import Wording, written
from motekar.reports.tables import Column, Table

_BETWEEN = 0.8
_PADDING = 0.18


def ruled(
    table: Table, *, width: float, size: float, wording: Wording, above: float, opening: Box | None
) -> Part:
    """The rows, their heading repeated on every page that they reach; see ``Part``."""
    cells = [
        [
            written(cell, column.quantity, wording)
            for cell, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    widths = _widths(table.columns, cells, width=width, size=size)
    width = sum(widths) + size * _BETWEEN * (len(widths) - 1)
    headings = [column.heading for column in table.columns]
    heading = boxes.stacked(
        [
            boxes.rule(width),
            boxes.space(size * _PADDING),
            _line(table.columns, headings, widths, size=size, font=BOLD),
            boxes.space(size * _PADDING),
            boxes.rule(width),
        ]
    )
    rows = [_row(table.columns, row, widths, size=size, width=width) for row in cells]
    return Part(rows, heading=heading, opening=opening, above=above)


def _row(
    columns: Sequence[Column],
    cells: Sequence[str],
    widths: Sequence[float],
    *,
    size: float,
    width: float,
) -> Box:
    padding = boxes.space(size * _PADDING)
    line = _line(columns, cells, widths, size=size, font=REGULAR)
    return boxes.stacked([padding, line, padding, boxes.rule(width, weight=0.25)])


def _line(
    columns: Sequence[Column],
    cells: Sequence[str],
    widths: Sequence[float],
    *,
    size: float,
    font: str,
) -> Box:
    return boxes.beside(
        [
            _cell(cell, width, is_number=column.is_number, size=size, font=font)
            for column, cell, width in zip(columns, cells, widths, strict=True)
        ],
        gap=size * _BETWEEN,
    )


def _cell(words: str, width: float, *, is_number: bool, size: float, font: str) -> Box:
    if not is_number:
        return boxes.text(words, width=width, size=size, font=font)
    lines = letters.broken(letters.printable(words), font=font, size=size, width=width)
    each = [
        boxes.on_one_line(line, size=size, font=font, most_width=width)
        for line in lines or [words]
    ]
    return boxes.stacked([boxes.aligned(line, width=width, align=Align.RIGHT) for line in each])


def _widths(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], *, width: float, size: float
) -> list[float]:
    """What each column needs; where that is too much, headings of figures wrap, and then words."""
    room = width - size * _BETWEEN * (len(columns) - 1)
    words = [
        0.0 if column.is_number else _widest(column, rows, place, size=size)
        for place, column in enumerate(columns)
    ]
    numbers = sum(column.is_number for column in columns)
    # Words may take a half of the room; headings of figures wrap within the rest.
    most = (room - min(sum(words), room / 2)) / max(numbers, 1)
    figures = [
        min(_widest(column, rows, place, size=size), most) if column.is_number else 0.0
        for place, column in enumerate(columns)
    ]
    share = min(1.0, (room - sum(figures)) / max(sum(words), 1))
    return [one * share + other for one, other in zip(words, figures, strict=True)]


def _widest(column: Column, rows: Sequence[Sequence[str]], place: int, *, size: float) -> float:
    cells = (_wide(row[place], REGULAR, size) for row in rows)
    return max(_wide(column.heading, BOLD, size), *cells, 0.0)


def _wide(words: str, font: str, size: float) -> float:
    # A hair more than the letters, or rounding breaks the line.
    return letters.text_width(letters.printable(words), font=font, size=size) + 0.01
