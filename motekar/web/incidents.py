"""Troubles of an office: reported by who manages it, begun by a second yes, ended here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.errors import Conflict, ValidationFailed
from motekar.rules.incidents import INCIDENT_ROLES, IncidentKind
from motekar.rules.intake_form import MOST_NOTE_LETTERS, Reading
from motekar.rules.people import Role
from motekar.usecases import incidents
from motekar.usecases.asking import Pending
from motekar.usecases.incidents import Reported, Result
from motekar.usecases.once import Replay
from motekar.web import steps
from motekar.web.access import for_roles
from motekar.web.faults import Fault, faults_of
from motekar.web.labels import options
from motekar.web.language import gettext, ngettext
from motekar.web.posted import Posted, typed_again
from motekar.web.problems import problem_for
from motekar.web.refusals import refused_band
from motekar.web.shell import BOARD, Seat, room

INCIDENTS = "/staff/incidents"
_WHO = for_roles(*INCIDENT_ROLES)


@get(INCIDENTS, opt=for_roles(*INCIDENT_ROLES, Role.HEAD_OF_OFFICE))
async def listed(seat: NamedDependency[Seat]) -> Response[str]:
    """What runs, what was, and the form for a new one."""
    return await _page(seat)


@post(INCIDENTS, opt=_WHO, status_code=200)
async def report(seat: NamedDependency[Seat]) -> Response[str] | Redirect:
    """Asks for a second person's yes."""
    posted = await Posted.read(seat.request)
    try:
        trouble = await _read(seat, posted)
        answer = await incidents.report(
            seat.desk, seat.officer, trouble, now=seat.now, once=seat.once(posted)
        )
    except ValidationFailed as faulty:
        return await _page(seat, errors=faults_of(faulty.errors), typed=steps.raw(posted))
    except Conflict as refusal:
        return await _page(seat, refusal=refusal, typed=steps.raw(posted))
    _tell_reported(seat, answer)
    return seat.go(INCIDENTS)


@post(f"{INCIDENTS}/{{incident_id:uuid}}/close", opt=_WHO, status_code=200)
async def close(
    seat: NamedDependency[Seat], incident_id: FromPath[UUID]
) -> Response[str] | Redirect:
    """Over: releases what it holds still."""
    posted = await Posted.read(seat.request)
    field = f"why-{incident_id}"
    form = Reading(steps.raw(posted))
    why = form.text(field, most=MOST_NOTE_LETTERS) or gettext("Gangguan selesai.")
    try:
        form.refuse_faults()
        answer = await incidents.close(
            seat.desk, seat.officer, incident_id, why=why, now=seat.now, once=seat.once(posted)
        )
    except ValidationFailed as faulty:
        return await _page(seat, errors=faults_of(faulty.errors), typed=steps.raw(posted))
    except Conflict as refusal:
        return await _page(seat, refusal=refusal)
    if isinstance(answer, Replay):
        seat.say("attention", gettext("Sudah tercatat tadi."))
    else:
        seat.say("ok", _released(answer.requests))
    return seat.go(INCIDENTS)


async def _read(seat: Seat, posted: Posted) -> Reported:
    """Raises ValidationFailed with every faulty field."""
    form = Reading(steps.raw(posted))
    mine = {office.code: office.zone for office in await _offices(seat)}
    office = form.needed("office", most=20)
    zone = mine.get(office, next(iter(mine.values())))
    kind = form.value("kind", IncidentKind)
    since = form.value("since", lambda typed: _moment(typed, zone))
    evidence = form.needed("evidence", most=MOST_NOTE_LETTERS)
    form.refuse_faults()
    assert kind is not None  # noqa: S101 - refuse_faults has passed
    assert since is not None  # noqa: S101 - refuse_faults has passed
    return Reported(office, kind, since, evidence)


def _moment(typed: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(typed).replace(tzinfo=zone)


async def _offices(seat: Seat) -> list[Any]:
    mine = seat.officer.offices(INCIDENT_ROLES)
    return [office for office in await seat.offices() if office.code in mine]


def _tell_reported(seat: Seat, answer: Result | Pending | Replay) -> None:
    if isinstance(answer, Replay):
        seat.say("attention", gettext("Sudah tercatat tadi."))
    elif isinstance(answer, Pending):
        seat.say_it_waits(answer.approval, zone=answer.office.zone)
    else:
        words = ngettext(
            "Gangguan dicatat; %(n)d permohonan ditunda.",
            "Gangguan dicatat; %(n)d permohonan ditunda.",
            answer.requests,
        )
        seat.say("ok", words)


def _released(requests: int) -> str:
    return ngettext(
        "Gangguan selesai; %(n)d permohonan dilanjutkan.",
        "Gangguan selesai; %(n)d permohonan dilanjutkan.",
        requests,
    )


async def _page(
    seat: Seat,
    *,
    errors: Sequence[Fault] = (),
    typed: Mapping[str, Any] | None = None,
    refusal: Conflict | None = None,
) -> Response[str]:
    offices = await _offices(seat)
    told: dict[str, Any] = {"result": refused_band(seat, refusal)} if refusal else {}
    problem = problem_for(refusal) if refusal else None
    return await seat.page(
        "staff/incidents.html",
        current="incidents",
        status=problem.status if problem else 422 if errors else 200,
        here=INCIDENTS,
        incidents=await incidents.listed(seat.desk, seat.officer),
        kinds=options(IncidentKind, "incident"),
        offices=[(office.code, office.name) for office in offices],
        errors=errors,
        typed=typed_again(typed),
        back=BOARD,
        **told,
    )


ROUTES = (room(listed, report, close),)
