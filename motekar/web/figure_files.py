"""The tables of a period as files: each one as CSV, all of them in a workbook."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from motekar.reports.tables import Table, csv_text
from motekar.reports.workbook import workbook
from motekar.rules.errors import ReportUnknown
from motekar.rules.people import OVERSIGHT
from motekar.usecases import compliance, surroundings
from motekar.web.access import for_roles
from motekar.web.figure_pictures import charts
from motekar.web.figure_tables import period_words, tables
from motekar.web.figures_page import FIGURES, Asked, chosen, watched
from motekar.web.language import gettext
from motekar.web.moments import long_date
from motekar.web.shell import Seat, room, zone_of
from motekar.web.stage_tables import stage_tables

_READ = for_roles(*OVERSIGHT)
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get(f"{FIGURES}/tables/{{file:str}}", opt=_READ)
async def one(seat: NamedDependency[Seat], file: FromPath[str]) -> Response[str]:
    """One table of the period asked for, by its key.

    Raises:
        ReportUnknown: there is no such table.
        ValidationFailed: the days cannot be read; no file is made of others.
    """
    asked, found = await _tables(seat)
    key, _, ending = file.rpartition(".")
    table = found.get(key)
    if table is None or ending != "csv":
        raise ReportUnknown
    return Response(csv_text(table), media_type="text/csv", headers=_headers(asked, f"{key}.csv"))


@get(f"{FIGURES}/tables.xlsx", opt=_READ)
async def every(seat: NamedDependency[Seat]) -> Response[bytes]:
    """All tables of the period asked for.

    Raises:
        ValidationFailed: the days cannot be read; no file is made of others.
    """
    asked, found = await _tables(seat)
    title = gettext(
        "Angka pelayanan, %(period)s, %(whose)s, data %(moment)s",
        period=period_words(asked.period),
        whose=dict(await watched(seat)).get(asked.office or "") or gettext("semua kantor saya"),
        moment=long_date(seat.now, zone_of(await seat.offices())),
    )
    content = workbook(tuple(found.values()), title=title)
    return Response(content, media_type=_SHEET, headers=_headers(asked, "semua.xlsx"))


async def _tables(seat: Seat) -> tuple[Asked, dict[str, Table]]:
    today = seat.now.astimezone(zone_of(await seat.offices())).date()
    asked = chosen(seat, today)
    view = await compliance.of_period(
        seat.desk,
        seat.officer,
        office=asked.office,
        period=asked.period,
        facet=asked.facet,
        now=seat.now,
    )
    around = await surroundings.around(seat.desk, view.offices, period=asked.period, now=seat.now)
    names = dict(await watched(seat))
    drawn = (chart.table for chart in charts(view, around, names))
    plain = tables(view, names, facet=asked.facet)
    staged = (each.table for each in stage_tables(view, names, facet=asked.facet))
    return asked, {table.key: table for table in (*plain, *drawn, *staged)}


def _headers(asked: Asked, name: str) -> dict[str, str]:
    whose = (asked.office or "semua").replace(".", "")
    days = f"{asked.period.first:%Y%m%d}-{asked.period.last:%Y%m%d}"
    return {
        "Content-Disposition": f'attachment; filename="angka-{whose}-{days}-{name}"',
        "Cache-Control": "no-store",
    }


ROUTES = (room(one, every),)
