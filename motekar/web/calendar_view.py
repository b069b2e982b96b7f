"""A calendar in words: day by day, its entries, its years, and what changed it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from motekar.rules.calendar import ClosedKind, HoursRange, OfficeCalendar, OneOff, OneOffKind
from motekar.rules.calendar_form import WEEKDAYS, written_week
from motekar.usecases.calendar_views import CalendarView, YearEntered
from motekar.web.labels import LABELS, label
from motekar.web.language import gettext
from motekar.web.moments import clock, day_words, hours_words, short_date

_DAYS_SHOWN = 14
_DAYS_KEPT = 14
_ALL_OFFICES = frozenset({"default hours"})  # its note lists them


@dataclass(frozen=True, slots=True)
class DayShown:
    """One line of the coming two weeks."""

    day: date
    hours: str
    says: tuple[str, ...]
    is_today: bool


def two_weeks(calendar: OfficeCalendar, *, now: datetime) -> list[DayShown]:
    """This week from its Monday, and the next."""
    today = calendar.local_day(now)
    monday = today - timedelta(days=today.weekday())
    days = (monday + timedelta(days=ahead) for ahead in range(_DAYS_SHOWN))
    return [
        DayShown(day, _hours(calendar, day), _says(calendar, day), day == today) for day in days
    ]


def _hours(calendar: OfficeCalendar, day: date) -> str:
    """As in "07.30–12.00 dan 13.00–16.00", or that the office is closed."""
    spans = calendar.spans_on(day)
    return hours_words(spans) if spans else gettext("tutup")


def _says(calendar: OfficeCalendar, day: date) -> tuple[str, ...]:
    told = []
    closed = calendar.closed_because(day)
    if closed and closed.kind is not ClosedKind.CLOSURE:
        told.append(f"{label(closed.kind, 'closed')}: {closed.name}")
        told += [gettext("masih perkiraan")] if closed.estimated else []
    if found := calendar.range_on(day):
        told.append(found.name)
    told += [entry_words(one) for one in calendar.one_offs if one.day == day]
    if not calendar.knows(day):
        told.append(gettext("Hari libur tahun %(year)s belum ditetapkan.", year=day.year))
    return tuple(told)


def entry_words(entry: OneOff) -> str:
    """As in "Tutup sejak 10.40, mendadak: Listrik padam"."""
    told = _what(entry)
    if entry.kind is OneOffKind.CLOSURE and not entry.planned:
        told = gettext("%(closure)s, mendadak", closure=told)
    return f"{told}: {entry.reason}"


def _what(entry: OneOff) -> str:
    opens = clock(entry.opens) if entry.opens else ""
    closes = clock(entry.closes) if entry.closes else ""
    if entry.kind is OneOffKind.OPENING:
        return gettext("Buka %(opens)s–%(closes)s", opens=opens, closes=closes)
    if entry.is_whole_day:
        return gettext("Tutup sepanjang hari")
    if not closes:
        return gettext("Tutup sejak %(opens)s", opens=opens)
    if not opens:
        return gettext("Tutup sampai %(closes)s", closes=closes)
    return gettext("Tutup %(opens)s–%(closes)s", opens=opens, closes=closes)


def range_words(entry: HoursRange) -> str:
    """As in "Senin–Kamis 08.00–15.00; Jumat 08.00–15.30"."""
    week = written_week(entry.spans)
    days = [(name, week[name].replace("-", "\u2013")) for name in WEEKDAYS if week[name]]
    if not days:
        return gettext("tutup")
    groups: list[list[str]] = []
    for name, hours in days:
        following = groups and WEEKDAYS.index(groups[-1][1]) + 1 == WEEKDAYS.index(name)
        if following and groups[-1][2] == hours:
            groups[-1][1] = name
        else:
            groups.append([name, name, hours])
    return "; ".join(f"{_days(first, last)} {hours}" for first, last, hours in groups)


def _days(first: str, last: str) -> str:
    names = [label(name, "weekday") for name in (first, last)]
    return names[0] if first == last else f"{names[0]}\u2013{names[1]}"


def shown(view: CalendarView, *, now: datetime) -> Mapping[str, Any]:
    """What the page tells of the calendar in force."""
    calendar = view.calendar
    today = calendar.local_day(now)
    since = today - timedelta(days=_DAYS_KEPT)
    return {
        "place": view.office,
        "today": today,
        "closed_now": _closed_now(calendar, now),
        "open_today": _hours(calendar, today),
        "weekly": written_week(calendar.spans),
        "weekdays": [(name, label(name, "weekday")) for name in WEEKDAYS],
        "ranges": [_range(each) for each in calendar.ranges if each.ends >= since],
        "one_offs": [_one_off(each) for each in calendar.one_offs if each.day >= since],
        "years": [_year(each, calendar) for each in view.years],
        "changes": [
            {"at": each.made_at, "by": each.made_by, "says": _note_words(each.note)}
            for each in view.versions
        ],
        "version": calendar.version,
    }


def _closed_now(calendar: OfficeCalendar, now: datetime) -> OneOff | None:
    at = calendar.local_time(now)
    for one in calendar.closures_on(calendar.local_day(now)):
        begun = one.opens is None or one.opens <= at
        if begun and (one.closes is None or at < one.closes):
            return one
    return None


def _range(entry: HoursRange) -> Mapping[str, Any]:
    days = f"{short_date(entry.starts)}\u2013{short_date(entry.ends)}"
    hours = range_words(entry)
    return {"id": entry.id, "name": entry.name, "days": days, "hours": hours, "entry": entry}


def _one_off(entry: OneOff) -> Mapping[str, Any]:
    return {
        "id": entry.id,
        "day": day_words(entry.day),
        "says": entry_words(entry),
        "entry": entry,
    }


def _year(year: YearEntered, calendar: OfficeCalendar) -> Mapping[str, Any]:
    days = [closed for closed in calendar.closed_days if closed.day.year == year.year]
    return {
        "year": year.year,
        "source": year.source,
        "confirmed_by": year.confirmed_by,
        "days": [
            {
                "day": closed.day,
                "words": day_words(closed.day),
                "kind": label(closed.kind, "closed"),
                "name": closed.name,
                "estimated": closed.estimated,
            }
            for closed in days
        ],
        "estimated": year.estimated,
    }


def _note_words(note: str) -> str:
    code, _, detail = note.partition(": ")
    if code not in LABELS["calendar_change"]:
        return note
    words = label(code, "calendar_change")
    return f"{words}: {detail}" if detail and code not in _ALL_OFFICES else words


def own(entries: Iterable[HoursRange | OneOff], *, office: str) -> list[HoursRange | OneOff]:
    """The entries that are this office's own, as its file holds them."""
    return [entry for entry in entries if isinstance(entry, OneOff) or entry.office == office]
