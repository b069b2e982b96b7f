"""Reads what is entered into a calendar: hours as people write them, ranges, one-offs, days.

All faults at once; what clashes with another entry is found here too, nothing is saved.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from motekar.rules.calendar import (
    ClosedDay,
    ClosedKind,
    HoursRange,
    OneOff,
    OneOffKind,
    OpeningSpan,
)
from motekar.rules.errors import (
    ClosesBeforeOpens,
    DayMalformed,
    FieldError,
    HoursMalformed,
    SpansOverlap,
)
from motekar.rules.hours import Hours, first_overlap
from motekar.rules.intake_form import LATE_ENTRY_DAYS, Reading

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_REASON_LETTERS = 120
_BETWEEN = re.compile(r"\s*(?:[,;]|\bdan\b|\band\b)\s*")
_SPAN = re.compile(r"([0-9.:]+)\s*[-\u2013]\s*([0-9.:]+)")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")

Entry = HoursRange | OneOff


def read_clock(text: str) -> time:
    """A time as in 07.30 or 7:30.

    Raises:
        HoursMalformed: no time of the day.
    """
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise HoursMalformed
    return time(int(found[1]), int(found[2]))


def read_day(text: str) -> date:
    """A date as in 2026-11-23.

    Raises:
        DayMalformed: of another shape, or no day of the calendar.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DayMalformed from None


def read_hours(text: str) -> tuple[Hours, ...]:
    """The spans of one day as in ``07.30-12.00, 13.00-16.00``; none when nothing is written.

    Raises:
        HoursMalformed: a part is no span.
        ClosesBeforeOpens: a span ends when it begins or before.
        SpansOverlap: two spans share time.
    """
    hours = tuple(_read_span(part) for part in _BETWEEN.split(text.strip()) if part)
    overlapping = first_overlap(hours)
    if overlapping:
        one, other = (written_hours([span]) for span in overlapping)
        raise SpansOverlap(one=one, other=other)
    return hours


def _read_span(text: str) -> Hours:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise HoursMalformed
    opens, closes = read_clock(found[1]), read_clock(found[2])
    if opens >= closes:
        raise ClosesBeforeOpens(span=text)
    return opens, closes


def written_hours(hours: Iterable[Hours]) -> str:
    """The text that ``read_hours`` reads."""
    return ", ".join(f"{opens:%H.%M}-{closes:%H.%M}" for opens, closes in hours)


def written_week(spans: Iterable[OpeningSpan]) -> dict[str, str]:
    """The fields that ``read_week`` reads, by weekday."""
    days: dict[int, list[Hours]] = {number: [] for number in range(7)}
    for span in sorted(spans):
        days[span.weekday].append((span.opens, span.closes))
    return {WEEKDAYS[number]: written_hours(hours) for number, hours in days.items()}


def read_week(form: Reading) -> tuple[OpeningSpan, ...]:
    """The seven fields of a week; a day without hours stays closed."""
    return tuple(
        OpeningSpan(number, opens, closes)
        for number, name in enumerate(WEEKDAYS)
        for opens, closes in form.optional(name, read_hours) or ()
    )


def read_range(form: Reading, *, office: str | None, today: date) -> HoursRange | None:
    """A range that is not over yet; None when something was wrong."""
    name = form.needed("reason", most=MOST_REASON_LETTERS)
    starts, ends = form.value("starts", read_day), form.value("ends", read_day)
    spans = read_week(form)
    if starts and ends and starts > ends:
        form.errors.append(FieldError("ends", "ends-before-it-begins"))
    elif ends and ends < today:
        form.errors.append(FieldError("ends", "already-over"))
    if form.errors or starts is None or ends is None:
        return None
    return HoursRange(name, starts, ends, spans, office, _is_yes(form, "on_holidays"))


def read_one_off(form: Reading, *, now: datetime, zone: ZoneInfo) -> OneOff | None:
    """What is declared for one day; None when something was wrong.

    Whatever is declared on the day itself or after it counts as unplanned.
    """
    kind = form.value("kind", OneOffKind)
    day = form.value("day", read_day)
    reason = form.needed("reason", most=MOST_REASON_LETTERS)
    opens, closes = form.optional("opens", read_clock), form.optional("closes", read_clock)
    today = now.astimezone(zone).date()
    if day and day < today - timedelta(days=LATE_ENTRY_DAYS):
        form.errors.append(FieldError("day", "too-old", (("days", LATE_ENTRY_DAYS),)))
    form.errors += _hours_faults(kind, opens, closes)
    if form.errors or kind is None or day is None:
        return None
    planned = _is_yes(form, "planned") and day > today
    return OneOff(kind, day, reason, opens, closes, planned=planned)


