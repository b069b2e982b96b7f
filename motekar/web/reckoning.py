"""A promise's reckoning, step by step, in sentences a citizen can follow."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from motekar.rules.promise import SEVENTEEN, Promise, Reckoning
from motekar.web.labels import label
from motekar.web.language import gettext, later, ngettext
from motekar.web.moments import day_words, near_moment, short_time

Facts = Mapping[str, str]

_CLOSED = {
    "no_hours": later("%(day)s kantor tidak melayani."),
    "weekend": later("%(day)s kantor tidak melayani."),
    "public_holiday": later("%(day)s libur nasional: %(name)s."),
    "joint_leave": later("%(day)s cuti bersama: %(name)s."),
}


def explained(promise: Promise, *, zone: ZoneInfo, now: datetime) -> list[str]:
    """One sentence a step; the promise itself stands above them and is not said again."""
    steps = (step for step in promise.explanation if step.code != "promised")
    return [reckoning_words(step, zone=zone, now=now) for step in steps]


def reckoning_words(step: Reckoning, *, zone: ZoneInfo, now: datetime) -> str:
    """The sentence of one step; an unknown code says itself rather than nothing."""
    if step.code in _ALWAYS:
        return gettext(_ALWAYS[step.code])
    words = _WORDS.get(step.code)
    return words(step.facts, zone, now) if words else step.code


def _clock_started(facts: Facts, zone: ZoneInfo, now: datetime) -> str:
    at = datetime.fromisoformat(facts["at"])
    return gettext("Berkas lengkap %(moment)s.", moment=near_moment(at, zone, now))


def _seventeen(facts: Facts, _zone: ZoneInfo, _now: datetime) -> str:
    return gettext(
        "KTP-el pertama dibuat mulai ulang tahun ke-17: %(day)s.",
        day=day_words(date.fromisoformat(facts["day"])),
    )


def _promised_anew(facts: Facts, zone: ZoneInfo, now: datetime) -> str:
    at = datetime.fromisoformat(facts["at"])
    return gettext("Dihitung lagi %(moment)s.", moment=near_moment(at, zone, now))


def _day_open(facts: Facts, zone: ZoneInfo, _now: datetime) -> str:
    return gettext(
        "%(day)s kantor buka %(opens)s sampai %(closes)s.",
        day=day_words(date.fromisoformat(facts["day"])),
        opens=short_time(datetime.fromisoformat(facts["opens"]), zone),
        closes=short_time(datetime.fromisoformat(facts["closes"]), zone),
    )


def _cut_off(facts: Facts, zone: ZoneInfo, _now: datetime) -> str:
    return gettext(
        "Berkas lengkap sebelum pukul %(time)s selesai hari itu juga.",
        time=short_time(datetime.fromisoformat(facts["at"]), zone),
    )


def _past_cut_off(facts: Facts, zone: ZoneInfo, _now: datetime) -> str:
    return gettext(
        "Pukul %(time)s sudah lewat, maka hari kerja berikutnya.",
        time=short_time(datetime.fromisoformat(facts["cut_off"]), zone),
    )


def _day_cut_short(facts: Facts, zone: ZoneInfo, _now: datetime) -> str:
    return gettext(
        "%(day)s kantor tutup lebih awal, pukul %(closes)s: janji baru jatuh pada hari buka"
        " berikutnya.",
        day=day_words(date.fromisoformat(facts["day"])),
        closes=short_time(datetime.fromisoformat(facts["closes"]), zone),
    )


def _day_closed(facts: Facts, _zone: ZoneInfo, _now: datetime) -> str:
    day = day_words(date.fromisoformat(facts["day"]))
    sentence = _CLOSED.get(facts["reason"], later("%(day)s kantor tutup: %(name)s."))
    return gettext(sentence, day=day, name=facts.get("name", ""))


def _promised(facts: Facts, zone: ZoneInfo, now: datetime) -> str:
    by = datetime.fromisoformat(facts["by"])
    return gettext("Janji kami: %(moment)s.", moment=near_moment(by, zone, now))


def _year_unknown(facts: Facts, _zone: ZoneInfo, _now: datetime) -> str:
    return gettext("Hari libur tahun %(year)s belum ditetapkan.", year=facts["year"])


def _no_opening(facts: Facts, _zone: ZoneInfo, _now: datetime) -> str:
    return gettext("Belum ada hari buka dalam %(days)s hari ke depan.", days=facts["days"])


def _documents_missing(facts: Facts, _zone: ZoneInfo, _now: datetime) -> str:
    missing = ", ".join(label(code, "document") for code in facts["documents"].split(", "))
    return gettext(
        "Janji dibuat begitu berkas lengkap. Yang kurang: %(documents)s.", documents=missing
    )


def _work_ahead(facts: Facts, _zone: ZoneInfo, _now: datetime) -> str:
    return gettext(
        "Di depan Anda %(cards)s kartu; sampai tutup %(room)s kartu bisa dicetak (%(printers)s"
        " printer, sekitar %(minutes)s menit sekartu).",
        **facts,
    )


def _queue_full(facts: Facts, _zone: ZoneInfo, _now: datetime) -> str:
    return gettext(
        "Sampai tutup hanya %(room)s kartu bisa dicetak, dan %(cards)s sudah dijanjikan.", **facts
    )


def _places_left(facts: Facts, _zone: ZoneInfo, _now: datetime) -> str:
    return gettext("Hari itu masih ada %(left)s tempat.", **facts)


def _places_gone(facts: Facts, _zone: ZoneInfo, _now: datetime) -> str:
    day = day_words(date.fromisoformat(facts["day"]))
    return gettext("Tempat untuk %(day)s sudah habis.", day=day)


def _blanks_expected(facts: Facts, _zone: ZoneInfo, _now: datetime) -> str:
    return gettext(
        "Kartu kosong di kantor sudah terjanji semua; kiriman %(daily)s kartu datang tiap hari"
        " buka.",
        **facts,
    )


def _blanks_gone(facts: Facts, _zone: ZoneInfo, _now: datetime) -> str:
    day = day_words(date.fromisoformat(facts["day"]))
    return gettext("Kartu kosong untuk %(day)s habis.", day=day)


def _days_full(facts: Facts, _zone: ZoneInfo, _now: datetime) -> str:
    days = int(facts["days"])
    return ngettext(
        "%(n)d hari buka sesudahnya pun penuh.", "%(n)d hari buka sesudahnya pun penuh.", days
    )


_ALWAYS: Mapping[str, str] = {
    "blank-reserved": later("Satu kartu kosong kami sisihkan untuk Anda."),
    "blanks-not-kept": later("Persediaan kartu kosong di kantor ini belum dicatat di Motekar."),
    "no-places": later("Tempat dua bulan ke depan sudah habis."),
    "no-blanks": later("Kartu kosong untuk dua bulan ke depan sudah terjanji semua."),
    "no-queue": later("Antrean cetak lebih panjang dari dua bulan."),
}

_WORDS: Mapping[str, Callable[[Facts, ZoneInfo, datetime], str]] = {
    "clock-started": _clock_started,
    "promised-anew": _promised_anew,
    SEVENTEEN: _seventeen,
    "day-open": _day_open,
    "cut-off": _cut_off,
    "past-cut-off": _past_cut_off,
    "day-cut-short": _day_cut_short,
    "day-closed": _day_closed,
    "promised": _promised,
    "year-unknown": _year_unknown,
    "no-opening": _no_opening,
    "documents-missing": _documents_missing,
    "work-ahead": _work_ahead,
    "queue-full": _queue_full,
    "places-left": _places_left,
    "places-gone": _places_gone,
    "blanks-expected": _blanks_expected,
    "blanks-gone": _blanks_gone,
    "days-full": _days_full,
}
