"""Draws the record of destroyed cards (berita acara pemusnahan) on A4, to be signed by hand.

The list takes as many pages as it needs. Nobody whose card it was is named: a card is known by
its request's number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from motekar.paper import boxes, sheet
from motekar.paper.boxes import Align, Box, text
from motekar.paper.letters import BOLD, REGULAR
from motekar.paper.sheet import Placed
from motekar.reports.paging import Part, laid_out

TITLE = "Berita Acara Pemusnahan"
SUBTITLE = "KTP-el dan blangko KTP-el"
RULING = (
    "Pemusnahan ini mengikuti Surat Edaran Menteri Dalam Negeri Nomor 470.13/11176/SJ tanggal 13 "
    "Desember 2018: kartu dicatat lebih dahulu, lalu dibakar. Daftar kartunya adalah bagian dari "
    "berita acara ini."
)
CLOSING = (
    "Demikian berita acara ini dibuat dengan sebenarnya untuk digunakan sebagaimana mestinya."
)
_WIDTH, _HEIGHT = 210 * mm, 297 * mm
_SIDE, _TOP, _BOTTOM = 22 * mm, 16 * mm, 24 * mm
_ROOM = _WIDTH - 2 * _SIDE
_SIZE, _SMALL = 10.5, 9.0
_HEADINGS = ("No.", "Jenis", "Nomor", "Keterangan", "Sejak", "Jumlah")
_COLUMNS = (8 * mm, 39 * mm, 45 * mm, 31 * mm, 20 * mm, 13 * mm)
_BETWEEN = 2 * mm
_SIGNING = 20 * mm


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of the list, in words."""

    kind: str
    number: str
    about: str
    since: str
    quantity: int


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """Who signs, in which part, and what they are."""

    part: str
    name: str
    post: str


@dataclass(frozen=True, slots=True, repr=False)
class DestructionRecord:
    """What the record says; ``opening`` leads to the counts, which name each kind."""

    agency_name: str
    office_name: str
    office_address: str
    number: str
    opening: str
    counts: tuple[tuple[str, int], ...]
    cards: tuple[CardLine, ...]
    signers: tuple[Signer, ...]
    is_example: bool


def draw(record: DestructionRecord) -> bytes:
    """The record as PDF; the same record gives the same bytes. Threads may draw at once."""
    room = _HEIGHT - _TOP - _BOTTOM
    contents = laid_out(
        [
            Part([_head(record), _title(record), *_told(record)], gap=_SIZE),
            Part(_rows(record), heading=_heading(), above=_SIZE),
            Part(_signatures(record), above=_SIZE * 1.5, gap=_SIZE),
        ],
        height=room,
    )
    pages = [
        [*_mark(record), Placed(content, _SIDE, _TOP), _foot(record, number, len(contents))]
        for number, content in enumerate(contents, start=1)
    ]
    return sheet.bound(pages, title=TITLE, width=_WIDTH, height=_HEIGHT)


def _mark(record: DestructionRecord) -> list[Placed]:
    mark = sheet.example_mark(width=_WIDTH, height=_HEIGHT)
    return [Placed(mark, 0, 0)] if record.is_example else []


def _foot(record: DestructionRecord, number: int, pages: int) -> Placed:
    room = 32 * mm
    page = boxes.on_one_line(f"Halaman {number} dari {pages}", size=_SMALL)
    named = text(f"{TITLE} nomor {record.number}", width=_ROOM - room, size=_SMALL)
    line = boxes.beside([named, boxes.aligned(page, width=room, align=Align.RIGHT)])
    foot = boxes.stacked([boxes.rule(_ROOM, weight=0.4), line], gap=_SMALL * 0.4)
    return Placed(foot, _SIDE, _HEIGHT - _BOTTOM + 4 * mm)


