"""Last month's reports: made once on the first open morning, fetched unchanged by who may."""

import asyncio
import hashlib
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from motekar.rules.blanks import EntryKind
from motekar.rules.errors import ReportUnknown, RoleNotAllowed, WrongOffice
from motekar.rules.lifecycle import State
from motekar.rules.people import Officer, Role
from motekar.rules.period import Period, month_of
from motekar.rules.steps import CentralRecord, Verify
from motekar.rules.stocktaking import StockEntry
from motekar.usecases import compliance, counting, recomputing, reporting, stock, surroundings
from motekar.usecases.desk import Desk
from motekar.usecases.reporting import File, Made, MonthFacts, Papers, ReportLine
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, MONDAY_0900, a_request, a_step, an_officer
from tests.reports.figures import press

HEAD = an_officer(Role.HEAD_OF_OFFICE)
NOVEMBER = MONDAY_0900.date().replace(day=1)
TUESDAY_THE_FIRST_0730 = MONDAY_0900.replace(month=12, day=1, hour=7, minute=30)
A_MINUTE = timedelta(minutes=1)


async def a_november(desk: Desk) -> None:
    await a_request(desk, 1, state=State.COLLECTED)
    await a_request(desk, 2, state=State.PRINTED)
    while await counting.sum_up(desk):
        pass


async def reports(desk: Desk, officer: Officer = HEAD) -> list[tuple[str | None, str]]:
    return [(line.office, line.month.isoformat()) for line in await reporting.ready(desk, officer)]


async def watching_all(desk: Desk) -> Officer:
    everywhere = frozenset(
        (Role.INSPECTOR, office.code) for office in await reporting.standing.offices(desk)
    )
    return Officer(HEAD.id, "pengawas", "Pengawas Contoh", everywhere)


async def test_it_is_made_at_the_first_opening_of_the_month_and_not_before(desk: Desk) -> None:
    await a_november(desk)

    early = await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST_0730 - A_MINUTE)
    made = await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST_0730)

    assert early == ()
    assert made == (Made(BEKASI_UTARA, NOVEMBER, "made"), Made(None, NOVEMBER, "made"))
    assert await reports(desk) == [(BEKASI_UTARA, "2026-11-01")]


async def test_it_is_made_once(desk: Desk) -> None:
    await a_november(desk)
    await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST_0730)

    again = await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST_0730 + timedelta(days=9))

    assert again == ()


async def test_a_month_that_a_worker_slept_through_is_made_up_for_later(desk: Desk) -> None:
    await a_november(desk)
    in_march = MONDAY_0900.replace(year=2027, month=3, day=3)
    a_year_on = MONDAY_0900.replace(year=2027, month=12, day=1)

    too_late = await reporting.make_due(desk, press, now=a_year_on)
    made = await reporting.make_due(desk, press, now=in_march)

    assert too_late == ()
    assert made == (Made(BEKASI_UTARA, NOVEMBER, "made"), Made(None, NOVEMBER, "made"))


async def test_two_workers_at_once_make_one(real_desk: Desk) -> None:
    await a_november(real_desk)
    met = asyncio.Barrier(2)

    async def meeting(facts: MonthFacts) -> Papers:
        await met.wait()
        return await press(facts)

    both = await asyncio.gather(
        *(reporting.make_due(real_desk, meeting, now=TUESDAY_THE_FIRST_0730) for _ in range(2))
    )

    assert sorted(len(made) for made in both) in ([0, 2], [1, 1])
    assert await reports(real_desk) == [(BEKASI_UTARA, "2026-11-01")]


async def test_the_signed_figure_comes_out_again_at_any_later_time(desk: Desk) -> None:
    await a_november(desk)
    open_still = await a_request(desk, 3)
    while await counting.sum_up(desk):
        pass
    await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST_0730)
    (line,) = await reporting.ready(desk, HEAD)
    afterwards = TUESDAY_THE_FIRST_0730 + timedelta(days=9)
    await a_step(desk, open_still, Verify(CentralRecord.READY), now=afterwards)

    at = datetime.fromisoformat(line.figures["as_of"])
    again = await recomputing.recomputed(
        desk, office=BEKASI_UTARA, period=month_of(NOVEMBER), now=afterwards, at=at
    )
    assert at == TUESDAY_THE_FIRST_0730 - A_MINUTE
    told = again.figures.to_data(office=BEKASI_UTARA)
    assert told == {name: line.figures[name] for name in told}


async def test_a_month_without_any_visit_has_no_report(desk: Desk) -> None:
    assert await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST_0730) == ()


async def test_no_report_says_what_the_evidence_does_not(desk: Desk) -> None:
    await a_november(desk)
    async with desk.store.transaction() as transaction:
        await transaction.execute(
            text("UPDATE figure_cell SET n = n + 1 WHERE measure = 'standard_kept'")
        )

    made = await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST_0730)

    assert {each.outcome for each in made} == {"differs"}
    assert await reports(desk) == []


