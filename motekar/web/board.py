"""The board: what is open, a column a state, oldest promise first; and how to find a person's.

Filters stand in the address and hold codes only; a NIK or phone number is sent by form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency

from motekar.rules.documents import Reason
from motekar.rules.errors import InvalidInput, RoleNotAllowed, WrongOffice
from motekar.rules.lifecycle import State
from motekar.rules.nik import Nik
from motekar.rules.people import CASE_ROLES
from motekar.rules.phone import Phone
from motekar.usecases import tracking
from motekar.usecases.tracking import Filter, Line
from motekar.web.access import SIGNED_IN, for_roles
from motekar.web.faults import Fault, fault
from motekar.web.labels import options
from motekar.web.posted import Posted
from motekar.web.session import UNATTENDED
from motekar.web.shell import BOARD, Seat, day_ends, room
from motekar.web.ways import next_step, way_to

SEARCH = "/staff/search"
_COLUMNS = (State.SUBMITTED, State.VERIFIED, State.PRINTED)
_UNREADY = (State.SUBMITTED, State.VERIFIED)
_MOST_CARDS, _MOST_OF_ALL, _MOST_FOUND = 30, 500, 30
_NARROWINGS = ("office", "reason", "due", "risk", "mine", "held", "state")
_NIK_FROM = 14


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the board is narrowed to; ``day_ends`` on the wall of the person's office."""

    chosen: Mapping[str, str]
    day_ends: datetime


def _chosen(seat: Seat) -> Mapping[str, str]:
    return {name: seat.request.query_params.get(name, "") for name in _NARROWINGS}


@get(BOARD, opt=SIGNED_IN)
async def board(seat: NamedDependency[Seat]) -> Response[str]:
    """The open requests of one's offices."""
    if seat.officer.roles.isdisjoint(CASE_ROLES):
        return await seat.page("staff/no_cases.html", current="board")
    chosen = _chosen(seat)
    offices = [each for each in await seat.offices() if each.code in seat.officer.offices()]
    zone = offices[0].zone
    narrowing = Narrowing(chosen, day_ends(seat.now, zone))
    return await seat.page(
        "staff/board.html",
        current="board",
        chosen=chosen,
        narrowed=_kept(chosen),
        columns=[await _column(seat, narrowing, state) for state in _columns(chosen)],
        offices=[(each.code, each.name) for each in offices],
        reasons=options(Reason, "reason"),
        since=seat.now.isoformat(),
        zone=zone,
    )


@get(f"{BOARD}/news", opt=for_roles(*CASE_ROLES) | UNATTENDED)
async def news(seat: NamedDependency[Seat]) -> Response[str]:
    """How many cards are new since the board was drawn; a fragment that htmx asks for."""
    chosen = _chosen(seat)
    zone = (await seat.offices())[0].zone
    narrowing = Narrowing(chosen, day_ends(seat.now, zone))
    since = _moment(seat.request.query_params.get("since", "")) or seat.now
    found = 0
    for state in _columns(chosen):
        lines, _ = await _lines(seat, narrowing, state, limit=_MOST_OF_ALL)
        found += sum(line.request.state_since > since for line in lines)
    return await seat.part(
        "staff/board_news.html", found=found, address=f"{BOARD}?{_kept(chosen)}".rstrip("?")
    )


@get(SEARCH, opt=for_roles(*CASE_ROLES))
async def search_form(seat: NamedDependency[Seat]) -> Response[str]:
    """Asks for a NIK or a phone number."""
    return await seat.page("staff/search.html", current="search", who="", cards=None, back=BOARD)


@post(SEARCH, opt=for_roles(*CASE_ROLES), status_code=200)
async def search(seat: NamedDependency[Seat]) -> Response[str]:
    """Requests of that person in one's offices, masked."""
    typed = (await Posted.read(seat.request)).text("who")
    errors: list[Fault] = []
    cards: list[Mapping[str, Any]] | None = None
    try:
        lines = await tracking.of_person(
            seat.desk, seat.officer, _person(typed), limit=_MOST_FOUND
        )
        cards = [card(seat, line) for line in lines]
    except InvalidInput:
        errors = [fault("who", "malformed" if typed else "missing")]
    return await seat.page(
        "staff/search.html",
        current="search",
        status=422 if errors else 200,
        who=typed,
        cards=cards,
        errors=errors,
        back=BOARD,
        here=SEARCH,
    )


def card(seat: Seat, line: Line) -> Mapping[str, Any]:
    """A request in a list: one link, and the one step that is this person's."""
    request = line.request
    step = next_step(request, seat.officer)
    return {
        "url": way_to(request, seat.officer),
        "request_no": request.request_no,
        "initials": line.person.initials,
        "reason": request.reason.value,
        "state": request.state.value,
        "promised_by": request.promised_by,
        "first_promised_by": request.first_promised_by,
        "is_late": request.is_late(seat.now),
        "on_hold": request.hold.cause.value if request.hold else None,
        "priority": request.priority,
        "has_blank": request.has_blank,
        "next_action": step.value if step else None,
    }


async def _column(seat: Seat, narrowing: Narrowing, state: State) -> Mapping[str, Any]:
    lines, count = await _lines(seat, narrowing, state, limit=_MOST_CARDS)
    cards = [card(seat, line) for line in lines]
    promises = [each["first_promised_by"] for each in cards if each["first_promised_by"]]
    return {
        "state": state.value,
        "count": count,
        "oldest": min(promises, default=None),
        "cards": cards,
        "more": count - len(cards),
    }


async def _lines(
    seat: Seat, narrowing: Narrowing, state: State, *, limit: int
) -> tuple[tuple[Line, ...], int]:
    wanted = _filter(seat, narrowing, state)
    if narrowing.chosen["mine"]:
        every, _ = await tracking.queue(seat.desk, seat.officer, wanted, limit=_MOST_OF_ALL)
        mine = tuple(line for line in every if next_step(line.request, seat.officer))
        return mine[:limit], len(mine)
    lines, counts = await tracking.queue(seat.desk, seat.officer, wanted, limit=limit)
    return lines, counts.get(state.value, 0)


def _filter(seat: Seat, narrowing: Narrowing, state: State) -> Filter:
    chosen = narrowing.chosen
    try:
        offices = tracking.scope(seat.officer, chosen["office"] or None)
    except (RoleNotAllowed, WrongOffice):
        offices = tracking.scope(seat.officer)
    at_risk_at = seat.now.astimezone(narrowing.day_ends.tzinfo) if chosen["risk"] else None
    return Filter(
        offices=offices,
        states=(state.value,),
        reason=chosen["reason"] or None,
        due_before=narrowing.day_ends if chosen["due"] and not at_risk_at else None,
        at_risk_at=at_risk_at,
        on_hold=True if chosen["held"] else None,
    )


def _columns(chosen: Mapping[str, str]) -> tuple[State, ...]:
    if chosen["risk"] or chosen["due"]:
        return _UNREADY
    return tuple(state for state in _COLUMNS if state == chosen["state"]) or _COLUMNS


def _kept(chosen: Mapping[str, str]) -> str:
    return urlencode({name: value for name, value in chosen.items() if value})


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _person(typed: str) -> Nik | Phone:
    digits = sum(sign.isdigit() for sign in typed)
    return Nik.parse(typed) if digits >= _NIK_FROM else Phone.parse(typed)


ROUTES = (room(board, news, search_form, search),)