def _head(record: DestructionRecord) -> Box:
    tags = [boxes.tag(sheet.EXAMPLE_WORD, size=_SIZE * 1.1)] if record.is_example else []
    room = sum(tag.width for tag in tags)
    name = sheet.letterhead(
        record.agency_name,
        record.office_name,
        record.office_address,
        width=_ROOM - room - _SIZE,
        size=_SIZE,
    )
    return boxes.stacked(
        [boxes.beside([name, *tags], gap=_SIZE), boxes.rule(_ROOM, weight=1.4)], gap=_SIZE * 0.6
    )


def _title(record: DestructionRecord) -> Box:
    lines = [
        boxes.on_one_line(TITLE.upper(), size=_SIZE * 1.4, font=BOLD),
        boxes.on_one_line(SUBTITLE, size=_SIZE),
        boxes.on_one_line(f"Nomor: {record.number}", size=_SIZE, font=BOLD, most_width=_ROOM),
    ]
    return boxes.stacked(
        [boxes.aligned(line, width=_ROOM, align=Align.CENTRE) for line in lines], gap=_SIZE * 0.2
    )


def _told(record: DestructionRecord) -> list[Box]:
    counts = [*record.counts, ("Seluruhnya", sum(number for _, number in record.counts))]
    return [
        text(record.opening, width=_ROOM, size=_SIZE),
        boxes.stacked([_count(name, number) for name, number in counts], gap=_SIZE * 0.2),
        text(RULING, width=_ROOM, size=_SIZE),
    ]


def _count(name: str, number: int) -> Box:
    indent, label = (
        boxes.text(" ", width=8 * mm, size=_SIZE),
        text(name, width=80 * mm, size=_SIZE),
    )
    count = boxes.on_one_line(f"{number} kartu", size=_SIZE, font=BOLD)
    return boxes.beside([indent, label, boxes.aligned(count, width=30 * mm, align=Align.RIGHT)])


def _heading() -> Box:
    return boxes.stacked(
        [boxes.rule(_ROOM), _line(_HEADINGS, font=BOLD), boxes.rule(_ROOM)], gap=_SMALL * 0.3
    )


def _rows(record: DestructionRecord) -> list[Box]:
    cells = (
        (f"{number}.", card.kind, card.number, card.about, card.since, str(card.quantity))
        for number, card in enumerate(record.cards, start=1)
    )
    under = boxes.rule(_ROOM, weight=0.3)
    over = boxes.space(_SMALL * 0.3)
    return [boxes.stacked([over, _line(each), over, under]) for each in cells]


def _line(cells: Sequence[str], *, font: str = REGULAR) -> Box:
    *words, number = cells
    written = [
        text(cell, width=width, size=_SMALL, font=font)
        for cell, width in zip(words, _COLUMNS[:-1], strict=True)
    ]
    last = boxes.on_one_line(number, size=_SMALL, font=font)
    return boxes.beside(
        [*written, boxes.aligned(last, width=_COLUMNS[-1], align=Align.RIGHT)], gap=_BETWEEN
    )


def _signatures(record: DestructionRecord) -> list[Box]:
    """Two beside each other; what closes the record stays with the first of them."""
    pairs = [record.signers[start : start + 2] for start in range(0, len(record.signers), 2)]
    first, *others = [
        boxes.beside([_signature(one) for one in pair], gap=10 * mm) for pair in pairs
    ]
    closing = text(CLOSING, width=_ROOM, size=_SIZE)
    return [boxes.stacked([closing, first], gap=_SIZE), *others]


def _signature(signer: Signer) -> Box:
    width = (_ROOM - 10 * mm) / 2
    return boxes.stacked(
        [
            text(f"{signer.part},", width=width, size=_SIZE),
            boxes.space(_SIGNING),
            boxes.rule(width, weight=0.4),
            boxes.space(_SIZE * 0.2),
            text(signer.name, width=width, size=_SIZE, font=BOLD),
            text(signer.post, width=width, size=_SIZE),
        ]
    )
