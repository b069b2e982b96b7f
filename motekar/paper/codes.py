"""Code 128 and QR as vector boxes, in sizes that read from a 100 dpi copy.

A box is as wide as its modules; the neighbours on either side keep the quiet zone free, which
page margins do as well. Above and below the quiet zone belongs to the box.
"""

import re
from collections.abc import Sequence

import segno
from barcode.charsets.code128 import CODES, START_CODES, STOP
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from motekar.paper.boxes import Box

# Three dots of a 203 dpi thermal head.
BAR_MODULE = 0.375 * mm
BAR_QUIET_MODULES = 10
_BAR_LEAN = 0.254 * mm
QR_QUIET_MODULES = 4
# segno would spend 6 ms, a slip's whole budget, on trying all eight masks; readers undo any.
_QR_MASK = 2


def code128(digits: str, *, height: float) -> Box:
    """An even number of digits as Code 128; all in set C, two digits to a sign.

    The bars lean by a quarter of a millimetre from foot to head. At 100 dpi a module is one and
    a half pixels, and upright bars give a reader the same unlucky rounding in every row: two of
    three copies did not read. Leaning by a pixel, they are rounded differently in every row.
    """
    row = _set_c_modules(digits)
    size = (BAR_MODULE, height)
    return _modules([row], size, quiet=(BAR_QUIET_MODULES, 0), lean=_BAR_LEAN)


def _set_c_modules(digits: str) -> str:
    # Code128.build() takes a leading 99 for a change of sets and drops it: only its table is used.
    pairs = [int(digits[place : place + 2]) for place in range(0, len(digits), 2)]
    start = START_CODES["C"]
    check = (start + sum(place * pair for place, pair in enumerate(pairs, 1))) % 103
    return f"{''.join(CODES[sign] for sign in (start, *pairs, check))}{STOP}11"


def qr(content: str, *, side: float) -> Box:
    """A QR code of level M; ``side`` is that of its modules, without the quiet zone."""
    code = segno.make(content, error="m", micro=False, boost_error=False, mask=_QR_MASK)
    rows = ["".join(map(str, row)) for row in code.matrix]
    module = side / len(rows)
    return _modules(rows, (module, module), quiet=(QR_QUIET_MODULES, QR_QUIET_MODULES))


def _modules(
    rows: Sequence[str],
    module: tuple[float, float],
    *,
    quiet: tuple[int, int],
    lean: float = 0,
) -> Box:
    (wide, high), (across, down) = module, quiet
    columns, lines = len(rows[0]), len(rows) + 2 * down
    # Counted in modules every number in the file is a small whole one: exact, short and quick.
    runs = [
        f"{run.start()} {number} {run.end() - run.start()} 1 re"
        for number, row in enumerate(reversed(rows), down)
        for run in re.finditer("1+", row)
    ]

    def draw(canvas: Canvas, left: float, top: float) -> None:
        canvas.saveState()
        canvas.transform(wide, 0, lean, high, left - lean / 2, top - lines * high)
        canvas.setFillGray(1)
        canvas.rect(-across, 0, columns + 2 * across, lines, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawPath(PDFPathObject(code=list(runs)), stroke=0, fill=1)
        canvas.restoreState()

    return Box(columns * wide, lines * high, draw)
