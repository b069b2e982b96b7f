"""A picture as a box of vectors for a paper, in greys that any printer and copier shows."""

from reportlab.pdfgen.canvas import Canvas

from motekar.paper import letters
from motekar.paper.boxes import Box
from motekar.paper.letters import REGULAR
from motekar.reports.charts.picture import Anchor, Area, Dot, Look, Mark, Picture, Stroke, Words

_GREY = {
    Look.FIRST: 0.25,
    Look.SECOND: 0.25,
    Look.LIMIT: 0.0,
    Look.UNKNOWN: 0.5,
    Look.HATCH: 0.35,
    Look.GRID: 0.8,
    Look.BASE: 0.0,
}
_WEIGHT = {
    Look.FIRST: 1.2,
    Look.SECOND: 0.7,
    Look.LIMIT: 1.4,
    Look.UNKNOWN: 0.4,
    Look.HATCH: 0.5,
    Look.GRID: 0.4,
    Look.BASE: 0.8,
}
_DASHES = {Look.SECOND: [3, 2], Look.LIMIT: [5, 2.5]}


def box(picture: Picture) -> Box:
    """The picture, drawn where it is put."""

    def draw(canvas: Canvas, left: float, top: float) -> None:
        canvas.saveState()
        canvas.translate(left, top)
        for mark in picture.marks:
            _draw(canvas, mark)
        canvas.restoreState()

    return Box(picture.width, picture.height, draw)


def _draw(canvas: Canvas, mark: Mark) -> None:
    match mark:
        case Area():
            _pen(canvas, mark.look, dashed=False)
            filled = mark.look is Look.FIRST
            canvas.rect(
                mark.left,
                -mark.top - mark.height,
                mark.width,
                mark.height,
                stroke=int(not filled),
                fill=int(filled),
            )
        case Stroke():
            _pen(canvas, mark.look, dashed=True)
            path = canvas.beginPath()
            (x, y), *others = mark.points
            path.moveTo(x, -y)
            for x, y in others:
                path.lineTo(x, -y)
            canvas.drawPath(path, stroke=1, fill=0)
        case Dot():
            _pen(canvas, mark.look, dashed=False)
            (x, y), radius = mark.at, mark.radius * 0.7
            filled = mark.look is Look.FIRST
            canvas.setFillGray(_GREY[mark.look] if filled else 1)
            canvas.circle(x, -y, radius, stroke=1, fill=1)
        case Words():
            _write(canvas, mark)


def _pen(canvas: Canvas, look: Look, *, dashed: bool) -> None:
    canvas.setStrokeGray(_GREY[look])
    canvas.setFillGray(_GREY[look])
    canvas.setLineWidth(_WEIGHT[look])
    canvas.setDash(_DASHES.get(look, []) if dashed else [])


def _write(canvas: Canvas, words: Words) -> None:
    canvas.setFillGray(0)
    canvas.setFont(REGULAR, words.size)
    text, (x, y) = letters.printable(words.text), words.at
    put = {
        Anchor.START: canvas.drawString,
        Anchor.MIDDLE: canvas.drawCentredString,
        Anchor.END: canvas.drawRightString,
    }[words.anchor]
    put(x, -y, text)
