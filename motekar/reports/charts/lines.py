"""Lines over time: broken where nothing counted, named where they end."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from motekar.reports.charts.chart import Chart, Series
from motekar.reports.charts.picture import (
    Dot,
    Frame,
    Look,
    Mark,
    Picture,
    Point,
    Stroke,
    Words,
    width_of,
    wrapped,
)
from motekar.reports.charts.plot import Plot, ground, left_room, names
from motekar.reports.charts.scale import scale_for
from motekar.reports.quantities import Wording, marked, spoken

_LOOKS = (Look.FIRST, Look.SECOND)
_HIGH = 0.4
_NAME_SHARE = 0.28
_NAME_LINES = 4
_MOST_DOTS = 62

Ending = tuple[Point, list[str]]


def drawn(chart: Chart, frame: Frame, wording: Wording) -> Picture:
    """The picture of one or two series."""
    scale = scale_for(chart.values, chart.quantity)
    labels = [marked(tick, chart.quantity, wording) for tick in scale.ticks]
    endings = [_ending(one, frame, wording) for one in chart.series]
    room = max((width_of(line, frame.size) for lines in endings for line in lines), default=0)
    plot = Plot(
        left=left_room(labels, frame),
        top=frame.line,
        right=frame.width - room - frame.size,
        bottom=frame.line + frame.width * _HIGH,
        places=len(chart.places),
        scale=scale,
    )
    marks: list[Mark] = [*ground(plot, labels, frame), *names(plot, chart.places, frame)]
    for one, look in zip(chart.series, _LOOKS, strict=False):
        marks += _line(one, look, plot, places=chart.places, wording=wording)
    marks += _named(chart.series, endings, plot, frame)
    return Picture(frame.width, plot.bottom + frame.line * 1.6, tuple(marks))


def _line(
    one: Series, look: Look, plot: Plot, *, places: Sequence[str], wording: Wording
) -> Iterator[Mark]:
    for stretch in _stretches(one):
        points = tuple(plot.point(place, value) for place, value in stretch)
        if len(points) > 1:
            yield Stroke(look, points)
        if len(points) == 1 or len(one.values) <= _MOST_DOTS:
            for (place, value), point in zip(stretch, points, strict=True):
                told = spoken(value, one.column.quantity, wording)
                says = f"{places[place]}: {told}"
                yield Dot(look, point, radius=2.2, says=says)


def _stretches(one: Series) -> Iterator[list[tuple[int, float]]]:
    """Known figures next to each other."""
    for is_known, group in groupby(enumerate(one.values), key=lambda pair: pair[1] is not None):
        if is_known:
            yield [(place, value) for place, value in group if value is not None]


def _last(one: Series) -> tuple[int, float] | None:
    known = [(place, value) for place, value in enumerate(one.values) if value is not None]
    return known[-1] if known else None


def _ending(one: Series, frame: Frame, wording: Wording) -> list[str]:
    last = _last(one)
    told = spoken(last[1] if last else None, one.column.quantity, wording)
    words = f"{one.column.name} {told}"
    width = frame.width * _NAME_SHARE
    return wrapped(words, size=frame.size, width=width, most=_NAME_LINES)


def _named(
    series: Sequence[Series], endings: Sequence[list[str]], plot: Plot, frame: Frame
) -> Iterator[Mark]:
    """Names beside the ends of their lines, moved apart where they would cover each other."""
    wanted = sorted(
        (_end_height(one, plot) - (len(lines) - 1) * frame.line / 2, number, lines)
        for number, (one, lines) in enumerate(zip(series, endings, strict=True))
    )
    high = sum(len(lines) for _, _, lines in wanted) * frame.line
    lowest = plot.bottom - high + frame.line
    free = plot.top
    for top, _, lines in wanted:
        y = max(free, min(top, max(lowest, plot.top)))
        for number, line in enumerate(lines):
            at = (plot.right + frame.size * 0.6, y + number * frame.line + frame.size * 0.35)
            yield Words(line, at, frame.size)
        free = y + len(lines) * frame.line
        lowest += len(lines) * frame.line


def _end_height(one: Series, plot: Plot) -> float:
    last = _last(one)
    return plot.height(last[1]) if last else plot.bottom
