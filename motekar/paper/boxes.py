"""Boxes of type and lines: each knows its size and draws itself.

A layout made of boxes can be measured before it is drawn, so type shrinks and receipts grow
with their content. All lengths are points; ``draw`` gets the box's upper left corner.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from reportlab.pdfgen.canvas import Canvas

from motekar.paper import letters
from motekar.paper.letters import BOLD, NO_BREAK_SPACE, REGULAR, text_width

LEADING = 1.22
_FIRST_BASELINE = 0.93
_MOST_LINES = 12

Draw = Callable[[Canvas, float, float], None]


@dataclass(frozen=True, slots=True)
class Box:
    """A measured piece of paper."""

    width: float
    height: float
    draw: Draw


class Align(Enum):
    """Where a box stands between the edges of the room it is given."""

    CENTRE = auto()
    RIGHT = auto()


_SHARE_BEFORE = {Align.CENTRE: 0.5, Align.RIGHT: 1.0}


def text(words: str, *, width: float, size: float, font: str = REGULAR) -> Box:
    """Wrapped words; more than a dozen lines end in an ellipsis."""
    lines = _broken(words, font, size, width)
    return Box(width, len(lines) * size * LEADING, _writing(lambda: lines, font, size))


def balanced_text(words: str, *, width: float, size: float, font: str = REGULAR) -> Box:
    """Wrapped words in lines of about the same length, for names and sentences that stand out."""
    lines = _broken(words, font, size, width)

    def evened_out() -> list[str]:
        return letters.balanced(lines, font=font, size=size, width=width)

    return Box(width, len(lines) * size * LEADING, _writing(evened_out, font, size))


def on_one_line(
    words: str, *, size: float, font: str = REGULAR, most_width: float | None = None
) -> Box:
    """Words that are not broken; type shrinks until they are no wider than ``most_width``."""
    line = letters.printable(words)
    natural = text_width(line, font=font, size=size)
    if most_width is not None and natural > most_width:
        size, natural = size * most_width / natural, most_width
    return Box(natural, size * LEADING, _writing(lambda: [line], font, size))


def _broken(words: str, font: str, size: float, width: float) -> list[str]:
    lines = letters.broken(letters.printable(words).strip(), font=font, size=size, width=width)
    return letters.shortened(lines, font=font, size=size, width=width, most=_MOST_LINES)


def _writing(lines: Callable[[], Sequence[str]], font: str, size: float) -> Draw:
    def draw(canvas: Canvas, left: float, top: float) -> None:
        written = canvas.beginText()
        written.setFont(font, size, size * LEADING)
        written.setTextOrigin(left, top - _FIRST_BASELINE * size)
        for line in lines():
            written.textLine(line.replace(NO_BREAK_SPACE, " "))
        canvas.drawText(written)

    return draw


def spaced_apart(words: Sequence[str], *, width: float, size: float, font: str = BOLD) -> Box:
    """Words on one line, the first flush left and the last flush right."""
    spare = width - sum(text_width(word, font=font, size=size) for word in words)
    step = spare / max(1, len(words) - 1)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        written = canvas.beginText()
        written.setFont(font, size)
        for word in words:
            written.setTextOrigin(left, top - _FIRST_BASELINE * size)
            # The space keeps the groups apart when the text is copied or read aloud.
            written.textOut(f"{word} ")
            left += text_width(word, font=font, size=size) + step
        canvas.drawText(written)

    return Box(width, size * LEADING, draw)


def tag(words: str, *, size: float) -> Box:
    """White words on a black band, for what must not be overlooked."""
    width = text_width(words, font=BOLD, size=size) + size
    height = size * 1.5

    def draw(canvas: Canvas, left: float, top: float) -> None:
        canvas.rect(left, top - height, width, height, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.setFont(BOLD, size)
        canvas.drawString(left + size / 2, top - size * 1.1, words)
        canvas.setFillGray(0)

    return Box(width, height, draw)


def rule(width: float, *, weight: float = 0.6, dashed: bool = False) -> Box:
    """A horizontal line."""

    def draw(canvas: Canvas, left: float, top: float) -> None:
        canvas.setLineWidth(weight)
        canvas.setDash([3, 3] if dashed else [])
        canvas.line(left, top - weight / 2, left + width, top - weight / 2)

    return Box(width, weight, draw)


def space(height: float) -> Box:
    """Nothing, so high."""
    return Box(0, height, lambda _canvas, _left, _top: None)


def stacked(boxes: Sequence[Box], *, gap: float = 0) -> Box:
    """Boxes below each other; those without height take no gap either."""
    shown = [box for box in boxes if box.height]

    def draw(canvas: Canvas, left: float, top: float) -> None:
        for box in shown:
            box.draw(canvas, left, top)
            top -= box.height + gap

    height = sum(box.height for box in shown) + gap * max(0, len(shown) - 1)
    return Box(max((box.width for box in shown), default=0), height, draw)


def beside(boxes: Sequence[Box], *, gap: float = 0) -> Box:
    """Boxes next to each other, their upper edges level."""

    def draw(canvas: Canvas, left: float, top: float) -> None:
        for box in boxes:
            box.draw(canvas, left, top)
            left += box.width + gap

    width = sum(box.width for box in boxes) + gap * (len(boxes) - 1)
    return Box(width, max(box.height for box in boxes), draw)


def aligned(box: Box, *, width: float, align: Align) -> Box:
    """The box at its place between the edges of ``width``."""
    spare = _SHARE_BEFORE[align] * (width - box.width)
    return Box(width, box.height, lambda canvas, left, top: box.draw(canvas, left + spare, top))
