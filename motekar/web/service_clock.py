"""How long a request has taken on both clocks, in open time, for staff to follow."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from motekar.rules.business_time import Unknown
from motekar.rules.calendar import OfficeCalendar
from motekar.rules.promise import ServicePolicy
from motekar.rules.sla import (
    Clock,
    History,
    Outcome,
    Stage,
    StageStanding,
    citizen_clock,
    held_by_cause,
    history_of,
    net_deadline,
    net_service_time,
    outcome,
    service_clock,
    stages,
)
from motekar.usecases.viewing import RequestView
from motekar.web.labels import label
from motekar.web.language import gettext
from motekar.web.moments import span_words


@dataclass(frozen=True, slots=True)
class Clocks:
    """Words for both clocks; ``service`` None until the file is complete."""

    outcome: Outcome
    service: str | None
    stages: tuple["StageWords", ...]
    holds: tuple[str, ...]
    net: str | None
    net_deadline: datetime | None
    citizen: str


@dataclass(frozen=True, slots=True)
class StageWords:
    """One stage; ``deadline`` None where the calendar does not reach it."""

    stage: Stage
    outcome: Outcome
    deadline: datetime | None
    ended: datetime | None


def clocks_of(
    view: RequestView, calendar: OfficeCalendar, policy: ServicePolicy, *, now: datetime
) -> Clocks | None:
    """Reckoned from the events by the calendar and the policy of the promise.

    None for events of before 0.2.
    """
    if "received_at" not in view.timeline[0].facts:
        return None
    history = history_of(view.timeline, first_revised=view.request.first_promised_by)
    service = service_clock(history, calendar, now)
    deadline = net_deadline(history, calendar, now)
    return Clocks(
        outcome=outcome(history, calendar, risk_minutes=policy.risk_minutes, now=now),
        service=_clock_words(service) if service else None,
        stages=tuple(map(_stage_words, stages(history, calendar, policy, now))),
        holds=tuple(_holds(history, calendar, now)),
        net=_net_words(net_service_time(history, calendar, now)) if history.holds else None,
        net_deadline=_known(deadline) if history.holds else None,
        citizen=_clock_words(citizen_clock(history, calendar, now)),
    )


def _stage_words(stands: StageStanding) -> StageWords:
    return StageWords(stands.stage, stands.outcome, _known(stands.deadline), stands.ended)


def _known(moment: datetime | Unknown | None) -> datetime | None:
    return None if isinstance(moment, Unknown) else moment


def _clock_words(clock: Clock) -> str:
    span = _time_words(clock.open_time)
    facts = {"span": span, "days": clock.days}
    if clock.running:
        return gettext("%(span)s selama kantor buka sejauh ini, %(days)s hari kalender", **facts)
    return gettext("%(span)s selama kantor buka, %(days)s hari kalender", **facts)


def _holds(history: History, calendar: OfficeCalendar, now: datetime) -> list[str]:
    held = held_by_cause(history, calendar, now)
    if isinstance(held, Unknown):
        return []
    return [
        gettext("%(cause)s: %(span)s", cause=label(cause, "hold_short"), span=span_words(span))
        for cause, span in held.items()
    ]


def _net_words(net: timedelta | Unknown | None) -> str | None:
    return None if net is None else _time_words(net)


def _time_words(span: timedelta | Unknown) -> str:
    if isinstance(span, Unknown):
        return gettext("belum bisa dihitung")
    return span_words(span)
