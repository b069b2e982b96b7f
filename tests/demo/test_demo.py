"""The made-up past is as real as an office's, the same every time, and nobody's."""

import secrets
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from motekar import embedded
from motekar.demo import telling
from motekar.demo.chance import Chance
from motekar.demo.open_matters import leave_open
from motekar.demo.people import MAIN_OFFICE, PASSWORD, SIDE_OFFICES, STAFF, citizen
from motekar.demo.stories import open_days, story, within_hours
from motekar.rules.documents import Reason
from motekar.rules.intake_form import read_intake
from motekar.rules.people import Role
from motekar.rules.rulebook import RuleBook
from motekar.store.engine import Store, open_engine
from motekar.store.past import PastStore
from motekar.usecases import destroying, messaging, published, reminding, signing_in
from motekar.usecases.desk import Desk
from tests.builders import WIB
from tests.conftest import VAULT, a_copy

FRIDAY_1110 = datetime(2026, 11, 20, 11, 10, tzinfo=WIB)
SUNDAY_NOON = datetime(2026, 11, 22, 12, 0, tzinfo=WIB)
MANY = 90


@pytest.fixture(scope="module")
async def demo(cluster: embedded.Cluster) -> AsyncIterator[Desk]:
    """A desk of today over a past that was made up this minute."""
    async with a_copy(cluster) as copied:
        past = Desk(PastStore(open_engine(copied.url), VAULT), secrets.token_bytes)
        await telling.hire(past, now=FRIDAY_1110)
        added = await telling.tell(
            past, seed="uji", requests=MANY, days=4, now=FRIDAY_1110, keeps_ledger=True
        )
        assert added > MANY - 10
        team = await telling.team_of(past)
        for _ in range(2):  # a start that was cut short does it again
            await leave_open(past, team, now=FRIDAY_1110)
        await past.store.close()
        store = Store(open_engine(copied.url), VAULT)
        yield Desk(store, secrets.token_bytes)
        await store.close()


async def column(desk: Desk, query: str) -> list[object]:
    async with desk.store.transaction() as transaction:
        return [row[0] for row in await transaction.execute(text(query))]


async def test_requests_stand_in_every_state_and_some_wait(demo: Desk) -> None:
    states = await column(demo, "SELECT DISTINCT state FROM print_request")
    assert {"submitted", "verified", "printed", "collected"} <= set(states)
    (held,) = await column(demo, "SELECT count(*) FROM print_request WHERE hold_cause <> ''")
    assert held


async def test_some_are_due_today_and_some_are_late(demo: Desk) -> None:
    today = "promised_by::date = '2026-11-20' AND state IN ('submitted', 'verified')"
    assert (await column(demo, f"SELECT count(*) FROM print_request WHERE {today}"))[0]


async def test_the_main_office_accounts_for_its_blanks(demo: Desk) -> None:
    kinds = await column(demo, "SELECT DISTINCT kind FROM blank_entry")
    assert {"received", "counted", "taken", "used", "spoiled"} <= set(kinds)
    offices = await column(demo, "SELECT DISTINCT office_code FROM blank_entry")
    assert offices == [MAIN_OFFICE]
    differing = "SELECT count(*) FROM blank_entry WHERE (facts->>'difference')::int <> 0"
    assert await column(demo, differing) == [1]


async def test_some_old_and_spoiled_cards_were_burned_and_others_wait(demo: Desk) -> None:
    team = await telling.team_of(demo)
    manager = team[Role.OFFICE_MANAGER, MAIN_OFFICE]
    glance = await destroying.glance(demo, manager, MAIN_OFFICE, batches=9)
    (batch,) = glance.batches
    record = await destroying.show(demo, manager, batch.id)
    assert record.day == date(2026, 11, 18)
    assert len(record.cards) > 1
    assert glance.cards > 1


async def test_one_hold_waits_for_a_second_person(demo: Desk) -> None:
    waiting = "SELECT office_code FROM approval WHERE outcome = 'pending'"
    assert await column(demo, waiting) == [MAIN_OFFICE]


