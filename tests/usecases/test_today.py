"""Today as the store tells it: what stands where, and that every number is its list."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from motekar.rules.errors import RoleNotAllowed, WrongOffice
from motekar.rules.forecast import PaceSource
from motekar.rules.holds import HoldCause
from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.rules.sla import Outcome
from motekar.rules.today import Listed, Station, at_code, for_code
from motekar.store.engine import open_engine
from motekar.usecases.desk import Desk
from motekar.usecases.today import OfficeToday, hearing, look
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0900,
    a_held,
    a_request,
    an_officer,
)
from tests.conftest import CopiedDatabase

HEAD = an_officer(Role.HEAD_OF_OFFICE)
MONDAY_1000 = MONDAY_0900 + timedelta(hours=1)
ONE_DAY = timedelta(days=1)


async def today(desk: Desk, now=MONDAY_1000) -> OfficeToday:
    (found,) = await look(desk, HEAD, now=now)
    return found


def numbers(found: OfficeToday, *codes: str) -> list[int]:
    return [len(found.lists[code]) for code in codes]


async def test_a_day_is_told_by_what_was_promised_for_it(desk: Desk) -> None:
    await a_request(desk, 1, state=State.COLLECTED)
    waiting = await a_request(desk, 2, state=State.VERIFIED)
    await a_request(desk, 3, documents=["family_card"])

    found = await today(desk)

    assert numbers(found, Outcome.KEPT, Outcome.ON_TRACK, Listed.COUNTED) == [1, 1, 2]
    assert numbers(found, at_code(Station.DOCUMENTS), at_code(Station.PRINT)) == [1, 1]
    (file,) = found.lists[Outcome.ON_TRACK]
    assert file.request_no == waiting.request.request_no
    assert found.office.code == BEKASI_UTARA


async def test_what_was_not_made_stands_apart_the_day_after(desk: Desk) -> None:
    await a_request(desk, 1)

    found = await today(desk, MONDAY_1000 + ONE_DAY)

    assert numbers(found, Listed.EARLIER, Listed.COUNTED, Listed.WORK) == [1, 0, 1]


async def test_held_work_is_told_by_its_cause_and_counted_as_endangered(desk: Desk) -> None:
    view = await a_request(desk, 1, state=State.VERIFIED)
    await a_held(desk, view, now=MONDAY_0900 + timedelta(minutes=30))
    await _measured(desk)

    found = await today(desk)

    assert numbers(found, for_code(HoldCause.SYSTEM_DOWN), Listed.WILL_MISS) == [1, 1]


async def test_a_lost_event_makes_a_kept_promise_unknown(
    real_desk: Desk, copied_database: CopiedDatabase
) -> None:
    await a_request(real_desk, 1, state=State.PRINTED)
    assert numbers(await today(real_desk), Outcome.KEPT, Outcome.UNKNOWN) == [1, 0]

    owner = open_engine(copied_database.owner_url)
    async with owner.begin() as connection:
        await connection.execute(text("ALTER TABLE request_event DISABLE TRIGGER USER"))
        await connection.execute(text("DELETE FROM request_event WHERE action = 'verify'"))
    await owner.dispose()

    assert numbers(await today(real_desk), Outcome.KEPT, Outcome.UNKNOWN) == [0, 1]


async def test_a_row_that_lost_its_clock_takes_no_promise_out_of_the_day(
    real_desk: Desk, copied_database: CopiedDatabase
) -> None:
    await a_request(real_desk, 1, state=State.VERIFIED)

    owner = open_engine(copied_database.owner_url)
    async with owner.begin() as connection:
        await connection.execute(text("ALTER TABLE print_request DISABLE TRIGGER USER"))
        await connection.execute(text("UPDATE print_request SET service_clock_started_at = NULL"))
    await owner.dispose()

    assert numbers(await today(real_desk), Outcome.ON_TRACK, Listed.COUNTED) == [1, 1]


async def test_nothing_is_foreseen_before_a_pace_was_measured(desk: Desk) -> None:
    await a_request(desk, 1)

    found = await today(desk)

    assert (found.rate, found.forecast) == (None, None)
    assert found.lists[Listed.WILL_MISS] == ()


async def test_the_offices_measured_pace_foresees(desk: Desk) -> None:
    await a_request(desk, 1)
    await _measured(desk)

    found = await today(desk)

    assert found.rate
    assert found.rate.source is PaceSource.RECENT
    assert found.forecast
    assert found.forecast.misses == ()


async def test_another_offices_day_is_not_shown(desk: Desk) -> None:
    await a_request(desk, 1, office=BEKASI_SELATAN)

    assert numbers(await today(desk), Listed.WORK) == [0]
    with pytest.raises(WrongOffice):
        await look(desk, HEAD, office=BEKASI_SELATAN, now=MONDAY_1000)


async def test_whoever_does_not_watch_the_office_sees_no_day(desk: Desk) -> None:
    with pytest.raises(RoleNotAllowed):
        await look(desk, an_officer(Role.FRONT_OFFICER), now=MONDAY_1000)


async def test_an_announcement_is_heard(real_desk: Desk) -> None:
    async with hearing(real_desk) as ear:
        async with real_desk.store.transaction() as transaction:
            await transaction.rows("SELECT pg_notify('motekar_figures', '')")

        assert await ear.heard(within=5)


async def _measured(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        await transaction.rows(
            "INSERT INTO pace (office_code, step, minutes, samples, measured_at)"
            " VALUES ($1, 'print', 6, 40, $2) RETURNING 1",
            BEKASI_UTARA,
            MONDAY_0900,
        )
