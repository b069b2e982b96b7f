"""The figures of a period on their page: every number a link, every wrong day explained."""

import re

import pytest

from motekar.rules.people import Role
from motekar.usecases import counting
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, a_request, an_officer
from tests.usecases.test_figures import TUESDAY_1000, a_day_of_all_kinds
from tests.web.office import Worker
from tests.web.visits import Clock

FIGURES = "/staff/figures"
NOVEMBER = "from=2026-11-01&to=2026-11-30"


async def a_head(desk: Desk) -> Worker:
    return await Worker.begin(desk, an_officer(Role.HEAD_OF_OFFICE), clock=Clock(TUESDAY_1000))


@pytest.mark.parametrize(
    "query", ["", f"?{NOVEMBER}&by=reason", f"?office={BEKASI_UTARA}&by=hour"]
)
async def test_every_number_on_the_page_leads_to_so_many_rows(desk: Desk, query: str) -> None:
    await a_day_of_all_kinds(desk)
    await counting.sum_up(desk)
    head = await a_head(desk)
    page = await head.open(f"{FIGURES}{query}")
    numbers = re.findall(r'href="(/staff/figures/list[^"]+)">(\d+)<', page.source)
    assert len(numbers) > 25
    for address, number in dict(numbers).items():
        behind = await head.open(address.replace("&amp;", "&"))
        assert f"{number} baris" in behind.words, address
        assert behind.source.count('<th scope="row">') == min(int(number), 50)


async def test_the_headline_says_how_many_of_how_many(desk: Desk) -> None:
    await a_day_of_all_kinds(desk)
    page = await (await a_head(desk)).open(FIGURES)
    assert "2 dari 7 berkas (28,6%)" in page.words
    assert "5 berkas; standar yang diumumkan berlaku untuk semua" in page.words


async def test_what_a_number_is_out_of_has_its_list_too(desk: Desk) -> None:
    await a_day_of_all_kinds(desk)
    page = await (await a_head(desk)).open(f"{FIGURES}?{NOVEMBER}&by=reason")
    whole = r"list\?from=2026-11-01&amp;to=2026-11-30&amp;by=reason&amp;what="
    assert re.search(rf'dari <a href="[^"]*{whole}files">\d+</a> berkas lengkap', page.source)
    assert re.search(rf'dari <a href="[^"]*{whole}printed">\d+</a> kartu', page.source)


async def test_an_empty_period_says_so(desk: Desk) -> None:
    page = await (await a_head(desk)).open(f"{FIGURES}?from=2025-01-01&to=2025-01-31")
    assert "Belum ada berkas pada hari-hari itu." in page.words


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=2026-11-30&to=2026-11-01", "Hari terakhir tidak boleh mendahului hari pertama."),
        ("from=kemarin", "Tulis tanggalnya, misalnya 2026-11-23."),
        ("from=0001-01-01&to=2026-11-01", "Pilih tanggal dari tahun 2000 sampai 2199."),
        ("by=gaji", "Pilih salah satu dari daftar."),
    ],
)
async def test_days_that_cannot_be_read_are_explained(
    desk: Desk, query: str, sentence: str
) -> None:
    page = await (await a_head(desk)).open(f"{FIGURES}?{query}")
    assert page.status == 422
    assert sentence in page.words


@pytest.mark.parametrize("number", ["0", "-1", "two", "9" * 25, "9" * 5000])
async def test_a_page_that_no_list_can_have_is_refused(desk: Desk, number: str) -> None:
    page = await (await a_head(desk)).open(f"{FIGURES}/list?what=files&page={number}")
    assert page.status == 422


@pytest.mark.parametrize(
    ("query", "whose"), [("", "semua kantor saya"), (f"?office={BEKASI_UTARA}", "Bekasi Utara")]
)
async def test_a_print_says_whose_figures_they_are(desk: Desk, query: str, whose: str) -> None:
    page = await (await a_head(desk)).open(f"{FIGURES}{query}")
    assert re.search(rf"30 Nov 2026 · [^·]*{whose} · Data pukul", page.words)


async def test_hours_are_written_in_the_readers_way(desk: Desk) -> None:
    await a_request(desk)
    head = await a_head(desk)
    assert "09.00–09.59" in (await head.open(f"{FIGURES}?by=hour")).words
    assert "09:00–09:59" in (await head.open(f"{FIGURES}?by=hour&bahasa=en")).words


async def test_lagging_figures_say_so(desk: Desk) -> None:
    await a_request(desk)
    async with desk.store.transaction() as transaction:
        await transaction.rows(
            "INSERT INTO figure_delta (request_id)"
            " SELECT request_id FROM request_event, generate_series(1, 2001)"
        )
    page = await (await a_head(desk)).open(FIGURES)
    assert "Angka sedang tertinggal" in page.words


async def test_who_watches_no_office_is_sent_away(desk: Desk) -> None:
    clerk = await Worker.begin(desk, an_officer(Role.FRONT_OFFICER))
    assert (await clerk.open(FIGURES)).status == 403
    assert (await (await a_head(desk)).open(f"{FIGURES}?office={BEKASI_SELATAN}")).status == 403