async def test_it_is_fetched_as_it_was_made_and_that_is_written_down(desk: Desk) -> None:
    await a_november(desk)
    await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST_0730)
    (line,) = await reporting.ready(desk, HEAD)
    await a_request(desk, 3)

    found = await reporting.fetch(desk, HEAD, line.id, File.CSV, now=TUESDAY_THE_FIRST_0730)

    assert found.content == b"2026-11-01"
    assert found.checksum == hashlib.sha256(found.content).hexdigest()
    assert found.line.figures["same_day"]["denominator"] == 2
    assert found.line.figures["calendar_versions"] == [2]
    assert await audited(desk, "report.fetch") == [{"file": "csv", "month": "2026-11-01"}]
    assert await audited(desk, "report.make") == [{"month": "2026-11-01"}] * 2


async def audited(desk: Desk, action: str) -> list[dict[str, Any]]:
    query = text("SELECT facts FROM audit_entry WHERE action = :action")
    async with desk.store.transaction() as transaction:
        return [row.facts for row in await transaction.execute(query, {"action": action})]


async def agencys(desk: Desk) -> ReportLine:
    lines = await reporting.ready(desk, await watching_all(desk))
    return next(line for line in lines if line.office is None)


async def test_the_agencys_report_is_for_who_watches_every_office(desk: Desk) -> None:
    await a_november(desk)
    await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST_0730)
    whole = await agencys(desk)
    inspector = await watching_all(desk)

    assert await reporting.fetch(desk, inspector, whole.id, File.PDF, now=MONDAY_0900)
    with pytest.raises(ReportUnknown):
        await reporting.fetch(desk, HEAD, whole.id, File.PDF, now=MONDAY_0900)


async def test_another_offices_report_is_not_for_this_head(desk: Desk) -> None:
    await a_november(desk)
    await reporting.make_due(desk, press, now=TUESDAY_THE_FIRST_0730)
    (line,) = await reporting.ready(desk, HEAD)
    elsewhere = an_officer(Role.HEAD_OF_OFFICE, office=BEKASI_SELATAN)

    assert await reporting.ready(desk, elsewhere) == ()
    with pytest.raises(WrongOffice):
        await reporting.fetch(desk, elsewhere, line.id, File.PDF, now=MONDAY_0900)


async def test_a_clerk_fetches_none(desk: Desk) -> None:
    clerk = an_officer(Role.FRONT_OFFICER)

    with pytest.raises(RoleNotAllowed):
        await reporting.ready(desk, clerk)
    with pytest.raises(RoleNotAllowed):
        await reporting.fetch(desk, clerk, HEAD.id, File.PDF, now=MONDAY_0900)


async def test_an_unknown_report_is_not_found(desk: Desk) -> None:
    with pytest.raises(ReportUnknown):
        await reporting.fetch(desk, HEAD, HEAD.id, File.PDF, now=MONDAY_0900)


@pytest.mark.parametrize(
    "change", ["UPDATE monthly_report SET pdf = ''", "DELETE FROM monthly_report"]
)
async def test_the_application_can_change_no_report(desk: Desk, change: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with desk.store.transaction() as transaction:
            await transaction.execute(text(change))


async def test_blanks_of_an_evening_and_cards_of_an_hour_stand_beside_the_figures(
    desk: Desk,
) -> None:
    await received(desk, 40, note="SP-1", at=MONDAY_0900)
    await a_november(desk)

    around = await surroundings.around(
        desk, (BEKASI_UTARA,), period=month_of(NOVEMBER), now=MONDAY_0900 + timedelta(days=2)
    )
    view = await compliance.view(desk, (BEKASI_UTARA,), period=month_of(NOVEMBER), now=MONDAY_0900)

    assert around.blanks == {BEKASI_UTARA: {date(2026, 11, day): 38 for day in (23, 24, 25)}}
    assert around.capacity is not None
    assert set(around.capacity) == set(range(7, 16))
    assert view.visits_by_hour == {9: 2}


async def received(desk: Desk, quantity: int, *, note: str, at: datetime) -> None:
    entry = StockEntry(EntryKind.RECEIVED, quantity, at, note)
    manager = an_officer(Role.OFFICE_MANAGER)
    await stock.enter(desk, manager, BEKASI_UTARA, entry, now=at)


async def test_an_evening_has_the_blanks_of_its_last_entry(desk: Desk) -> None:
    late_on_monday = MONDAY_0900.replace(hour=23, minute=59)
    wednesday = MONDAY_0900 + timedelta(days=2)
    await received(desk, 40, note="SP-1", at=late_on_monday)
    await received(desk, 10, note="SP-2", at=wednesday)

    around = await surroundings.around(
        desk, (BEKASI_UTARA, BEKASI_SELATAN), period=month_of(NOVEMBER), now=wednesday
    )

    evenings = {date(2026, 11, 23): 40, date(2026, 11, 24): 40, date(2026, 11, 25): 50}
    assert around.blanks == {BEKASI_UTARA: evenings}


async def test_evenings_of_a_period_too_long_to_draw_are_left_out(desk: Desk) -> None:
    await received(desk, 40, note="SP-1", at=MONDAY_0900)
    ages = Period(date(2000, 1, 1), date(2199, 12, 31))

    around = await surroundings.around(desk, (BEKASI_UTARA,), period=ages, now=MONDAY_0900)

    assert around.blanks == {}
