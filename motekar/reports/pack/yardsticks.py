"""Policies, calendars and offices in the pack: what requests are held against, whole.

Staff are named nowhere: who declared a closed day, and in which words, stays inside.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from motekar.reports.pack.rows import Row, is_sealed, sealed
from motekar.rules.calendar import OfficeCalendar
from motekar.rules.hours import (
    ClosedDay,
    ClosedKind,
    HoursRange,
    OneOff,
    OneOffKind,
    OpeningSpan,
)
from motekar.rules.promise import ServicePolicy

POLICIES, CALENDARS, OFFICES = "policies.json", "calendars.json", "offices.json"
_MINUTES = ("cut_off_minutes", "risk_minutes", "verify_minutes", "print_minutes")


@dataclass(frozen=True, slots=True)
class PackedOffice:
    """An office of the agency; requests may go to one that the pack does not count.

    ``numbers`` are the last running numbers that a counted one gave out, by day.
    """

    code: str
    abbreviation: str
    name: str
    zone: ZoneInfo
    is_counted: bool
    numbers: Mapping[date, int]


def office_data(office: PackedOffice) -> Row:
    """Plain JSON values; ``read_office`` brings the same office back."""
    return {
        "code": office.code,
        "abbreviation": office.abbreviation,
        "name": office.name,
        "zone": office.zone.key,
        "counted": office.is_counted,
        "numbers": {day.isoformat(): last for day, last in sorted(office.numbers.items())},
    }


def read_office(data: Row) -> PackedOffice:
    """Reads what ``office_data`` wrote.

    Raises:
        KeyError: this machine does not know its zone, or something is missing.
    """
    return PackedOffice(
        code=data["code"],
        abbreviation=data["abbreviation"],
        name=data["name"],
        zone=ZoneInfo(data["zone"]),
        is_counted=data["counted"],
        numbers={date.fromisoformat(day): last for day, last in data["numbers"].items()},
    )


def policy_data(policy: ServicePolicy) -> Row:
    """A policy with its sum; ``read_policy`` brings the same one back."""
    return sealed(
        {
            "version": policy.version,
            **{name: getattr(policy, name) for name in _MINUTES},
            "quiet_from": policy.quiet_from.isoformat(),
            "quiet_until": policy.quiet_until.isoformat(),
            "remind_after_days": policy.remind_after_days,
        }
    )


def read_policy(data: Row) -> ServicePolicy | None:
    """Reads what ``policy_data`` wrote; None when it is not what it was."""
    if not is_sealed(data):
        return None
    return ServicePolicy(
        version=data["version"],
        **{name: data[name] for name in _MINUTES},
        quiet_from=time.fromisoformat(data["quiet_from"]),
        quiet_until=time.fromisoformat(data["quiet_until"]),
        remind_after_days=data["remind_after_days"],
    )


def calendar_data(calendar: OfficeCalendar) -> Row:
    """A calendar with its sum; ``read_calendar`` brings back all that tells when it is open."""
    return sealed(
        {
            "office": calendar.office_code,
            "version": calendar.version,
            "zone": calendar.zone,
            "known_years": sorted(calendar.known_years),
            "weekly_hours": _spans_data(calendar.spans),
            "closed_days": [
                {
                    "day": closed.day.isoformat(),
                    "name": closed.name,
                    "kind": closed.kind.value,
                    "estimated": closed.estimated,
                }
                for closed in calendar.closed_days
            ],
            "ranges": [
                {
                    "name": one.name,
                    "starts": one.starts.isoformat(),
                    "ends": one.ends.isoformat(),
                    "weekly_hours": _spans_data(one.spans),
                    "office": one.office,
                    "on_holidays": one.on_holidays,
                }
                for one in calendar.ranges
            ],
            "single_days": [
                {
                    "day": one.day.isoformat(),
                    "kind": one.kind.value,
                    "opens": one.opens and one.opens.isoformat(),
                    "closes": one.closes and one.closes.isoformat(),
                    "planned": one.planned,
                    "declared_at": one.declared_at and one.declared_at.isoformat(),
                }
                for one in calendar.one_offs
            ],
        }
    )


def read_calendar(data: Row) -> OfficeCalendar | None:
    """Reads what ``calendar_data`` wrote; None when it is not what it was."""
    if not is_sealed(data):
        return None
    return OfficeCalendar(
        office_code=data["office"],
        zone=data["zone"],
        version=data["version"],
        spans=_spans(data["weekly_hours"]),
        closed_days=tuple(
            ClosedDay(
                date.fromisoformat(one["day"]),
                one["name"],
                ClosedKind(one["kind"]),
                one["estimated"],
            )
            for one in data["closed_days"]
        ),
        known_years=frozenset(data["known_years"]),
        ranges=tuple(map(_range, data["ranges"])),
        one_offs=tuple(map(_single_day, data["single_days"])),
    )


def _spans_data(spans: Iterable[OpeningSpan]) -> list[list[Any]]:
    return [[span.weekday, span.opens.isoformat(), span.closes.isoformat()] for span in spans]


def _spans(data: list[list[Any]]) -> tuple[OpeningSpan, ...]:
    return tuple(
        OpeningSpan(weekday, time.fromisoformat(opens), time.fromisoformat(closes))
        for weekday, opens, closes in data
    )


def _range(data: Row) -> HoursRange:
    return HoursRange(
        name=data["name"],
        starts=date.fromisoformat(data["starts"]),
        ends=date.fromisoformat(data["ends"]),
        spans=_spans(data["weekly_hours"]),
        office=data["office"],
        on_holidays=data["on_holidays"],
    )


def _single_day(data: Row) -> OneOff:
    declared = data["declared_at"]
    return OneOff(
        kind=OneOffKind(data["kind"]),
        day=date.fromisoformat(data["day"]),
        reason="",
        opens=_time(data["opens"]),
        closes=_time(data["closes"]),
        planned=data["planned"],
        declared_at=datetime.fromisoformat(declared) if declared else None,
    )


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
