"""The ladder of escalation: what holds, what comes, and a new version from a day on."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from motekar.rules.errors import FieldError, LadderChanged, MotekarError, ValidationFailed
from motekar.rules.ladder import AUDIENCES, DatedLadder, LadderStep
from motekar.rules.ladder_form import CHOSEN_TRIGGERS, MOST_STEPS, NewLadder
from motekar.usecases import ladders
from motekar.usecases.ladders import Ladders, Rebuild
from motekar.usecases.once import Once
from motekar.web.access import for_roles
from motekar.web.escalation_page import ESCALATION
from motekar.web.faults import Fault, fault_words
from motekar.web.help_words import roles_words
from motekar.web.labels import options
from motekar.web.language import gettext
from motekar.web.moments import day_words
from motekar.web.posted import Posted
from motekar.web.problems import problem_for
from motekar.web.refusals import refusal_band
from motekar.web.shell import Seat, room

LADDER = f"{ESCALATION}/ladder"
_WHO = for_roles(*ladders.EDITORS)
_Page = Response[str]
_Row = Mapping[str, Any]
_EMPTY: _Row = dict.fromkeys(
    ("trigger", "after_open_minutes", "unpromised", "audience", "sms"), ""
)


@get(LADDER, opt=_WHO)
async def look(seat: NamedDependency[Seat]) -> _Page:
    """The form, filled with the latest version, and the history."""
    return await _page(seat)


@post(LADDER, opt=_WHO, status_code=200)
async def write(seat: NamedDependency[Seat]) -> _Page | Redirect:
    """Saves a new version."""
    posted = await Posted.read(seat.request)
    rows = [_typed_row(posted, number) for number in range(1, MOST_STEPS + 1)]
    day = posted.text("day")
    try:
        new = await ladders.write(seat.desk, _rebuild(seat, posted), rows, valid_from=day)
    except (ValidationFailed, LadderChanged) as refusal:
        return await _page(seat, rows=rows, day=day, refusal=refusal)
    if isinstance(new, NewLadder):
        first = day_words(new.valid_from)
        seat.say("ok", gettext("Tangga disimpan; dipakai mulai %(day)s.", day=first))
    else:
        seat.say("attention", gettext("Sudah tercatat tadi."))
    return seat.go(LADDER)


def _rebuild(seat: Seat, posted: Posted) -> Rebuild:
    key = posted.once_key(seat.officer, seat.desk, path=LADDER)
    return Rebuild(
        officer=seat.officer,
        seen_version=posted.version("seen_version"),
        now=seat.now,
        once=Once(key, _day) if key else None,
    )


def _day(new: NewLadder) -> str:
    return new.valid_from.isoformat()


def _typed_row(posted: Posted, number: int) -> _Row:
    return {
        "trigger": posted.text(f"trigger.{number}"),
        "after_open_minutes": posted.text(f"after_open_minutes.{number}"),
        "unpromised": posted.text(f"unpromised.{number}"),
        "audience": posted.many(f"audience.{number}"),
        "sms": posted.text(f"sms.{number}"),
    }


def _row(step: LadderStep) -> _Row:
    return {
        "trigger": step.trigger.value,
        "after_open_minutes": step.after_open_minutes,
        "unpromised": step.unpromised_minutes,
        "audience": sorted(role.value for role in step.audience),
        "sms": "1" if step.sms else "",
    }


async def _page(
    seat: Seat,
    *,
    rows: Sequence[_Row] | None = None,
    day: str | None = None,
    refusal: MotekarError | None = None,
) -> _Page:
    found = await ladders.look(seat.desk, seat.officer, now=seat.now)
    latest = found.history.latest.ladder
    shown = list(rows if rows is not None else map(_row, latest.steps))
    shown += [_EMPTY] * (MOST_STEPS - len(shown))
    faulty = refusal.errors if isinstance(refusal, ValidationFailed) else ()
    facts: dict[str, Any] = {}
    if refusal and not faulty:
        facts["result"] = refusal_band(refusal)
    return await seat.page(
        "staff/ladder.html",
        current="escalation",
        status=problem_for(refusal).status if refusal else 200,
        here=LADDER,
        back=ESCALATION,
        rows=shown,
        day=found.today.isoformat() if day is None else day,
        triggers=options(CHOSEN_TRIGGERS, "trigger"),
        audiences=options(AUDIENCES, "role"),
        latest=latest.version,
        versions=_versions(found),
        zone=found.book.office.zone,
        errors=[_fault(error) for error in faulty],
        **facts,
    )


def _versions(found: Ladders) -> list[Mapping[str, Any]]:
    now = found.history.in_force(found.today)
    return [_version(one, is_in_force=one is now) for one in reversed(found.history.versions)]


def _version(one: DatedLadder, *, is_in_force: bool) -> Mapping[str, Any]:
    return {
        "valid_from": one.valid_from,
        "written_by": one.written_by,
        "written_at": one.written_at,
        "is_in_force": is_in_force,
        "steps": [
            {**_row(step), "rank": step.rank, "told": roles_words(step.audience)}
            for step in one.ladder.steps
        ],
    }


def _fault(error: FieldError) -> Fault:
    name, _, _number = error.field.partition(".")
    field = "day" if name == "ladder" else error.field
    return Fault(field, fault_words(FieldError(name, error.code, error.facts)))


ROUTES = (room(look, write),)
