"""Figures in words: shares with their denominator, minutes of open time, names of groups."""

from collections.abc import Mapping
from datetime import date

from motekar.reports import quantities
from motekar.reports.quantities import NOTHING, span
from motekar.rules.spreads import LENGTHS
from motekar.web.chart_words import wording
from motekar.web.labels import label
from motekar.web.language import gettext, later, ngettext
from motekar.web.moments import clock, day_words, short_date

_WEEKDAYS = (
    later("Senin"),
    later("Selasa"),
    later("Rabu"),
    later("Kamis"),
    later("Jumat"),
    later("Sabtu"),
    later("Minggu"),
)
FACETS: Mapping[str, str] = {
    "reason": later("alasan"),
    "channel": later("jalur masuk"),
    "weekday": later("hari berkas lengkap"),
    "hour": later("jam kedatangan"),
}

_FIGURES: Mapping[str, str] = {
    "visits": later("kunjungan"),
    "incomplete": later("kunjungan dengan berkas kurang"),
    "late_entries": later("dicatat susulan"),
    "files": later("berkas lengkap"),
    "printed": later("kartu dicetak"),
    "collected": later("kartu sudah diambil"),
    "reprints": later("orang yang sama mencetak lagi dalam setahun"),
    "spoiled": later("kartu kosong rusak"),
}
_AGAINST: Mapping[str, str] = {
    "standard": later("standar pelayanan"),
    "net": later("standar tanpa waktu tunda"),
    "promise": later("janji pertama"),
}
_LENGTH = "length_"


def figure_name(what: str) -> str:
    """What a figure is the number of."""
    if what in _FIGURES:
        return gettext(_FIGURES[what])
    kind, _, rest = what.partition("_")
    if kind in _AGAINST:
        return f"{gettext(_AGAINST[kind])}: {label(rest, 'standing')}"
    if kind == "held":
        return gettext("penundaan: %(cause)s", cause=label(rest, "hold_short"))
    if kind == "unknown":
        return gettext("tidak diketahui: %(why)s", why=label(rest, "why_unknown"))
    if kind == "messages":
        return gettext("SMS: %(state)s", state=label(rest, "message_state"))
    return _stage_name(label(kind, "stage"), rest)


def _stage_name(stage: str, rest: str) -> str:
    if not rest.startswith(_LENGTH):
        return gettext("tahap: %(stage)s", stage=stage)
    length = length_name(int(rest.removeprefix(_LENGTH)))
    return gettext("tahap: %(stage)s, %(length)s", stage=stage, length=length)


def length_name(place: int) -> str:
    """What the lengths at a place of ``LENGTHS`` are called, and the one after them."""
    if place == len(LENGTHS):
        return gettext("lebih dari %(most)s", most=span(LENGTHS[-1], wording()))
    most = span(LENGTHS[place], wording())
    if place == 0:
        return gettext("sampai %(most)s", most=most)
    less = span(LENGTHS[place - 1], wording())
    return gettext("lewat %(less)s sampai %(most)s", less=less, most=most)


def percent(value: float | None) -> str:
    """To one place; a dash where nothing has been decided. Never rounded up to all of them."""
    if value is None:
        return NOTHING
    return quantities.percent(value, wording())


def open_minutes(minutes: int | None) -> str:
    """Minutes of open time: as in "2 jam 5 menit"; an open day of eight hours is no day."""
    if minutes is None:
        return "–"
    hours, rest = divmod(minutes, 60)
    told = [ngettext("%(n)d jam", "%(n)d jam", hours)] if hours else []
    if rest or not hours:
        told.append(ngettext("%(n)d menit", "%(n)d menit", rest))
    return " ".join(told)


def group_name(facet: str, value: str) -> str:
    """What a group of files is called."""
    if value == "unknown":
        return gettext("tidak diketahui")
    if facet == "weekday":
        return gettext(_WEEKDAYS[int(value)])
    if facet == "hour":
        return f"{clock(f'{value}:00')}–{clock(f'{value}:59')}"
    return label(value, facet)


def days_words(first: date, last: date) -> str:
    """A period of days."""
    if first == last:
        return day_words(first)
    return gettext("%(first)s sampai %(last)s", first=short_date(first), last=short_date(last))