def _is_yes(form: Reading, name: str) -> bool:
    return str(form.raw.get(name) or "").strip().lower() in {YES, "ya"}


def _hours_faults(
    kind: OneOffKind | None, opens: time | None, closes: time | None
) -> Iterator[FieldError]:
    if kind is OneOffKind.OPENING:
        named = {"opens": opens, "closes": closes}
        yield from (FieldError(name, "missing") for name, at in named.items() if at is None)
    begins = opens or time.min
    if closes is not None and begins >= closes:
        span = written_hours([(begins, closes)])
        yield FieldError("closes", ClosesBeforeOpens.code, (("span", span),))


def read_closed_day(form: Reading) -> ClosedDay | None:
    """A national closed day that somebody looked up; None when something was wrong."""
    day = form.value("day", read_day)
    kind = form.value("kind", ClosedKind)
    name = form.needed("reason", most=MOST_REASON_LETTERS)
    if form.errors or day is None or kind is None:
        return None
    return ClosedDay(day, name, kind)


def clash(entry: Entry, others: Iterable[Entry]) -> FieldError | None:
    """Why an entry cannot stand beside the others of its office, or of the agency."""
    for other in others:
        if isinstance(entry, OneOff) and isinstance(other, OneOff) and entry.meets(other):
            return FieldError("day", "already-declared", (("name", other.reason),))
        if (
            isinstance(entry, HoursRange)
            and isinstance(other, HoursRange)
            and entry.office == other.office
            and entry.starts <= other.ends
            and other.starts <= entry.ends
        ):
            return FieldError("starts", "ranges-overlap", (("name", other.name),))
    return None


RANGE, YES = "range", "yes"
COLUMNS = (
    "kind",
    "starts",
    "ends",
    "opens",
    "closes",
    "reason",
    "planned",
    "on_holidays",
    *WEEKDAYS,
)


def read_entries(
    rows: Sequence[Mapping[str, Any]],
    *,
    office: str,
    there: Iterable[Entry],
    now: datetime,
    zone: ZoneInfo,
) -> tuple[tuple[Entry, ...], tuple[FieldError, ...]]:
    """New entries of a file and the faults of all its rows; a row that is there is passed over.

    ``row 1`` is the first below the head.
    """
    known, fresh, faults = list(there), list[Entry](), list[FieldError]()
    written = [written_entry(entry) for entry in known]
    for number, row in enumerate(rows, start=1):
        told = {name: str(row.get(name) or "").strip() for name in COLUMNS}
        if told in written:
            continue
        form = Reading(told | {"day": told["starts"]})
        entry = _read_entry(form, office=office, now=now, zone=zone)
        if entry:
            fault = clash(entry, known)
            form.errors += [fault] if fault else []
            known.append(entry)
            fresh.append(entry)
        faults += [_of_row(number, error) for error in form.errors]
    return tuple(fresh), tuple(faults)


def _of_row(number: int, error: FieldError) -> FieldError:
    name = "starts" if error.field == "day" else error.field
    return FieldError(f"row {number}: {name}", error.code, error.facts)


def _read_entry(form: Reading, *, office: str, now: datetime, zone: ZoneInfo) -> Entry | None:
    if form.raw.get("kind") == RANGE:
        return read_range(form, office=office, today=now.astimezone(zone).date())
    return read_one_off(form, now=now, zone=zone)


def written_entry(entry: Entry) -> dict[str, str]:
    """The row of a file that ``read_entries`` reads."""
    empty = dict.fromkeys(COLUMNS, "")
    if isinstance(entry, HoursRange):
        dates = {"starts": entry.starts.isoformat(), "ends": entry.ends.isoformat()}
        week = written_week(entry.spans)
        return empty | {
            "kind": RANGE,
            "reason": entry.name,
            "on_holidays": YES if entry.on_holidays else "",
            **dates,
            **week,
        }
    return empty | {
        "kind": entry.kind.value,
        "starts": entry.day.isoformat(),
        "opens": f"{entry.opens:%H.%M}" if entry.opens else "",
        "closes": f"{entry.closes:%H.%M}" if entry.closes else "",
        "reason": entry.reason,
        "planned": YES if entry.planned else "",
    }
