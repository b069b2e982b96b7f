"""The ground of a picture with an axis: its edges, lines across, and names along the foot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from motekar.reports.charts.picture import (
    Anchor,
    Frame,
    Look,
    Mark,
    Point,
    Stroke,
    Words,
    width_of,
)
from motekar.reports.charts.scale import Scale

_GAP = 0.5


@dataclass(frozen=True, slots=True)
class Plot:
    """The room in which figures become heights; ``places`` share its width evenly."""

    left: float
    top: float
    right: float
    bottom: float
    places: int
    scale: Scale

    @property
    def slot(self) -> float:
        """The width that one place has."""
        return (self.right - self.left) / max(1, self.places)

    def middle(self, place: int) -> float:
        """Where a place has its middle."""
        return self.left + (place + 0.5) * self.slot

    def height(self, value: float) -> float:
        """Where a figure stands."""
        return self.bottom - self.scale.part(value) * (self.bottom - self.top)

    def point(self, place: int, value: float) -> Point:
        """Where a place's figure stands."""
        return self.middle(place), self.height(value)


def left_room(labels: Sequence[str], frame: Frame) -> float:
    """How wide the figures beside the axis are."""
    return max(width_of(label, frame.size) for label in labels) + frame.size * _GAP


def ground(plot: Plot, labels: Sequence[str], frame: Frame) -> Iterator[Mark]:
    """Lines across with their figures; the lowest is the base."""
    for tick, label in zip(plot.scale.ticks, labels, strict=True):
        y = plot.height(tick)
        look = Look.GRID if tick else Look.BASE
        yield Stroke(look, ((plot.left, y), (plot.right, y)))
        beside = (plot.left - frame.size * _GAP, y + frame.size * 0.35)
        yield Words(label, beside, frame.size, Anchor.END)


def names(plot: Plot, places: Sequence[str], frame: Frame) -> Iterator[Mark]:
    """As many names along the foot as stand beside each other, evenly chosen and upright."""
    widest = max((width_of(place, frame.size) for place in places), default=0)
    every = 1
    while every * plot.slot < widest + frame.size * _GAP and every < len(places):
        every += 1
    y = plot.bottom + frame.line
    for place in range(0, len(places), every):
        half = width_of(places[place], frame.size) / 2
        x = min(max(plot.middle(place), half), frame.width - half)
        yield Words(places[place], (x, y), frame.size, Anchor.MIDDLE)
