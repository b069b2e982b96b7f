"""The key of a picture with more than one kind of mark: a sample and its name."""

from collections.abc import Iterator, Sequence

from motekar.reports.charts.picture import (
    Area,
    Frame,
    Look,
    Mark,
    Stroke,
    Words,
    hatched,
    width_of,
)

HATCH = 0.42
"""Distance of slanted lines, in letter sizes."""
_SAMPLE = 1.6


def key(entries: Sequence[tuple[Look, str]], frame: Frame) -> tuple[list[Mark], float]:
    """The key's marks from the upper left corner, and how high it is; none for a single entry."""
    if len(entries) < 2:
        return [], 0
    marks: list[Mark] = []
    x, y = 0.0, 0.0
    for look, name in entries:
        taken = (_SAMPLE + 0.5) * frame.size + width_of(name, frame.size)
        if x and x + taken > frame.width:
            x, y = 0, y + frame.line
        marks += _sample(look, x, y, frame)
        marks.append(Words(name, (x + (_SAMPLE + 0.5) * frame.size, y + frame.size), frame.size))
        x += taken + frame.size * 1.5
    return marks, y + frame.line * 1.5


def _sample(look: Look, x: float, y: float, frame: Frame) -> Iterator[Mark]:
    width, size = _SAMPLE * frame.size, frame.size
    if look is Look.LIMIT:
        middle = y + size * 0.65
        yield Stroke(look, ((x, middle), (x + width, middle)))
        return
    area = Area(look, x, y + size * 0.2, width, size * 0.85)
    yield from [area] if look is Look.FIRST else hatched(area, gap=size * HATCH)
