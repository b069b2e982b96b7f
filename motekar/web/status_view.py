"""What a citizen may know of a request, in words and local times; one builder for page and API.

Reads the row of ``usecases.public_status`` only, so that a look stays one read; names nobody.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from motekar.rules.lifecycle import LADDER
from motekar.rules.promise import SEVENTEEN
from motekar.usecases.public_status import PublicStatus
from motekar.web.labels import label
from motekar.web.language import gettext
from motekar.web.moments import hours_words, near_moment
from motekar.web.told_view import Reach, reach_of

_LADDER = tuple(state.value for state in LADDER)
_UNREADY = frozenset({"submitted", "verified"})
_ENDED = frozenset({"rejected", "cancelled", "closed"})
_OLD_CARD = "old_card"
FEE = {"amount": 0, "currency": "IDR"}


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of the ladder; ``at`` None when it lies ahead."""

    state: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class OfficeOfStatus:
    """Where to go; ``open_spans`` are today's, local, earliest first."""

    name: str
    address: str | None
    open_spans: tuple[tuple[str, str], ...]

    @property
    def open_today(self) -> tuple[str, str] | None:
        """First opening and last closing."""
        return (self.open_spans[0][0], self.open_spans[-1][1]) if self.open_spans else None


@dataclass(frozen=True, slots=True)
class HoldOfStatus:
    """Why it waits; ``missing`` are document codes."""

    cause: str
    since: datetime
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request ended without a card: a reject reason, or who asked to cancel."""

    reason: str | None
    text: None = None


@dataclass(frozen=True, slots=True)
class StatusView:
    """All that page and API show; moments are in the office's zone."""

    state: str
    request_no: str
    steps: tuple[Step, ...]
    promised_by: datetime | None
    first_promised_by: datetime | None
    office: OfficeOfStatus
    on_hold: HoldOfStatus | None
    refusal: Refusal | None
    collected_by: str | None
    bring: tuple[str, ...]
    has_phone: bool
    reach: Reach
    zone: ZoneInfo
    is_late: bool
    unpromised_because: str | None = None

    @property
    def shown_state(self) -> str:
        """The state's word on top; a hold stands above it."""
        return "on_hold" if self.on_hold else self.state


def view_of(found: PublicStatus, *, now: datetime) -> StatusView:
    """The view of what was found."""
    row = found.row
    zone = ZoneInfo(row["zone"])
    state: str = row["state"]
    events = [_Event(*event) for event in row["steps"] or ()]
    first = _local(row["first_promised_by"], zone)
    return StatusView(
        state=state,
        request_no=row["request_no"],
        steps=_steps(state, events, zone),
        promised_by=_local(row["promised_by"], zone),
        first_promised_by=first,
        office=OfficeOfStatus(
            row["office_name"],
            row["office_address"],
            tuple((opens, closes) for opens, closes in row["open_today"] or ()),
        ),
        on_hold=_hold(row, zone),
        refusal=Refusal(_fact(events, "reject", "cancel")) if state in _ENDED else None,
        collected_by=_fact(events, "collect") if state == "collected" else None,
        bring=(_OLD_CARD,) if _OLD_CARD in row["documents"] else (),
        has_phone=row["phone_cipher"] is not None,
        reach=reach_of(row, zone),
        zone=zone,
        is_late=bool(first and first < now and state in _UNREADY),
        unpromised_because=None if row["promised_by"] else _binding(row["promise"]),
    )


def _binding(promise: str | Mapping[str, Any]) -> str | None:
    """What keeps a date from being named."""
    told = json.loads(promise) if isinstance(promise, str) else promise
    if any(step["code"] == SEVENTEEN for step in told["explanation"]):
        return "age"
    constraint: str | None = told["binding_constraint"]
    return constraint


