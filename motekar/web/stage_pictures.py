"""How long the stages of files took, as pictures in words."""

from motekar.reports.charts.chart import Chart, Form
from motekar.reports.quantities import span, whole_number
from motekar.reports.tables import Cell, Column, Table
from motekar.rules.spreads import LENGTHS, Spread
from motekar.usecases.compliance import PeriodView
from motekar.web.chart_words import wording
from motekar.web.figure_tables import COUNT, MINUTES, period_words
from motekar.web.figure_words import length_name
from motekar.web.labels import label
from motekar.web.language import gettext
from motekar.web.render import sentence

_DRAWN_STAGES = ("verify", "print", "ready")


def stages(view: PeriodView) -> Chart:
    """How long the office's own stages took."""
    spreads = view.figures.stages
    rows = tuple(
        (sentence(label(stage, "stage")), one.median_minutes, one.p90_minutes, one.count)
        for stage in _DRAWN_STAGES
        for one in [spreads[stage]]
    )
    columns = (
        Column(gettext("Tahap")),
        Column(gettext("Nilai tengah"), MINUTES, gettext("menit buka")),
        Column(gettext("9 dari 10 paling lama"), MINUTES, gettext("menit buka")),
        Column(gettext("Banyaknya"), COUNT, gettext("berkas")),
    )
    title = gettext(
        "Lama setiap tahap dalam jam buka, %(period)s", period=period_words(view.period)
    )
    return Chart(
        Form.BARS,
        title,
        _stage_words(spreads["ready"]),
        Table("stages", title, columns, rows),
        drawn=(1, 2),
        behind={(row, 3): {"what": f"{stage}_minutes"} for row, stage in enumerate(_DRAWN_STAGES)},
    )


def _stage_words(ready: Spread) -> str:
    if ready.median_minutes is None or ready.p90_minutes is None:
        return gettext("Belum ada kartu yang selesai.")
    return gettext(
        "Separuh kartu siap dalam %(median)s sejak berkas lengkap, 9 dari 10 dalam %(most)s.",
        median=span(ready.median_minutes, wording()),
        most=span(ready.p90_minutes, wording()),
    )


def lengths(view: PeriodView) -> Chart:
    """How many cards were ready how soon, and how the stages on the way are spread."""
    spreads = view.figures.stages
    places = range(len(LENGTHS) + 1)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (sentence(length_name(place)), *(one.by_length[place] for one in spreads.values()))
        for place in places
    )
    columns = (
        Column(gettext("Lamanya, dalam jam buka")),
        *(Column(sentence(label(stage, "stage")), COUNT) for stage in spreads),
    )
    days = period_words(view.period)
    title = gettext("Sebaran lama sampai kartu siap, %(period)s", period=days)
    return Chart(
        Form.UPRIGHTS,
        title,
        _length_words(spreads["ready"]),
        Table("lengths", title, columns, rows),
        drawn=(1 + list(spreads).index("ready"),),
        axis=(
            *(span(most, wording()) for most in LENGTHS),
            gettext("lebih"),
        ),
        behind={
            (place, column): {"what": f"{stage}_length_{place}"}
            for place in places
            for column, stage in enumerate(spreads, start=1)
        },
    )


def _length_words(ready: Spread) -> str:
    if not ready.count:
        return gettext("Belum ada kartu yang selesai.")
    place = max(range(len(ready.by_length)), key=lambda each: ready.by_length[each])
    return gettext(
        "Paling banyak %(length)s: %(number)s dari %(all)s kartu.",
        length=length_name(place),
        number=whole_number(ready.by_length[place], wording()),
        all=whole_number(ready.count, wording()),
    )
