"""One's own number for urgent SMS: entered or cleared by oneself, and shown masked."""

from collections.abc import Sequence

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from motekar.rules.errors import ValidationFailed
from motekar.usecases import own_phone
from motekar.web.access import SIGNED_IN
from motekar.web.faults import Fault, faults_of
from motekar.web.language import gettext
from motekar.web.posted import Posted
from motekar.web.shell import BOARD, Seat, room

MY_PHONE = "/staff/my-phone"


@get(MY_PHONE, opt=SIGNED_IN)
async def look(seat: NamedDependency[Seat]) -> Response[str]:
    """The number, masked, and the form for another."""
    return await _page(seat)


@post(MY_PHONE, opt=SIGNED_IN, status_code=200)
async def enter(seat: NamedDependency[Seat]) -> Response[str] | Redirect:
    """Keeps a number, or clears it when the field is empty."""
    posted = await Posted.read(seat.request)
    typed = {"phone": posted.text("phone")}
    try:
        await own_phone.enter(seat.desk, seat.officer, typed, now=seat.now, once=seat.once(posted))
    except ValidationFailed as faulty:
        return await _page(seat, typed=typed["phone"], errors=faults_of(faulty.errors))
    seat.say("ok", gettext("Nomor disimpan.") if typed["phone"] else gettext("Nomor dihapus."))
    return seat.go(MY_PHONE)


async def _page(seat: Seat, *, typed: str = "", errors: Sequence[Fault] = ()) -> Response[str]:
    masked = await own_phone.look(seat.desk, seat.officer)
    return await seat.page(
        "staff/my_phone.html",
        status=422 if errors else 200,
        here=MY_PHONE,
        back=BOARD,
        masked=masked,
        typed=typed,
        errors=errors,
    )


ROUTES = (room(look, enter),)
