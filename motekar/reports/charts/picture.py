"""What a drawing is made of: areas, strokes, dots and words at their places.

Lengths run from the upper left corner, to the right and downwards. A look is named after what
is shown: which colour or grey that is, the page's style sheet and the paper decide.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from motekar.paper import letters
from motekar.paper.letters import REGULAR

LEADING = 1.2
# A page's own letters may run wider than the paper's, by which both are measured.
_ROOM_FOR_OTHER_LETTERS = 1.18

Point = tuple[float, float]


class Look(StrEnum):
    """What a mark stands for."""

    FIRST = "first"
    SECOND = "second"
    LIMIT = "limit"
    UNKNOWN = "unknown"
    HATCH = "hatch"
    GRID = "grid"
    BASE = "base"


class Anchor(StrEnum):
    """Which part of the words stands at their place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle; ``says`` is told to whoever points at it."""

    look: Look
    left: float
    top: float
    width: float
    height: float
    says: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line from point to point."""

    look: Look
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark on a line; see ``Area`` for ``says``."""

    look: Look
    at: Point
    radius: float
    says: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of words on its baseline."""

    text: str
    at: Point
    size: float
    anchor: Anchor = Anchor.START


Mark = Area | Stroke | Dot | Words


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide a picture is and how large its letters are."""

    width: float
    size: float

    @property
    def line(self) -> float:
        """The height of a line of words."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Picture:
    """Marks in the order in which they cover each other."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def width_of(words: str, size: float) -> float:
    """How much room words take at most."""
    natural = letters.text_width(letters.printable(words), font=REGULAR, size=size)
    return natural * _ROOM_FOR_OTHER_LETTERS


def wrapped(words: str, *, size: float, width: float, most: int) -> list[str]:
    """The words in lines no wider than ``width``, shortened to ``most`` of them."""
    narrow = width / _ROOM_FOR_OTHER_LETTERS
    lines = letters.broken(letters.printable(words), font=REGULAR, size=size, width=narrow)
    return letters.shortened(lines, font=REGULAR, size=size, width=narrow, most=most)


def hatched(area: Area, *, gap: float) -> Iterator[Mark]:
    """The outline of an area and slanted lines within it, which show in any ink."""
    left, top, right, bottom = (
        area.left,
        area.top,
        area.left + area.width,
        area.top + area.height,
    )
    yield area
    across = area.width + area.height
    for number in range(1, int(across / gap) + 1):
        shift = number * gap
        begin = (min(left + shift, right), top + max(0, shift - area.width))
        end = (left + max(0, shift - area.height), min(top + shift, bottom))
        if begin != end:
            yield Stroke(Look.HATCH, (begin, end))
