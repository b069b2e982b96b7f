"""Who is calling: the address that counts behind proxies, first run, health and figures."""

import asyncio
from datetime import timedelta
from ipaddress import ip_network

import pytest
from litestar import get
from litestar.di import NamedDependency
from sqlalchemy import text

from motekar.rules.errors import ValidationFailed
from motekar.rules.people import Role
from motekar.store.engine import open_engine
from motekar.usecases import founding, signing_in, standing
from motekar.usecases.desk import Desk
from motekar.usecases.founding import Founding
from motekar.usecases.setup import NewOffice
from motekar.web.access import PUBLIC
from tests.builders import MONDAY_0900, a_recorded, an_officer
from tests.conftest import CopiedDatabase
from tests.web.visits import Browser, Clock

PROXIES = (ip_network("10.0.0.0/8"),)


@get("/whose", opt=PUBLIC)
async def whose(network: NamedDependency[str]) -> str:
    return network


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.7, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.1", None, "198.51.100.1"),
    ],
)
async def test_only_our_own_proxies_are_believed(
    desk: Desk, peer: str, forwarded: str | None, counted: str
) -> None:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    async with Browser(
        desk, address=peer, handlers=(whose,), trusted_proxies=PROXIES, headers=headers
    ) as browser:
        assert (await browser.get("/whose")).text == counted


FIRST = {
    "agency": "Disdukcapil Kota Baru",
    "office_code": "32.99.01",
    "office_name": "Kecamatan Baru",
    "abbreviation": "kbr",
    "zone": "Asia/Makassar",
    "address": "",
    "name": "Administrator Contoh",
    "username": "admin.contoh",
    "password": "kalimat panjang sendiri",
}
PAGE = "/staff/first-run"


@pytest.fixture
async def empty_desk(real_desk: Desk, copied_database: CopiedDatabase) -> Desk:
    """As before anybody was hired: migrated, and nothing in it."""
    owner = open_engine(copied_database.owner_url, pool_size=1)
    async with owner.begin() as transaction:
        await transaction.execute(text("TRUNCATE agency, office, staff CASCADE"))
    await owner.dispose()
    return real_desk


async def test_an_empty_house_leads_to_its_first_page(empty_desk: Desk) -> None:
    async with Browser(empty_desk) as browser:
        start = await browser.get("/")
        led = await browser.get("/staff/sign-in")
        page = await browser.get(PAGE)

    assert start.status_code == 200
    assert led.headers["location"] == PAGE
    assert "Selamat datang di Motekar" in page.text
    assert "Kata penyiapan" not in page.text


async def test_the_first_administrator_is_signed_in_and_holds_every_role(empty_desk: Desk) -> None:
    async with Browser(empty_desk) as browser:
        answer = await browser.post(PAGE, FIRST)
        inside = await browser.get("/staff/change-password")
        start = await browser.get("/")
        again = await browser.post(PAGE, FIRST, page="/staff/change-password")
    account = await signing_in.sign_in(
        empty_desk,
        username=FIRST["username"],
        password=FIRST["password"],
        network="x",
        now=MONDAY_0900,
    )

    assert [answer.status_code, inside.status_code, again.status_code] == [303, 200, 409]
    assert "Disdukcapil Kota Baru" in start.text
    assert account.officer.posts == frozenset((role, "32.99.01") for role in Role)


async def test_faults_of_the_first_run_come_at_once_and_leave_nothing_behind(
    empty_desk: Desk,
) -> None:
    wrong = {"abbreviation": "K4BR", "username": "dua kata", "office_code": ""}
    async with Browser(empty_desk) as browser:
        answer = await browser.post(PAGE, FIRST | wrong)
        short = await browser.post(PAGE, FIRST | {"password": "pendek", "name": ""})

    assert [answer.status_code, short.status_code] == [422, 422]
    for sentence in (
        "Tulis singkatan 2 sampai 4 huruf",
        "Pakai huruf, angka, titik",
        "Tulis kode",
    ):
        assert sentence in answer.text
    assert 'value="Kecamatan Baru"' in answer.text
    assert "Tulis paling sedikit 10 huruf." in short.text
    assert "Tulis nama lengkap" in short.text
    assert await standing.offices(empty_desk) == ()
    assert await standing.agency(empty_desk) is None


def a_founding(number: int = 1, *, username: str = "awal") -> Founding:
    office = NewOffice(
        f"32.99.0{number}", "AB" * number, "Kecamatan Baru", "kecamatan", "32.99", "Asia/Jakarta"
    )
    return Founding("Disdukcapil Kota Baru", office, username, "Awal", "kalimat yang panjang")


