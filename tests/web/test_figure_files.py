"""Pictures on the page of figures, their tables as files, and monthly reports that are ready."""

import csv
import hashlib
import io
import json
import zipfile
from base64 import b64encode

from pypdf import PdfReader
from sqlalchemy import text

from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.usecases import counting, reporting
from motekar.usecases.desk import Desk
from motekar.web.monthly_press import press
from tests.builders import BEKASI_UTARA, MONDAY_0900, a_request, a_spoiled_card, an_officer
from tests.web.office import Worker
from tests.web.visits import Clock

HEAD = an_officer(Role.HEAD_OF_OFFICE)
TUESDAY_THE_FIRST = MONDAY_0900.replace(month=12, day=1, hour=8)
PERIOD = f"office={BEKASI_UTARA}&from=2026-11-01&to=2026-11-30"
TABLES = "/staff/figures/tables"
REPORTS = "/staff/figures/reports"


async def a_head(desk: Desk, *, officer: Role = Role.HEAD_OF_OFFICE) -> Worker:
    """At the desk of a month with three visits, one of them with a spoiled card."""
    await a_request(desk, 1, state=State.COLLECTED)
    await a_request(desk, 2, state=State.PRINTED)
    await a_spoiled_card(desk, 3)
    while await counting.sum_up(desk):
        pass
    return await Worker.begin(desk, an_officer(officer), clock=Clock(TUESDAY_THE_FIRST))


async def test_each_picture_stands_with_its_figures_and_a_file_of_them(desk: Desk) -> None:
    head = await a_head(desk)

    page = await head.open(f"/staff/figures?{PERIOD}")

    for title in (
        "Berkas yang selesai menurut standar, November 2026",
        "Lama setiap tahap dalam jam buka, November 2026",
        "Kunjungan terhadap kemampuan cetak per jam, November 2026",
        "Sebab penundaan setelah berkas lengkap, November 2026",
    ):
        assert title in page.words
    assert "66,7%: 2 dari 3 berkas, 0 di antaranya tidak diketahui." in page.words
    assert "23 Nov 2026 66,7% 2 3 0" in page.words
    assert page.source.count('role="img"') == 2 * page.source.count('<figure class="chart"')
    assert 'style="' not in page.source
    assert page.title == "Angka pelayanan · Motekar"


async def test_a_table_is_fetched_as_a_file_with_the_pages_own_figures(desk: Desk) -> None:
    head = await a_head(desk)

    answer = await head.browser.client.get(f"{TABLES}/trend.csv?{PERIOD}")

    rows = {row["Tanggal"]: row for row in csv.DictReader(io.StringIO(answer.text[1:]))}
    assert answer.headers["content-type"].startswith("text/csv")
    assert "angka-327503-20261101-20261130-trend.csv" in answer.headers["content-disposition"]
    assert len(rows) == 30
    assert rows["23 Nov 2026"]["Menurut standar"] == "0.666667"
    assert rows["24 Nov 2026"]["Menurut standar"] == ""


async def test_all_tables_come_in_one_workbook(desk: Desk) -> None:
    head = await a_head(desk)

    answer = await head.browser.client.get(f"{TABLES}.xlsx?{PERIOD}")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        book = archive.read("xl/workbook.xml").decode()
        words = archive.read("xl/sharedStrings.xml").decode()
    told = "Angka pelayanan, November 2026, Kecamatan Bekasi Utara, data Selasa, 1 Desember 2026"
    assert f"{told} pukul 08.00 WIB" in words
    for sheet in ("headline", "outcomes", "counts", "trend", "stages", "arrivals"):
        assert f'name="{sheet}"' in book


async def test_days_that_cannot_be_read_make_no_file_of_other_days(desk: Desk) -> None:
    head = await a_head(desk)
    for file in ("tables.xlsx", "tables/office.csv"):
        page = await head.open(f"/staff/figures/{file}?from=kemarin")
        assert page.status == 422
        assert "Tulis tanggalnya, misalnya 2026-11-23." in page.words


async def test_a_table_nobody_knows_is_not_found(desk: Desk) -> None:
    head = await a_head(desk)

    for name in ("secrets.csv", "trend.exe"):
        assert (await head.browser.client.get(f"{TABLES}/{name}?{PERIOD}")).status_code == 404


