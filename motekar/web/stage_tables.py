"""How long the stages took by office and by the chosen grouping, as tables that lead to lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from motekar.reports.tables import Column, Table
from motekar.rules.compliance import Group
from motekar.rules.spreads import LENGTHS
from motekar.rules.tallying import ALL
from motekar.usecases.compliance import PeriodView
from motekar.web.figure_tables import COUNT, MINUTES, period_words
from motekar.web.figure_words import FACETS, group_name, length_name
from motekar.web.labels import label
from motekar.web.language import gettext
from motekar.web.render import sentence

_BESIDE_LENGTHS = 5


@dataclass(frozen=True, slots=True)
class StageTable:
    """A table, and of its cells, by row and column, which list of requests they count."""

    table: Table
    behind: Mapping[tuple[int, int], Mapping[str, str]]


def stage_tables(
    view: PeriodView, names: Mapping[str, str], *, facet: str = ALL
) -> tuple[StageTable, ...]:
    """Of offices where there are several, and of the grouping where one was asked for."""
    found = []
    if view.by_facet:
        named = [(group_name(facet, one.value), one) for one in view.by_facet]
        by = gettext(FACETS[facet])
        found.append(
            _told("stage-groups", by, named, field="value", fields={"facet": facet}, view=view)
        )
    if len(view.offices) > 1:
        named = [(names.get(one.value, one.value), one) for one in view.by_office]
        by = gettext("kantor")
        found.append(_told("stage-offices", by, named, field="office", fields={}, view=view))
    return tuple(each for each in found if each.table.rows)


def _told(
    key: str,
    by: str,
    named: Iterable[tuple[str, Group]],
    *,
    field: str,
    fields: Mapping[str, str],
    view: PeriodView,
) -> StageTable:
    """``field`` and ``fields`` are those of a list's address that say which group it is of."""
    lines = [
        (name, one.value, stage, spread)
        for name, one in named
        for stage, spread in one.stages.items()
        if spread.count
    ]
    columns = (
        Column(sentence(by)),
        Column(gettext("Tahap")),
        Column(gettext("Nilai tengah"), MINUTES, gettext("menit buka")),
        Column(gettext("9 dari 10 paling lama"), MINUTES, gettext("menit buka")),
        Column(gettext("Banyaknya"), COUNT, gettext("berkas")),
        *(Column(sentence(length_name(place)), COUNT) for place in range(len(LENGTHS) + 1)),
    )
    rows = tuple(
        (
            name,
            label(stage, "stage"),
            spread.median_minutes,
            spread.p90_minutes,
            spread.count,
            *spread.by_length,
        )
        for name, _, stage, spread in lines
    )
    days = period_words(view.period)
    title = gettext("Lama tiap tahap menurut %(what)s, %(period)s", what=by, period=days)
    behind = {
        (row, column): {"what": what, **fields, field: value}
        for row, (_, value, stage, _) in enumerate(lines)
        for column, what in _counted(stage).items()
    }
    return StageTable(Table(key, title, columns, rows), behind)


def _counted(stage: str) -> Mapping[int, str]:
    """What the columns of a stage's row count."""
    places = range(len(LENGTHS) + 1)
    return {
        _BESIDE_LENGTHS - 1: f"{stage}_minutes",
        **{_BESIDE_LENGTHS + place: f"{stage}_length_{place}" for place in places},
    }
