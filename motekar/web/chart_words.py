"""Figures in the words and signs of the spoken language, and charts as a page shows them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from babel.numbers import get_decimal_symbol, get_group_symbol
from markupsafe import Markup

from motekar.reports.charts.chart import Chart
from motekar.reports.charts.drawing import picture
from motekar.reports.charts.picture import Frame
from motekar.reports.charts.svg import svg
from motekar.reports.quantities import Wording, written
from motekar.reports.tables import Cell, Column, Table
from motekar.web.language import gettext, spoken

# On a phone a picture drawn for a desk would have letters nobody can read: each is drawn for both.
_NARROW, _WIDE = Frame(width=320, size=12), Frame(width=640, size=13)


@dataclass(frozen=True, slots=True)
class Pictured:
    """A chart drawn for a page, twice; the style sheet shows the one that fits.

    ``links`` are the addresses behind cells of its table, by row and column.
    """

    key: str
    title: str
    says: str
    table: Table
    links: Mapping[tuple[int, int], str]
    narrow: Markup
    wide: Markup


def pictured(chart: Chart, address: Callable[[Mapping[str, str]], str]) -> Pictured:
    """The chart in the spoken language; ``address`` is that of a list behind a cell."""
    return Pictured(
        key=chart.table.key,
        title=chart.title,
        says=chart.says,
        table=chart.table,
        links={place: address(what) for place, what in chart.behind.items()},
        narrow=_drawn(chart, _NARROW, "narrow"),
        wide=_drawn(chart, _WIDE, "wide"),
    )


def _drawn(chart: Chart, frame: Frame, fit: str) -> Markup:
    key = f"{chart.table.key}-{fit}"
    drawn = picture(chart, frame, wording())
    return Markup(svg(drawn, key=key, title=chart.title, says=chart.says))  # noqa: S704


def wording() -> Wording:
    """How figures are written in the spoken language."""
    return Wording(
        *_signs(spoken()),
        hour=gettext("jam"),
        minute=gettext("mnt"),
        nothing=gettext("tidak ada data"),
    )


@cache
def _signs(language: str) -> tuple[str, str]:
    return get_decimal_symbol(language), get_group_symbol(language)


def figure(cell: Cell, column: Column) -> str:
    """A table's cell as it is written on a page."""
    return written(cell, column.quantity, wording())
