"""Draws the claim slip (resi) the citizen takes home, on the paper the counter has.

Four papers: A6; A4, whose upper half is the slip and folds or tears off; receipts of 80 and 58 mm
as long as their content. Bars and QR code never shrink; type does when the words are many.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from reportlab.lib.units import mm

from motekar.paper import boxes, codes, sheet
from motekar.paper.boxes import Align, Box
from motekar.paper.letters import BOLD
from motekar.paper.sheet import Placed
from motekar.slips import claim_parts as parts
from motekar.slips.claim_parts import ClaimSlip

__all__ = ["ClaimSlip", "Paper", "draw"]

QR_SIDE = 28 * mm
# Receipt printers print 72 mm of an 80 mm roll and 48 mm of a 58 mm roll.
_EDGE_80, _EDGE_58 = 4 * mm, 5 * mm
_RECEIPT_SIZE = 8.5
_DIGITS_SIZE = 10.5
# Widths of the label column, in sizes of its type.
_LABEL, _NARROW_LABEL = 11.4, 6.2


class Paper(StrEnum):
    """The papers a slip is printed on; the values stand in its address."""

    A6 = "a6"
    A4 = "a4"
    RECEIPT_80 = "receipt80"
    RECEIPT_58 = "receipt58"


@dataclass(frozen=True, slots=True)
class _Codes:
    """The boxes whose size is fixed: drawn up once, however often the type is tried."""

    bars: Box
    qr: Box | None


def draw(slip: ClaimSlip, *, paper: Paper) -> bytes:
    """One page of PDF; the same slip gives the same bytes. Threads may draw at the same time."""
    shown = _Codes(_bars_and_digits(slip), _qr(slip))
    match paper:
        case Paper.A6:
            return _a6(slip, shown)
        case Paper.A4:
            return _a4(slip, shown)
        case Paper.RECEIPT_80:
            return _receipt_80(slip, shown)
        case Paper.RECEIPT_58:
            return _receipt_58(slip, shown)
        case _:
            assert_never(paper)


def _a6(slip: ClaimSlip, shown: _Codes) -> bytes:
    width, height, margin = 105 * mm, 148 * mm, 6 * mm
    content = _fitted(
        lambda size: _a6_content(slip, shown, width=width - 2 * margin, size=size),
        size=8,
        height=height - 2 * margin,
    )
    return _page(slip, [Placed(content, margin, margin)], width=width, height=height)


def _a6_content(slip: ClaimSlip, shown: _Codes, *, width: float, size: float) -> list[Box]:
    label = size * _LABEL
    return [
        parts.head(slip, width=width, size=size),
        boxes.rule(width),
        parts.promise(slip, width=width, size=size * 1.85),
        parts.collecting(slip, width=width, size=size, label_width=label),
        boxes.rule(width),
        parts.request_number(slip, width=width, size=size),
        parts.about(slip, width=width, size=size, label_width=label),
        _a6_codes(slip, shown, width=width, size=size),
        boxes.rule(width),
        parts.fine_print(slip, width=width, size=size * 0.92),
    ]


def _a6_codes(slip: ClaimSlip, shown: _Codes, *, width: float, size: float) -> Box:
    bars, qr = shown.bars, shown.qr
    asked = parts.how_to_ask(slip, width=bars.width if qr else width, size=size)
    left = [bars, boxes.space(1.2 * mm), asked]
    if qr is None:
        return boxes.stacked(left)
    level_with_qr = boxes.space((qr.height - QR_SIDE) / 2)
    column = boxes.stacked([level_with_qr, *left])
    return boxes.beside([column, qr], gap=width - column.width - qr.width)


def _a4(slip: ClaimSlip, shown: _Codes) -> bytes:
    width, height, margin, top = 210 * mm, 297 * mm, 14 * mm, 10 * mm
    room, half = width - 2 * margin, height / 2
    content = _fitted(
        lambda size: _a4_content(slip, shown, width=room, size=size),
        size=10.5,
        height=half - 2 * top,
    )
    words = boxes.on_one_line("Lipat atau potong di garis ini", size=7)
    fold = boxes.stacked(
        [boxes.rule(room, weight=0.4, dashed=True), _centred(words, width=room)], gap=1 * mm
    )
    placed = [Placed(content, margin, top), Placed(fold, margin, half)]
    return _page(slip, placed, width=width, height=height, slip_height=half)


def _a4_content(slip: ClaimSlip, shown: _Codes, *, width: float, size: float) -> list[Box]:
    gap, right, label = 10 * mm, shown.bars.width, size * _LABEL
    left = width - right - gap
    told = [
        parts.collecting(slip, width=left, size=size, label_width=label),
        boxes.rule(left),
        parts.about(slip, width=left, size=size, label_width=label),
        boxes.rule(left),
        parts.how_to_ask(slip, width=left, size=size),
    ]
    number = parts.request_number(slip, width=right, size=size)
    scanned = [number, shown.bars, *_centred_qr(shown, width=right)]
    columns = [boxes.stacked(told, gap=size * 0.8), boxes.stacked(scanned, gap=1 * mm)]
    return [
        parts.head(slip, width=width, size=size),
        boxes.rule(width),
        parts.promise(slip, width=width, size=size * 1.75),
        boxes.rule(width),
        boxes.beside(columns, gap=gap),
        boxes.rule(width),
        parts.fine_print(slip, width=width, size=size * 0.92),
    ]


def _receipt_80(slip: ClaimSlip, shown: _Codes) -> bytes:
    width = 80 * mm - 2 * _EDGE_80
    scanned = [_centred(shown.bars, width=width), *_centred_qr(shown, width=width)]
    return _receipt(slip, scanned, width=width, edge=_EDGE_80, label=_RECEIPT_SIZE * _NARROW_LABEL)


def _receipt_58(slip: ClaimSlip, shown: _Codes) -> bytes:
    """The bars would leave no quiet zone here: the QR code alone, or the digits in large type."""
    width = 58 * mm - 2 * _EDGE_58
    if shown.qr is None:
        scanned = [_large_digits(slip, width=width)]
    else:
        digits = boxes.spaced_apart(slip.code_groups, width=width, size=_DIGITS_SIZE)
        scanned = [*_centred_qr(shown, width=width), digits]
    return _receipt(slip, scanned, width=width, edge=_EDGE_58, label=None)


def _receipt(
    slip: ClaimSlip, scanned: Sequence[Box], *, width: float, edge: float, label: float | None
) -> bytes:
    size = _RECEIPT_SIZE
    inside = [
        parts.narrow_head(slip, width=width, size=size),
        boxes.rule(width),
        parts.promise(slip, width=width, size=size * 1.75),
        parts.collecting(slip, width=width, size=size, label_width=None),
        boxes.rule(width),
        parts.request_number(slip, width=width, size=size),
        parts.about(slip, width=width, size=size, label_width=label),
        *scanned,
        parts.how_to_ask(slip, width=width, size=size),
        boxes.rule(width),
        parts.fine_print(slip, width=width, size=size),
    ]
    column = boxes.stacked(inside, gap=2.2 * mm)
    height = column.height + 2 * edge
    return _page(slip, [Placed(column, edge, edge)], width=width + 2 * edge, height=height)


def _large_digits(slip: ClaimSlip, *, width: float) -> Box:
    groups = slip.code_groups
    pairs = [" ".join(groups[start : start + 2]) for start in range(0, len(groups), 2)]
    lines = [boxes.on_one_line(pair, size=20, font=BOLD) for pair in pairs]
    return boxes.stacked([_centred(line, width=width) for line in lines])


def _bars_and_digits(slip: ClaimSlip) -> Box:
    bars = codes.code128(slip.claim_code_digits, height=13 * mm)
    digits = boxes.spaced_apart(slip.code_groups, width=bars.width, size=_DIGITS_SIZE)
    return boxes.stacked([bars, digits], gap=0.6 * mm)


def _qr(slip: ClaimSlip) -> Box | None:
    return None if slip.status_url is None else codes.qr(slip.status_url, side=QR_SIDE)


def _centred_qr(shown: _Codes, *, width: float) -> list[Box]:
    return [] if shown.qr is None else [_centred(shown.qr, width=width)]


def _centred(box: Box, *, width: float) -> Box:
    return boxes.aligned(box, width=width, align=Align.CENTRE)


def _fitted(content: Callable[[float], Sequence[Box]], *, size: float, height: float) -> Box:
    """The content in the largest type that fits; the height that is left widens the gaps."""
    while True:
        inside = content(size)
        gaps = len(inside) - 1
        needed = sum(box.height for box in inside) + gaps * size * 0.45
        if needed <= height:
            gap = size * 0.45 + (height - needed) / gaps
            return boxes.stacked(inside, gap=min(gap, size * 1.2))
        size *= max(0.9, min(0.98, height / needed))


def _page(
    slip: ClaimSlip,
    placed: Sequence[Placed],
    *,
    width: float,
    height: float,
    slip_height: float | None = None,
) -> bytes:
    mark = sheet.example_mark(width=width, height=slip_height or height)
    below = [Placed(mark, 0, 0)] if slip.is_example else []
    return sheet.pdf([*below, *placed], title=parts.TITLE, width=width, height=height)
