"""How refusals and faults are told: JSON, page or fragment, and never more than may be known."""

import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from litestar import get, post
from litestar.params import FromPath, JSONBody
from sqlalchemy import text
from structlog.testing import capture_logs

from motekar.rules.errors import AlreadyCollected, NikMalformed, VersionConflict, WrongOffice
from motekar.store.engine import Store, open_engine
from motekar.usecases.desk import DatabaseAway, Desk
from motekar.web.access import PUBLIC
from motekar.web.api.bodies import LookupBody
from tests.builders import ALL_ROLES, MONDAY_0900
from tests.conftest import VAULT
from tests.web.visits import Browser

SECRET = "3275034505900001"
REFUSALS = {
    "conflict": VersionConflict(expected_version=1, current_version=3, by="Petugas Contoh"),
    "collected": AlreadyCollected(at=MONDAY_0900),
    "elsewhere": WrongOffice(office="32.75.04"),
    "nik": NikMalformed(problem="length", digits=15),
}


@get("/api/v1/raise/{name:str}", opt=PUBLIC)
async def raise_for_program(name: FromPath[str]) -> None:
    raise REFUSALS[name]


@get("/raise/{name:str}", opt=PUBLIC)
async def raise_for_person(name: FromPath[str]) -> None:
    raise REFUSALS[name]


@get("/broken/{code:str}", opt=PUBLIC)
async def broken(code: FromPath[str]) -> None:
    message = f"could not read {SECRET} {code}"
    raise RuntimeError(message)


@post("/api/v1/echo", opt=PUBLIC, status_code=200)
async def echo(data: JSONBody[LookupBody]) -> dict[str, Any]:
    return data.model_dump()


def a_browser(desk: Desk) -> Browser:
    return Browser(desk, handlers=(raise_for_program, raise_for_person, broken, echo))


async def test_a_conflict_tells_version_and_who(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        answer = await browser.get("/api/v1/raise/conflict")

    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:motekar:problem:version-conflict",
        "title": "Permohonan ini baru saja diubah",
        "detail": "Sudah diubah oleh Petugas Contoh (versi 3). Muat ulang, lalu ulangi.",
        "status": 409,
        "expected_version": 1,
        "current_version": 3,
        "by": "Petugas Contoh",
    }


