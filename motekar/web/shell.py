"""The shell around every staff page: who works where, the day's numbers, the last results.

A result is said once, on the page that follows the step or scan; the last five stay listed. Both
live in the sealed session, never in an address.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router
from litestar.di import NamedDependency, Provide
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from motekar.rules.approvals import Approval
from motekar.rules.people import Officer
from motekar.rules.rulebook import OfficeProfile
from motekar.usecases import approving, standing, tracking
from motekar.usecases.approving import Glance
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once
from motekar.web import session
from motekar.web.doors import doors_of
from motekar.web.labels import label
from motekar.web.language import gettext
from motekar.web.moments import near_moment, short_time
from motekar.web.pages import page
from motekar.web.posted import Posted, new_key

ResultKind = Literal["ok", "attention", "refused"]
BOARD, TODAY = "/staff", "/staff/today"
_RESULT, _RECENT, _MOST_RECENT = "result", "recent", 5
_HOME_ZONE = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a signed-in person works: one request of theirs, and how it is answered."""

    request: Request[Any, Any, Any]
    desk: Desk
    officer: Officer
    now: datetime

    async def offices(self) -> tuple[OfficeProfile, ...]:
        """The offices this person has a role in, by code."""
        mine = {office for _, office in self.officer.posts}
        return tuple(office for office in await standing.offices(self.desk) if office.code in mine)

    async def page(
        self,
        template: str,
        *,
        current: str = "",
        status: int = 200,
        back: str | None = None,
        owes: str | None = None,
        **facts: object,
    ) -> Response[str]:
        """A page in the shell; facts of its own may overrule the shell's."""
        offices = await self.offices()
        zone, ending = zone_of(offices), session.ending(self.request)
        glance = await approving.at_a_glance(self.desk, self.officer, now=self.now)
        shell: dict[str, Any] = {
            "me": {"name": self.officer.name, "roles": sorted(self.officer.roles)},
            "office": _where(offices),
            "numbers": await tracking.numbers(
                self.desk,
                self.officer,
                now=self.now.astimezone(zone),
                day_ends=day_ends(self.now, zone),
            ),
            "current": current,
            "result": self._take_result(),
            "recent": self._remembered().get(_RECENT, []),
            "owes": owes,
            "back": back,
            "waiting_answers": glance.waiting,
            "notices": [*self._notices(), *_troubles(glance, now=self.now, zone=zone)],
            "leaves_in": ending.seconds_left if ending else None,
            "keeps_form": False,
            "zone": zone,
            "once": new_key(self.desk),
            "here": self.request.url.path if self.request.method == "GET" else BOARD,
            "errors": (),
        }
        # What stands on a staff page is no business of the next person at this machine.
        headers = {"Cache-Control": "no-store"}
        return await page(
            self.request, template, status_code=status, headers=headers, **(shell | facts)
        )

    async def part(self, template: str, **facts: object) -> Response[str]:
        """A fragment of a page: without the shell, and without taking its result."""
        own: dict[str, Any] = {"once": new_key(self.desk), "errors": ()}
        headers = {"Cache-Control": "no-store"}
        return await page(self.request, template, headers=headers, **(own | facts))

    def once(self, posted: Posted) -> Once[object] | None:
        """The key of a form that was sent; a second press of its button finds it used."""
        key = posted.once_key(self.officer, self.desk, path=self.request.url.path)
        return Once(key, _kept) if key else None

    def say(
        self,
        kind: ResultKind,
        text: str,
        *,
        request_no: str | None = None,
        next_step: dict[str, Any] | None = None,
    ) -> None:
        """Keeps a result for the next page, and among the last five."""
        if session.staff_id(self.request) is None:
            return
        told = {"kind": kind, "text": text, "request_no": request_no}
        kept = self._remembered()
        kept[_RESULT] = told | {"next_step": next_step}
        clock = short_time(self.now, _HOME_ZONE)
        kept[_RECENT] = [told | {"clock": clock}, *kept.get(_RECENT, [])][:_MOST_RECENT]

    def say_it_waits(
        self, approval: Approval, *, zone: ZoneInfo, request_no: str | None = None
    ) -> None:
        """Keeps as the result that a step waits for a second person."""
        moment = near_moment(approval.expires_at, zone, self.now)
        words = gettext(
            "Menunggu persetujuan sampai %(moment)s. Belum ada yang berubah.", moment=moment
        )
        self.say("attention", words, request_no=request_no)

    def go(self, address: str) -> Redirect:
        """Leads on after something was done."""
        return Redirect(address, status_code=303)

    def _remembered(self) -> dict[str, Any]:
        kept: dict[str, Any] = self.request.session
        return kept

    def _take_result(self) -> dict[str, Any] | None:
        result: dict[str, Any] | None = self._remembered().pop(_RESULT, None)
        return result

    def _notices(self) -> list[str]:
        if doors_of(self.request).public_url:
            return []
        return [
            gettext("Alamat publik belum diatur (MOTEKAR_PUBLIC_URL): resi dicetak tanpa kode QR.")
        ]


def _kept(_: object) -> str:
    """A page is drawn anew, so nothing of the answer is kept."""
    return ""


def _troubles(glance: Glance, *, now: datetime, zone: ZoneInfo) -> list[str]:
    return [
        gettext(
            "%(kind)s di %(office)s sejak %(moment)s. Berkas baru tetap diterima; "
            "yang berjalan ditunda.",
            kind=label(kind, "incident"),
            office=office,
            moment=near_moment(since, zone, now),
        )
        for kind, office, since in glance.troubles
    ]


def _where(offices: tuple[OfficeProfile, ...]) -> dict[str, str]:
    if not offices:
        return {"code": "", "name": gettext("Tanpa kantor"), "abbreviation": ""}
    first, others = offices[0], len(offices) - 1
    name = gettext("%(office)s dan %(n)d lainnya", office=first.name, n=others)
    return {
        "code": first.code,
        "name": name if others else first.name,
        "abbreviation": first.abbreviation,
    }


def zone_of(offices: tuple[OfficeProfile, ...]) -> ZoneInfo:
    """The zone somebody works in."""
    return offices[0].zone if offices else _HOME_ZONE


def day_ends(now: datetime, zone: ZoneInfo) -> datetime:
    """Midnight after this day on the office's wall."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)


async def take_seat(
    request: Request[Any, Any, Any],
    desk: NamedDependency[Desk],
    officer: NamedDependency[Officer],
    now: NamedDependency[datetime],
) -> Seat:
    """The seat of this request."""
    return Seat(request, desk, officer, now)


def room(*handlers: ControllerRouterHandler) -> Router:
    """Handlers of one room, each of which may ask for its ``seat``."""
    return Router(
        path="/",
        route_handlers=list(handlers),
        dependencies={"seat": Provide(take_seat)},
        include_in_schema=False,
    )