async def test_a_first_run_that_breaks_off_at_its_last_step_leaves_nothing(
    empty_desk: Desk,
) -> None:
    with pytest.raises(ValidationFailed):
        await founding.found(empty_desk, a_founding(username="dua kata"), now=MONDAY_0900)

    assert await standing.offices(empty_desk) == ()
    assert await standing.agency(empty_desk) is None
    await founding.found(empty_desk, a_founding(), now=MONDAY_0900)
    assert await standing.is_set_up(empty_desk)


async def test_of_two_first_runs_at_once_one_founds_and_the_other_changes_nothing(
    empty_desk: Desk,
) -> None:
    both = (founding.found(empty_desk, a_founding(n), now=MONDAY_0900) for n in (1, 2))
    outcomes = await asyncio.gather(*both, return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadySetUp", "NoneType"]
    assert len(await standing.offices(empty_desk)) == 1


@pytest.mark.parametrize(
    ("address", "headers"),
    [("203.0.113.9", {}), ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"})],
    ids=["from elsewhere", "through a proxy that is not ours"],
)
async def test_from_elsewhere_the_terminals_word_is_needed(
    empty_desk: Desk, address: str, headers: dict[str, str]
) -> None:
    async with Browser(empty_desk, address=address, headers=headers) as browser:
        without = await browser.post(PAGE, FIRST)
        wrong = await browser.post(PAGE, FIRST | {"word": "aaaa-aaaa"})
        right = await browser.post(PAGE, FIRST | {"word": standing.set_up_word(empty_desk)})

    assert [without.status_code, wrong.status_code, right.status_code] == [422, 422, 303]
    assert "Kata penyiapan" in without.text


async def test_an_installation_with_staff_cannot_be_set_up_again(desk: Desk) -> None:
    async with Browser(desk) as browser:
        shown = await browser.get(PAGE)
        sent = await browser.post(PAGE, FIRST, page="/staff/sign-in")

    assert [shown.status_code, sent.status_code] == [409, 409]
    assert "Motekar sudah disiapkan" in shown.text


async def test_figures_are_told_on_this_machine_only(desk: Desk) -> None:
    await a_recorded(desk)
    async with Browser(desk) as here:
        await here.get("/")
        own = await here.get("/metrics")
    async with Browser(desk, address="203.0.113.9") as elsewhere:
        foreign = await elsewhere.get("/metrics")
    async with Browser(desk, headers={"x-forwarded-for": "127.0.0.1"}) as proxied:
        through = await proxied.get("/metrics")

    assert own.status_code == 200
    assert 'motekar_http_seconds_count{method="GET",route="/",status="200"}' in own.text
    assert 'motekar_messages{failure="",gateway="",state="queued"} 1.0' in own.text
    assert "motekar_message_tasks 0.0" in own.text
    assert [foreign.status_code, through.status_code] == [404, 404]


async def test_the_figures_hold_no_code(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    async with Browser(desk) as browser:
        await browser.get(f"/status/{recorded.claim_code.digits}")
        figures = (await browser.get("/metrics")).text

    assert recorded.claim_code.digits not in figures
    assert "/status/{claim_code}" in figures


async def test_health_names_what_is_degraded(desk: Desk) -> None:
    clock = Clock()
    await a_recorded(desk)
    async with Browser(desk, clock=clock) as browser:
        live = await browser.get("/health/live")
        well = await browser.get("/health/ready")
        clock.now += timedelta(minutes=11)
        late = await browser.get("/health/ready")

    assert live.json() == {"status": "ok"}
    assert well.json()["status"] == "ok"
    assert late.status_code == 200
    assert late.json()["degraded"] == ["messages"]
    assert late.json()["oldest_message_seconds"] == 660


async def test_a_set_up_word_is_the_same_in_every_process(desk: Desk) -> None:
    assert standing.set_up_word(desk) == standing.set_up_word(desk)
    assert len(standing.set_up_word(desk)) == len("abcd-efgh")


async def test_the_sign_in_page_is_the_first_page_of_staff(desk: Desk) -> None:
    async with Browser(desk) as browser:
        page = await browser.get("/staff/sign-in")

    assert page.status_code == 200
    assert "Masuk petugas" in page.text


async def test_whoever_is_signed_in_is_led_past_the_sign_in_page(desk: Desk) -> None:
    async with Browser(desk) as browser:
        await browser.sign_in(an_officer(Role.VERIFIER).username)
        page = await browser.get("/staff/sign-in")

    assert page.headers["location"] == "/staff"
