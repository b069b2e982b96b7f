"""Upright columns over the hours of a day, with what they are measured against as a line."""

from collections.abc import Iterator

from motekar.reports.charts.chart import Chart, Series
from motekar.reports.charts.keys import HATCH, key
from motekar.reports.charts.picture import (
    Anchor,
    Area,
    Frame,
    Look,
    Mark,
    Picture,
    Stroke,
    Words,
    hatched,
    width_of,
)
from motekar.reports.charts.plot import Plot, ground, left_room, names
from motekar.reports.charts.scale import scale_for
from motekar.reports.quantities import Wording, marked, spoken

_HIGH = 0.4
_WIDE = 0.7


def drawn(chart: Chart, frame: Frame, wording: Wording) -> Picture:
    """The picture of one series; a column that is unknown is hatched from foot to top."""
    (one,) = chart.series
    scale = scale_for(chart.values, chart.quantity)
    labels = [marked(tick, chart.quantity, wording) for tick in scale.ticks]
    marks, high = key(_entries(chart, wording), frame)
    top = high + frame.line
    plot = Plot(
        left=left_room(labels, frame),
        top=top,
        right=frame.width,
        bottom=top + frame.width * _HIGH,
        places=len(chart.places),
        scale=scale,
    )
    marks += [*ground(plot, labels, frame), *names(plot, chart.places, frame)]
    for place, (name, value) in enumerate(zip(chart.places, one.values, strict=True)):
        told = f"{name}: {spoken(value, one.column.quantity, wording)}"
        marks += _column(plot, place, value, told=told, frame=frame)
    if chart.bound:
        marks += _bound(chart.bound, plot)
    marks += _figures(chart, plot, frame, wording)
    return Picture(frame.width, plot.bottom + frame.line * 1.6, tuple(marks))


def _entries(chart: Chart, wording: Wording) -> list[tuple[Look, str]]:
    (one,) = chart.series
    entries = [(Look.FIRST, one.column.name)]
    if chart.bound:
        entries.append((Look.LIMIT, chart.bound.column.name))
    if None in one.values:
        entries.append((Look.UNKNOWN, wording.nothing))
    return entries


def _column(
    plot: Plot, place: int, value: float | None, *, told: str, frame: Frame
) -> Iterator[Mark]:
    width = plot.slot * _WIDE
    left = plot.middle(place) - width / 2
    if value is None:
        area = Area(Look.UNKNOWN, left, plot.top, width, plot.bottom - plot.top, told)
        yield from hatched(area, gap=frame.size * HATCH)
        return
    top = plot.height(value)
    yield Area(Look.FIRST, left, top, width, plot.bottom - top, told)


def _bound(bound: Series, plot: Plot) -> Iterator[Mark]:
    """A level over each place, joined where both neighbours have one."""
    points: list[tuple[float, float]] = []
    for place, value in enumerate((*bound.values, None)):
        if value is not None:
            y = plot.height(value)
            points += [
                (plot.left + place * plot.slot, y),
                (plot.left + (place + 1) * plot.slot, y),
            ]
        elif points:
            yield Stroke(Look.LIMIT, tuple(points))
            points = []


def _figures(chart: Chart, plot: Plot, frame: Frame, wording: Wording) -> Iterator[Mark]:
    """Each column's figure over it, if all of them have room, and never across the limit."""
    (one,) = chart.series
    told = [
        "" if value is None else spoken(value, one.column.quantity, wording)
        for value in one.values
    ]
    if any(width_of(words, frame.size) > plot.slot for words in told):
        return
    limits = chart.bound.values if chart.bound else (None,) * len(told)
    above = frame.size * 0.3
    for place, (value, words, limit) in enumerate(zip(one.values, told, limits, strict=True)):
        if value is not None:
            y = plot.height(value) - above
            level = plot.bottom if limit is None else plot.height(limit)
            if y - frame.size <= level <= y + above:
                y = level - above
            yield Words(words, (plot.middle(place), y), frame.size, Anchor.MIDDLE)
