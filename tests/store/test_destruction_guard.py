"""A card burns once, and a record stays as it was counted: by plain SQL as the application."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from motekar.usecases.desk import Desk
from tests.builders import BEKASI_UTARA, a_spoiled_card, an_officer

RECORD = (
    "INSERT INTO destruction (id, office_code, number, day, place, witnesses_cipher, counted,"
    " recorded_at, officer_id) VALUES ('00000000-0000-0000-0000-00000000000{which}',"
    f" '{BEKASI_UTARA}', 'BA-{{number}}', '2026-11-23', 'halaman', '', {{counted}}, now(),"
    f" '{an_officer().id}')"
)
CARD = (
    "INSERT INTO destroyed_card (destruction_id, line, kind, request_id, attempt_no, event_id,"
    " entry_id, quantity) SELECT '00000000-0000-0000-0000-00000000000{which}', {line}, '{kind}',"
    " {request}, {attempt}, {event}, {entry}, {quantity} FROM request_event WHERE version = 1"
)


def a_record(which: int = 1, *, counted: int = 1, number: int | None = None) -> str:
    return RECORD.format(which=which, counted=counted, number=number or which)


def a_card(which: int = 1, *, line: int = 1, quantity: int = 1, **changes: str) -> str:
    facts = {
        "kind": "spoiled",
        "request": "request_id",
        "attempt": "1",
        "event": "NULL",
        "entry": "NULL",
        **changes,
    }
    return CARD.format(which=which, line=line, quantity=quantity, **facts)


def an_old_card(which: int = 1, *, line: int = 1, attempt: str = "NULL") -> str:
    facts = {"request": "NULL::uuid", "attempt": attempt, "event": "id"}
    return a_card(which, line=line, kind="old_card", **facts)


async def run(desk: Desk, *statements: str) -> None:
    async with desk.store.transaction() as transaction:
        for statement in (*statements, "SET CONSTRAINTS ALL IMMEDIATE"):
            await transaction.execute(text(statement))


async def refused(desk: Desk, *statements: str) -> str:
    """The constraint, or the right, that a transaction of these statements breaks."""
    with pytest.raises(DBAPIError) as caught:
        await run(desk, *statements)
    cause = caught.value.orig.__cause__
    return cause.constraint_name or cause.sqlstate


async def test_a_card_stands_under_one_record_only(desk: Desk) -> None:
    await a_spoiled_card(desk)
    await run(desk, a_record(), a_card())

    assert await refused(desk, a_record(2), a_card(2)) == "uq_destroyed_card_once"


async def test_an_old_card_stands_under_one_record_only(desk: Desk) -> None:
    await a_spoiled_card(desk)
    await run(desk, a_record(), an_old_card())

    twice = an_old_card(2)
    assert await refused(desk, a_record(2), twice) == "uq_destroyed_card_once"


async def test_an_old_card_and_a_spoiled_one_of_a_request_are_two(desk: Desk) -> None:
    await a_spoiled_card(desk)

    await run(desk, a_record(counted=2), a_card(), an_old_card(line=2))


async def test_an_office_uses_a_number_once(desk: Desk) -> None:
    await a_spoiled_card(desk)
    await run(desk, a_record(), a_card())

    assert await refused(desk, a_record(2, number=1)) == "uq_destruction_number"


@pytest.mark.parametrize(
    "statements",
    [
        (a_record(counted=1),),
        (a_record(counted=2), a_card()),
        (a_record(counted=1), a_card(quantity=2)),
    ],
    ids=["no card", "one too few", "one too many"],
)
async def test_a_record_lists_as_many_as_were_counted(
    desk: Desk, statements: tuple[str, ...]
) -> None:
    await a_spoiled_card(desk)

    assert await refused(desk, *statements) == "destruction_counted"


async def test_nothing_is_added_to_a_record_afterwards(desk: Desk) -> None:
    await a_spoiled_card(desk)
    await run(desk, a_record(), a_card())

    more = an_old_card(line=2)
    assert await refused(desk, more) == "destruction_counted"


@pytest.mark.parametrize(
    ("card", "constraint"),
    [
        (a_card(kind="lost"), "ck_destroyed_card_one_thing"),
        (a_card(attempt="NULL"), "ck_destroyed_card_one_thing"),
        (a_card(kind="defect"), "ck_destroyed_card_one_thing"),
        (a_card(event="id"), "ck_destroyed_card_one_thing"),
        (an_old_card(attempt="1"), "ck_destroyed_card_one_thing"),
        (a_card(attempt="9"), "fk_destroyed_card_attempt"),
        (a_card(quantity=0), "ck_destroyed_card_quantity"),
    ],
    ids=[
        "of no kind",
        "no attempt",
        "no entry",
        "two at once",
        "old and tried",
        "never tried",
        "nothing",
    ],
)
async def test_a_line_is_one_thing_that_happened(desk: Desk, card: str, constraint: str) -> None:
    await a_spoiled_card(desk)

    assert await refused(desk, a_record(), card) == constraint


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE destruction SET counted = 2",
        "UPDATE destroyed_card SET quantity = 2",
        "DELETE FROM destroyed_card",
        "DELETE FROM destruction",
    ],
)
async def test_what_was_recorded_stays(desk: Desk, statement: str) -> None:
    await a_spoiled_card(desk)
    await run(desk, a_record(), a_card())

    assert await refused(desk, statement) == "42501"
