"""The monthly report on paper: its figures in words, pictures as vectors, room to sign."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from motekar.reports.monthly import Headline, MonthlyReport, Section, draw
from motekar.reports.tables import Column
from tests.reports.figures import COUNT, LONG_NAME, a_table, arrivals, stage_times, trend


def a_section(chart: Any) -> Section:
    return Section(chart.title, chart.table, (chart.says,), chart)


SECTIONS = (
    Section(
        "Hasil", a_table(("Tepat janji", 876), ("Terlambat", 12)), ("Terhadap janji pertama.",)
    ),
    a_section(trend(*([0.875, None, 1.0] * 10))),
    a_section(stage_times(("Verifikasi", 12, 90, 100), ("Cetak", 64, 415, 99))),
    a_section(arrivals(("08.00", 143, 110), ("09.00", 1201, 110), ("10.00", None, None))),
)


def a_report(**changes: Any) -> MonthlyReport:
    facts: dict[str, Any] = {
        "agency_name": "Disdukcapil Kota Contoh",
        "office_name": "Kecamatan Bekasi Utara",
        "office_address": "Jl. Contoh Raya No. 1",
        "period": "1–30 November 2026",
        "offices": "",
        "definition": "Sebuah berkas dihitung pada hari berkas itu lengkap.",
        "headlines": (
            Headline("Selesai menurut standar", "87,5%", "876 dari 1.001 berkas"),
            Headline("Tanpa waktu tunda", "91,2%", "913 dari 1.001 berkas"),
        ),
        "sections": SECTIONS,
        "basis": ("Dihitung dari 12.345 peristiwa.", "Kebijakan versi 1, 2; kalender versi 3."),
        "posts": ("Disusun oleh pengelola kantor", "Disahkan oleh kepala kantor"),
        "is_example": False,
    }
    return MonthlyReport(**{**facts, **changes})


def pages_of(report: MonthlyReport) -> list[str]:
    reader = PdfReader(io.BytesIO(draw(report)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_it_says_whose_figures_of_when_out_of_how_many_and_from_what() -> None:
    told = " ".join(pages_of(a_report()))

    for words in (
        "Disdukcapil Kota Contoh Kecamatan Bekasi Utara Jl. Contoh Raya No. 1",
        "LAPORAN BULANAN PELAYANAN CETAK KTP-EL 1–30 November 2026",
        "Sebuah berkas dihitung pada hari berkas itu lengkap.",
        "87,5%",
        "876 dari 1.001 berkas",
        "1. Hasil Terhadap janji pertama. Hari Datang (berkas) Tepat janji 876 Terlambat 12",
        "Dihitung dari 12.345 peristiwa. Kebijakan versi 1, 2; kalender versi 3.",
    ):
        assert words in told


def test_every_row_of_every_table_is_there_under_its_heading() -> None:
    pages = pages_of(a_report())

    told = " ".join(pages)
    for day in range(1, 31, 3):
        assert f"{day} 87,5% 78,8%" in told
    for words in ("2 – –", "Verifikasi 12 90 100", "09.00 1.201 110", "10.00 – –"):
        assert words in told
    assert all("Tanggal Ditepati Bersih" in page for page in pages if " 87,5% 78,8%" in page)


def test_pictures_are_vectors_and_the_same_report_gives_the_same_bytes() -> None:
    pdf = draw(a_report())

    assert pdf == draw(a_report())
    assert not any(page.images for page in PdfReader(io.BytesIO(pdf)).pages)


def test_each_post_has_a_place_date_name_and_number_to_fill_in_on_the_last_page() -> None:
    *_, last = pages_of(a_report())

    assert last.count("Nama: ....") == last.count("NIP: ....") == last.count("....,") == 2
    assert "Disusun oleh pengelola kantor," in last
    assert "Disahkan oleh kepala kantor," in last


def test_every_page_is_numbered_and_names_the_report() -> None:
    pages = pages_of(a_report())

    for number, page in enumerate(pages, start=1):
        assert f"Halaman {number} dari {len(pages)}" in page
        assert "Laporan bulanan pelayanan cetak KTP-el, 1–30 November 2026" in page


def test_a_demo_says_contoh_on_every_page_and_a_real_one_nowhere() -> None:
    assert all("CONTOH" in page for page in pages_of(a_report(is_example=True)))
    assert not any("CONTOH" in page for page in pages_of(a_report()))


@pytest.mark.parametrize("rows", [0, 1, 400])
def test_long_names_and_tables_of_any_length_stay_on_the_paper(rows: int) -> None:
    columns = (
        Column("Kantor"),
        *(Column(f"Jumlah yang ke-{n}", COUNT, "berkas") for n in range(6)),
    )
    lines = tuple((f"{LONG_NAME} {row}", *(row * 10**n for n in range(6))) for row in range(rows))
    section = Section("Per kantor", a_table(*lines, columns=columns))
    report = a_report(office_name=LONG_NAME, sections=(section,))
    reader = PdfReader(io.BytesIO(draw(report)))

    places: list[tuple[float, float]] = []
    for page in reader.pages:
        page.extract_text(visitor_text=lambda _t, _c, tm, _f, _s: places.append((tm[4], tm[5])))
    assert all(0 <= x <= 595 and 0 <= y <= 842 for x, y in places)
    assert sum(page.extract_text().count("Utara") for page in reader.pages) >= rows
