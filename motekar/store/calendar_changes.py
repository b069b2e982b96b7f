"""Writes changes of the calendar, each under a version that its own transaction has opened.

Nothing is overwritten: an entry is ended, and another begins.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text, update

from motekar.rules.calendar import ClosedDay, HoursRange, OneOff, OpeningSpan
from motekar.store import tables
from motekar.store.engine import Transaction


async def replace_weekly(
    transaction: Transaction,
    *,
    office: str,
    spans: Iterable[tuple[UUID, OpeningSpan]],
    version: int,
) -> None:
    """Ends the weekly hours and begins others."""
    ended = text(
        "UPDATE opening_span SET until_version = :version"
        " WHERE office_code = :office AND until_version IS NULL"
    )
    await transaction.execute(ended, {"office": office, "version": version})
    rows = [
        {"id": row_id, "office_code": office, **_hours(span), "since_version": version}
        for row_id, span in spans
    ]
    if rows:
        await transaction.execute(insert(tables.opening_span), rows)


async def add_range(
    transaction: Transaction, row_id: UUID, entered: HoursRange, *, version: int
) -> None:
    """Adds a range with its hours."""
    row = {
        "id": row_id,
        "office_code": entered.office,
        "name": entered.name,
        "starts": entered.starts,
        "ends": entered.ends,
        "on_holidays": entered.on_holidays,
        "since_version": version,
    }
    await transaction.execute(insert(tables.calendar_range), [row])
    spans = [{"range_id": row_id, **_hours(span)} for span in entered.spans]
    if spans:
        await transaction.execute(insert(tables.calendar_range_span), spans)


async def add_one_off(
    transaction: Transaction,
    row_id: UUID,
    entered: OneOff,
    *,
    office: str,
    by: UUID,
    now: datetime,
    version: int,
) -> None:
    """Adds what an office declares for a day."""
    row = {
        "id": row_id,
        "office_code": office,
        "day": entered.day,
        "kind": entered.kind.value,
        "opens": entered.opens,
        "closes": entered.closes,
        "reason": entered.reason,
        "planned": entered.planned,
        "declared_at": now,
        "declared_by": by,
        "since_version": version,
    }
    await transaction.execute(insert(tables.one_off), [row])


async def end(
    transaction: Transaction, entry: UUID, *, office: str | None, version: int
) -> str | None:
    """Takes a range or one-off of this office (None: the agency) out; gives what it was."""
    for table in (tables.one_off, tables.calendar_range):
        statement = (
            update(table)
            .where(
                table.c.id == entry,
                table.c.office_code.is_not_distinct_from(office),
                table.c.until_version.is_(None),
            )
            .values(until_version=version)
        )
        if (await transaction.execute(statement)).rowcount:
            return table.name
    return None


async def end_closed_day(transaction: Transaction, day: date, *, version: int) -> bool:
    """Takes a national closed day out; False when there is none."""
    statement = (
        update(tables.closed_day)
        .where(tables.closed_day.c.day == day, tables.closed_day.c.until_version.is_(None))
        .values(until_version=version)
    )
    return bool((await transaction.execute(statement)).rowcount)


async def add_closed_day(
    transaction: Transaction, row_id: UUID, closed: ClosedDay, *, version: int
) -> None:
    """Adds a national closed day."""
    row = {
        "id": row_id,
        "day": closed.day,
        "name": closed.name,
        "kind": closed.kind.value,
        "estimated": closed.estimated,
        "since_version": version,
    }
    await transaction.execute(insert(tables.closed_day), [row])


async def confirm_year(transaction: Transaction, year: int, *, by: str) -> bool:
    """Writes down who confirmed a year; False when somebody had, or it was never entered."""
    columns = tables.known_year.c
    statement = (
        update(tables.known_year)
        .where(columns.year == year, columns.confirmed_by.is_(None))
        .values(confirmed_by=by)
    )
    return bool((await transaction.execute(statement)).rowcount)


def _hours(span: OpeningSpan) -> dict[str, Any]:
    return {"weekday": span.weekday, "opens": span.opens, "closes": span.closes}
