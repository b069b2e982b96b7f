"""Today in a browser without script: numbers, the lists behind them, who may look."""

import re
from datetime import timedelta

import pytest

from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, MONDAY_0900, a_request, an_officer
from tests.web.office import Worker
from tests.web.visits import Clock

HEAD = an_officer(Role.HEAD_OF_OFFICE)
NUMBER = re.compile(r'href="(/staff/today/list\?[^"]+)">(\d+)</a>')
TOTAL = re.compile(r"(\d+) permohonan")


async def head(desk, **later) -> Worker:
    return await Worker.begin(desk, HEAD, clock=Clock(MONDAY_0900 + timedelta(**later)))


async def a_morning(desk) -> None:
    """Two cards ready, two files to work on, one that waits for documents."""
    await a_request(desk, 1, state=State.COLLECTED)
    await a_request(desk, 2, state=State.PRINTED)
    await a_request(desk, 3, state=State.VERIFIED)
    await a_request(desk, 4)
    await a_request(desk, 5, documents=["family_card"])


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.HEAD_OF_OFFICE, "/staff/today"),
        (Role.OFFICE_MANAGER, "/staff/today"),
        (Role.INSPECTOR, "/staff/today"),
        (Role.FRONT_OFFICER, "/staff"),
        (Role.ADMINISTRATOR, "/staff"),
    ],
)
async def test_whoever_watches_begins_with_today_and_others_with_the_board(desk, role, page):
    worker = Worker((await Worker.begin(desk, an_officer(role))).browser)

    again = await worker.open("/staff/sign-in")

    assert again.address == page


async def test_the_first_view_says_how_many_of_how_many(desk):
    await a_morning(desk)

    page = await (await head(desk, hours=1)).open("/staff/today")

    assert "2 dari 4 janji hari ini jadi tepat waktu" in page.words
    assert "Data pukul 10.00." in page.words
    assert "Laju cetak belum terukur: nasib 2 janji" in page.words
    assert "tidak diketahui: buku stok belum dibuka" in page.words


async def test_the_mark_stands_where_the_share_of_the_open_day_is(desk):
    await a_request(desk, 1, state=State.COLLECTED)

    page = await (await head(desk, hours=3)).open("/staff/today")

    # Noon of a day from half past seven to four: four and a half hours of eight and a half.
    assert "Garis tegak: 0 seharusnya sudah jadi" in page.words
    assert 'class="bar-mark" x1="52.941%"' in page.source


async def test_every_number_is_the_length_of_its_list(desk):
    await a_morning(desk)
    worker = await head(desk, hours=1)

    found = NUMBER.findall((await worker.open("/staff/today")).source)

    assert len(found) > 10
    for address, number in set(found):
        shown = await worker.open(address.replace("&amp;", "&"))
        (total,) = TOTAL.findall(shown.words)
        rows = shown.source.count('data-label="Nomor"')
        assert (address, int(total), rows) == (address, int(number), int(number))


async def test_a_list_has_fifty_to_a_page(desk):
    for number in range(53):
        await a_request(desk, number, nik=f"3275034505{60 + number // 9:02d}00{number:02d}")
    worker = await head(desk, hours=1)

    first = await worker.open("/staff/today/list?class=counted")
    second = await worker.open("/staff/today/list?class=counted&page=2")

    assert first.source.count('data-label="Nomor"') == 50
    assert "53 permohonan · halaman 1 dari 2" in first.words
    assert second.source.count('data-label="Nomor"') == 3
    assert "Sebelumnya" in second.links


@pytest.mark.parametrize("number", ["0", "-1", "two", "9" * 5000])
async def test_a_page_that_is_no_number_is_the_first(desk, number):
    await a_request(desk, 1)

    shown = await (await head(desk)).open(f"/staff/today/list?class=work&page={number}")

    assert (shown.status, shown.source.count('data-label="Nomor"')) == (200, 1)


async def test_a_list_that_does_not_exist_is_not_found(desk):
    assert (await (await head(desk)).open("/staff/today/list?class=nobody")).status == 404


async def test_a_list_names_nobody(desk):
    view = await a_request(desk, 1)

    shown = await (await head(desk)).open("/staff/today/list?class=work")

    assert view.request.request_no in shown.links
    assert "Sinta" not in shown.source


async def test_a_day_on_which_nothing_was_missed_is_not_told_as_lost(desk):
    empty = await (await head(desk)).open("/staff/today")
    await a_request(desk, 1, state=State.PRINTED)
    done = await (await head(desk)).open("/staff/today")
    await a_request(desk, 2)
    missed = await (await head(desk, hours=9)).open("/staff/today")

    lost = "Tidak ada lagi janji hari ini yang masih bisa ditepati."
    assert [lost in shown.words for shown in (empty, done, missed)] == [False, False, True]
    assert "Tidak ada lagi yang ditunggu hari ini." in empty.words
    assert "Tidak ada lagi yang ditunggu hari ini." in done.words


async def test_one_office_is_named_above_its_day(desk):
    shown = await (await head(desk)).open(f"/staff/today?office={BEKASI_UTARA}")

    assert "<h1>Hari ini: Kecamatan Bekasi Utara</h1>" in shown.source


async def test_another_office_is_refused(desk):
    shown = await (await head(desk)).open(f"/staff/today?office={BEKASI_SELATAN}")

    assert shown.status == 403


async def test_a_front_officer_has_no_door_to_today(desk):
    worker = await Worker.begin(desk, an_officer(Role.FRONT_OFFICER))

    assert "Hari ini" not in (await worker.open("/staff")).links
    assert (await worker.open("/staff/today")).status == 403


async def test_the_live_part_is_a_fragment_for_the_script_and_a_page_for_everybody(desk):
    worker = await head(desk)

    page = await worker.open("/staff/today/part")
    part = await worker.browser.get("/staff/today/part", headers={"hx-request": "true"})

    assert page.title == "Hari ini · Motekar"
    assert "<html" not in part.text
    assert 'data-age="Data pukul 09.00."' in part.text


async def test_the_wall_leads_nowhere_and_names_nobody(desk):
    await a_morning(desk)

    shown = await (await head(desk, hours=1)).open("/staff/today/wall")

    assert "2 dari 4 janji hari ini jadi tepat waktu" in shown.words
    assert set(shown.links) == {"Langsung ke isi", "muat ulang"}
    assert "Kepala" not in shown.words
