"""Days, clock times and how long it still takes, in the words of the spoken language.

Every moment is aware; the zone to show it in is the office's. What time it is now is an argument.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from motekar.web.language import gettext, later, ngettext, spoken

# British English writes dates in the order Indonesians know.
_LOCALES = {"id": "id", "en": "en_GB"}
_WHOLE_DAY = "EEEE, d MMMM y"
_CLOCKS = {"id": "HH.mm", "en": "HH:mm"}
_FINE_UNDER = timedelta(hours=3)
_DAYS_FROM = timedelta(hours=36)

_NEAR = {0: later("hari ini"), 1: later("besok"), -1: later("kemarin")}

Zone = ZoneInfo | str


def long_date(at: datetime, zone: Zone) -> str:
    """Whole, as in "Senin, 23 November 2026 pukul 16.00 WIB"."""
    local = at.astimezone(_zone(zone))
    return gettext(
        "%(date)s pukul %(time)s", date=day_words(at, zone), time=f"{clock(local)} {local:%Z}"
    )


def day_words(at: datetime | date, zone: Zone | None = None) -> str:
    """The day as in "Senin, 23 November 2026"; a plain date needs no zone."""
    return _written(_day(at, zone), _WHOLE_DAY)


def short_date(at: datetime | date, zone: Zone | None = None) -> str:
    """The day as in "23 Nov 2026"."""
    return _written(_day(at, zone), "d MMM y")


def month_words(day: date) -> str:
    """The month as in "November 2026"."""
    return _written(day, "MMMM y")


def short_moment(at: datetime, zone: Zone) -> str:
    """As in "20 Nov pukul 16.00", where a line is short and the year plain."""
    local = at.astimezone(_zone(zone))
    day = _written(local, "d MMM")
    return gettext("%(day)s pukul %(time)s", day=day, time=clock(local))


def birth_date(day: date) -> str:
    """As in "17 Agustus 1990"."""
    return _written(day, "d MMMM y")


def short_time(at: datetime, zone: Zone) -> str:
    """As in "16.00", in the office's zone."""
    return clock(at.astimezone(_zone(zone)))


def clock(at: datetime | time | str) -> str:
    """As in "16.00", from a local time or the contract's "16:00"."""
    local = time.fromisoformat(at) if isinstance(at, str) else at
    return _on_the_clock(local.hour, local.minute, spoken())


def hours_words(spans: Iterable[tuple[datetime | str, datetime | str]]) -> str:
    """As in "07.30–12.00 dan 13.00–16.00"."""
    return gettext(" dan ").join(f"{clock(opens)}–{clock(closes)}" for opens, closes in spans)


def moment(text: str) -> datetime:
    """A moment as it stands among the facts of an event."""
    return datetime.fromisoformat(text)


def near_day(at: datetime, zone: Zone, now: datetime) -> str:
    """Today, tomorrow or yesterday by name, else the day; its year only when that is another."""
    day, today = _day(at, zone), _day(now, zone)
    name = _NEAR.get((day - today).days)
    if name:
        return gettext(name)
    return _written(day, "EEEE, d MMMM" if day.year == today.year else _WHOLE_DAY)


def near_moment(at: datetime, zone: Zone, now: datetime) -> str:
    """As in "hari ini pukul 16.00", for lists where the whole date would only be noise."""
    day, clock_time = near_day(at, zone, now), short_time(at, zone)
    return gettext("%(day)s pukul %(time)s", day=day, time=clock_time)


def board_time(at: datetime, zone: Zone, now: datetime) -> str:
    """As in "16.00" for today, else with its day: "23 Nov 16.00"."""
    if _day(at, zone) == _day(now, zone):
        return short_time(at, zone)
    local = at.astimezone(_zone(zone))
    return f"{_written(local, 'd MMM')} {clock(local)}"


def time_left(due: datetime, now: datetime) -> str:
    """As in "25 menit lagi", or "terlambat 2 jam" once it has passed."""
    if due >= now:
        return gettext("%(span)s lagi", span=span_words(due - now))
    return gettext("terlambat %(span)s", span=span_words(now - due))


def time_ago(at: datetime, now: datetime) -> str:
    """As in "2 jam yang lalu"; the last minute is "baru saja"."""
    if now - at < timedelta(minutes=1):
        return gettext("baru saja")
    return gettext("%(span)s yang lalu", span=span_words(now - at))


def span_words(span: timedelta) -> str:
    """A length of time, coarser as it grows; never rounded up."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return gettext("kurang dari 1 menit")
    if span >= _DAYS_FROM:
        return ngettext("%(n)d hari", "%(n)d hari", span.days)
    hours, rest = divmod(minutes, 60)
    words = [ngettext("%(n)d jam", "%(n)d jam", hours)] if hours else []
    if rest and span < _FINE_UNDER:
        words.append(ngettext("%(n)d menit", "%(n)d menit", rest))
    return " ".join(words)


def _day(at: datetime | date, zone: Zone | None) -> date:
    if not isinstance(at, datetime):
        return at
    return at.astimezone(_zone(zone) if zone else None).date()


def _written(day: date, pattern: str) -> str:
    return _written_in(date(day.year, day.month, day.day), pattern, _LOCALES[spoken()])


# Babel takes longer over a date than PostgreSQL over the request, and days repeat.
@lru_cache(maxsize=2048)
def _written_in(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=2048)
def _on_the_clock(hour: int, minute: int, language: str) -> str:
    return format_time(time(hour, minute), _CLOCKS[language], locale=_LOCALES[language])


def _zone(zone: Zone) -> ZoneInfo:
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)
