"""A picture as SVG within a page: classes for the style sheet, no style of its own, no script."""

from xml.sax.saxutils import escape, quoteattr

from motekar.reports.charts.picture import Anchor, Area, Dot, Look, Mark, Picture, Stroke, Words


def svg(picture: Picture, *, key: str, title: str, says: str) -> str:
    """The element; ``key`` is unique in the page and begins the ids of title and description."""
    size = f"{_n(picture.width)} {_n(picture.height)}"
    marks = "".join(_mark(mark) for mark in picture.marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size}" '
        f'aria-labelledby="{key}-title {key}-says"><title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-says">{escape(says)}</desc>{marks}</svg>'
    )


def _mark(mark: Mark) -> str:
    match mark:
        case Area():
            box = (
                f'class="{_class(mark)}" x="{_n(mark.left)}" y="{_n(mark.top)}" '
                f'width="{_n(mark.width)}" height="{_n(mark.height)}"'
            )
            return _told("rect", box, mark.says)
        case Stroke():
            path = "L".join(f"{_n(x)} {_n(y)}" for x, y in mark.points)
            return f'<path class="{_class(mark)}" d="M{path}"/>'
        case Dot():
            (x, y), radius = mark.at, _n(mark.radius)
            return _told(
                "circle",
                f'class="{_class(mark)}" cx="{_n(x)}" cy="{_n(y)}" r="{radius}"',
                mark.says,
            )
        case Words():
            return _words(mark)


def _class(mark: Area | Stroke | Dot) -> str:
    kinds: dict[type, str] = {Area: "area", Stroke: "stroke", Dot: "dot"}
    look: Look = mark.look
    return f"{kinds[type(mark)]} {look.value}"


def _told(element: str, attributes: str, says: str) -> str:
    if not says:
        return f"<{element} {attributes}/>"
    return f"<{element} {attributes}><title>{escape(says)}</title></{element}>"


def _words(words: Words) -> str:
    x, y = words.at
    anchor = "" if words.anchor is Anchor.START else f" text-anchor={quoteattr(words.anchor)}"
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(words.size)}"{anchor}>'
        f"{escape(words.text)}</text>"
    )


def _n(number: float) -> str:
    """A tenth of a unit is finer than any screen shows."""
    return f"{number:.1f}".removesuffix(".0")
