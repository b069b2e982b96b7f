"""Bars below each other, each with its name over it and its figure at its end."""

from collections.abc import Iterator

from motekar.reports.charts.chart import Chart
from motekar.reports.charts.keys import HATCH, key
from motekar.reports.charts.picture import (
    Area,
    Frame,
    Look,
    Mark,
    Picture,
    Words,
    hatched,
    width_of,
    wrapped,
)
from motekar.reports.quantities import Wording, spoken, written

_LOOKS = (Look.FIRST, Look.SECOND)
_BAR = 1.0
_AFTER = 0.5
_LEAST = 0.2
_NAME_LINES = 2


def drawn(chart: Chart, frame: Frame, wording: Wording) -> Picture:
    """The picture of one or two series; what is unknown is said in words and has no bar."""
    looks = list(zip(_LOOKS, chart.series, strict=False))
    marks, y = key([(look, one.column.name) for look, one in looks], frame)
    ends = _ends(chart, wording)
    widest = max((width_of(end, frame.size) for each in ends for end in each), default=0)
    longest = max(frame.width - widest - frame.size * _AFTER, frame.width * _LEAST)
    highest = max(chart.values, default=0) or 1
    for place, name in enumerate(chart.places):
        for line in wrapped(name, size=frame.size, width=frame.width, most=_NAME_LINES):
            marks.append(Words(line, (0, y + frame.size), frame.size))
            y += frame.line
        y += frame.size * 0.15
        for (look, one), each in zip(looks, ends, strict=True):
            value, end = one.values[place], each[place]
            length = longest * (value or 0) / highest
            if value is not None:
                marks += _bar(look, length, y, says=f"{name}: {end}", frame=frame)
            after = 0 if value is None else length + frame.size * _AFTER
            marks.append(Words(end, (after, y + frame.size * 0.87), frame.size))
            y += frame.size * (_BAR + 0.2) if end else 0
        y += frame.size * 0.6
    shown = tuple(mark for mark in marks if not isinstance(mark, Words) or mark.text)
    return Picture(frame.width, max(y, frame.line), shown)


def _ends(chart: Chart, wording: Wording) -> list[list[str]]:
    """What stands at the end of each bar.

    Notes, and that nothing is known, stand beside the first series alone.
    """
    first, *others = (
        [spoken(value, one.column.quantity, wording) for value in one.values]
        for one in chart.series
    )
    noted = zip(first, _notes(chart, wording), strict=True)
    return [
        [f"{words} · {note}" if note else words for words, note in noted],
        *([words if words != wording.nothing else "" for words in each] for each in others),
    ]


def _notes(chart: Chart, wording: Wording) -> list[str]:
    if chart.note is None:
        return [""] * len(chart.places)
    column = chart.table.columns[chart.note]
    cells = [row[chart.note] for row in chart.table.rows]
    return [f"{written(cell, column.quantity, wording)} {column.unit}".strip() for cell in cells]


def _bar(look: Look, length: float, y: float, *, says: str, frame: Frame) -> Iterator[Mark]:
    # Zero is a figure as well: it shows as a hairline, unlike what nobody knows.
    area = Area(look, 0, y, max(length, 1.0), frame.size * _BAR, says)
    yield from [area] if look is Look.FIRST else hatched(area, gap=frame.size * HATCH)
