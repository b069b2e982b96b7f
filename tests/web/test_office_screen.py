"""The office's screen: what is still possible, nothing of anybody, and open to other pages."""

from datetime import datetime, timedelta

import pytest

from motekar.usecases.desk import Desk
from tests.builders import BEKASI_UTARA, MONDAY_0900, a_recorded
from tests.web.office import Shown, Worker
from tests.web.visits import Browser, Clock

SCREEN = f"/papan/{BEKASI_UTARA}"
DAYS = f"/tersedia?office={BEKASI_UTARA}"


async def shown(desk: Desk, *, now: datetime = MONDAY_0900) -> Shown:
    async with Browser(desk, clock=Clock(now)) as browser:
        return Shown(await browser.get(SCREEN))


async def test_the_screen_says_when_a_complete_file_is_done_and_how_old_this_is(
    desk: Desk,
) -> None:
    words = (await shown(desk)).words

    assert "Berkas lengkap sekarang selesai hari ini pukul 16.00" in words
    assert "Kartu kosong belum dicatat." in words
    assert "Rp0 GRATIS" in words
    assert "Data pukul 09.00" in words
    assert "tempat" not in words


async def test_late_in_the_day_it_names_the_next_day_and_one_reason(desk: Desk) -> None:
    words = (await shown(desk, now=MONDAY_0900 + timedelta(hours=6, minutes=30))).words

    assert "selesai besok pukul 16.00" in words
    assert "Sebab: batas terima berkas hari ini sudah lewat." in words


async def test_a_closed_day_names_its_holiday_on_the_screen_and_among_the_days(
    desk: Desk,
) -> None:
    christmas = MONDAY_0900 + timedelta(days=32)
    async with Browser(desk, clock=Clock(christmas)) as browser:
        pages = [Shown(await browser.get(path)) for path in (SCREEN, DAYS)]

    assert "Hari ini tutup." in pages[0].words
    assert all("hari libur nasional, " in page.words for page in pages)
    assert all("Natal" in page.words for page in pages)


async def test_without_a_ledger_a_day_is_possible_as_long_as_there_are_blanks(
    desk: Desk,
) -> None:
    async with Browser(desk) as browser:
        pages = [Shown(await browser.get(path)) for path in (SCREEN, DAYS)]

    assert "Asal kartu kosong masih ada." in pages[0].words
    assert "Masih bisa, asal kartu kosong masih ada." in pages[1].words


async def test_the_screen_names_no_request(desk: Desk) -> None:
    recorded = await a_recorded(desk)

    page = await shown(desk)

    assert recorded.view.request.request_no not in page.source
    assert recorded.claim_code.digits not in page.source


async def test_the_screen_asks_again_by_itself_and_sets_no_cookie(desk: Desk) -> None:
    async with Browser(desk) as browser:
        answer = await browser.get(SCREEN)

    assert answer.headers["refresh"] == "60"
    assert "set-cookie" not in answer.headers


async def test_others_may_frame_the_screen(desk: Desk) -> None:
    async with Browser(desk) as browser:
        answer = await browser.get(SCREEN)

    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "x-frame-options" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/", "/tersedia?office=32.75.03", "/papan/99.99.99", "/papan", "/staff/sign-in"]
)
async def test_nobody_may_frame_any_other_page(desk: Desk, path: str) -> None:
    async with Browser(desk) as browser:
        answer = await browser.get(path)

    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"


async def test_an_unknown_office_has_no_screen(desk: Desk) -> None:
    async with Browser(desk) as browser:
        answer = await browser.get("/papan/99.99.99")

    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.text


async def test_the_screen_is_found_from_the_offices_days_and_from_its_places(desk: Desk) -> None:
    worker = await Worker.begin(desk)

    days = await worker.open(f"/tersedia?office={BEKASI_UTARA}")
    places = await worker.open(f"/staff/places?office={BEKASI_UTARA}")

    assert days.links["Papan untuk layar kantor"] == SCREEN
    assert SCREEN in places.links.values()
