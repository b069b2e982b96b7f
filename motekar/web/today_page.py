"""Today for whoever watches: the page, its live part, the lists behind its numbers, the wall.

The address of the live part shows the whole page to a browser without script.
"""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from motekar.rules.digits import small_number
from motekar.rules.people import OVERSIGHT
from motekar.rules.rulebook import OfficeProfile
from motekar.rules.today import File, cause, for_code, stands, station
from motekar.usecases import today
from motekar.usecases.today import OfficeToday
from motekar.web.access import for_roles
from motekar.web.answers import is_fragment
from motekar.web.language import gettext
from motekar.web.session import UNATTENDED
from motekar.web.shell import TODAY, Seat, room
from motekar.web.today_events import EVENTS
from motekar.web.today_view import address, blanks_of, list_words, listed, part_of

_PART, _LIST, _WALL = f"{TODAY}/part", f"{TODAY}/list", f"{TODAY}/wall"
_WATCHING = for_roles(*OVERSIGHT)
_A_PAGE = 50


@get(TODAY, opt=_WATCHING)
async def page(seat: NamedDependency[Seat]) -> Response[str]:
    """The whole page."""
    return await _page(seat)


@get(_PART, opt=_WATCHING | UNATTENDED)
async def part(seat: NamedDependency[Seat]) -> Response[str]:
    """What the page's script fetches anew; nobody need be there."""
    if not is_fragment(seat.request):
        return await _page(seat)
    return await seat.part("staff/today_part.html", **await _facts(seat))


@get(_WALL, opt=_WATCHING)
async def wall(seat: NamedDependency[Seat]) -> Response[str]:
    """For a screen on the wall that nobody touches; its own asking keeps it for a working day."""
    facts = await _facts(seat)
    template = (
        "staff/today_wall_part.html" if is_fragment(seat.request) else "staff/today_wall.html"
    )
    return await seat.part(template, part=facts["here"], **facts)


@get(_LIST, opt=_WATCHING)
async def listing(seat: NamedDependency[Seat]) -> Response[str]:
    """The files behind one number, fifty at a time."""
    code = seat.request.query_params.get("class", "")
    office = seat.request.query_params.get("office", "")
    offices = await _look(seat)
    if code not in offices[0].lists:
        raise NotFoundException
    files = listed(offices, code)
    shown, pages = _page_number(seat), max(-(-len(files) // _A_PAGE), 1)
    begin = (min(shown, pages) - 1) * _A_PAGE
    names = {each.office.code: each.office.name for each in offices}
    return await seat.page(
        "staff/today_list.html",
        current="today",
        back=f"{TODAY}{_asked(office)}",
        title=list_words(code),
        total=len(files),
        rows=[_row(file, offices, names) for file in files[begin : begin + _A_PAGE]],
        shown=min(shown, pages),
        pages=pages,
        address=address(code, office=office),
        is_one_office=len(offices) == 1,
    )


async def _page(seat: Seat) -> Response[str]:
    facts = await _facts(seat)
    asked = _asked(facts["chosen"])
    return await seat.page(
        "staff/today.html",
        current="today",
        part=f"{_PART}{asked}",
        wall=f"{_WALL}{asked}",
        **facts,
    )


async def _look(seat: Seat) -> tuple[OfficeToday, ...]:
    office = seat.request.query_params.get("office") or None
    return await today.look(seat.desk, seat.officer, office=office, now=seat.now)


async def _facts(seat: Seat) -> dict[str, Any]:
    offices = await _look(seat)
    chosen = seat.request.query_params.get("office", "")
    name = offices[0].office.name if len(offices) == 1 else gettext("Semua kantor")
    return {
        "chosen": chosen,
        "mine": [(each.code, each.name) for each in await _watched(seat)],
        "whole": part_of(offices, office=chosen, name=name),
        "each": [part_of([one], office=one.office.code, name=one.office.name) for one in offices],
        "blanks": [blanks_of(one) for one in offices],
        "events": EVENTS,
        "here": f"{seat.request.url.path}{_asked(chosen)}",
        "zone": offices[0].office.zone,
    }


def _asked(office: str) -> str:
    return f"?office={office}" if office else ""


async def _watched(seat: Seat) -> list[OfficeProfile]:
    mine = seat.officer.offices(OVERSIGHT)
    return [each for each in await seat.offices() if each.code in mine]


def _page_number(seat: Seat) -> int:
    return small_number(seat.request.query_params.get("page", "")) or 1


def _row(file: File, offices: tuple[OfficeToday, ...], names: dict[str, str]) -> dict[str, Any]:
    day = next(each.day for each in offices if each.office.code == file.office)
    why = cause(file, day) if file.is_open else None
    return {
        "request_no": file.request_no,
        "office": names[file.office],
        "promised_by": file.history.promised_first,
        "standing": stands(file, day).value,
        "state": file.state.value,
        "station": station(file).value if file.is_open else None,
        "cause": list_words(for_code(why)) if why else None,
        "since": file.waits_since if file.is_open else None,
        "printed": file.history.printed,
        "zone": day.calendar.zone,
    }


ROUTES = (room(page, part, wall, listing),)