async def test_a_side_office_has_announced_one_closed_day(demo: Desk) -> None:
    offices = await column(demo, "SELECT office_code FROM one_off WHERE kind = 'closure'")
    assert offices == [SIDE_OFFICES[1]]


async def test_nothing_happened_after_now_or_outside_hours(demo: Desk) -> None:
    (latest,) = await column(demo, "SELECT max(at) FROM request_event")
    assert isinstance(latest, datetime)
    assert latest <= FRIDAY_1110
    local = "extract(hour FROM at AT TIME ZONE 'Asia/Jakarta')"
    hours = await column(demo, f"SELECT DISTINCT {local} FROM request_event")
    assert {int(str(hour)) for hour in hours} <= set(range(7, 17))


async def test_events_audit_rows_and_versions_agree(demo: Desk) -> None:
    gaps = """
    SELECT count(*) FROM print_request r WHERE version <>
      (SELECT count(*) FROM request_event e WHERE e.request_id = r.id)
      OR version <> (SELECT count(*) FROM audit_entry a
                     WHERE a.subject = 'request:' || r.request_no)"""
    assert await column(demo, gaps) == [0]


async def test_messages_of_the_past_are_sent_already(demo: Desk) -> None:
    assert await column(demo, "SELECT DISTINCT state FROM message") == ["sent"]
    (late,) = await column(demo, "SELECT max(settled_at - created_at) FROM message")
    assert late == timedelta(seconds=4)
    assert await messaging.next_due(demo) is None


async def test_owners_of_cards_that_lie_were_reminded_this_morning(demo: Desk) -> None:
    reminded = "SELECT created_at FROM message WHERE event = 'reminder'"
    opened = FRIDAY_1110.replace(hour=7, minute=30)
    assert set(await column(demo, reminded)) == {opened}
    assert await reminding.go_round(demo, now=FRIDAY_1110) == 0


async def test_the_demo_staff_sign_in_with_the_printed_password(demo: Desk) -> None:
    for clerk in STAFF:
        account = await signing_in.sign_in(
            demo,
            username=clerk.username,
            password=PASSWORD,
            network="127.0.0.1",
            now=FRIDAY_1110,
        )
        assert account.officer.roles == frozenset(clerk.roles)
        assert not account.must_change_password


async def test_there_is_somebody_for_every_role() -> None:
    assert {role for clerk in STAFF for role in clerk.roles} == set(Role)


async def test_the_same_seed_plans_the_same_stories(desk: Desk) -> None:
    book = await published.book(desk, MAIN_OFFICE, now=FRIDAY_1110)
    one, other = (planned(book, seed="a") for _ in range(2))
    assert one == other
    assert one != planned(book, seed="b")


def planned(book: RuleBook, *, seed: str) -> list[object]:
    chance = Chance(seed)
    return [story(chance, book, day=date(2026, 11, 19)) for _ in range(20)]


def test_everybody_is_plainly_made_up() -> None:
    chance = Chance("orang")
    for _ in range(200):
        typed = citizen(chance, office=MAIN_OFFICE, reason=Reason.LOST, now=FRIDAY_1110)
        assert "Contoh" in typed["full_name"]
        assert typed["nik"][12:14] == "00"
        assert int(typed["nik"][6:8]) % 40 == int(typed["nik"][8:10])
        assert typed.get("phone", "0810").startswith("0810")
        visit = {"office": MAIN_OFFICE, "reason": "lost", "documents": ["form_f102"]}
        read_intake({**typed, **visit}, now=FRIDAY_1110)


async def test_on_a_sunday_the_last_open_days_are_told(desk: Desk) -> None:
    book = await published.book(desk, MAIN_OFFICE, now=SUNDAY_NOON)
    days = open_days(book.calendar, until=SUNDAY_NOON, count=3)
    assert [day.day for day in days] == [18, 19, 20]


async def test_work_goes_on_when_the_office_opens_again(desk: Desk) -> None:
    book = await published.book(desk, MAIN_OFFICE, now=SUNDAY_NOON)
    moved = within_hours(book.calendar, SUNDAY_NOON)
    assert moved.date() == date(2026, 11, 23)
    assert moved.hour in {7, 8}
    assert within_hours(book.calendar, FRIDAY_1110) == FRIDAY_1110
