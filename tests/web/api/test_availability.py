"""Availability for everybody: the contract's shape, cheap, and refused in one way."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from motekar.usecases.desk import Desk
from tests.builders import BEKASI_UTARA, MONDAY_0900, a_recorded
from tests.web.visits import Browser, Clock

ADDRESS = f"/api/v1/availability?office={BEKASI_UTARA}"


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[Browser]:
    async with Browser(desk, clock=Clock(), headers={"accept": "application/json"}) as opened:
        yield opened


async def test_today_is_told_in_the_contracts_shape(browser: Browser) -> None:
    answer = await browser.get(ADDRESS)

    told = answer.json()
    assert answer.status_code == 200
    assert list(told) == ["office", "date", "open", "places", "blanks", "reason", "changed_at"]
    assert (told["office"], told["date"]) == (BEKASI_UTARA, "2026-11-23")
    assert told["open"][-1][1] == "16:00"
    assert (told["places"], told["blanks"], told["reason"]) == ([], "unknown", None)
    assert told["changed_at"].endswith("+07:00")


async def test_a_closed_day_says_why(browser: Browser) -> None:
    told = (await browser.get(f"{ADDRESS}&date=2026-11-28")).json()

    assert (told["open"], told["reason"]) == ([], "no_hours")


async def test_it_is_cached_and_known_again(browser: Browser) -> None:
    first = await browser.get(ADDRESS)
    again = await browser.get(ADDRESS, headers={"if-none-match": first.headers["etag"]})

    assert first.headers["cache-control"] == "public, max-age=10"
    assert (again.status_code, again.content) == (304, b"")


async def test_a_change_shows_when_the_reading_is_old(browser: Browser, desk: Desk) -> None:
    before = (await browser.get(ADDRESS)).json()["changed_at"]
    await a_recorded(desk, now=MONDAY_0900 + timedelta(seconds=5))
    browser.clock.now += timedelta(seconds=9)
    assert (await browser.get(ADDRESS)).json()["changed_at"] == before

    browser.clock.now += timedelta(seconds=1)

    assert (await browser.get(ADDRESS)).json()["changed_at"] == "2026-11-23T09:00:05+07:00"


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("office=99.99.99", "office", "office-unknown"),
        (f"office={BEKASI_UTARA}&date=besok", "date", "malformed"),
        (f"office={BEKASI_UTARA}&date=2026-11-22", "date", "day-out-of-reach"),
        (f"office={BEKASI_UTARA}&date=2027-01-23", "date", "day-out-of-reach"),
        (f"office={BEKASI_UTARA}&day=2026-11-23", "day", "unknown-field"),
    ],
)
async def test_what_cannot_be_answered_is_a_problem_with_its_field(
    browser: Browser, query: str, field: str, code: str
) -> None:
    answer = await browser.get(f"/api/v1/availability?{query}")

    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.status_code == 422
    assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [(field, code)]
