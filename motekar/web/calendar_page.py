"""The calendar of an office: closing now, the coming two weeks, hours, ranges, single days, years.

Every change is seen before it is made, if one likes: the same form shows the days and the promise
it would bring.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.calendar_form import read_clock, read_day
from motekar.rules.errors import (
    CalendarChanged,
    CalendarEntryUnknown,
    FieldError,
    MotekarError,
    ValidationFailed,
    WrongOffice,
)
from motekar.rules.intake_form import Reading
from motekar.rules.promise import Promise
from motekar.usecases import calendar_views, calendars
from motekar.usecases.calendar_views import CalendarView
from motekar.usecases.calendars import Changed, Edit
from motekar.usecases.once import Once, Replay
from motekar.web.access import for_roles
from motekar.web.calendar_deeds import AGENCY_WIDE, DEEDS, DRAFTS, Asked, Draft, drafted, typed
from motekar.web.calendar_files import as_csv
from motekar.web.calendar_view import own, shown, two_weeks
from motekar.web.faults import Fault, faults_of
from motekar.web.labels import options
from motekar.web.language import gettext
from motekar.web.posted import Posted, typed_again
from motekar.web.reckoning import explained
from motekar.web.refusals import refusal_band
from motekar.web.shell import BOARD, Seat, room

CALENDAR = "/staff/calendar"
_WHO = for_roles(*calendar_views.VIEWERS)
_AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class _Beside:
    """What an answer tells beside the calendar: what was typed, faults, a draft, a promise."""

    deed: str = ""
    typed: Mapping[str, Any] | None = None
    errors: Sequence[Fault] = ()
    status: int = 200
    draft: Draft | None = None
    asked_at: datetime | None = None
    refusal: MotekarError | None = None


@get(CALENDAR, opt=_WHO)
async def calendar(seat: NamedDependency[Seat]) -> Response[str]:
    """The calendar of one of the person's offices."""
    return await _page(seat, await _view(seat, seat.request.query_params.get("office", "")))


@get(f"{CALENDAR}/file", opt=_WHO)
async def file(seat: NamedDependency[Seat]) -> Response[str]:
    """Ranges and one-offs of an office as CSV."""
    view = await _view(seat, seat.request.query_params.get("office", ""))
    entries = own([*view.calendar.ranges, *view.calendar.one_offs], office=view.office.code)
    headers = {
        "Content-Disposition": f'attachment; filename="kalender-{view.office.code}.csv"',
        "Cache-Control": "no-store",
    }
    return Response(as_csv(entries), media_type="text/csv", headers=headers)


@post(f"{CALENDAR}/promise", opt=_WHO, status_code=200)
async def promise(seat: NamedDependency[Seat]) -> Response[str]:
    """What would be promised to a complete file at a moment."""
    posted = await Posted.read(seat.request)
    view = await _view(seat, posted.text("office"))
    form = Reading({name: posted.text(f"promise-{name}") for name in ("day", "time")})
    day, time = form.value("day", read_day), form.value("time", read_clock)
    if form.errors or day is None or time is None:
        return await _page(seat, view, _faulty("promise", posted, form.errors))
    at = datetime.combine(day, time, view.office.zone)
    return await _page(seat, view, _Beside("promise", typed(posted), asked_at=at))


@post(f"{CALENDAR}/{{deed:str}}", opt=_WHO, status_code=200)
async def change(seat: NamedDependency[Seat], deed: FromPath[str]) -> Response[str] | Redirect:
    """Changes the calendar, or shows what the change would bring.

    Raises:
        CalendarEntryUnknown: there is no such form.
    """
    if deed not in DEEDS:
        raise CalendarEntryUnknown
    posted = await Posted.read(seat.request)
    view = await _view(seat, posted.text("office"))
    asked = Asked(deed, posted, view, _edit(seat, deed, posted, view))
    try:
        if posted.text("look") and deed in DRAFTS:
            draft = await drafted(asked)
            return await _page(
                seat, view, _Beside(deed, typed(posted), draft=draft, asked_at=seat.now)
            )
        _tell(seat, await DEEDS[deed](seat.desk, asked))
    except ValidationFailed as faulty:
        return await _page(seat, view, _faulty(deed, posted, faulty.errors))
    except CalendarChanged as refusal:
        again = _Beside(deed, typed(posted), status=409, refusal=refusal)
        return await _page(seat, view, again)
    return seat.go(f"{CALENDAR}?office={view.office.code}")


