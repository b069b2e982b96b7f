"""Code 128 and QR as vector boxes, in sizes that read from a 100 dpi copy.

A box is as wide as its modules; the neighbours on either side keep the quiet zone free, which
page margins do as well. Above and below the quiet zone belongs to the box.
"""

import re
from collections.abc import Sequence

import segno
from barcode import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from motekar.paper.boxes import Box

# Three dots of a 203 dpi thermal head; narrower bars do not read from a 100 dpi copy.
BAR_MODULE = 0.375 * mm
BAR_QUIET_MODULES = 10
QR_QUIET_MODULES = 4
# segno would spend 6 ms, a slip's whole budget, on trying all eight masks; readers undo any.
_QR_MASK = 2


def code128(digits: str, *, height: float) -> Box:
    """An even number of digits as Code 128; all in set C, two digits to a sign."""
    [bits] = Code128(digits).build()
    return _modules([bits], module=BAR_MODULE, row_height=height, quiet=(BAR_QUIET_MODULES, 0))


def qr(content: str, *, side: float) -> Box:
    """A QR code of level M; ``side`` is that of its modules, without the quiet zone."""
    code = segno.make(content, error="m", micro=False, boost_error=False, mask=_QR_MASK)
    rows = ["".join(map(str, row)) for row in code.matrix]
    module = side / len(rows)
    quiet = (QR_QUIET_MODULES, QR_QUIET_MODULES)
    return _modules(rows, module=module, row_height=module, quiet=quiet)


def _modules(
    rows: Sequence[str], *, module: float, row_height: float, quiet: tuple[int, int]
) -> Box:
    across, down = quiet
    columns, lines = len(rows[0]), len(rows) + 2 * down
    # Counted in modules every number in the file is a small whole one: exact, short and quick.
    runs = [
        f"{run.start()} {number} {run.end() - run.start()} 1 re"
        for number, row in enumerate(reversed(rows), down)
        for run in re.finditer("1+", row)
    ]

    def draw(canvas: Canvas, left: float, top: float) -> None:
        canvas.saveState()
        canvas.transform(module, 0, 0, row_height, left, top - lines * row_height)
        canvas.setFillGray(1)
        canvas.rect(-across, 0, columns + 2 * across, lines, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawPath(PDFPathObject(code=list(runs)), stroke=0, fill=1)
        canvas.restoreState()

    return Box(columns * module, lines * row_height, draw)
