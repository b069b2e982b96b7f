"""Places and printers: what an office works with, its groups of reasons, and the coming week."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from motekar.rules.capacity import Equipment
from motekar.rules.dividing import (
    MOST_GROUPS,
    SUGGESTED_EQUIPMENT,
    SUGGESTED_QUOTAS,
    read_equipment,
    read_quotas,
)
from motekar.rules.documents import Reason
from motekar.rules.errors import FieldError, ValidationFailed
from motekar.rules.places import Quota
from motekar.rules.rulebook import OfficeProfile
from motekar.usecases import equipping
from motekar.web.access import for_roles
from motekar.web.doors import doors_of
from motekar.web.faults import Fault, fault_words, faults_of
from motekar.web.labels import label, options
from motekar.web.language import gettext
from motekar.web.posted import Posted
from motekar.web.shell import BOARD, Seat, room
from motekar.web.stock_page import chosen, mine

PLACES = "/staff/places"
_READ, _WRITE = for_roles(*equipping.READERS), for_roles(*equipping.MANAGERS)
_Page = Response[str]
_Row = Mapping[str, Any]


@get(PLACES, opt=_READ)
async def look(seat: NamedDependency[Seat]) -> _Page:
    """What is set, and this week's days; ``suggestion=1`` fills the forms without saving."""
    query = seat.request.query_params
    office = await chosen(seat, query.get("office", ""))
    if "suggestion" in query:
        return await _page(
            seat,
            office,
            equipment=_told(SUGGESTED_EQUIPMENT),
            rows=_rows(SUGGESTED_QUOTAS),
            is_suggestion=True,
        )
    return await _page(seat, office)


@post(f"{PLACES}/equipment", opt=_WRITE, status_code=200)
async def equip(seat: NamedDependency[Seat]) -> _Page | Redirect:
    """Saves printers, delivery and low mark."""
    posted = await Posted.read(seat.request)
    office = await chosen(seat, posted.text("office"))
    typed = {name: posted.text(name) for name in ("printers", "daily_blanks", "low_blanks")}
    try:
        equipment = read_equipment(typed)
    except ValidationFailed as faulty:
        return await _page(seat, office, equipment=typed, errors=faults_of(faulty.errors))
    await equipping.equip(seat.desk, seat.officer, office.code, equipment, now=seat.now)
    return _done(seat, office, gettext("Printer dan kiriman disimpan; janji disesuaikan."))


@post(f"{PLACES}/groups", opt=_WRITE, status_code=200)
async def divide(seat: NamedDependency[Seat]) -> _Page | Redirect:
    """Saves the table of groups as a whole."""
    posted = await Posted.read(seat.request)
    office = await chosen(seat, posted.text("office"))
    rows = [_typed_row(posted, number) for number in range(1, MOST_GROUPS + 1)]
    try:
        quotas = read_quotas(rows)
    except ValidationFailed as faulty:
        return await _page(seat, office, rows=rows, errors=[_fault(e) for e in faulty.errors])
    await equipping.divide(seat.desk, seat.officer, office.code, quotas, now=seat.now)
    if quotas:
        return _done(seat, office, gettext("Pembagian tempat disimpan; janji disesuaikan."))
    return _done(seat, office, gettext("Pembagian dikosongkan: tidak ada kuota yang membatasi."))


def _typed_row(posted: Posted, number: int) -> _Row:
    return {
        "group": posted.text(f"group.{number}"),
        "rank": posted.text(f"rank.{number}"),
        "reasons": posted.many(f"reasons.{number}"),
        "places": [posted.text(f"places.{number}.{day}") for day in range(7)],
        "release_at": posted.text(f"release_at.{number}"),
    }


def _rows(quotas: Sequence[Quota]) -> list[_Row]:
    return [
        {
            "group": quota.group,
            "rank": quota.rank,
            "reasons": sorted(quota.reasons),
            "places": quota.places,
            "release_at": quota.release_at.strftime("%H.%M") if quota.release_at else "",
        }
        for quota in quotas
    ]


def _empty_row(rank: int) -> _Row:
    return {"group": "", "rank": rank, "reasons": [], "places": [""] * 7, "release_at": ""}


def _told(equipment: Equipment) -> Mapping[str, Any]:
    return {
        "printers": equipment.printers,
        "daily_blanks": equipment.daily_blanks,
        "low_blanks": equipment.low_blanks,
    }


def _fault(error: FieldError) -> Fault:
    name, _, _number = error.field.partition(".")
    facts = tuple(
        (fact, label(str(value), "reason") if fact == "reason" else value)
        for fact, value in error.facts
    )
    return Fault(error.field, fault_words(FieldError(name, error.code, facts)))


def _done(seat: Seat, office: OfficeProfile, told: str) -> Redirect:
    seat.say("ok", told)
    return seat.go(f"{PLACES}?{urlencode({'office': office.code})}")


async def _page(
    seat: Seat,
    office: OfficeProfile,
    *,
    equipment: Mapping[str, Any] | None = None,
    rows: Sequence[_Row] | None = None,
    errors: list[Fault] | None = None,
    is_suggestion: bool = False,
) -> _Page:
    book, days = await equipping.look(seat.desk, seat.officer, office.code, now=seat.now)
    shown = list(rows if rows is not None else _rows(book.quotas))
    shown += [_empty_row(rank) for rank in range(len(shown) + 1, MOST_GROUPS + 1)]
    return await seat.page(
        "staff/places.html",
        current="places",
        status=422 if errors else 200,
        here=PLACES,
        back=BOARD,
        place=office,
        screen=f"{doors_of(seat.request).public_url or ''}/papan/{office.code}",
        zone=office.zone,
        mine=[(each.code, each.name) for each in await mine(seat)],
        may_write=seat.officer.holds(equipping.MANAGERS, office=office.code),
        equipment=equipment or _told(book.equipment),
        rows=shown,
        reasons=options(Reason, "reason"),
        days=days,
        is_suggestion=is_suggestion,
        errors=errors or [],
    )


ROUTES = (room(look, equip, divide),)
