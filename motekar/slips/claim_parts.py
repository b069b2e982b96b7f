"""The claim slip's facts and the parts that all its papers are put together from.

The fixed words are Indonesian and stand here, since the slip is an official paper; sentences
that depend on the request come ready in the facts. What is not in the facts cannot be printed:
there is no place for a NIK, a full name or a phone number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from motekar.paper import boxes, sheet
from motekar.paper.boxes import Align, Box, text
from motekar.paper.letters import BOLD, REGULAR

TITLE = "Resi cetak KTP-el"
# The no-break spaces keep the law's name on one line.
FEE = "Biaya: Rp0. GRATIS (Pasal\u00a079A\u00a0UU\u00a024/2013)"
NOT_A_KEY = (
    "Siapa pun yang memegang resi ini bisa melihat status, tetapi tidak bisa mengambil kartu."
)
ASK_HERE = "Cek status: tanyakan di kantor ini dengan nomor permohonan atau 20 angka kode resi."


@dataclass(frozen=True, slots=True)
class ClaimSlip:
    """What one claim slip says, already in the office's words and the office's time.

    Attributes:
        hours_lines: When the office is open, one line for days with the same hours.
        claim_code_digits: The 20 digits of the claim code.
        initials: The applicant's; never the name.
        missing_documents: What still has to be brought before anything can be promised.
        promise: The main sentence, a promise or that none can be made yet and why.
        bring: What to bring when collecting, the slip itself included.
        complaint: Where to complain, with its own opening words.
        status_url: The status page of this claim code; None where no public address is set.
        is_example: True in a demo installation: the paper is marked CONTOH.
    """

    agency_name: str
    office_name: str
    office_address: str
    hours_lines: tuple[str, ...]
    request_no: str
    claim_code_digits: str = field(repr=False)
    initials: str
    reason: str
    documents: tuple[str, ...]
    missing_documents: tuple[str, ...]
    promise: str
    received: str
    bring: tuple[str, ...]
    complaint: str
    status_url: str | None = field(repr=False)
    is_example: bool

    @property
    def code_groups(self) -> list[str]:
        """The claim code as people read it: five groups of four."""
        digits = self.claim_code_digits
        return [digits[start : start + 4] for start in range(0, len(digits), 4)]


def head(slip: ClaimSlip, *, width: float, size: float) -> Box:
    """Letterhead, and at its right end the kind of paper and whether it is an example."""
    room, gap = size * 9, size
    marks = [boxes.on_one_line(TITLE, size=size, font=BOLD), *_example_tag(slip, size)]
    right = boxes.stacked(
        [boxes.aligned(mark, width=room, align=Align.RIGHT) for mark in marks], gap=size * 0.4
    )
    left = _letterhead(slip, width=width - room - gap, size=size)
    return boxes.beside([left, right], gap=gap)


def narrow_head(slip: ClaimSlip, *, width: float, size: float) -> Box:
    """The same for a receipt: everything below each other."""
    title = text(TITLE, width=width, size=size * 1.1, font=BOLD)
    name = _letterhead(slip, width=width, size=size)
    return boxes.stacked([*_example_tag(slip, size), title, name], gap=size * 0.4)


def _example_tag(slip: ClaimSlip, size: float) -> list[Box]:
    return [boxes.tag(sheet.EXAMPLE_WORD, size=size * 1.1)] if slip.is_example else []


def _letterhead(slip: ClaimSlip, *, width: float, size: float) -> Box:
    return sheet.letterhead(
        slip.agency_name, slip.office_name, slip.office_address, width=width, size=size
    )


def promise(slip: ClaimSlip, *, width: float, size: float) -> Box:
    """The main sentence, and right below it what the citizen still has to bring."""
    sentence = boxes.balanced_text(slip.promise, width=width, size=size, font=BOLD)
    if not slip.missing_documents:
        return sentence
    small = size * 0.68
    missing = [
        text("Masih kurang, bawa ke kantor ini:", width=width, size=small),
        *_points(slip.missing_documents, width=width, size=small, font=BOLD),
    ]
    return boxes.stacked([sentence, boxes.stacked(missing)], gap=size * 0.3)


def collecting(slip: ClaimSlip, *, width: float, size: float, label_width: float | None) -> Box:
    """Where, when and with what the card is collected."""
    room = width - (label_width or 0)
    open_when = slip.hours_lines or ("Pada jam buka kantor",)
    rows = [
        ("Ambil di kantor ini", [text(line, width=room, size=size) for line in open_when]),
        ("Bawa saat mengambil", _points(slip.bring, width=room, size=size)),
    ]
    return _table(rows, width=width, size=size, label_width=label_width)


def about(slip: ClaimSlip, *, width: float, size: float, label_width: float | None) -> Box:
    """What was asked for, by whom, when, and with which documents."""
    told = {
        "Pemohon": slip.initials,
        "Alasan": slip.reason,
        "Diterima": slip.received,
        "Dokumen diterima": "; ".join(slip.documents) or "Belum ada",
    }
    room = width - (label_width or 0)
    rows = [(label, [text(words, width=room, size=size)]) for label, words in told.items()]
    return _table(rows, width=width, size=size, label_width=label_width)


def request_number(slip: ClaimSlip, *, width: float, size: float) -> Box:
    """The number that is called out, sorted by and asked for."""
    label = text("Nomor permohonan", width=width, size=size, font=BOLD)
    number = boxes.on_one_line(slip.request_no, size=size * 2.2, font=BOLD, most_width=width)
    return boxes.stacked([label, number])


def how_to_ask(slip: ClaimSlip, *, width: float, size: float) -> Box:
    """How to learn the status: by scanning or typing, or at the counter without a public page."""
    if slip.status_url is None:
        return boxes.balanced_text(ASK_HERE, width=width, size=size)
    start_page = slip.status_url.partition("/status/")[0].rpartition("://")[2]
    return boxes.stacked(
        [
            text("Cek status: pindai QR, atau buka", width=width, size=size),
            boxes.on_one_line(start_page, size=size, font=BOLD, most_width=width),
            text("dan ketik 20 angka kode resi.", width=width, size=size),
        ]
    )


def fine_print(slip: ClaimSlip, *, width: float, size: float) -> Box:
    """That it costs nothing, where to complain, and what the slip does not open."""
    return boxes.stacked(
        [
            text(FEE, width=width, size=size * 1.25, font=BOLD),
            text(slip.complaint, width=width, size=size),
            text(NOT_A_KEY, width=width, size=size),
        ],
        gap=size * 0.25,
    )


def _points(items: Sequence[str], *, width: float, size: float, font: str = REGULAR) -> list[Box]:
    """One box per item, dashed when there are several."""
    if len(items) == 1:
        return [text(items[0], width=width, size=size, font=font)]
    dash = text("\u2013", width=size * 0.9, size=size, font=font)
    room = width - dash.width
    return [boxes.beside([dash, text(item, width=room, size=size, font=font)]) for item in items]


def _table(
    rows: Sequence[tuple[str, Sequence[Box]]],
    *,
    width: float,
    size: float,
    label_width: float | None,
) -> Box:
    """Rows of a label and its lines; without a label width the label stands above its lines."""

    def row(label: str, lines: Sequence[Box]) -> Box:
        if label_width is None:
            return boxes.stacked([text(label, width=width, size=size, font=BOLD), *lines])
        name = text(label, width=label_width - size / 2, size=size, font=BOLD)
        return boxes.beside([name, boxes.stacked(lines)], gap=size / 2)

    return boxes.stacked([row(*each) for each in rows], gap=size * 0.4)