async def test_moments_are_words_in_the_detail_and_rfc_3339_in_the_facts(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        await browser.get("/")
        problem = (await browser.get("/api/v1/raise/collected")).json()

    assert problem["at"] == "2026-11-23T09:00:00+07:00"
    assert "hari ini pukul 09.00" in problem["detail"]


async def test_a_person_gets_a_page_with_a_way_on(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        answer = await browser.get("/raise/elsewhere")

    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")
    assert "Ini milik kantor lain" in answer.text
    assert 'href="/"' in answer.text
    assert "wrong-office" not in answer.text


async def test_htmx_gets_a_fragment(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        answer = await browser.get("/raise/elsewhere", headers={"hx-request": "true"})

    assert answer.status_code == 403
    assert "<html" not in answer.text
    assert "Ini milik kantor lain" in answer.text


async def test_an_english_reader_is_answered_in_english(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        browser.client.cookies.set("bahasa", "en")
        answer = await browser.get("/nowhere")

    assert '<html lang="en"' in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "address-unknown"),
        ("DELETE", "/api/v1/status/lookup", 405, "method-not-allowed"),
    ],
)
async def test_what_the_framework_refuses_is_a_problem_too(
    desk: Desk, method: str, path: str, status: int, code: str
) -> None:
    async with a_browser(desk) as browser:
        answer = await browser.client.request(method, path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"urn:motekar:problem:{code}"


async def test_an_unknown_address_is_a_calm_page(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        answer = await browser.get("/nowhere/at/all")

    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.text


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"a": 1,}'], ids=["open", "bytes", "comma"])
async def test_a_body_that_cannot_be_parsed_is_malformed(desk: Desk, body: bytes) -> None:
    async with a_browser(desk) as browser:
        answer = await browser.client.post(
            "/api/v1/echo", content=body, headers={"content-type": "application/json"}
        )

    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:motekar:problem:body-malformed"


@pytest.mark.parametrize("path", ["/api/v1/echo", "/"])
async def test_ten_megabytes_are_too_much(desk: Desk, path: str) -> None:
    async with a_browser(desk) as browser:
        answer = await browser.client.post(
            path,
            content=b"a" * 10_000_000,
            headers={"content-type": "application/json" if "api" in path else FORM},
        )

    assert answer.status_code == 413


FORM = "application/x-www-form-urlencoded"


async def test_a_fault_nobody_foresaw_is_a_number_and_nothing_more(desk: Desk) -> None:
    with capture_logs() as log:
        async with a_browser(desk) as browser:
            page = await browser.get(f"/broken/{SECRET}?nik={SECRET}")
            problem = await browser.get(f"/broken/{SECRET}", headers={"accept": "*/*"})

    reference = problem.json()["reference"]
    assert [page.status_code, problem.status_code] == [500, 500]
    assert problem.json()["type"] == "urn:motekar:problem:unforeseen"
    assert log[0]["reference"] in page.text
    assert log[1]["reference"] == reference
    for told in (page.text, problem.text, json.dumps(log)):
        assert SECRET not in told
        assert "RuntimeError(" not in told
    assert log[0]["route"] == "/broken/{code}"
    assert log[0]["error"] == "RuntimeError"


async def test_a_refusal_leaves_nothing_in_the_log(desk: Desk) -> None:
    with capture_logs() as log:
        async with a_browser(desk) as browser:
            await browser.get("/raise/nik")
            await browser.post("/", {"way": "code", "code": SECRET})
            await browser.sign_in("siapa-saja", SECRET)

    assert log == []


NOBODY_THERE = "postgresql+asyncpg://motekar@127.0.0.1:1/motekar"


@pytest.fixture
async def away() -> AsyncIterator[Desk]:
    """A desk whose database does not answer."""
    store = Store(open_engine(NOBODY_THERE), VAULT)
    yield Desk(store, secrets.token_bytes)
    await store.close()


async def test_a_citizen_is_told_that_nothing_was_lost_while_the_database_is_away(
    away: Desk,
) -> None:
    with capture_logs() as log:
        async with a_browser(away) as browser:
            page = await browser.get("/status/00000000000000000000")

    assert page.status_code == 503
    assert page.headers["retry-after"] == "10"
    assert "Ada gangguan di sistem kami" in page.text
    assert "tidak ada yang hilang" in page.text
    assert log[0]["reference"] in page.text
    assert log[0]["event"] == "database-away"
    assert "127.0.0.1" not in json.dumps(log)


async def test_the_start_page_stays_while_the_database_is_away(
    real_desk: Desk, away: Desk
) -> None:
    async with a_browser(real_desk) as browser:
        before = await browser.get("/")
        doors = browser.app.state.doors
        browser.app.state.doors = replace(doors, desk=away)
        browser.clock.now += timedelta(minutes=5)
        after = await browser.get("/")

    assert before.status_code == after.status_code == 200
    assert "Kode di resi Anda" in after.text
    assert "Apa yang dibawa?" in after.text
    assert "Keadaan kantor belum bisa ditampilkan." in after.text


async def test_the_database_going_away_in_between_loses_no_session(
    real_desk: Desk, away: Desk
) -> None:
    async with a_browser(real_desk) as browser:
        await browser.sign_in(ALL_ROLES.username)
        form = {"_csrf_token": browser.client.cookies["motekar-form"]}
        doors = browser.app.state.doors
        browser.app.state.doors = replace(doors, desk=away)
        read = await browser.get("/staff/intake")
        sent = await browser.client.post("/staff/intake", data=form)
        part = await browser.get("/staff/news", headers={"hx-request": "true"})
        browser.app.state.doors = doors
        back = await browser.get("/staff/intake")

    assert [read.status_code, sent.status_code, part.status_code] == [503, 503, 503]
    assert "terima berkas di kertas" in read.text
    assert "kiriman yang sama hanya dicatat sekali" in sent.text
    assert 'href="/staff"' in read.text
    assert "<html" not in part.text
    assert back.status_code == 200


async def test_a_program_learns_when_to_come_back(away: Desk) -> None:
    async with a_browser(away) as browser:
        headers = {"authorization": "Bearer sesuatu", "accept": "application/json"}
        answer = await browser.get("/api/v1/print-requests", headers=headers)

    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "10"
    assert answer.json()["type"] == "urn:motekar:problem:service-unavailable"
    assert answer.json()["reference"]


CUT = "SELECT pg_terminate_backend(pg_backend_pid())"


async def cut_under_sqlalchemy(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        await transaction.execute(text(CUT))


async def cut_under_the_driver(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        await transaction.row(CUT)


@pytest.mark.parametrize("cut", [cut_under_sqlalchemy, cut_under_the_driver])
async def test_a_connection_cut_under_a_statement_is_the_database_away(
    real_desk: Desk, cut: Callable[[Desk], Awaitable[None]]
) -> None:
    with pytest.raises(DatabaseAway):
        await cut(real_desk)
