"""A new installation is filled once, and what the office decided since stays."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text

from motekar.rules.errors import ValidationFailed
from motekar.store import rulebook
from motekar.usecases import setup
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_UTARA, MONDAY_0900, WIB

A_NEW_OFFICE = setup.NewOffice(
    "32.76.01", "CTH", "Kecamatan Contoh", "kecamatan", "32.76.01", "Asia/Makassar"
)


async def scalar(desk: Desk, query: str) -> object:
    async with desk.store.transaction() as transaction:
        return (await transaction.execute(text(query))).scalar_one()


async def test_running_it_again_changes_nothing(desk: Desk) -> None:
    before = await scalar(desk, "SELECT max(version) FROM calendar_version")
    await setup.install_defaults(desk, now=MONDAY_0900)
    await setup.found_agency(desk, name="Nama Lain", is_demo=True, now=MONDAY_0900)
    assert await scalar(desk, "SELECT max(version) FROM calendar_version") == before
    assert await scalar(desk, "SELECT name FROM agency") == "Disdukcapil Kota Contoh"


async def test_the_national_calendar_has_holidays_and_joint_leave(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        book = await rulebook.read(transaction, office=BEKASI_UTARA, now=MONDAY_0900)
    kinds = {day.day.isoformat(): day.kind.value for day in book.calendar.closed_days}
    assert kinds["2026-12-25"] == "public_holiday"
    assert kinds["2026-12-24"] == "joint_leave"
    assert {2026, 2027} <= book.calendar.known_years


async def test_a_year_without_joint_leave_is_not_known_yet(desk: Desk) -> None:
    await setup.install_defaults(desk, now=datetime(2027, 12, 1, tzinfo=WIB))
    assert await scalar(desk, "SELECT count(*) FROM known_year WHERE year = 2028") == 0


async def test_a_new_office_gets_default_hours_and_a_calendar_version(desk: Desk) -> None:
    before = await scalar(desk, "SELECT max(version) FROM calendar_version")
    assert await setup.add_offices(desk, [A_NEW_OFFICE], now=MONDAY_0900) == 1
    assert await scalar(desk, "SELECT max(version) FROM calendar_version") == before + 1
    async with desk.store.transaction() as transaction:
        book = await rulebook.read(transaction, office=A_NEW_OFFICE.code, now=MONDAY_0900)
    assert len(book.calendar.spans) == 5
    assert book.office.zone.key == "Asia/Makassar"


async def test_one_bad_row_keeps_all_offices_out(desk: Desk) -> None:
    bad = [
        A_NEW_OFFICE,
        replace(A_NEW_OFFICE, code="32.76.02"),
        replace(A_NEW_OFFICE, code="32.76.03", abbreviation="x", zone="Mars/Bekasi", name=""),
    ]
    with pytest.raises(ValidationFailed) as refused:
        await setup.add_offices(desk, bad, now=MONDAY_0900)
    assert [(error.field, error.code) for error in refused.value.errors] == [
        ("row 2: abbreviation", "taken"),
        ("row 3: name", "malformed"),
        ("row 3: abbreviation", "malformed"),
        ("row 3: zone", "malformed"),
    ]
    assert await scalar(desk, "SELECT count(*) FROM office WHERE region LIKE '32.76%'") == 0


async def test_the_prefixes_of_the_agency_are_those_of_its_city(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        book = await rulebook.read(transaction, office=BEKASI_UTARA, now=MONDAY_0900)
    assert len(book.known_prefixes) == 12
    assert "327503" in book.known_prefixes
