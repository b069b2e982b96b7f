"""What plain SQL in the application's own role cannot do, whatever a program tries."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from motekar.rules.blanks import MOVEMENTS, Balance
from motekar.rules.lifecycle import LIFECYCLE, State, legal_moves
from motekar.store import tables
from motekar.store.engine import OwnerRefused, Store, open_engine, refuse_owner
from motekar.store.privileges import PRIVILEGES
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_UTARA, MONDAY_0900, a_request
from tests.conftest import VAULT, CopiedDatabase

EVENTLESS = "fk_print_request_proved_by_event"


async def refused(desk: Desk, *statements: str) -> str:
    """The constraint, or the right, that a transaction of these statements breaks."""
    with pytest.raises(DBAPIError) as caught:
        await run(desk, *statements)
    cause = caught.value.orig.__cause__
    return cause.constraint_name or cause.sqlstate


async def run(desk: Desk, *statements: str) -> None:
    async with desk.store.transaction() as transaction:
        for statement in (*statements, "SET CONSTRAINTS ALL IMMEDIATE"):
            await transaction.execute(text(statement))


EVENT = (
    "INSERT INTO request_event (request_id, version, at, action, from_state, to_state,"
    " officer_id, office_code, facts) SELECT request_id, version + 1, at, 'x', to_state, '{to}',"
    " officer_id, office_code, '{{}}' FROM request_event ORDER BY version DESC LIMIT 1"
)


@pytest.mark.parametrize(
    ("state", "target"),
    [
        (state, target)
        for state in (State.SUBMITTED, State.VERIFIED, State.PRINTED, State.COLLECTED)
        for target in State
        if target is not state and (state, target) not in legal_moves()
    ],
)
async def test_an_illegal_move_is_refused_even_with_an_event(
    desk: Desk, state: State, target: State
) -> None:
    await a_request(desk, state=state)
    jump = f"UPDATE print_request SET state = '{target}', version = version + 1"
    assert await refused(desk, EVENT.format(to=target), jump) == "lifecycle_step"


async def test_a_legal_move_without_an_event_is_refused_at_commit(desk: Desk) -> None:
    await a_request(desk)
    move = "UPDATE print_request SET state = 'verified', version = version + 1"
    assert await refused(desk, move) == EVENTLESS


async def test_an_event_that_tells_another_state_is_no_proof(desk: Desk) -> None:
    await a_request(desk)
    move = "UPDATE print_request SET state = 'verified', version = version + 1"
    assert await refused(desk, EVENT.format(to="rejected"), move) == EVENTLESS


async def test_a_held_request_makes_no_step(desk: Desk) -> None:
    await a_request(desk, documents=["form_f102"])
    move = "UPDATE print_request SET state = 'verified', version = version + 1"
    assert await refused(desk, EVENT.format(to="verified"), move) == "lifecycle_hold"


@pytest.mark.parametrize(
    "change",
    [
        "state = 'verified'",
        "hold_cause = 'disputed', hold_since = now()",
        "reason = 'lost'",
        "version = version + 2",
        "version = version - 1",
        "office_code = '32.75.04'",
    ],
)
async def test_every_step_raises_the_version_by_one(desk: Desk, change: str) -> None:
    await a_request(desk)
    assert await refused(desk, f"UPDATE print_request SET {change}") in {
        "lifecycle_version",
        "ck_print_request_version",
    }


@pytest.mark.parametrize(
    "change",
    [
        "first_promised_by = first_promised_by + interval '1 day'",
        "first_promised_by = NULL",
        "service_clock_started_at = now()",
        "submitted_at = submitted_at + interval '1 hour'",
        "received_at = received_at - interval '1 hour'",
        "request_no = 'BUT-261123-9999'",
    ],
)
async def test_what_was_promised_stays_as_it_was_written(desk: Desk, change: str) -> None:
    await a_request(desk)
    assert await refused(desk, f"UPDATE print_request SET {change}") == "written_once"


async def test_a_request_begins_submitted_at_version_one(desk: Desk) -> None:
    await a_request(desk)
    columns = ", ".join(
        column.name for column in tables.print_request.columns if column.name != "state"
    )
    copy = (
        f"INSERT INTO print_request (state, {columns})"
        f" SELECT 'printed', {columns} FROM print_request"
    )
    assert await refused(desk, copy) == "lifecycle_begin"


async def test_one_person_has_one_open_request(desk: Desk) -> None:
    await a_request(desk)
    await a_request(desk, 2)
    same = (
        "UPDATE print_request SET version = version + 1,"
        " nik_index = (SELECT nik_index FROM print_request ORDER BY request_no LIMIT 1)"
    )
    assert await refused(desk, same) == "uq_print_request_open_nik"


async def test_one_step_tells_the_citizen_once(desk: Desk) -> None:
    await a_request(desk)
    columns = ", ".join(column.name for column in tables.message.columns if column.name != "id")
    twice = f"INSERT INTO message (id, {columns}) SELECT gen_random_uuid(), {columns} FROM message"
    assert await refused(desk, twice) == "uq_message_once"


async def test_two_cards_are_never_in_the_printer_for_one_request(desk: Desk) -> None:
    await a_request(desk, state=State.PRINTED)
    reopened = "UPDATE print_attempt SET ended_at = NULL, outcome = NULL"
    second = (
        "INSERT INTO print_attempt (request_id, attempt_no, started_at, started_by)"
        " SELECT request_id, 2, started_at, started_by FROM print_attempt"
    )
    assert await refused(desk, reopened, second) == "uq_print_attempt_open"


@pytest.mark.parametrize("table", ["request_event", "audit_entry"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}"])
async def test_evidence_can_only_be_added_to(desk: Desk, table: str, verb: str) -> None:
    assert await refused(desk, verb.format(table)) == "42501"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM print_request",
        "DELETE FROM message",
        "TRUNCATE print_request",
        "ALTER TABLE print_request DISABLE TRIGGER ALL",
        "DROP TABLE audit_entry",
        "INSERT INTO lifecycle_step VALUES ('submitted', 'collected')",
        "CREATE TABLE elsewhere (id int)",
    ],
)
async def test_the_application_cannot_loosen_its_own_guard(desk: Desk, statement: str) -> None:
    assert await refused(desk, statement) == "42501"


A_VERSION = (
    "INSERT INTO calendar_version (version, made_at, made_by, note)"
    " SELECT max(version) + 1, now(), 'uji', 'uji' FROM calendar_version"
)
NEWEST = "(SELECT max(version) FROM calendar_version)"
NEW = f"since_version = {NEWEST}"
ENTRIES = {
    "opening_span": (
        "INSERT INTO opening_span (id, office_code, weekday, opens, closes, since_version)"
        f" SELECT gen_random_uuid(), '{BEKASI_UTARA}', 5, '08:00', '12:00', {NEWEST}"
    ),
    "closed_day": (
        "INSERT INTO closed_day (id, day, name, kind, estimated, since_version)"
        f" SELECT gen_random_uuid(), '2026-12-09', 'x', 'closure', false, {NEWEST}"
    ),
    "calendar_range": (
        "INSERT INTO calendar_range (id, name, starts, ends, on_holidays, since_version)"
        f" SELECT gen_random_uuid(), 'x', '2026-12-01', '2026-12-09', false, {NEWEST}"
    ),
    "one_off": (
        "INSERT INTO one_off (id, office_code, day, kind, reason, planned, declared_at,"
        f" declared_by, since_version) SELECT gen_random_uuid(), '{BEKASI_UTARA}', '2026-11-23',"
        f" 'closure', 'x', false, now(), (SELECT id FROM staff LIMIT 1), {NEWEST}"
    ),
}
of_each_entry = pytest.mark.parametrize("table", ENTRIES)


@of_each_entry
async def test_a_calendar_in_force_cannot_be_added_to_without_a_new_version(
    desk: Desk, table: str
) -> None:
    await a_request(desk)
    assert await refused(desk, ENTRIES[table]) == "calendar_version_opened"
    await run(desk, A_VERSION, ENTRIES[table])


@of_each_entry
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (f"since_version = 1, until_version = {NEWEST}", "calendar_written_once"),
        ("until_version = NULL", "calendar_written_once"),
        (f"id = gen_random_uuid(), until_version = {NEWEST}", "calendar_written_once"),
        (f"until_version = {NEWEST}", "calendar_version_opened"),
    ],
)
async def test_an_entry_of_a_calendar_stays_as_it_was_written(
    desk: Desk, table: str, change: str, constraint: str
) -> None:
    await run(desk, A_VERSION, ENTRIES[table])
    assert await refused(desk, f"UPDATE {table} SET {change} WHERE {NEW}") == constraint


@of_each_entry
async def test_an_entry_that_has_ended_does_not_end_again(desk: Desk, table: str) -> None:
    await run(desk, A_VERSION, ENTRIES[table])
    ended = f"UPDATE {table} SET until_version = {NEWEST} WHERE since_version = {NEWEST} - 1"
    await run(desk, A_VERSION, ended)
    again = f"UPDATE {table} SET until_version = {NEWEST} WHERE until_version IS NOT NULL"
    assert await refused(desk, A_VERSION, again) == "calendar_written_once"


@pytest.mark.parametrize("table", [*ENTRIES, "calendar_range_span", "calendar_version"])
async def test_no_version_of_a_calendar_loses_a_row(desk: Desk, table: str) -> None:
    assert await refused(desk, f"DELETE FROM {table}") == "42501"


@pytest.mark.parametrize("table", ["calendar_range_span", "calendar_version"])
async def test_a_version_and_the_hours_of_a_range_never_change(desk: Desk, table: str) -> None:
    column = {"calendar_version": "made_by = 'x'", "calendar_range_span": "closes = '23:00'"}
    assert await refused(desk, f"UPDATE {table} SET {column[table]}") == "42501"


async def test_a_range_gets_no_other_hours_later(desk: Desk) -> None:
    hours = "INSERT INTO calendar_range_span SELECT id, 0, '08:00', '12:00' FROM calendar_range"
    await run(desk, A_VERSION, ENTRIES["calendar_range"])
    assert await refused(desk, hours) == "calendar_version_opened"


async def test_a_year_is_confirmed_once_and_otherwise_stays(desk: Desk) -> None:
    await run(desk, "UPDATE known_year SET confirmed_by = 'Rini'")
    for change in ("confirmed_by = 'Budi'", "confirmed_by = NULL", "source = 'x'"):
        assert await refused(desk, f"UPDATE known_year SET {change}") == "calendar_written_once"


async def test_the_database_knows_exactly_the_moves_of_the_rules(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(text("SELECT from_state, to_state FROM lifecycle_step"))
        known = {(State(source), State(target)) for source, target in rows}
    assert known == legal_moves()


async def test_every_table_has_its_rights_written_down(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        assert set((await transaction.execute(text(query))).scalars()) == set(PRIVILEGES)


async def test_the_start_is_refused_as_owner_of_the_tables(
    copied_database: CopiedDatabase,
) -> None:
    store = Store(open_engine(copied_database.owner_url), VAULT)
    with pytest.raises(OwnerRefused, match="motekar_owner"):
        await refuse_owner(store)
    await store.close()


async def test_the_application_role_may_start(desk: Desk) -> None:
    await refuse_owner(desk.store)


def test_every_action_of_the_contract_has_a_row() -> None:
    assert len(LIFECYCLE) == 19


async def test_no_personal_data_stands_in_the_tables_in_clear(desk: Desk) -> None:
    await a_request(desk, state=State.COLLECTED, note="rumah nomor 7", now=MONDAY_0900)
    async with desk.store.transaction() as transaction:
        everything = await dumped(transaction)
    for secret in ("3275034505900001", "Sinta", "Contoh Uji", "81200000001", "rumah nomor"):
        assert secret not in everything


async def dumped(connection: AsyncConnection) -> str:
    """All rows of all tables but names of staff and of the agency, as text."""
    dumps = []
    for table in sorted(set(PRIVILEGES) - {"staff", "agency"}):
        query = text(f"SELECT string_agg(t::text, ' ') FROM {table} t")
        dumps.append((await connection.execute(query)).scalar_one() or "")
    return " ".join(dumps)


RECEIVED = (
    "INSERT INTO blank_entry (office_code, at, kind, quantity, facts)"
    " VALUES ('32.75.03', now(), '{kind}', {quantity}, '{{}}')"
)


@pytest.mark.parametrize(
    ("kind", "quantity", "constraint"),
    [
        ("taken_free", 1, "ck_blank_stock_box"),
        ("reserved", 3, "ck_blank_stock_reserved"),
        ("used", 1, "ck_blank_stock_printing"),
        ("destroyed", 1, "ck_blank_stock_spoiled"),
        ("sent", -1, "blank_entry_quantity"),
        ("found", 1, "fk_blank_entry_kind"),
    ],
)
async def test_no_entry_makes_a_stock_impossible(
    desk: Desk, kind: str, quantity: int, constraint: str
) -> None:
    if kind == "reserved":
        await run(desk, RECEIVED.format(kind="received", quantity=2))
    entry = RECEIVED.format(kind=kind, quantity=quantity)
    assert await refused(desk, entry) in {constraint, "23502"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE blank_stock SET box = box + 1",
        "UPDATE blank_entry SET quantity = quantity + 1",
        "DELETE FROM blank_entry",
        "UPDATE blank_movement SET box = 2",
        "UPDATE promise_revision SET because = 'x'",
    ],
)
async def test_no_balance_is_typed_in(desk: Desk, statement: str) -> None:
    await run(desk, RECEIVED.format(kind="received", quantity=2))
    assert await refused(desk, statement) == "42501"


async def test_the_database_moves_blanks_exactly_as_the_rules_do(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(text("SELECT * FROM blank_movement"))
        held = {kind: Balance(*signs) for kind, *signs in rows}
    assert held == {kind.value: sign for kind, sign in MOVEMENTS.items()}


async def test_a_day_takes_no_promise_beyond_its_places(desk: Desk) -> None:
    book = "INSERT INTO day_places VALUES ('32.75.03', '2026-11-23', 'again', 2, {taken}, 0, 0)"
    assert await refused(desk, book.format(taken=3)) == "day_places_left"
    await run(desk, book.format(taken=2))
    assert await refused(desk, "UPDATE day_places SET taken = 3") == "day_places_left"
