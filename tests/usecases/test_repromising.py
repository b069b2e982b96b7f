"""A changed calendar changes promises, once, and tells who was promised."""

from datetime import date, datetime, time

from sqlalchemy import text

from motekar.rules.calendar import OneOff, OneOffKind
from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.usecases import calendars, published, tracking
from motekar.usecases.calendars import Edit
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_UTARA, WIB, a_request, an_officer, number_of

MONDAY = date(2026, 11, 23)
MONDAY_1040 = datetime(2026, 11, 23, 10, 40, tzinfo=WIB)
MONDAY_1600 = datetime(2026, 11, 23, 16, 0, tzinfo=WIB)
TUESDAY_1600 = datetime(2026, 11, 24, 16, 0, tzinfo=WIB)
POWER_CUT = OneOff(OneOffKind.CLOSURE, MONDAY, "Listrik padam", time(10, 40), planned=False)


async def close(desk: Desk, closure: OneOff) -> None:
    seen = await published.calendar(desk, BEKASI_UTARA)
    manager = an_officer(Role.OFFICE_MANAGER)
    edit = Edit(manager, BEKASI_UTARA, seen.version, MONDAY_1040)
    await calendars.add_entries(desk, edit, [closure])


async def told(desk: Desk) -> list[str]:
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(text("SELECT event FROM message ORDER BY created_at"))
        return [row.event for row in rows]


async def test_a_closure_declared_at_10_40_moves_the_day_and_tells_once(desk: Desk) -> None:
    view = await a_request(desk)
    await close(desk, POWER_CUT)
    dossier = await tracking.look(desk, an_officer(), number_of(view), now=MONDAY_1040)
    request = dossier.view.request
    assert (request.first_promised_by, request.promised_by) == (MONDAY_1600, TUESDAY_1600)
    assert await told(desk) == ["received", "promise_moved"]
    later = OneOff(OneOffKind.CLOSURE, date(2026, 11, 25), "Pindah gedung")
    await close(desk, later)
    assert await told(desk) == ["received", "promise_moved"]


async def test_what_is_ready_is_promised_nothing_more(desk: Desk) -> None:
    ready = await a_request(desk, state=State.PRINTED)
    await close(desk, POWER_CUT)
    dossier = await tracking.look(desk, an_officer(), number_of(ready), now=MONDAY_1040)
    assert dossier.view.request.promised_by == MONDAY_1600
