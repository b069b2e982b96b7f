"""How messages fare: by day, by failure and gateway, how fast, and how the gateways stand."""

from litestar import Response, get
from litestar.di import NamedDependency

from motekar.rules.people import CASE_ROLES
from motekar.usecases import delivery_figures
from motekar.web.access import for_roles
from motekar.web.doors import doors_of
from motekar.web.shell import Seat, room

DELIVERY = "/staff/messages/delivery"


@get(DELIVERY, opt=for_roles(*CASE_ROLES))
async def delivery(seat: NamedDependency[Seat]) -> Response[str]:
    """The last seven days."""
    found = await delivery_figures.of_offices(seat.desk, seat.officer, now=seat.now)
    roster = doors_of(seat.request).roster
    known = {one.name: one for one in found.gateways}
    return await seat.page(
        "staff/delivery.html",
        current="messages",
        figures=found,
        days=delivery_figures.DAYS,
        carriers=[
            {
                "name": each.name,
                "standing": known.get(each.name),
                "ceiling": roster.limits_of(each).parts_a_day,
            }
            for each in roster.gateways
        ],
        back="/staff/messages",
    )


ROUTES = (room(delivery),)
