"""The figures of a period as tables in words: each share with its numerator and denominator."""

from collections.abc import Callable, Iterable, Mapping

from babel.dates import format_date

from motekar.reports.quantities import Quantity
from motekar.reports.tables import Column, Table
from motekar.rules.compliance import OUTCOMES, Figures, Group, Share
from motekar.rules.period import Period
from motekar.rules.tallying import ALL
from motekar.usecases.compliance import PeriodView
from motekar.web.figure_words import FACETS, figure_name, group_name
from motekar.web.labels import label
from motekar.web.language import gettext, spoken
from motekar.web.moments import short_date
from motekar.web.render import sentence

COUNT, SHARE, MINUTES = Quantity.COUNT, Quantity.SHARE, Quantity.MINUTES
_COUNTS: tuple[tuple[str, Callable[[Figures], int]], ...] = (
    ("visits", lambda figures: figures.visits),
    ("incomplete", lambda figures: figures.incomplete),
    ("late_entries", lambda figures: figures.late_entries),
    ("files", lambda figures: figures.whole.files),
    ("standard_out", lambda figures: figures.whole.out),
    ("printed", lambda figures: figures.printed),
    ("collected", lambda figures: figures.collected),
    ("spoiled", lambda figures: figures.spoiled),
    ("reprints", lambda figures: figures.reprints),
)


def period_words(period: Period) -> str:
    """As in "November 2026", or "1 Nov 2026 – 15 Nov 2026"."""
    first, last = period.first, period.last
    if period.is_whole_months and (first.year, first.month) == (last.year, last.month):
        return format_date(first, "LLLL y", locale=spoken())
    if first == last:
        return short_date(first)
    return f"{short_date(first)} – {short_date(last)}"


def tables(view: PeriodView, names: Mapping[str, str], *, facet: str = ALL) -> tuple[Table, ...]:
    """Those that no picture shows; ``names`` are the offices' by code, ``facet`` the view's."""
    found = (
        headline(view),
        outcomes(view),
        counts(view),
        collection(view),
        messages(view),
        unknown(view),
        offices(view, names),
        grouped(view, facet),
    )
    return tuple(table for table in found if table.rows)


def headline(view: PeriodView) -> Table:
    """The share kept by the standard, gross and net of holds, beside the period before."""
    periods = ((view.period, view.figures.whole), (view.period.before(), view.before.whole))
    gross = gettext("Selesai menurut standar")
    net = gettext("Selesai menurut standar, waktu tunda dikurangkan")
    rows = (
        *((gross, period_words(period), *_told(whole.same_day)) for period, whole in periods),
        *((net, period_words(period), *_told(whole.net_of_holds)) for period, whole in periods),
    )
    columns = (Column(gettext("Ukuran")), Column(gettext("Masa")), *_share_columns())
    return Table("headline", _captioned(gross, view), columns, rows)


def _share_columns() -> tuple[Column, ...]:
    return (
        Column(gettext("Bagian"), SHARE),
        Column(gettext("Ditepati"), COUNT),
        Column(gettext("Dihitung"), COUNT),
        Column(gettext("Tidak diketahui"), COUNT),
    )


def _told(share: Share) -> tuple[float | None, int, int, int]:
    return share.value, share.numerator, share.denominator, share.unknown


def _captioned(subject: str, view: PeriodView) -> str:
    return gettext("%(subject)s, %(period)s", subject=subject, period=period_words(view.period))


def _beside(view: PeriodView) -> tuple[Column, Column]:
    return (
        Column(period_words(view.period), COUNT),
        Column(period_words(view.period.before()), COUNT),
    )


def outcomes(view: PeriodView) -> Table:
    """How files stand to what was promised to the applicant first."""
    now, before = view.figures.whole.outcomes, view.before.whole.outcomes
    rows = tuple(
        (sentence(label(outcome, "standing")), now[outcome], before[outcome])
        for outcome in OUTCOMES
    )
    caption = _captioned(gettext("Berkas terhadap janji pertama kepada pemohon"), view)
    return Table("outcomes", caption, (Column(gettext("Keadaan")), *_beside(view)), rows)


def counts(view: PeriodView) -> Table:
    """Visits and cards."""
    rows = tuple(
        (sentence(figure_name(what)), of(view.figures), of(view.before)) for what, of in _COUNTS
    )
    caption = _captioned(gettext("Kunjungan, berkas dan kartu"), view)
    return Table("counts", caption, (Column(gettext("Hal")), *_beside(view)), rows)


def collection(view: PeriodView) -> Table:
    """How long finished cards waited for their owners."""
    spreads = (view.figures, view.before)
    periods = (view.period, view.period.before())
    rows = tuple(
        (period_words(period), spread.median_minutes, spread.p90_minutes, spread.count)
        for period, spread in zip(
            periods, (figures.stages["collect"] for figures in spreads), strict=True
        )
    )
    columns = (
        Column(gettext("Masa")),
        Column(gettext("Nilai tengah"), MINUTES, gettext("menit buka")),
        Column(gettext("9 dari 10 paling lama"), MINUTES, gettext("menit buka")),
        Column(gettext("Banyaknya"), COUNT, gettext("kartu")),
    )
    return Table(
        "collection", _captioned(sentence(label("collect", "stage")), view), columns, rows
    )


def messages(view: PeriodView) -> Table:
    """What became of the SMS of these days."""
    states = sorted({*view.figures.messages, *view.before.messages})
    rows = tuple(
        (
            sentence(label(state, "message_state")),
            view.figures.messages.get(state, 0),
            view.before.messages.get(state, 0),
        )
        for state in states
    )
    caption = _captioned(gettext("SMS kepada pemohon"), view)
    return Table("messages", caption, (Column(gettext("Keadaan")), *_beside(view)), rows)


def unknown(view: PeriodView) -> Table:
    """Why files count as unknown."""
    causes = sorted({*view.figures.unknown, *view.before.unknown})
    rows = tuple(
        (
            sentence(label(cause, "why_unknown")),
            view.figures.unknown.get(cause, 0),
            view.before.unknown.get(cause, 0),
        )
        for cause in causes
    )
    caption = _captioned(gettext("Berkas yang tidak diketahui, menurut sebabnya"), view)
    return Table("unknown", caption, (Column(gettext("Sebab")), *_beside(view)), rows)


def offices(view: PeriodView, names: Mapping[str, str]) -> Table:
    """The offices beside each other, by code; none when there is only one."""
    groups = view.by_office if len(view.offices) > 1 else ()
    named = [(names.get(one.value, one.value), one) for one in groups]
    return _groups("offices", gettext("Per kantor"), gettext("Kantor"), named, view=view)


def grouped(view: PeriodView, facet: str) -> Table:
    """The files by each value of the grouping that was asked for."""
    named = [(group_name(facet, one.value), one) for one in view.by_facet]
    by = gettext(FACETS[facet]) if facet in FACETS else ""
    return _groups("groups", gettext("Menurut %(what)s", what=by), sentence(by), named, view=view)


def _groups(
    key: str, subject: str, heading: str, named: Iterable[tuple[str, Group]], *, view: PeriodView
) -> Table:
    rows = tuple((name, *_told(one.same_day), one.files, one.visits) for name, one in named)
    columns = (
        Column(heading),
        *_share_columns(),
        Column(gettext("Berkas lengkap"), COUNT),
        Column(gettext("Kunjungan"), COUNT),
    )
    return Table(key, _captioned(subject, view), columns, rows)
