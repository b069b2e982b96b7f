"""The pictures of a period, each a chart of its own table, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby

from babel.dates import format_date

from motekar.reports.charts.chart import Chart, Form
from motekar.reports.quantities import percent, whole_number
from motekar.reports.tables import Cell, Column, Table
from motekar.rules.compliance import DayFigures, Share
from motekar.rules.period import Period, month_of
from motekar.rules.tallying import HOUR
from motekar.usecases.compliance import PeriodView
from motekar.usecases.surroundings import Surroundings
from motekar.web.chart_words import wording
from motekar.web.figure_tables import COUNT, MINUTES, SHARE, period_words
from motekar.web.labels import label
from motekar.web.language import gettext, spoken
from motekar.web.moments import clock, short_date
from motekar.web.render import sentence
from motekar.web.stage_pictures import lengths, stages

_MOST_DAYS = 62
"""Longer periods are drawn by the month."""
_NOBODY = Share(0, 0, 0)
_COUNTED = {
    2: "standard_kept",
    3: "standard_decided",
    4: "standard_unknown",
    6: "net_kept",
    7: "net_decided",
}
"""What the columns of the trend count."""


def charts(view: PeriodView, around: Surroundings, names: Mapping[str, str]) -> tuple[Chart, ...]:
    """All that there is something to draw of; ``names`` are the offices' by code."""
    found = (trend(view), stages(view), lengths(view), arrivals(view, around), holds(view))
    blanks = blanks_left(view, around, names)
    return (*found, blanks) if blanks else found


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A day or a month, named in full and for the axis."""

    name: str
    short: str
    period: Period
    gross: Share
    net: Share


def trend(view: PeriodView) -> Chart:
    """The share kept by the standard, by day or by month; a day without any has none."""
    stretches = tuple(_by_month(view) if _is_long(view) else _by_day(view))
    rows = tuple(
        (one.name, *_share(one.gross), one.gross.unknown, *_share(one.net)) for one in stretches
    )
    columns = (
        Column(gettext("Bulan") if _is_long(view) else gettext("Tanggal")),
        Column(gettext("Menurut standar"), SHARE),
        Column(gettext("Ditepati"), COUNT, gettext("berkas")),
        Column(gettext("Dihitung"), COUNT, gettext("berkas")),
        Column(gettext("Tidak diketahui"), COUNT, gettext("berkas")),
        Column(gettext("Tanpa waktu tunda"), SHARE),
        Column(gettext("Ditepati tanpa waktu tunda"), COUNT),
        Column(gettext("Dihitung tanpa waktu tunda"), COUNT),
    )
    title = gettext("Berkas yang selesai menurut standar, %(period)s", period=_period(view))
    return Chart(
        Form.LINES,
        title,
        share_words(view.figures.whole.same_day),
        Table("trend", title, columns, rows),
        drawn=(1, 5),
        axis=tuple(one.short for one in stretches),
        behind={
            (row, column): {"what": what, **_days_of(one.period)}
            for row, one in enumerate(stretches)
            for column, what in _COUNTED.items()
        },
    )


def _days_of(period: Period) -> Mapping[str, str]:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def share_words(share: Share) -> str:
    """A share in a sentence, with what it is a share of."""
    if share.value is None:
        return gettext("Belum ada berkas yang jatuh waktunya.")
    return gettext(
        "%(share)s: %(kept)s dari %(all)s berkas, %(unknown)s di antaranya tidak diketahui.",
        share=percent(share.value, wording()),
        kept=_n(share.numerator),
        all=_n(share.denominator),
        unknown=_n(share.unknown),
    )


def _n(number: int) -> str:
    return whole_number(number, wording())


def _share(share: Share) -> tuple[Cell, int, int]:
    return share.value, share.numerator, share.denominator


def _period(view: PeriodView) -> str:
    return period_words(view.period)


def _days(view: PeriodView) -> list[date]:
    number = (view.period.last - view.period.first).days + 1
    return [view.period.first + timedelta(days=ahead) for ahead in range(number)]


def _is_long(view: PeriodView) -> bool:
    return len(_days(view)) > _MOST_DAYS


def _by_day(view: PeriodView) -> Iterable[_Stretch]:
    known = {group.value: group for group in view.by_day}
    short = "d" if len(list(view.period.months())) == 1 else "d MMM"
    for day in _days(view):
        group = known.get(day.isoformat())
        yield _Stretch(
            short_date(day),
            format_date(day, short, locale=spoken()),
            Period(day, day),
            group.same_day if group else _NOBODY,
            group.net_of_holds if group else _NOBODY,
        )


def _by_month(view: PeriodView) -> Iterable[_Stretch]:
    known = {key: list(of) for key, of in groupby(view.by_day, key=lambda day: day.value[:7])}
    for month in view.period.months():
        days: list[DayFigures] = known.get(month.isoformat()[:7], [])
        yield _Stretch(
            format_date(month, "LLLL y", locale=spoken()),
            format_date(month, "LLL yy", locale=spoken()),
            view.period.within(month_of(month)),
            _together(day.same_day for day in days),
            _together(day.net_of_holds for day in days),
        )


def _together(shares: Iterable[Share]) -> Share:
    each = [(one.numerator, one.denominator, one.unknown) for one in shares]
    return Share(*(sum(column) for column in zip(*each, strict=True))) if each else _NOBODY


def arrivals(view: PeriodView, around: Surroundings) -> Chart:
    """Visits by the hour against the cards that the printers could make."""
    visits = view.visits_by_hour
    capacity = around.capacity
    hours = sorted({*visits, *(capacity or {})})
    rows = (
        tuple(
            (clock(time(hour)), visits.get(hour, 0), capacity.get(hour, 0) if capacity else None)
            for hour in range(hours[0], hours[-1] + 1)
        )
        if hours
        else ()
    )
    columns = (
        Column(gettext("Jam")),
        Column(gettext("Kunjungan"), COUNT),
        Column(gettext("Kartu yang bisa dicetak pada hari itu"), COUNT),
    )
    title = gettext("Kunjungan terhadap kemampuan cetak per jam, %(period)s", period=_period(view))
    return Chart(
        Form.UPRIGHTS,
        title,
        _busiest(visits),
        Table("arrivals", title, columns, rows),
        drawn=(1,),
        limit=2,
        behind={
            (row, 1): {"what": "visits", "facet": HOUR, "value": f"{hours[0] + row:02d}"}
            for row in range(len(rows))
        },
    )


def _busiest(visits: Mapping[int, int]) -> str:
    if not any(visits.values()):
        return gettext("Belum ada kunjungan.")
    hour = max(visits, key=lambda each: (visits[each], -each))
    return gettext(
        "Paling banyak datang pada jam %(hour)s: %(visits)s dari %(all)s kunjungan.",
        hour=clock(time(hour)),
        visits=_n(visits[hour]),
        all=_n(sum(visits.values())),
    )


def holds(view: PeriodView) -> Chart:
    """What held files up after they were complete, and for how long."""
    ordered = sorted(view.figures.holds, key=lambda one: (-one.open_minutes, one.cause))
    rows = tuple(
        (sentence(label(one.cause, "hold_short")), one.open_minutes, one.count) for one in ordered
    )
    columns = (
        Column(gettext("Sebab")),
        Column(gettext("Lamanya"), MINUTES, gettext("menit buka")),
        Column(gettext("Banyaknya"), COUNT, gettext("kali")),
    )
    title = gettext("Sebab penundaan setelah berkas lengkap, %(period)s", period=_period(view))
    says = (
        gettext("Paling lama: %(cause)s.", cause=rows[0][0])
        if rows
        else gettext("Tidak ada yang ditunda.")
    )
    return Chart(
        Form.BARS,
        title,
        says,
        Table("holds", title, columns, rows),
        drawn=(1,),
        note=2,
        behind={(row, 2): {"what": f"held_{one.cause}"} for row, one in enumerate(ordered)},
    )


def blanks_left(view: PeriodView, around: Surroundings, names: Mapping[str, str]) -> Chart | None:
    """Blanks in the box: of one office day by day, of several at the end; None without ledger."""
    kept = {office: days for office, days in sorted(around.blanks.items()) if days}
    if not kept:
        return None
    if len(view.offices) > 1:
        return _blanks_of_all(kept, names)
    ((office, days),) = kept.items()
    rows = tuple((short_date(day), days.get(day)) for day in _days(view))
    columns = (Column(gettext("Tanggal")), Column(gettext("Di kotak pada akhir hari"), COUNT))
    title = gettext(
        "Kartu kosong di kotak %(office)s, %(period)s",
        office=names.get(office, office),
        period=_period(view),
    )
    return Chart(
        Form.LINES,
        title,
        gettext("Paling sedikit: %(lowest)s.", lowest=_lowest(days)),
        Table("blanks", title, columns, rows),
        drawn=(1,),
        axis=tuple(one.short for one in _by_day(view)),
    )


def _blanks_of_all(kept: Mapping[str, Mapping[date, int]], names: Mapping[str, str]) -> Chart:
    rows = tuple(
        (
            names.get(office, office),
            days[max(days)],
            gettext("paling sedikit %(lowest)s", lowest=_lowest(days)),
        )
        for office, days in kept.items()
    )
    columns = (
        Column(gettext("Kantor")),
        Column(gettext("Di kotak"), COUNT),
        Column(gettext("Paling sedikit")),
    )
    evening = max(max(days) for days in kept.values())
    title = gettext("Kartu kosong di kotak per kantor, %(day)s", day=short_date(evening))
    emptiest = min(kept, key=lambda office: kept[office][max(kept[office])])
    says = gettext("Paling sedikit di %(office)s.", office=names.get(emptiest, emptiest))
    return Chart(Form.BARS, title, says, Table("blanks", title, columns, rows), drawn=(1,), note=2)


def _lowest(days: Mapping[date, int]) -> str:
    day = min(days, key=lambda each: (days[each], each))
    return gettext("%(cards)s pada %(day)s", cards=_n(days[day]), day=short_date(day))
