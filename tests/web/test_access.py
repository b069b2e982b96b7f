"""Who gets in: roles, tokens, and what each route declares."""

import httpx
from litestar import get, post
from litestar.di import NamedDependency

from motekar.rules.people import Officer, Role
from motekar.usecases.desk import Desk
from motekar.web.access import for_roles
from tests.builders import an_officer
from tests.web.visits import Browser, a_token

VERIFIER = an_officer(Role.VERIFIER)
PRINTER = an_officer(Role.PRINT_OPERATOR)


@get("/staff/probe", opt=for_roles(Role.VERIFIER))
async def probe(officer: NamedDependency[Officer]) -> dict[str, str]:
    return {"username": officer.username}


@post("/staff/probe", opt=for_roles(Role.VERIFIER), status_code=200)
async def press(officer: NamedDependency[Officer]) -> dict[str, str]:
    return {"username": officer.username}


@get("/staff/undeclared")
async def undeclared() -> str:
    return "open"


def a_browser(desk: Desk) -> Browser:
    return Browser(desk, handlers=(probe, press, undeclared))


async def test_a_page_leads_to_signing_in_and_remembers_where_one_wanted_to_go(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        answer = await browser.get("/staff/probe?day=1")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/staff/sign-in?next=/staff/probe%3Fday%3D1"


async def test_a_program_without_a_token_is_told_so_in_json(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        answer = await browser.get("/staff/probe", headers={"accept": "application/json"})

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["type"] == "urn:motekar:problem:not-signed-in"


async def test_a_token_opens_what_its_owner_may_open(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        for officer, status in ((VERIFIER, 200), (PRINTER, 403)):
            headers = await a_token(desk, officer.username)
            answer = await browser.get("/staff/probe", headers=headers)
            assert answer.status_code == status


async def test_a_wrong_token_is_not_saved_by_a_good_session(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        await browser.sign_in(VERIFIER.username)
        answer = await browser.get(
            "/staff/probe", headers={"authorization": "Bearer nothing", "accept": "*/*"}
        )

    assert answer.status_code == 401


async def test_a_token_needs_no_form_token_and_a_session_does(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        headers = await a_token(desk, VERIFIER.username)
        by_token = await browser.client.post("/staff/probe", headers=headers)
        await browser.sign_in(VERIFIER.username)
        bare = await browser.client.post("/staff/probe", json={})
        forged = await browser.client.post("/staff/probe", data={"_csrf_token": "0" * 128})
        form_token = browser.client.cookies["motekar-form"]
        proven = await browser.client.post("/staff/probe", headers={"x-csrftoken": form_token})

    assert [by_token.status_code, bare.status_code, forged.status_code] == [200, 403, 403]
    assert proven.status_code == 200
    assert "Muat ulang" in bare.text


async def test_a_role_that_is_not_held_is_refused_with_the_roles_it_needs(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        headers = await a_token(desk, PRINTER.username)
        problem = (await browser.get("/staff/probe", headers=headers)).json()

    assert problem["type"] == "urn:motekar:problem:role-not-allowed"
    assert problem["needs"] == ["verifier"]


async def test_a_route_that_declares_nobody_lets_nobody_in(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        headers = await a_token(desk, an_officer().username)
        answer = await browser.get("/staff/undeclared", headers=headers)

    assert answer.status_code == 403


async def test_htmx_is_led_to_signing_in_by_its_header(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        headers = {"hx-request": "true", "hx-current-url": "http://motekar.test/staff/probe"}
        answer = await browser.get("/staff/probe", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/staff/sign-in?next=/staff/probe"


async def test_a_post_after_the_session_ended_shows_a_page_and_saves_nothing(desk: Desk) -> None:
    async with a_browser(desk) as browser:
        await browser.get("/staff/sign-in")
        form_token = browser.client.cookies["motekar-form"]
        answer: httpx.Response = await browser.client.post(
            "/staff/probe", data={"_csrf_token": form_token}
        )

    assert answer.status_code == 401
    assert "Silakan masuk dulu" in answer.text
