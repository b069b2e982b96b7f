"""The page of promises month by month: for everybody, in both languages, of no single person."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from motekar.usecases.desk import Desk
from motekar.web import language
from motekar.web.figure_words import percent
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, MONDAY_0900, a_recorded, add_counted
from tests.web.office import Shown
from tests.web.visits import Browser


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[Browser]:
    async with Browser(desk) as opened:
        yield opened


async def an_october(desk: Desk) -> None:
    day = date(2026, 10, 5)
    await add_counted(desk, day=day, kept=90, late=10)
    await add_counted(desk, day=day, office=BEKASI_SELATAN, kept=50, late=3)
    november = date(2026, 11, 20)
    await add_counted(desk, day=november, kept=20, late=0)
    await add_counted(desk, day=november, office=BEKASI_SELATAN, kept=10, late=12)


async def test_all_offices_together_are_shown_with_the_definition(
    desk: Desk, browser: Browser
) -> None:
    await an_october(desk)

    answer = await browser.get("/kinerja")
    page = Shown(answer)

    assert page.status == 200
    assert "November 2026 belum selesai, sampai 22 Nov 2026 30 12 0 42 71,4%" in page.words
    assert "Oktober 2026 140 13 0 153 91,5%" in page.words
    assert "Setiap janji dihitung pada bulan berkasnya lengkap." in page.words
    assert "set-cookie" not in answer.headers
    assert "noindex" in answer.headers["x-robots-tag"]


async def test_a_chosen_office_is_shown_above_with_what_is_withheld_said(
    desk: Desk, browser: Browser
) -> None:
    await an_october(desk)

    page = Shown(await browser.get(f"/kinerja?kantor={BEKASI_SELATAN}"))

    assert "Oktober 2026 50 ditutup 0 ditutup ditutup" in page.words
    assert page.words.index("50 ditutup") < page.words.index("Semua kantor bersama")
    assert dict(page.form("/kinerja").fields) == {"kantor": BEKASI_SELATAN}


async def test_an_office_without_a_month_that_is_over_says_when_its_numbers_come(
    desk: Desk, browser: Browser
) -> None:
    await add_counted(desk, day=date(2026, 11, 20), kept=30)

    page = Shown(await browser.get(f"/kinerja?kantor={BEKASI_UTARA}"))

    assert "Angka satu kantor terbit setelah bulannya berakhir." in page.words


async def test_an_office_nobody_knows_comes_back_with_what_to_do(browser: Browser) -> None:
    page = Shown(await browser.get("/kinerja?kantor=99"))

    assert page.status == 422
    assert page.title.startswith("Perlu diperbaiki:")
    assert "Pilih kantor dari daftar." in page.words


async def test_before_anything_was_due_the_page_says_so(browser: Browser) -> None:
    assert "Belum ada janji yang jatuh tempo." in Shown(await browser.get("/kinerja")).words


async def test_the_start_page_leads_there_and_english_is_one_link_away(
    desk: Desk, browser: Browser
) -> None:
    await an_october(desk)
    start = Shown(await browser.get("/"))
    assert start.links["Janji kami bulan demi bulan"] == "/kinerja"

    await browser.get("/kinerja?bahasa=en")
    page = Shown(await browser.get("/kinerja"))

    assert "October 2026 140 13 0 153 91.5%" in page.words


async def test_nothing_of_a_request_is_on_it(desk: Desk, browser: Browser) -> None:
    recorded = await a_recorded(desk, now=MONDAY_0900)
    await an_october(desk)

    page = await browser.get(f"/kinerja?kantor={BEKASI_UTARA}")

    assert recorded.view.request.request_no not in page.text
    assert "Petugas" not in page.text


@pytest.mark.parametrize(
    ("spoken", "share", "told"),
    [("id", 0.915, "91,5%"), ("en", 0.915, "91.5%"), ("id", 0.9999, "99,9%"), ("id", 1, "100,0%")],
)
def test_a_share_is_never_rounded_up_to_all(spoken: str, share: float, told: str) -> None:
    language.speak(spoken)

    assert percent(share) == told
