"""Charts and tables of made-up figures."""

from typing import Any

from motekar.reports.charts.chart import Chart, Form
from motekar.reports.quantities import Quantity
from motekar.reports.tables import Cell, Column, Table
from motekar.usecases.reporting import MonthFacts, Papers

COUNT, SHARE, MINUTES = Quantity.COUNT, Quantity.SHARE, Quantity.MINUTES
LONG_NAME = (
    "Dinas Kependudukan dan Pencatatan Sipil Kota Contoh di Mal Pelayanan Publik Lantai Tiga "
    "Sayap Timur dekat Pintu Utara"
)


def a_table(*rows: tuple[Cell, ...], columns: tuple[Column, ...] | None = None) -> Table:
    heads = columns or (Column("Hari"), Column("Datang", COUNT, "berkas"))
    return Table("datang", "Berkas datang, November 2026", heads, rows)


def a_chart(form: Form, *rows: tuple[Cell, ...], **facts: Any) -> Chart:
    """The second column against the first, unless it is said otherwise."""
    columns = facts.pop("columns", None)
    whole = {"drawn": (1,), "title": "Berkas datang", "says": "Terbanyak hari Selasa."} | facts
    return Chart(form=form, table=a_table(*rows, columns=columns), **whole)


def trend(*shares: float | None) -> Chart:
    """Two lines of shares, the second a tenth below the first."""
    rows = tuple(
        (str(day), share, None if share is None else share * 0.9)
        for day, share in enumerate(shares, start=1)
    )
    columns = (Column("Tanggal"), Column("Ditepati", SHARE), Column("Bersih", SHARE))
    return a_chart(Form.LINES, *rows, columns=columns, drawn=(1, 2))


def stage_times(*rows: tuple[Cell, ...]) -> Chart:
    columns = (
        Column("Tahap"),
        Column("Nilai tengah", MINUTES, "menit"),
        Column("Terlama", MINUTES, "menit"),
        Column("Banyaknya", COUNT, "berkas"),
    )
    return a_chart(Form.BARS, *rows, columns=columns, drawn=(1, 2), note=3)


def arrivals(*rows: tuple[Cell, ...]) -> Chart:
    columns = (
        Column("Jam"),
        Column("Datang", COUNT, "berkas"),
        Column("Kemampuan", COUNT, "berkas"),
    )
    return a_chart(Form.UPRIGHTS, *rows, columns=columns, limit=2)


async def press(facts: MonthFacts) -> Papers:
    """Papers that say nothing, quickly."""
    return Papers(pdf=b"%PDF", xlsx=b"PK", csv=facts.view.period.first.isoformat().encode())
