"""How long a request has taken on both clocks, in open time, for staff to follow."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from motekar.rules.business_time import Unknown
from motekar.rules.calendar import OfficeCalendar
from motekar.rules.sla import (
    Clock,
    History,
    Outcome,
    citizen_clock,
    held_by_cause,
    history_of,
    net_service_time,
    outcome,
    service_clock,
)
from motekar.usecases.tracking import RISK_MINUTES
from motekar.usecases.viewing import RequestView
from motekar.web.labels import label
from motekar.web.language import gettext
from motekar.web.moments import span_words


@dataclass(frozen=True, slots=True)
class Clocks:
    """Words for both clocks; ``service`` None until the file is complete."""

    outcome: Outcome
    service: str | None
    holds: tuple[str, ...]
    net: str | None
    citizen: str


def clocks_of(view: RequestView, calendar: OfficeCalendar, *, now: datetime) -> Clocks | None:
    """Reckoned from the events by the calendar of the promise; None for events of before 0.2."""
    if "received_at" not in view.timeline[0].facts:
        return None
    history = history_of(view.timeline, first_revised=view.request.first_promised_by)
    service = service_clock(history, calendar, now)
    return Clocks(
        outcome=outcome(history, calendar, risk_minutes=RISK_MINUTES, now=now),
        service=_clock_words(service) if service else None,
        holds=tuple(_holds(history, calendar, now)),
        net=_net_words(net_service_time(history, calendar, now)) if history.holds else None,
        citizen=_clock_words(citizen_clock(history, calendar, now)),
    )


def _clock_words(clock: Clock) -> str:
    span = _time_words(clock.open_time)
    facts = {"span": span, "days": clock.days}
    if clock.running:
        return gettext("%(span)s jam buka sejauh ini, %(days)s hari kalender", **facts)
    return gettext("%(span)s jam buka, %(days)s hari kalender", **facts)


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