def as_json(view: StatusView, *, now: datetime) -> dict[str, Any]:
    """The contract's ``status`` object."""
    hold = view.on_hold
    return {
        "state": view.state,
        "state_label": label(view.shown_state, "state"),
        "steps": [
            {"state": step.state, "label": label(step.state, "state"), "at": step.at}
            for step in view.steps
        ],
        "promised_by": view.promised_by,
        "first_promised_by": view.first_promised_by,
        "office": {
            "name": view.office.name,
            "address": view.office.address,
            "open_today": view.office.open_today,
        },
        "on_hold": hold
        and {
            "cause": hold.cause,
            "label": hold_words(hold),
            "since": hold.since,
            "what_to_do": label(hold.cause, "hold_to_do"),
        },
        "next_step": next_step(view, now=now),
        "fee": FEE,
        "messages": [
            {"event": told.event, "state": told.state, "at": told.at}
            for told in view.reach.messages
        ],
    }


def hold_words(hold: HoldOfStatus) -> str:
    """The cause, with the missing documents named."""
    cause = label(hold.cause, "hold")
    if not hold.missing:
        return cause
    return f"{cause}: {', '.join(label(code, 'document') for code in hold.missing)}"


def next_step(view: StatusView, *, now: datetime) -> str:
    """What comes next and what the citizen has to do, in one or two sentences."""
    says = _says(view)
    if not view.is_late or view.first_promised_by is None:
        return says
    missed = near_moment(view.first_promised_by, view.zone, now)
    return f"{gettext('Kami belum menepati janji %(when)s.', when=missed)} {says}"


def _says(view: StatusView) -> str:
    if view.on_hold:
        return gettext(
            "Sebab: %(cause)s. Yang perlu Anda lakukan: %(to_do)s",
            cause=hold_words(view.on_hold),
            to_do=label(view.on_hold.cause, "hold_to_do"),
        )
    if view.state == "printed":
        return f"{_where(view.office)} {_bring(view.bring)}"
    if view.state == "rejected" and view.refusal and view.refusal.reason:
        return gettext(
            "Alasan: %(reason)s. Langkah berikutnya: %(next)s",
            reason=label(view.refusal.reason, "reject_reason"),
            next=label(view.refusal.reason, "reject_next"),
        )
    return label(view.state, "state_says")


def _where(office: OfficeOfStatus) -> str:
    if not office.open_spans:
        return gettext("Ambil di %(office)s pada hari kerja; hari ini tutup.", office=office.name)
    return gettext(
        "Ambil di %(office)s, hari ini buka %(hours)s.",
        office=office.name,
        hours=hours_words(office.open_spans),
    )


def _bring(codes: tuple[str, ...]) -> str:
    things = [gettext("resi ini"), *(label(code, "document") for code in codes)]
    return gettext("Bawa %(things)s.", things=gettext(" dan ").join(things))


@dataclass(frozen=True, slots=True)
class _Event:
    """``fact`` is what this kind of step is asked for: collector, reason, or who asked."""

    action: str
    to_state: str
    at: str
    fact: str | None


def _steps(state: str, events: list[_Event], zone: ZoneInfo) -> tuple[Step, ...]:
    entered: dict[str, datetime] = {}
    before = None
    for event in events:
        if event.to_state != before:
            entered[event.to_state] = datetime.fromisoformat(event.at).astimezone(zone)
        before = event.to_state
    if state in _ENDED:
        passed = [rung for rung in _LADDER if rung in entered]
        return tuple(Step(rung, entered.get(rung)) for rung in (*passed, state))
    reached = _LADDER.index(state)
    return tuple(
        Step(rung, entered.get(rung) if place <= reached else None)
        for place, rung in enumerate(_LADDER)
    )


def _fact(events: list[_Event], *actions: str) -> str | None:
    return next((event.fact for event in reversed(events) if event.action in actions), None)


def _hold(row: Mapping[str, Any], zone: ZoneInfo) -> HoldOfStatus | None:
    if row["hold_cause"] is None:
        return None
    since = row["hold_since"].astimezone(zone)
    return HoldOfStatus(row["hold_cause"], since, tuple(row["missing_documents"] or ()))


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None
