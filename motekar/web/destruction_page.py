"""Cards to be burned: what waits, the form of a record, and the record as page and as paper."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.destruction import (
    CardKind,
    Destruction,
    WaitingCard,
    read_destruction,
    tally,
)
from motekar.rules.errors import Conflict, ValidationFailed
from motekar.rules.rulebook import OfficeProfile
from motekar.rules.stocktaking import KEEPERS, READERS
from motekar.usecases import destroying, standing
from motekar.usecases.once import Once
from motekar.web.access import for_roles
from motekar.web.destruction_words import about_words, number_words, record_pdf
from motekar.web.faults import Fault, faults_of
from motekar.web.language import gettext
from motekar.web.posted import Posted, typed_again
from motekar.web.problems import problem_for
from motekar.web.refusals import refused_band
from motekar.web.shell import Seat, room
from motekar.web.stock_page import STOCK, address_of, chosen, mine

DESTRUCTION = f"{STOCK}/destruction"
_READ, _WRITE = for_roles(*READERS), for_roles(*KEEPERS)
_FIELDS = ("number", "day", "place", "witnesses", "hand_count")
_MOST_BATCHES = 300
_FEW = 12


@get(DESTRUCTION, opt=_READ)
async def waiting(seat: NamedDependency[Seat]) -> Response[str]:
    """What waits, and earlier records."""
    office = await chosen(seat, seat.request.query_params.get("office", ""))
    return await _page(seat, office)


@post(DESTRUCTION, opt=_WRITE, status_code=200)
async def burn(seat: NamedDependency[Seat]) -> Response[str] | Redirect:
    """Records that the ticked cards were burned."""
    posted = await Posted.read(seat.request)
    office = await chosen(seat, posted.text("office"))
    raw = {**{name: posted.text(name) for name in _FIELDS}, "cards": posted.many("cards")}
    key = posted.once_key(seat.officer, seat.desk, path=DESTRUCTION)
    try:
        form = read_destruction(raw, today=office.local_day(seat.now))
        record = await destroying.destroy(
            seat.desk,
            seat.officer,
            office.code,
            form,
            now=seat.now,
            once=Once(key, str) if key else None,
        )
    except ValidationFailed as faulty:
        return await _page(seat, office, typed=raw, errors=faults_of(faulty.errors))
    except Conflict as refusal:
        return await _page(seat, office, typed=raw, refusal=refusal)
    seat.say("ok", gettext("Pemusnahan %(n)s kartu dicatat.", n=str(form.counted)))
    return seat.go(f"{DESTRUCTION}/{record}")


@get(f"{DESTRUCTION}/{{destruction_id:uuid}}", opt=_READ)
async def show(seat: NamedDependency[Seat], destruction_id: FromPath[UUID]) -> Response[str]:
    """One record."""
    record = await destroying.show(seat.desk, seat.officer, destruction_id)
    office = await _office_of(seat, record)
    return await seat.page(
        "staff/destruction_record.html",
        current="stock",
        back=f"{DESTRUCTION}?office={office.code}",
        place=office,
        zone=office.zone,
        record=record,
        kinds=_kinds(record.cards),
        paper=f"{DESTRUCTION}/{record.id}/record.pdf",
        number_words=number_words,
        about_words=about_words,
    )


@get(f"{DESTRUCTION}/{{destruction_id:uuid}}/record.pdf", opt=_READ)
async def paper(seat: NamedDependency[Seat], destruction_id: FromPath[UUID]) -> Response[bytes]:
    """The record to be printed and signed."""
    record = await destroying.show(seat.desk, seat.officer, destruction_id)
    office = await _office_of(seat, record)
    agency = await standing.agency(seat.desk)
    if agency is None:
        raise LookupError("no agency")
    name = f"berita-acara-pemusnahan-{office.abbreviation}-{record.day.isoformat()}.pdf"
    return Response(
        await record_pdf(record, office=office, agency=agency),
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


async def _office_of(seat: Seat, record: Destruction) -> OfficeProfile:
    return next(one for one in await standing.offices(seat.desk) if one.code == record.office)


def _kinds(cards: Sequence[WaitingCard]) -> list[tuple[CardKind, int, list[WaitingCard]]]:
    """Each kind that is there, with its number of cards and its lines."""
    counts = tally(cards)
    return [
        (kind, counts[kind], [card for card in cards if card.kind is kind])
        for kind in CardKind
        if kind in counts
    ]


async def _page(
    seat: Seat,
    office: OfficeProfile,
    *,
    typed: Mapping[str, Any] | None = None,
    errors: Sequence[Fault] = (),
    refusal: Conflict | None = None,
) -> Response[str]:
    cards = await destroying.queue(seat.desk, seat.officer, office.code)
    glance = await destroying.glance(seat.desk, seat.officer, office.code, batches=_MOST_BATCHES)
    told: dict[str, Any] = {"result": refused_band(seat, refusal)} if refusal else {}
    problem = problem_for(refusal) if refusal else None
    return await seat.page(
        "staff/destruction.html",
        current="stock",
        status=problem.status if problem else 422 if errors else 200,
        here=DESTRUCTION,
        back=address_of(office.code),
        place=office,
        zone=office.zone,
        mine=[(each.code, each.name) for each in await mine(seat)],
        may_write=seat.officer.holds(KEEPERS, office=office.code),
        glance=glance,
        kinds=_kinds(cards),
        shown=sum(tally(cards).values()),
        few=_FEW,
        ticked=_ticked(cards, typed),
        typed=typed_again(typed or _untyped(office, now=seat.now)),
        number_words=number_words,
        about_words=about_words,
        errors=errors,
        **told,
    )


def _ticked(cards: Sequence[WaitingCard], typed: Mapping[str, Any] | None) -> frozenset[str]:
    return frozenset(card.key for card in cards) if typed is None else frozenset(typed["cards"])


def _untyped(office: OfficeProfile, *, now: datetime) -> Mapping[str, Any]:
    return {"day": office.local_day(now).isoformat()}


ROUTES = (room(waiting, burn, show, paper),)