def _edit(seat: Seat, deed: str, posted: Posted, view: CalendarView) -> Edit:
    agency_wide = deed in AGENCY_WIDE or posted.text("scope") == _AGENCY
    key = posted.once_key(seat.officer, seat.desk, path=seat.request.url.path)
    return Edit(
        officer=seat.officer,
        office=None if agency_wide else view.office.code,
        seen_version=posted.version("seen_version"),
        now=seat.now,
        once=Once(key, _version) if key else None,
    )


def _version(changed: Changed) -> str:
    return str(changed.version)


def _tell(seat: Seat, answer: Changed | Replay) -> None:
    if isinstance(answer, Replay):
        seat.say("attention", gettext("Sudah tercatat tadi."))
    else:
        seat.say("ok", gettext("Kalender diubah; janji baru memakai yang ini."))


def _faulty(deed: str, posted: Posted, errors: Sequence[FieldError]) -> _Beside:
    return _Beside(deed, typed(posted), _named(deed, errors), status=422)


def _named(deed: str, errors: Sequence[FieldError]) -> list[Fault]:
    """The faults under the names that the fields of this form have; rows of a file in words."""
    named: list[Fault] = []
    for error, told in zip(errors, faults_of(_prefixed(deed, errors)), strict=True):
        row, _, column = error.field.partition(": ")
        if column:
            where = gettext("Baris %(row)s, kolom %(column)s", row=row[4:], column=column)
            named.append(Fault("import-file", f"{where}: {told.message}"))
        else:
            named.append(told)
    return named


def _prefixed(deed: str, errors: Sequence[FieldError]) -> list[FieldError]:
    return [FieldError(_field(deed, error.field), error.code, error.facts) for error in errors]


def _field(deed: str, name: str) -> str:
    if name.startswith(f"{deed}-"):
        return name
    # Closing now asks for no day: it is today.
    return "close-reason" if (deed, name) == ("close", "day") else f"{deed}-{name}"


async def _view(seat: Seat, office: str) -> CalendarView:
    mine = seat.officer.offices(calendar_views.VIEWERS)
    if office and office not in mine:
        raise WrongOffice(office=office)
    return await calendar_views.view(seat.desk, seat.officer, office or mine[0], now=seat.now)


async def _page(seat: Seat, view: CalendarView, answer: _Beside | None = None) -> Response[str]:
    answer = answer or _Beside()
    draft = answer.draft or Draft()
    calendar = view.calendar.drafted(spans=draft.spans, entries=draft.entries)
    promised = None
    if answer.asked_at:
        promised = view.promised(answer.asked_at, spans=draft.spans, entries=draft.entries)
    facts = dict(shown(view, now=seat.now))
    if answer.refusal:
        facts["result"] = refusal_band(answer.refusal)
    return await seat.page(
        "staff/calendar.html",
        current="calendar",
        status=answer.status,
        back=BOARD,
        deed=answer.deed,
        typed=typed_again(answer.typed),
        errors=answer.errors,
        is_draft=answer.draft is not None,
        days=two_weeks(calendar, now=seat.now),
        promised=_promised(promised, view, now=seat.now),
        here=CALENDAR,
        may_agency=seat.officer.holds(calendars.AGENCY_EDITORS, office=view.office.code),
        places=await _places(seat),
        kinds=options(("opening", "closure"), "calendar_change"),
        holiday_kinds=options(("public_holiday", "joint_leave"), "closed"),
        zone=view.office.zone,
        **facts,
    )


async def _places(seat: Seat) -> list[tuple[str, str]]:
    mine = seat.officer.offices(calendar_views.VIEWERS)
    return [(office.code, office.name) for office in await seat.offices() if office.code in mine]


def _promised(
    promise: Promise | None, view: CalendarView, *, now: datetime
) -> Mapping[str, Any] | None:
    if promise is None:
        return None
    zone = view.office.zone
    steps = explained(promise, zone=zone, now=now)
    return {"at": promise.at, "by": promise.promised_by, "steps": steps}


ROUTES = (room(calendar, file, promise, change),)
