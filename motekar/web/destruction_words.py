"""Words the record of destroyed cards; on its paper, which is official, always in Indonesian."""

import asyncio
from contextvars import copy_context
from zoneinfo import ZoneInfo

from motekar.reports.destruction import CardLine, DestructionRecord, Signer, draw
from motekar.reports.spelling import spelled
from motekar.rules.destruction import CardKind, Destruction, WaitingCard, tally
from motekar.rules.people import Role
from motekar.rules.rulebook import OfficeProfile
from motekar.usecases.standing import Agency
from motekar.web.labels import label
from motekar.web.language import SOURCE_LANGUAGE, gettext, speak
from motekar.web.moments import day_words, short_date


def number_words(card: WaitingCard) -> str:
    """What a card or a defect is found by."""
    match card.kind:
        case CardKind.SPOILED:
            return gettext("%(no)s (cetakan %(n)s)", no=str(card.request_no), n=str(card.number))
        case CardKind.OLD_CARD:
            return str(card.request_no)
        case CardKind.DEFECT:
            return gettext("Catatan stok no. %(n)s", n=str(card.number))


def about_words(card: WaitingCard) -> str:
    """Why it has to burn, as far as it is known."""
    if card.about is None:
        return ""
    match card.kind:
        case CardKind.SPOILED:
            return label(card.about, "spoil_cause")
        case CardKind.OLD_CARD:
            return label(card.about, "reason")
        case CardKind.DEFECT:
            return gettext("Bets %(batch)s", batch=card.about)


async def record_pdf(destruction: Destruction, *, office: OfficeProfile, agency: Agency) -> bytes:
    """The record as PDF, drawn in a thread."""
    record = copy_context().run(_worded, destruction, office, agency)
    return await asyncio.to_thread(draw, record)


def _worded(destruction: Destruction, office: OfficeProfile, agency: Agency) -> DestructionRecord:
    speak(SOURCE_LANGUAGE)
    counts = tally(destruction.cards)
    return DestructionRecord(
        agency_name=agency.name,
        office_name=office.name,
        office_address=office.address or "",
        number=destruction.number,
        opening=_opening(destruction),
        counts=tuple((label(kind, "waiting_card"), counts[kind]) for kind in sorted(counts)),
        cards=tuple(_line(card, office.zone) for card in destruction.cards),
        signers=(
            Signer("Yang memusnahkan", destruction.officer, label(Role.OFFICE_MANAGER, "role")),
            *(
                Signer(f"Saksi {number}", witness.name, witness.post)
                for number, witness in enumerate(destruction.witnesses, start=1)
            ),
        ),
        is_example=agency.is_demo,
    )


def _opening(destruction: Destruction) -> str:
    day, counted = destruction.day, destruction.counted
    weekday, _, date = day_words(day).partition(", ")
    month = date.split()[1]
    return (
        f"Pada hari ini, {weekday}, tanggal {spelled(day.day)} bulan {month} tahun "
        f"{spelled(day.year)} ({day:%d-%m-%Y}), bertempat di {destruction.place}, kami yang "
        f"bertanda tangan di bawah ini memusnahkan {counted} ({spelled(counted)}) kartu dengan "
        "cara dibakar, terdiri atas:"
    )


def _line(card: WaitingCard, zone: ZoneInfo) -> CardLine:
    return CardLine(
        kind=label(card.kind, "waiting_card"),
        number=number_words(card),
        about=about_words(card),
        since=short_date(card.since, zone),
        quantity=card.quantity,
    )
