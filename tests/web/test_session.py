"""Signing in and out: session ids, their ends, and the password of one's own."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from motekar.rules.people import Role
from motekar.usecases import staff
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_UTARA, MONDAY_0900, PASSWORD, an_officer
from tests.web.visits import Browser, Clock, a_token

VERIFIER = an_officer(Role.VERIFIER)
INSIDE = "/staff/change-password"
STAYING = "/staff/session"


async def is_inside(browser: Browser) -> bool:
    return (await browser.get(INSIDE)).status_code == 200


async def test_signing_in_leads_to_where_one_wanted_to_go(desk: Desk) -> None:
    async with Browser(desk) as browser:
        answer = await browser.sign_in(VERIFIER.username, next="/staff/printing?day=1")

        assert answer.status_code == 303
        assert answer.headers["location"] == "/staff/printing?day=1"
        assert await is_inside(browser)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/staff", "//evil.example", "/staff//evil", "/staff\\evil", "/status/1"],
)
async def test_signing_in_never_leads_to_another_place(desk: Desk, elsewhere: str) -> None:
    async with Browser(desk) as browser:
        answer = await browser.sign_in(VERIFIER.username, next=elsewhere)

    assert answer.headers["location"] == "/staff"


async def test_a_planted_session_id_is_never_adopted(desk: Desk) -> None:
    planted = "00" * 32
    async with Browser(desk) as browser:
        browser.client.cookies.set("motekar", planted, domain="motekar.test", path="/")
        await browser.sign_in(VERIFIER.username)
        received = browser.session_id

    assert received not in {None, planted}
    async with Browser(desk) as attacker:
        attacker.client.cookies.set("motekar", planted)
        assert not await is_inside(attacker)


async def test_signing_in_ends_the_session_the_browser_held_before(desk: Desk) -> None:
    async with Browser(desk) as browser:
        await browser.sign_in(VERIFIER.username)
        first = browser.session_id
        form = browser.client.cookies["motekar-form"]
        fields = {"username": VERIFIER.username, "password": PASSWORD, "_csrf_token": form}
        await browser.client.post("/staff/sign-in", data=fields)
        second = browser.session_id
        browser.client.cookies.clear()
        browser.client.cookies.set("motekar", first or "")
        old_is_inside = await is_inside(browser)

    assert first != second
    assert not old_is_inside


async def test_a_session_that_signed_out_opens_nothing_more(desk: Desk) -> None:
    async with Browser(desk) as browser:
        await browser.sign_in(VERIFIER.username)
        old = browser.session_id
        answer = await browser.post("/staff/sign-out", {}, page=INSIDE)
        assert browser.session_id is None
        browser.client.cookies.set("motekar", old or "")

        assert answer.status_code == 303
        assert not await is_inside(browser)


async def test_only_the_hash_of_a_session_id_is_stored_and_its_content_is_sealed(
    desk: Desk,
) -> None:
    async with Browser(desk) as browser:
        await browser.sign_in(VERIFIER.username)
        held = browser.session_id or ""
    async with desk.store.transaction() as transaction:
        rows = (await transaction.execute(text("SELECT id_hash, data FROM web_session"))).all()

    assert rows
    for row in rows:
        assert bytes.fromhex(held) != row.id_hash
        assert held.encode() not in row.data
        assert str(VERIFIER.id).encode() not in row.data


async def test_an_hour_without_use_ends_a_session(desk: Desk) -> None:
    clock = Clock()
    async with Browser(desk, clock=clock) as browser:
        await browser.sign_in(VERIFIER.username)
        clock.now += timedelta(minutes=59)
        assert await is_inside(browser)
        clock.now += timedelta(minutes=59)
        assert await is_inside(browser)
        clock.now += timedelta(minutes=61)
        assert not await is_inside(browser)


async def test_a_working_day_ends_a_session_however_busy(desk: Desk) -> None:
    clock = Clock()
    async with Browser(desk, clock=clock) as browser:
        await browser.sign_in(VERIFIER.username)
        for _ in range(19):
            clock.now += timedelta(minutes=30)
            assert await is_inside(browser)
        clock.now += timedelta(minutes=31)
        assert not await is_inside(browser)


async def test_what_a_page_asks_by_itself_keeps_no_session_alive(desk: Desk) -> None:
    clock = Clock()
    async with Browser(desk, clock=clock) as browser:
        await browser.sign_in(VERIFIER.username)
        for _ in range(6):
            clock.now += timedelta(minutes=9, seconds=50)
            for asked in ("/staff/news", STAYING):
                answer = await browser.get(asked, headers={"hx-request": "true"})
                assert answer.status_code == 200
        clock.now += timedelta(minutes=1)
        assert not await is_inside(browser)


async def the_strip(browser: Browser, **posted: str) -> httpx.Response:
    headers = {"hx-request": "true"}
    if posted:
        return await browser.client.post(STAYING, data=posted, headers=headers)
    return await browser.get(f"{STAYING}?form=kept", headers=headers)


async def test_the_end_is_told_two_minutes_ahead_and_one_button_stays(desk: Desk) -> None:
    clock = Clock()
    async with Browser(desk, clock=clock) as browser:
        await browser.sign_in(VERIFIER.username)
        page = await browser.get("/staff")
        assert 'role="status" data-in="3600"' in page.text
        clock.now += timedelta(minutes=57)
        early = await the_strip(browser)
        clock.now += timedelta(minutes=1)
        near = await the_strip(browser)
        form = {"_csrf_token": browser.client.cookies["motekar-form"]}
        stayed = await the_strip(browser, **form)
        clock.now += timedelta(minutes=58)
        plain = await browser.client.post(STAYING, data=form)

        assert (early.headers["leaves-in"], early.text.strip()) == ("180", "")
        assert near.headers["leaves-in"] == "120"
        assert "Anda akan keluar pukul 10.00." in near.text
        assert "Isian yang belum disimpan tetap kami simpan." in near.text
        assert "Tetap masuk" in near.text
        assert stayed.headers["leaves-in"] == "3600"
        assert "Anda tetap masuk." in stayed.text
        assert plain.headers["location"] == STAYING
        assert "pukul 11.56" in (await browser.get(STAYING)).text


async def test_at_the_longest_time_there_is_no_button_to_stay(desk: Desk) -> None:
    clock = Clock()
    async with Browser(desk, clock=clock) as browser:
        await browser.sign_in(VERIFIER.username)
        for _ in range(11):
            clock.now += timedelta(minutes=54)
            assert await is_inside(browser)
        clock.now += timedelta(minutes=4)
        near = await the_strip(browser)

    assert near.headers["leaves-in"] == "120"
    assert "Anda akan keluar pukul 19.00." in near.text
    assert "Ini batas sepuluh jam" in near.text
    assert "Tetap masuk" not in near.text


async def test_the_cookie_is_for_us_alone_and_by_tls_where_there_is_tls(desk: Desk) -> None:
    async with Browser(desk, public_url="https://ktp.example") as browser:
        answer = await browser.sign_in(VERIFIER.username)

    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-motekar=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


async def test_a_wrong_password_says_neither_which_and_keeps_the_name(desk: Desk) -> None:
    async with Browser(desk) as browser:
        wrong = await browser.sign_in(VERIFIER.username, "bukan-sandinya")
        unknown = await browser.sign_in("tidak-ada", "bukan-sandinya")

    sentence = "Nama pengguna atau sandi tidak cocok."
    assert [wrong.status_code, unknown.status_code] == [422, 422]
    assert sentence in wrong.text
    assert sentence in unknown.text
    assert f'value="{VERIFIER.username}"' in wrong.text
    assert "bukan-sandinya" not in wrong.text


async def test_guessing_a_password_is_stopped_with_a_clock_time(desk: Desk) -> None:
    async with Browser(desk) as browser:
        for _ in range(10):
            await browser.sign_in(VERIFIER.username, "bukan-sandinya")
        answer = await browser.sign_in(VERIFIER.username, PASSWORD)

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "901"
    assert "Coba lagi pukul 09.15." in answer.text
    assert "sandi Anda" in answer.text


async def test_signing_in_rightly_is_never_too_often(desk: Desk) -> None:
    for _ in range(12):
        async with Browser(desk) as browser:
            assert (await browser.sign_in(VERIFIER.username)).status_code == 303


async def test_a_one_time_password_opens_only_the_page_where_one_is_chosen(desk: Desk) -> None:
    posts = frozenset({(Role.VERIFIER, BEKASI_UTARA)})
    hired = await staff.add(
        desk, username="baru", name="Petugas Baru", posts=posts, by=None, now=MONDAY_0900
    )
    async with Browser(desk) as browser:
        answer = await browser.sign_in("baru", hired.one_time_password)
        assert answer.headers["location"] == INSIDE
        held = await browser.get("/staff/probe-of-nothing")
        page = await browser.get("/staff/sign-in")
        before = browser.session_id
        fields = {"current": hired.one_time_password, "password": "kalimat panjang sendiri"}
        changed = await browser.post(INSIDE, fields)
        after = browser.session_id

    assert held.status_code == 404
    assert page.headers["location"] == "/staff"
    assert changed.status_code == 303
    assert before != after


async def test_a_password_that_is_too_short_is_said_beside_its_field(desk: Desk) -> None:
    async with Browser(desk) as browser:
        await browser.sign_in(VERIFIER.username)
        answer = await browser.post(INSIDE, {"current": PASSWORD, "password": "pendek"})

    assert answer.status_code == 422
    assert "Tulis paling sedikit 10 huruf." in answer.text


async def test_a_changed_password_ends_all_other_sessions_and_no_token(desk: Desk) -> None:
    token = await a_token(desk, VERIFIER.username)
    async with Browser(desk) as elsewhere, Browser(desk) as here:
        await elsewhere.sign_in(VERIFIER.username)
        await here.sign_in(VERIFIER.username)
        fields = {"current": PASSWORD, "password": "kalimat panjang sendiri"}
        await here.post(INSIDE, fields)

        assert await is_inside(here)
        assert not await is_inside(elsewhere)
        elsewhere.client.cookies.clear()
        by_token = await elsewhere.get("/api/v1/print-requests", headers=token)
        assert by_token.status_code == 200


async def test_visitors_get_no_session(desk: Desk) -> None:
    async with Browser(desk) as browser:
        await browser.get("/")
        start = dict(browser.client.cookies)
        await browser.get("/staff/sign-in")

        assert start == {}
        assert browser.session_id is None
