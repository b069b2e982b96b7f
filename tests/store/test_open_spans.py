"""The database's opening hours of a day are those of the rules, on any calendar."""

import asyncio
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from hypothesis import HealthCheck, example, given, settings

from motekar.rules.calendar import OfficeCalendar, OneOff, OneOffKind, OpeningSpan
from motekar.store import calendar_changes, rulebook
from motekar.store.transaction import Transaction
from motekar.usecases.desk import Desk
from tests.builders import ALL_ROLES, BEKASI_UTARA, MONDAY_0900
from tests.builders_calendar import FIRST, calendars

LATE_EVENING = OfficeCalendar(
    BEKASI_UTARA,
    "Asia/Jakarta",
    1,
    tuple(OpeningSpan(weekday, time(20), time(23, 55)) for weekday in range(7)),
    (),
    frozenset({2026}),
    one_offs=(OneOff(OneOffKind.CLOSURE, FIRST, "Padam", opens=time(22)),),
)


async def test_sql_and_rules_open_at_the_same_hours(desk: Desk) -> None:
    loop = asyncio.get_running_loop()

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(calendars)
    @example(LATE_EVENING)
    def agree(calendar: OfficeCalendar) -> None:
        asyncio.run_coroutine_threadsafe(compare(desk, calendar), loop).result()

    await asyncio.to_thread(agree)


async def compare(desk: Desk, calendar: OfficeCalendar) -> None:
    async with desk.store.transaction() as transaction:
        await transaction.driver.execute("SAVEPOINT before_the_example")
        await enter(transaction, calendar)
        for day in (FIRST + timedelta(days=ahead) for ahead in range(22)):
            assert await told(transaction, day) == [
                (opens.replace(tzinfo=None), closes.replace(tzinfo=None))
                for opens, closes in calendar.spans_on(day)
            ], day
        await transaction.driver.execute("ROLLBACK TO SAVEPOINT before_the_example")


async def told(transaction: Transaction, day: date) -> list[tuple[datetime, datetime]]:
    query = "SELECT * FROM open_spans($1, $2) ORDER BY opens"
    return [tuple(row) for row in await transaction.driver.fetch(query, BEKASI_UTARA, day)]


async def enter(transaction: Transaction, calendar: OfficeCalendar) -> None:
    """Puts the office under exactly this calendar."""
    version = await rulebook.new_calendar_version(
        transaction, now=MONDAY_0900, by="uji", note="uji"
    )
    spans = [(uuid4(), span) for span in calendar.spans]
    await calendar_changes.replace_weekly(
        transaction, office=BEKASI_UTARA, spans=spans, version=version
    )
    for closed in await transaction.driver.fetch(
        "SELECT day FROM closed_day WHERE until_version IS NULL AND day >= $1", FIRST
    ):
        await calendar_changes.end_closed_day(transaction, closed["day"], version=version)
    for closed_day in calendar.closed_days:
        await calendar_changes.add_closed_day(transaction, uuid4(), closed_day, version=version)
    for entered in calendar.ranges:
        await calendar_changes.add_range(transaction, uuid4(), entered, version=version)
    for one_off in calendar.one_offs:
        await calendar_changes.add_one_off(
            transaction,
            uuid4(),
            one_off,
            office=BEKASI_UTARA,
            by=ALL_ROLES.id,
            now=MONDAY_0900,
            version=version,
        )
