"""Lays boxes over as many pages as they need; a table's heading stands again on each of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from motekar.paper import boxes
from motekar.paper.boxes import Box


@dataclass(frozen=True, slots=True)
class Part:
    """Boxes below each other, none of which is cut; ``heading`` stands above the first on a page.

    ``opening`` stands once above the first of all and is never parted from it. ``above`` is the
    room left over the part, ``gap`` that between its boxes.
    """

    boxes: Sequence[Box]
    heading: Box | None = None
    opening: Box | None = None
    above: float = 0
    gap: float = 0


_KEPT_TOGETHER = 1 / 3
"""Of a page: a part no higher than that is not parted."""


def laid_out(parts: Sequence[Part], *, height: float) -> list[Box]:
    """One box a page, no higher than ``height`` unless a single box is."""
    pages: list[list[Box]] = [[]]
    for part in parts:
        whole = _height_of(part)
        if whole <= height * _KEPT_TOGETHER and _height(pages[-1]) + whole > height:
            pages.append([])
        space, opening = part.above if pages[-1] else 0, _given(part.opening)
        heading = _given(part.heading)
        for box in part.boxes:
            coming = [boxes.space(space), *opening, *heading, box]
            if pages[-1] and _height([*pages[-1], *coming]) > height:
                pages.append([])
                coming = [*opening, *_given(part.heading), box]
            pages[-1] += coming
            space, opening, heading = part.gap, [], []
    return [boxes.stacked(page) for page in pages]


def _height_of(part: Part) -> float:
    inside = _height([*_given(part.opening), *_given(part.heading), *part.boxes])
    return part.above + inside + part.gap * (len(part.boxes) - 1)


def _given(box: Box | None) -> list[Box]:
    return [box] if box else []


def _height(page: Sequence[Box]) -> float:
    return sum(box.height for box in page)
