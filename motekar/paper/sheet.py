"""Letterhead, example mark, and boxes turned into a PDF of one page or several."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from motekar.paper import boxes, letters
from motekar.paper.boxes import Box
from motekar.paper.letters import BOLD

EXAMPLE_WORD = "CONTOH"

# Plain binary streams are a fifth smaller, and reportlab's ASCII coding alone takes 2 ms a page.
rl_config.useA85 = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A box and its upper left corner, measured in points from the paper's upper left."""

    box: Box
    left: float
    top: float


def letterhead(agency: str, office: str, address: str, *, width: float, size: float) -> Box:
    """Who writes: the agency small, the office large and smaller the longer its name."""
    name = letters.printable(office)
    sizes = [size * share for share in (1.5, 1.35, 1.2, 1.1)]
    fitting = (s for s in sizes if letters.text_width(name, font=BOLD, size=s) <= width)
    office_size = next(fitting, sizes[-1])
    small = size * 0.95
    return boxes.stacked(
        [
            boxes.balanced_text(agency, width=width, size=small),
            boxes.balanced_text(office, width=width, size=office_size, font=BOLD),
            boxes.balanced_text(address, width=width, size=small),
        ],
        gap=size * 0.15,
    )


def example_mark(*, width: float, height: float) -> Box:
    """CONTOH across the area in grey so light that what is drawn over it stays readable."""
    size = min(width, height) * 1.1 / letters.text_width(EXAMPLE_WORD, font=BOLD, size=1)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        canvas.saveState()
        canvas.translate(left + width / 2, top - height / 2)
        canvas.transform(*_along_diagonal(width, height), 0, 0)
        canvas.setFillGray(0.91)
        canvas.setFont(BOLD, size)
        canvas.drawCentredString(0, -size * 0.36, EXAMPLE_WORD)
        canvas.restoreState()

    return Box(width, height, draw)


def _along_diagonal(width: float, height: float) -> tuple[float, float, float, float]:
    # A long receipt would turn the word upright: no steeper than 45 degrees.
    rise = min(width, height)
    diagonal = hypot(width, rise)
    cosine, sine = width / diagonal, rise / diagonal
    return cosine, sine, -sine, cosine


def pdf(placed: Sequence[Placed], *, title: str, width: float, height: float) -> bytes:
    """One page with its boxes; see ``bound``."""
    return bound([placed], title=title, width=width, height=height)


def bound(pages: Sequence[Sequence[Placed]], *, title: str, width: float, height: float) -> bytes:
    """Pages with their boxes, drawn in order; the same boxes always give the same bytes.

    ``title`` is shown by every program that lists files: it names the kind of paper, nobody.
    """
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(width, height), invariant=1, pageCompression=1, lang="id")
    canvas.setTitle(title)
    canvas.setAuthor("Motekar")
    canvas.setCreator("Motekar")
    canvas.setSubject("")
    # Scaled to "fit the page" the bars would no longer fall on the printer's dots.
    canvas.setViewerPreference("PrintScaling", "None")
    for page in pages:
        for item in page:
            item.box.draw(canvas, item.left, height - item.top)
        canvas.showPage()
    canvas.save()
    return target.getvalue()
