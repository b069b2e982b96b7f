"""What the public pages show of availability, from the reading that the API answers from too."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from litestar import Request

from motekar.rules.availability import FURTHEST
from motekar.rules.calendar import ClosedKind, OfficeCalendar
from motekar.usecases.desk import DatabaseAway
from motekar.usecases.published import PublishedOffice
from motekar.web.published_offices import PublishedOffices, offices_of

AnyRequest = Request[Any, Any, Any]
_DAYS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class GroupView:
    """Places of the reasons that share them."""

    reasons: tuple[str, ...]
    total: int
    left: int


@dataclass(frozen=True, slots=True)
class DayView:
    """One office's day; ``reason`` None when a complete file is done that day.

    ``holiday`` names a closed day of the whole country; why an office closed by itself stays
    its own.
    """

    office: str
    name: str
    day: date
    spans: tuple[tuple[str, str], ...]
    places_left: int | None
    groups: tuple[GroupView, ...]
    blanks: str
    reason: str | None
    holiday: str | None


async def today_facts(request: AnyRequest) -> dict[str, Any]:
    """Today at every office, the one chosen in the address first."""
    offices = offices_of(request)
    chosen = request.query_params.get("kantor", "")
    try:
        found = await offices.all(request)
    except DatabaseAway:
        return {"offices": [], "days": [], "chosen": chosen, "checked_at": None, "is_away": True}
    by_choice = sorted(found.values(), key=lambda each: each.book.office.code != chosen)
    return {
        "offices": [(code, each.book.office.name) for code, each in found.items()],
        "days": [today_of(offices, each) for each in by_choice],
        "chosen": chosen,
        "checked_at": offices.read_at,
        "zone": by_choice[0].book.office.zone if by_choice else None,
        "is_away": False,
    }


async def days_facts(request: AnyRequest) -> dict[str, Any] | None:
    """Today and the next open days of the office in the address; None when there is none."""
    offices = offices_of(request)
    office = (await offices.all(request)).get(request.query_params.get("office", ""))
    if office is None:
        return None
    profile, today = office.book.office, _today(office)
    coming = (today + timedelta(days=ahead) for ahead in range(1, FURTHEST.days + 1))
    is_open = office.book.calendar.spans_on
    days = [today, *(day for day in coming if is_open(day))][:_DAYS_SHOWN]
    return {
        "office": profile.code,
        "name": profile.name,
        "address": profile.address,
        "days": [_view(offices, office, day) for day in days],
        "checked_at": offices.read_at,
        "changed_at": office.changed_at,
        "zone": profile.zone,
    }


def today_of(offices: PublishedOffices, office: PublishedOffice) -> DayView:
    """One office's today."""
    return _view(offices, office, _today(office))


def _today(office: PublishedOffice) -> date:
    return office.book.office.local_day(office.situation.at)


def _view(offices: PublishedOffices, office: PublishedOffice, day: date) -> DayView:
    found = offices.on(office, day)
    quotas = {quota.group: quota for quota in office.book.quotas}
    return DayView(
        office=found.office,
        name=office.book.office.name,
        day=day,
        spans=tuple((f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in found.spans),
        places_left=found.places_left,
        groups=tuple(
            GroupView(tuple(sorted(quotas[each.group].reasons)), each.total, each.left)
            for each in found.places
        ),
        blanks=found.blanks.value,
        reason=found.reason and found.reason.value,
        holiday=_holiday(office.book.calendar, day),
    )


def _holiday(calendar: OfficeCalendar, day: date) -> str | None:
    closed = calendar.closed_because(day)
    return closed.name if closed and closed.kind is not ClosedKind.CLOSURE else None
