"""What needs help: requests that have climbed to this person, what would help, and who saw it.

Every number on the page leads to the list of that length.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.digits import small_number
from motekar.rules.people import Role
from motekar.usecases import helping
from motekar.usecases.helping import Climbed, Narrowing, Needed
from motekar.usecases.once import Replay
from motekar.web.access import for_roles
from motekar.web.help_words import help_words, nobody_words, roles_words
from motekar.web.language import gettext
from motekar.web.posted import Posted
from motekar.web.shell import BOARD, Seat, room
from motekar.web.ways import next_step, way_to

ESCALATION = "/staff/escalation"
_WHO = for_roles(*helping.HELPERS)
_MOST = 50


@get(ESCALATION, opt=_WHO)
async def listed(seat: NamedDependency[Seat]) -> Response[str] | Redirect:
    """The list, the highest rank first; narrowed by ``office`` and ``rank``.

    A page past the last leads to the last: rows vanish while somebody reads.
    """
    query = seat.request.query_params
    chosen = {name: query.get(name, "") for name in ("office", "rank")}
    page = small_number(query.get("page", "")) or 1
    narrowing = Narrowing(
        office=chosen["office"] or None,
        rank=small_number(chosen["rank"]),
        limit=_MOST,
        skip=(page - 1) * _MOST,
    )
    climbed = await helping.look(seat.desk, seat.officer, narrowing, now=seat.now)
    length = climbed.count(narrowing)
    if length and not climbed.listed:
        return seat.go(_address(chosen, -(-length // _MOST)))
    names = {each.code: each.name for each in await seat.offices()}
    return await seat.page(
        "staff/escalation.html",
        current="escalation",
        here=ESCALATION,
        back=BOARD,
        rows=[_row(seat, one) for one in climbed.listed],
        length=length,
        offices=_by_office(climbed, names),
        total=climbed.count(Narrowing()),
        chosen=chosen,
        narrowed=names.get(chosen["office"], "") or chosen["rank"],
        further=_address(chosen, page + 1) if length > page * _MOST else None,
        earlier=_address(chosen, page - 1) if page > 1 else None,
        may_build=Role.HEAD_OF_OFFICE in seat.officer.roles,
    )


@post(f"{ESCALATION}/{{escalation:uuid}}/seen", opt=_WHO, status_code=200)
async def see(seat: NamedDependency[Seat], escalation: FromPath[UUID]) -> Redirect:
    """Keeps that this person has seen it; it stays on the list."""
    posted = await Posted.read(seat.request)
    number = await helping.see(
        seat.desk, seat.officer, escalation, now=seat.now, once=seat.once(posted)
    )
    told = gettext("Dicatat: sudah Anda lihat. Tetap di daftar sampai kartunya jadi.")
    seat.say("ok", told, request_no=None if isinstance(number, Replay) else number)
    chosen = {name: posted.text(name) for name in ("office", "rank")}
    return seat.go(_address(chosen))


def _row(seat: Seat, needed: Needed) -> Mapping[str, Any]:
    request, alert, zone = needed.request, needed.alert, needed.office.zone
    step = next_step(request, seat.officer)
    return {
        "id": alert.id,
        "request_no": request.request_no,
        "url": way_to(request, seat.officer),
        "office": needed.office.name,
        "zone": zone,
        "state": request.state.value,
        "on_hold": request.hold.cause.value if request.hold else None,
        "received_at": request.received_at,
        "first_promised_by": request.first_promised_by,
        "promised_by": request.promised_by,
        "help": help_words(needed.advice, zone=zone, now=seat.now),
        "next_action": step.value if step else None,
        "rank": alert.rank,
        "told": roles_words(alert.told.roles),
        "nobody": nobody_words(alert.told),
        "raised_at": alert.raised_at,
        "seen": alert.seen,
        "is_seen": (alert.id, seat.officer.id)
        in {(sight.escalation, sight.officer) for sight in alert.seen},
    }


def _by_office(climbed: Climbed, names: Mapping[str, str]) -> list[Mapping[str, Any]]:
    ranks = sorted({rank for _, rank in climbed.counts})
    offices = sorted({office for office, _ in climbed.counts})
    return [
        {
            "name": names[office],
            "all": (climbed.count(Narrowing(office)), _address({"office": office})),
            "ranks": [
                (
                    rank,
                    climbed.count(Narrowing(office, rank)),
                    _address({"office": office, "rank": str(rank)}),
                )
                for rank in ranks
            ],
        }
        for office in offices
    ]


def _address(chosen: Mapping[str, str], page: int = 1) -> str:
    kept = {name: value for name, value in chosen.items() if value}
    kept |= {"page": str(page)} if page > 1 else {}
    return f"{ESCALATION}?{urlencode(kept)}" if kept else ESCALATION


ROUTES = (room(listed, see),)
