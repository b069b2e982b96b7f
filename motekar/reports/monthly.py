"""Draws the monthly report on A4 to be signed by hand: words, tables, and pictures as vectors.

What is said in it comes in words; how it stands on the paper is decided here. Tables take as many
pages as they need, a picture is never cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.units import mm

from motekar.paper import boxes, sheet
from motekar.paper.boxes import Align, Box, text
from motekar.paper.letters import BOLD
from motekar.paper.sheet import Placed
from motekar.reports.charts.chart import Chart
from motekar.reports.charts.drawing import picture
from motekar.reports.charts.on_paper import box
from motekar.reports.charts.picture import Frame
from motekar.reports.paging import Part, laid_out
from motekar.reports.quantities import INDONESIAN
from motekar.reports.ruled import ruled
from motekar.reports.tables import Table

TITLE = "Laporan bulanan pelayanan cetak KTP-el"
_WIDTH, _HEIGHT = 210 * mm, 297 * mm
_SIDE, _TOP, _BOTTOM = 20 * mm, 16 * mm, 22 * mm
_ROOM = _WIDTH - 2 * _SIDE
_SIZE, _SMALL = 10.0, 8.5
_FRAME = Frame(_ROOM, _SMALL)
_SIGNING = 20 * mm
_DOTS = "." * 40


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure that stands out, what it is, and out of how many."""

    name: str
    figure: str
    told: str


@dataclass(frozen=True, slots=True)
class Section:
    """One subject: words, a table, and a picture of it where there is one."""

    title: str
    table: Table
    told: tuple[str, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """What the report says; ``basis`` is what all figures were computed from, and when."""

    agency_name: str
    office_name: str
    office_address: str
    period: str
    offices: str
    definition: str
    headlines: tuple[Headline, ...]
    sections: tuple[Section, ...]
    basis: tuple[str, ...]
    posts: tuple[str, ...]
    is_example: bool


def draw(report: MonthlyReport) -> bytes:
    """The report as PDF; the same report gives the same bytes. Threads may draw at once."""
    opening = [_head(report), _title(report), text(report.definition, width=_ROOM, size=_SIZE)]
    parts = [
        Part([*opening, _headlines(report)], gap=_SIZE),
        *(
            part
            for number, each in enumerate(report.sections, 1)
            for part in _section(number, each)
        ),
        Part([_closing(report)], above=_SIZE * 1.5),
    ]
    contents = laid_out(parts, height=_HEIGHT - _TOP - _BOTTOM)
    pages = [
        [*_mark(report), Placed(content, _SIDE, _TOP), _foot(report, number, len(contents))]
        for number, content in enumerate(contents, start=1)
    ]
    return sheet.bound(pages, title=TITLE, width=_WIDTH, height=_HEIGHT)


def _mark(report: MonthlyReport) -> list[Placed]:
    mark = sheet.example_mark(width=_WIDTH, height=_HEIGHT)
    return [Placed(mark, 0, 0)] if report.is_example else []


def _foot(report: MonthlyReport, number: int, pages: int) -> Placed:
    room = 32 * mm
    page = boxes.on_one_line(f"Halaman {number} dari {pages}", size=_SMALL)
    named = text(
        f"{TITLE}, {report.period}, {report.office_name}", width=_ROOM - room, size=_SMALL
    )
    line = boxes.beside([named, boxes.aligned(page, width=room, align=Align.RIGHT)])
    foot = boxes.stacked([boxes.rule(_ROOM, weight=0.4), line], gap=_SMALL * 0.4)
    return Placed(foot, _SIDE, _HEIGHT - _BOTTOM + 4 * mm)


def _head(report: MonthlyReport) -> Box:
    tags = [boxes.tag(sheet.EXAMPLE_WORD, size=_SIZE * 1.1)] if report.is_example else []
    room = sum(tag.width for tag in tags)
    name = sheet.letterhead(
        report.agency_name,
        report.office_name,
        report.office_address,
        width=_ROOM - room - _SIZE,
        size=_SIZE,
    )
    return boxes.stacked(
        [boxes.beside([name, *tags], gap=_SIZE), boxes.rule(_ROOM, weight=1.4)], gap=_SIZE * 0.6
    )


def _title(report: MonthlyReport) -> Box:
    lines = [
        boxes.on_one_line(TITLE.upper(), size=_SIZE * 1.3, font=BOLD, most_width=_ROOM),
        boxes.on_one_line(report.period, size=_SIZE * 1.2, most_width=_ROOM),
        *(
            [boxes.balanced_text(report.offices, width=_ROOM, size=_SIZE)]
            if report.offices
            else []
        ),
    ]
    return boxes.stacked(
        [boxes.aligned(line, width=_ROOM, align=Align.CENTRE) for line in lines], gap=_SIZE * 0.2
    )


def _headlines(report: MonthlyReport) -> Box:
    """Beside each other, the first is the one that counts."""
    gap = _SIZE
    width = (_ROOM - gap * (len(report.headlines) - 1)) / len(report.headlines)
    return boxes.beside([_headline(each, width=width) for each in report.headlines], gap=gap)


def _headline(headline: Headline, *, width: float) -> Box:
    return boxes.stacked(
        [
            boxes.rule(width, weight=1.4),
            boxes.text(headline.name, width=width, size=_SMALL, font=BOLD),
            boxes.on_one_line(headline.figure, size=_SIZE * 2.2, font=BOLD, most_width=width),
            boxes.text(headline.told, width=width, size=_SMALL),
        ],
        gap=_SMALL * 0.4,
    )


def _section(number: int, section: Section) -> Iterator[Part]:
    """The title stays with what follows it, be that a picture or the first row of a table."""
    title = text(f"{number}. {section.title}", width=_ROOM, size=_SIZE * 1.1, font=BOLD)
    told = [text(words, width=_ROOM, size=_SIZE) for words in section.told]
    opening = boxes.stacked([title, *told, boxes.space(_SIZE * 0.1)], gap=_SIZE * 0.5)
    above = _SIZE * 1.6
    if section.chart:
        drawn = box(picture(section.chart, _FRAME, INDONESIAN))
        yield Part([drawn], opening=opening, above=above)
        opening, above = boxes.space(0), _SIZE * 0.6
    yield ruled(
        section.table, width=_ROOM, size=_SMALL, wording=INDONESIAN, above=above, opening=opening
    )


def _closing(report: MonthlyReport) -> Box:
    """Whoever signs has before them what it was computed from."""
    basis = (text(words, width=_ROOM, size=_SMALL) for words in report.basis)
    told = boxes.stacked([boxes.rule(_ROOM, weight=0.4), *basis], gap=_SMALL * 0.4)
    return boxes.stacked([told, _signatures(report)], gap=_SIZE * 2)


def _signatures(report: MonthlyReport) -> Box:
    """One place to sign for each post, beside each other and never cut."""
    gap = 12 * mm
    width = (_ROOM - gap * (len(report.posts) - 1)) / len(report.posts)
    return boxes.beside([_signature(post, width=width) for post in report.posts], gap=gap)


def _signature(post: str, *, width: float) -> Box:
    blank = [f"Nama: {_DOTS}", f"NIP: {_DOTS}"]
    lines = [boxes.on_one_line(line, size=_SIZE, most_width=width) for line in blank]
    return boxes.stacked(
        [
            boxes.on_one_line("." * 28 + ", " + "." * 34, size=_SIZE, most_width=width),
            text(f"{post},", width=width, size=_SIZE),
            boxes.space(_SIGNING),
            *lines,
        ],
        gap=_SIZE * 0.3,
    )
