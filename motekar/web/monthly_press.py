"""The monthly report in words: what is official is always in Indonesian.

The worker is handed ``press`` and knows nothing of words or drawing.
"""

import asyncio
from collections.abc import Mapping
from contextvars import copy_context

from motekar.reports.bundle import csv_files
from motekar.reports.charts.chart import Chart
from motekar.reports.monthly import TITLE, Headline, MonthlyReport, Section, draw
from motekar.reports.quantities import INDONESIAN, percent
from motekar.reports.tables import Table
from motekar.reports.workbook import workbook
from motekar.rules.compliance import Share
from motekar.usecases.reporting import MonthFacts, Papers
from motekar.usecases.standing import Agency
from motekar.web.figure_pictures import charts, share_words
from motekar.web.figure_tables import period_words, tables
from motekar.web.language import SOURCE_LANGUAGE, speak
from motekar.web.moments import long_date

DEFINITION = (
    "Sebuah berkas dihitung pada hari berkas itu lengkap. Standar pelayanannya: kartu selesai "
    "dicetak sebelum kantor tutup pada hari itu, atau sebelum kantor tutup pada hari buka "
    "berikutnya bila berkas lengkap setelah batas waktu. Yang dipakai adalah kebijakan dan "
    "kalender yang berlaku saat berkas lengkap; mengubah, menunda, atau memindahkan berkas tidak "
    "mengubah standarnya. Berkas yang keadaannya tidak diketahui tetap dihitung dan tidak pernah "
    "dianggap ditepati. Berkas yang ditolak atau dibatalkan sebelum waktunya, atau yang waktunya "
    "belum jatuh saat laporan ini dibuat, tidak ikut dihitung."
)


async def press(facts: MonthFacts) -> Papers:
    """The report's files, drawn in a thread."""
    report, told = copy_context().run(_worded, facts)
    return await asyncio.to_thread(_drawn, report, told)


def _drawn(report: MonthlyReport, told: tuple[Table, ...]) -> Papers:
    title = f"{TITLE}, {report.period}, {report.office_name}"
    return Papers(pdf=draw(report), xlsx=workbook(told, title=title), csv=csv_files(told))


def _worded(facts: MonthFacts) -> tuple[MonthlyReport, tuple[Table, ...]]:
    speak(SOURCE_LANGUAGE)
    names = {office.code: office.name for office in facts.offices}
    sections = (*_subjects(facts, names),)
    return _report(facts, sections), tuple(section.table for section in sections)


def _subjects(facts: MonthFacts, names: Mapping[str, str]) -> list[Section]:
    """Tables and pictures in the order in which they are asked for."""
    drawn = {
        chart.table.key: _pictured(chart) for chart in charts(facts.view, facts.around, names)
    }
    plain = {table.key: Section(table.caption, table) for table in tables(facts.view, names)}
    found = plain | drawn
    return [found[key] for key in _ORDER if key in found]


_ORDER = (
    "headline",
    "offices",
    "outcomes",
    "trend",
    "stages",
    "lengths",
    "collection",
    "arrivals",
    "holds",
    "blanks",
    "counts",
    "messages",
    "unknown",
)


def _pictured(chart: Chart) -> Section:
    return Section(chart.title, chart.table, (chart.says,), chart)


def _report(facts: MonthFacts, sections: tuple[Section, ...]) -> MonthlyReport:
    agency, office, view = facts.agency, facts.office, facts.view
    posts = ("Disusun oleh", "Disahkan oleh kepala dinas")
    return MonthlyReport(
        agency_name=agency.name if office else "",
        office_name=office.name if office else agency.name,
        office_address=(office.address or "") if office else "",
        period=period_words(view.period),
        offices="" if office else ", ".join(one.name for one in facts.offices),
        definition=DEFINITION,
        headlines=(
            _headline("Selesai menurut standar", view.figures.whole.same_day),
            _headline("Bila waktu tunda dikurangkan", view.figures.whole.net_of_holds),
            _headline(
                f"Selesai menurut standar, {period_words(view.period.before())}",
                view.before.whole.same_day,
            ),
        ),
        sections=sections,
        basis=_basis(facts, agency),
        posts=("Disusun oleh pengelola kantor", posts[1]) if office else posts,
        is_example=agency.is_demo,
    )


def _headline(name: str, share: Share) -> Headline:
    figure = "–" if share.value is None else percent(share.value, INDONESIAN)
    return Headline(name, figure, share_words(share).partition(": ")[2] or share_words(share))


def _basis(facts: MonthFacts, agency: Agency) -> tuple[str, ...]:
    zone = facts.office.zone if facts.office else agency.zone
    policies = ", ".join(map(str, facts.view.figures.policy_versions)) or "tidak ada"
    calendars = ", ".join(map(str, facts.calendar_versions)) or "tidak ada"
    until = long_date(facts.as_of, zone)
    events = f"{facts.view.figures.events:,}".replace(",", ".")
    return (
        f"Dihitung dari {events} peristiwa berkas yang tercatat sampai {until}.",
        f"Versi kebijakan yang dipakai: {policies}. Versi kalender: {calendars}.",
        "Angka yang sama keluar kapan saja dari catatan peristiwa: motekar compliance --from "
        f"{facts.view.period.first.isoformat()} --to {facts.view.period.last.isoformat()}"
        + (f" --office {facts.office.code}" if facts.office else "")
        + f" --at {facts.as_of.astimezone(zone).isoformat(timespec='seconds')}",
    )
