"""Promises kept and broken for programs: the same shape for everybody, and nothing small."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from motekar.usecases.desk import Desk
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, add_counted
from tests.web.visits import Browser, Clock

ADDRESS = "/api/v1/public-figures"
IN_OCTOBER = date(2026, 10, 5)


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[Browser]:
    await add_counted(desk, day=IN_OCTOBER, kept=90, late=10)
    await add_counted(desk, day=IN_OCTOBER, office=BEKASI_SELATAN, kept=50, late=3)
    await add_counted(desk, day=date(2026, 9, 1), kept=20)
    async with Browser(desk, clock=Clock(), headers={"accept": "application/json"}) as opened:
        yield opened


async def test_a_month_is_told_of_all_together_and_by_office(browser: Browser) -> None:
    told = (await browser.get(ADDRESS)).json()

    assert list(told) == ["definition", "suppressed_below", "until", "computed_at", "months"]
    assert (told["suppressed_below"], told["until"]) == (10, "2026-11-22")
    assert told["computed_at"] == "2026-11-23T09:00:00+07:00"
    assert told["definition"].startswith("Setiap janji dihitung")
    assert len(told["months"]) == 2 * 15
    assert told["months"][0] == {
        "month": "2026-10",
        "office": None,
        "kept": 140,
        "broken": 13,
        "unknown": 0,
        "promised": 153,
        "same_day_share": 0.915,
        "finished": True,
        "suppressed": False,
    }


async def test_the_document_names_exactly_the_fields_that_leave(browser: Browser) -> None:
    told = (await browser.get(ADDRESS)).json()
    schemas = (await browser.get("/schema/openapi.json")).json()["components"]["schemas"]

    assert list(schemas["PublicFiguresAnswer"]["properties"]) == list(told)
    assert list(schemas["PublicFigureAnswer"]["properties"]) == list(told["months"][0])


async def test_what_is_small_is_null_and_said_to_be_withheld(browser: Browser) -> None:
    told = (await browser.get(f"{ADDRESS}?from=2026-10")).json()["months"]

    withheld = {row["office"]: row for row in told if row["suppressed"]}
    assert list(withheld) == [BEKASI_UTARA, BEKASI_SELATAN]
    for row in withheld.values():
        assert (row["broken"], row["promised"], row["same_day_share"]) == (None, None, None)


async def test_an_office_and_a_first_month_may_be_chosen(browser: Browser) -> None:
    told = (await browser.get(f"{ADDRESS}?office={BEKASI_UTARA}&from=2026-09")).json()["months"]

    assert [(row["office"], row["month"]) for row in told] == [
        (BEKASI_UTARA, "2026-10"),
        (BEKASI_UTARA, "2026-09"),
    ]


async def test_it_is_cached_and_known_again_also_by_a_later_reading(browser: Browser) -> None:
    first = await browser.get(ADDRESS)
    browser.clock.now += timedelta(minutes=10)
    again = await browser.get(ADDRESS, headers={"if-none-match": first.headers["etag"]})

    assert first.headers["cache-control"] == "public, max-age=600"
    assert "set-cookie" not in first.headers
    assert (again.status_code, again.content) == (304, b"")


async def test_a_change_shows_when_the_reading_is_old(browser: Browser, desk: Desk) -> None:
    first = await browser.get(ADDRESS)
    await add_counted(desk, day=IN_OCTOBER, kept=10)
    browser.clock.now += timedelta(minutes=9)
    assert (await browser.get(ADDRESS)).json() == first.json()

    browser.clock.now += timedelta(minutes=1)
    changed = await browser.get(ADDRESS, headers={"if-none-match": first.headers["etag"]})

    assert changed.json()["months"][0]["kept"] == 150


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("office=99.99.99", "office", "office-unknown"),
        ("from=oktober", "from", "month-malformed"),
        ("from=2026-13", "from", "month-malformed"),
        ("from=2026-12", "from", "month-out-of-reach"),
        ("from=2025-10", "from", "month-out-of-reach"),
        ("month=2026-10", "month", "unknown-field"),
    ],
)
async def test_what_cannot_be_answered_is_a_problem_with_its_field(
    browser: Browser, query: str, field: str, code: str
) -> None:
    answer = await browser.get(f"{ADDRESS}?{query}")

    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.status_code == 422
    assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [(field, code)]