async def test_reports_are_listed_and_fetched_as_they_were_made(desk: Desk) -> None:
    head = await a_head(desk)
    empty = await head.open(REPORTS)
    await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST)

    page = await head.open(REPORTS)
    assert "Belum jadi November 2026, Kecamatan Bekasi Utara Laporan dibuat" in empty.words
    assert "Belum jadi" not in page.words
    files = {kind: await head.browser.client.get(address) for kind, address in _files(page.links)}

    assert "Belum ada laporan" in empty.words
    assert "November 2026 Kecamatan Bekasi Utara 66,7% (2 dari 3)" in page.words
    paper = " ".join(
        " ".join(sheet.extract_text().split())
        for sheet in PdfReader(io.BytesIO(files["PDF"].content)).pages
    )
    assert "Selesai menurut standar 66,7% 2 dari 3 berkas" in paper
    assert "23 Nov 2026 66,7% 2 3 0" in paper
    assert "Versi kebijakan yang dipakai: 1. Versi kalender: 2." in paper
    assert (
        "--from 2026-11-01 --to 2026-11-30 --office 32.75.03 --at 2026-12-01T07:59:00+07" in paper
    )
    with zipfile.ZipFile(io.BytesIO(files["CSV"].content)) as archive:
        assert "0.666667" in archive.read("trend.csv").decode()
    digest = b64encode(hashlib.sha256(files["PDF"].content).digest()).decode()
    assert files["PDF"].headers["repr-digest"] == f"sha-256=:{digest}:"
    assert files["XLSX"].content.startswith(b"PK")
    assert "laporan-ktp-el-327503-2026-11.pdf" in files["PDF"].headers["content-disposition"]


async def test_the_evidence_of_a_report_is_that_of_the_moment_it_was_made(desk: Desk) -> None:
    head = await a_head(desk)
    await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST)
    await a_request(desk, 4, now=TUESDAY_THE_FIRST)

    links = (await head.open(REPORTS)).links
    (address,) = (address for name, address in links.items() if name.startswith("Paket bukti"))
    pack = (await head.browser.client.get(address)).content

    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        told = json.loads(archive.read("figures.json"))
    assert told["same_day"] == {"value": 0.6667, "numerator": 2, "denominator": 3, "unknown": 0}


async def test_a_manager_reads_reports_without_their_evidence(desk: Desk) -> None:
    manager = await a_head(desk, officer=Role.OFFICE_MANAGER)
    await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST)
    links = (await manager.open(REPORTS)).links
    assert any(name.startswith("PDF") for name in links)
    assert not any(name.startswith("Paket bukti") for name in links)


async def test_evidence_is_offered_of_offices_alone_where_it_may_be_taken(desk: Desk) -> None:
    await a_head(desk)
    await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST)
    everywhere = text(
        "INSERT INTO staff_post (staff_id, office_code, role)"
        " SELECT :who, code, 'office_manager' FROM office"
    )
    async with desk.store.transaction() as transaction:
        await transaction.execute(everywhere, {"who": HEAD.id})
    page = await (await Worker.begin(desk, HEAD, clock=Clock(TUESDAY_THE_FIRST))).open(REPORTS)
    assert "Semua kantor" in page.words
    assert [name for name in page.links if name.startswith("Paket bukti")] == [
        "Paket bukti November 2026, Kecamatan Bekasi Utara"
    ]


def _files(links: dict[str, str]) -> list[tuple[str, str]]:
    named = ((name.split()[0], address) for name, address in links.items())
    return [(kind, address) for kind, address in named if kind in {"PDF", "XLSX", "CSV"}]


async def test_an_unknown_report_or_file_is_not_found(desk: Desk) -> None:
    head = await a_head(desk)
    await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST)
    (line,) = await reporting.ready(desk, HEAD)

    for address in (f"{REPORTS}/{HEAD.id}/pdf", f"{REPORTS}/{line.id}/exe"):
        assert (await head.browser.client.get(address)).status_code == 404


async def test_a_report_is_the_same_however_often_it_is_drawn(desk: Desk) -> None:
    await a_head(desk)
    drawn = []

    async def twice(facts: reporting.MonthFacts) -> reporting.Papers:
        drawn.extend([await press(facts), await press(facts)])
        return drawn[0]

    await reporting.make_due(desk, twice, now=TUESDAY_THE_FIRST)

    assert drawn[0] == drawn[1]
    assert drawn[2] == drawn[3]
