"""What is in danger or late climbs by itself, once a step, and only the finished card ends it."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from motekar.rules.errors import EscalationUnknown, RoleNotAllowed, WrongOffice
from motekar.rules.escalation import Help
from motekar.rules.holds import HoldCause
from motekar.rules.lifecycle import State
from motekar.rules.people import Officer, Role
from motekar.rules.steps import Amend, CentralRecord, ConfirmPrint, Resume, StartPrint, Verify
from motekar.usecases import escalating, helping, tracking
from motekar.usecases.desk import Desk
from motekar.usecases.helping import Climbed, Narrowing
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    WIB,
    a_held,
    a_request,
    a_step,
    an_officer,
)

MONDAY_1000 = datetime(2026, 11, 23, 10, 0, tzinfo=WIB)
MONDAY_1459 = datetime(2026, 11, 23, 14, 59, tzinfo=WIB)
MONDAY_1500 = datetime(2026, 11, 23, 15, 0, tzinfo=WIB)
MONDAY_1601 = datetime(2026, 11, 23, 16, 1, tzinfo=WIB)
TUESDAY_0000 = datetime(2026, 11, 24, 0, 0, tzinfo=WIB)
TUESDAY_0730 = datetime(2026, 11, 24, 7, 30, tzinfo=WIB)
TUESDAY_0829 = datetime(2026, 11, 24, 8, 29, tzinfo=WIB)
TUESDAY_0830 = datetime(2026, 11, 24, 8, 30, tzinfo=WIB)
FRIDAY_1000 = datetime(2026, 11, 27, 10, 0, tzinfo=WIB)
FRONT, MANAGER, HEAD = (
    an_officer(role) for role in (Role.FRONT_OFFICER, Role.OFFICE_MANAGER, Role.HEAD_OF_OFFICE)
)


async def rows(desk: Desk, statement: str) -> list[Any]:
    async with desk.store.transaction() as transaction:
        return list(await transaction.execute(text(statement)))


async def raised(desk: Desk) -> list[Any]:
    return await rows(
        desk,
        "SELECT request_id, rank, trigger, audience, nobody, raised_at FROM escalation"
        " ORDER BY raised_at, rank, request_id",
    )


async def seen_by(desk: Desk, officer: Officer, now: datetime = TUESDAY_0830) -> Climbed:
    return await helping.look(desk, officer, Narrowing(), now=now)


async def test_a_promise_in_danger_climbs_with_the_open_hours(desk: Desk) -> None:
    await a_request(desk)
    times = (
        MONDAY_1459,
        MONDAY_1500,
        MONDAY_1601,
        TUESDAY_0000,
        TUESDAY_0730,
        TUESDAY_0829,
        TUESDAY_0830,
    )
    told = [await escalating.go_round(desk, now=now) for now in times]
    assert told == [0, 1, 0, 0, 1, 0, 1]
    found = [(row.rank, row.trigger, row.audience, row.raised_at) for row in await raised(desk)]
    assert found == [
        (1, "at_risk", ["front_officer"], MONDAY_1500),
        (2, "overdue", ["office_manager"], TUESDAY_0730),
        (3, "overdue", ["head_of_office"], TUESDAY_0830),
    ]
    audited = "SELECT office_code, facts FROM audit_entry WHERE action = 'escalations.raise'"
    facts = {"raised": 1, "ladder": 1}
    assert await rows(desk, audited) == [(BEKASI_UTARA, facts)] * 3


async def test_a_late_start_of_the_worker_raises_every_step_at_once(desk: Desk) -> None:
    await a_request(desk)
    assert await escalating.go_round(desk, now=FRIDAY_1000) == 3
    assert await escalating.go_round(desk, now=FRIDAY_1000) == 0


async def test_a_held_request_and_one_without_a_promise_climb_too(desk: Desk) -> None:
    held = await a_request(desk, 1)
    await a_held(desk, held, now=MONDAY_1000)
    incomplete = await a_request(desk, 2, documents=["form_f102"])
    assert incomplete.request.first_promised_by is None

    assert await escalating.go_round(desk, now=FRIDAY_1000) == 6

    found = {(row.request_id, row.rank, row.trigger) for row in await raised(desk)}
    assert (held.request.id, 3, "overdue") in found
    assert (incomplete.request.id, 3, "unpromised") in found
    advised = [needed.advice for needed in (await seen_by(desk, HEAD, FRIDAY_1000)).listed]
    assert [one.help for one in advised] == [Help.CALL_FOR_DOCUMENTS, Help.LIFT_HOLD]
    assert advised[1].facts["cause"] == HoldCause.SYSTEM_DOWN.value


async def test_edits_holds_and_later_promises_lower_nothing(desk: Desk) -> None:
    view = await a_request(desk)
    await escalating.go_round(desk, now=TUESDAY_0830)
    before = await raised(desk)
    view = await a_step(desk, view, Amend("ejaan", ("full_name",)), now=TUESDAY_0830)
    view = await a_held(desk, view, now=TUESDAY_0830)
    view = await a_step(desk, view, Resume("menyala"), now=TUESDAY_0830)
    view = await a_step(desk, view, Verify(CentralRecord.READY), now=TUESDAY_0830)

    assert await escalating.go_round(desk, now=FRIDAY_1000) == 0
    assert await raised(desk) == before
    [needed] = (await seen_by(desk, HEAD)).listed
    assert (needed.alert.rank, needed.request.state) == (3, State.VERIFIED)


async def test_the_finished_card_takes_it_from_every_list(desk: Desk) -> None:
    view = await a_request(desk, state=State.VERIFIED)
    await escalating.go_round(desk, now=TUESDAY_0830)
    view = await a_step(desk, view, StartPrint(), now=TUESDAY_0830)
    assert [(await seen_by(desk, who)).count(Narrowing()) for who in (FRONT, MANAGER, HEAD)] == [
        1,
        1,
        1,
    ]
    await a_step(desk, view, ConfirmPrint(), now=TUESDAY_0830)
    for who in (FRONT, MANAGER, HEAD):
        assert (await seen_by(desk, who)).counts == {}
    assert len(await raised(desk)) == 3


async def test_everybody_sees_what_has_climbed_to_them_and_no_more(desk: Desk) -> None:
    await a_request(desk, 1)
    await escalating.go_round(desk, now=MONDAY_1500)
    counts = {}
    for who in (FRONT, MANAGER, an_officer(Role.FRONT_OFFICER, office=BEKASI_SELATAN)):
        numbers = await tracking.numbers(desk, who, now=MONDAY_1500, day_ends=TUESDAY_0000)
        counts[who.username] = numbers.to_help
        assert numbers.to_help == (await seen_by(desk, who)).count(Narrowing())
    assert list(counts.values()) == [1, 0, 0]
    with pytest.raises(RoleNotAllowed):
        await seen_by(desk, an_officer(Role.VERIFIER))


async def test_counts_lead_to_lists_of_that_length(desk: Desk) -> None:
    for number in (1, 2):
        await a_request(desk, number)
    await a_request(desk, 3, office=BEKASI_SELATAN)
    await escalating.go_round(desk, now=MONDAY_1500)
    await a_request(desk, 4, documents=["form_f102"], now=datetime(2026, 11, 20, 9, tzinfo=WIB))
    await escalating.go_round(desk, now=MONDAY_1500)
    both = Officer(FRONT.id, "dua", "Dua", FRONT.posts | {(Role.FRONT_OFFICER, BEKASI_SELATAN)})
    for office, rank in ((None, None), (BEKASI_UTARA, None), (BEKASI_UTARA, 1), (None, 2)):
        narrowing = Narrowing(office, rank)
        climbed = await helping.look(desk, both, narrowing, now=MONDAY_1500)
        assert climbed.count(narrowing) == len(climbed.listed) > 0
    parts = [
        (await helping.look(desk, both, Narrowing(limit=3, skip=skip), now=MONDAY_1500)).listed
        for skip in (0, 3)
    ]
    assert [len(part) for part in parts] == [3, 1]


async def test_where_nobody_is_at_the_counter_the_manager_is_told(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        await transaction.execute(
            text("DELETE FROM staff_post WHERE role = 'front_officer' AND office_code = :office"),
            {"office": BEKASI_UTARA},
        )
    await a_request(desk)
    await escalating.go_round(desk, now=MONDAY_1500)
    [row] = await raised(desk)
    assert (row.audience, row.nobody) == (["office_manager"], ["front_officer"])


async def test_seeing_is_kept_once_and_closes_nothing(desk: Desk) -> None:
    view = await a_request(desk)
    await escalating.go_round(desk, now=TUESDAY_0830)
    [needed] = (await seen_by(desk, HEAD)).listed
    for _ in range(2):
        number = await helping.see(desk, HEAD, needed.alert.id, now=TUESDAY_0830)
        assert number == view.request.request_no
    [needed] = (await seen_by(desk, MANAGER)).listed
    assert [(sight.name, sight.at) for sight in needed.alert.seen] == [(HEAD.name, TUESDAY_0830)]
    audited = "SELECT officer_id FROM audit_entry WHERE action = 'escalation.see'"
    assert await rows(desk, audited) == [(HEAD.id,)]


async def test_only_whom_the_ladder_can_name_says_that_they_have_seen(desk: Desk) -> None:
    await a_request(desk)
    await escalating.go_round(desk, now=MONDAY_1500)
    [needed] = (await seen_by(desk, FRONT)).listed
    elsewhere = an_officer(Role.HEAD_OF_OFFICE, office=BEKASI_SELATAN)
    for who, refusal in ((an_officer(Role.VERIFIER), RoleNotAllowed), (elsewhere, WrongOffice)):
        with pytest.raises(refusal):
            await helping.see(desk, who, needed.alert.id, now=MONDAY_1500)
    with pytest.raises(EscalationUnknown):
        await helping.see(desk, HEAD, UUID(int=1), now=MONDAY_1500)


async def test_more_than_a_batch_is_raised_to_the_last(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escalating, "BATCH", 2)
    for number in range(1, 6):
        await a_request(desk, number)
    assert await escalating.go_round(desk, now=MONDAY_1500) == 5


async def test_two_workers_raise_each_step_once(real_desk: Desk) -> None:
    for number in range(1, 9):
        await a_request(real_desk, number)
    rounds = (escalating.go_round(real_desk, now=TUESDAY_0830) for _ in range(6))
    assert sum(await asyncio.gather(*rounds)) == 24
    assert len(await raised(real_desk)) == 24


async def test_a_request_in_somebodys_hands_is_raised_in_the_next_round(real_desk: Desk) -> None:
    await a_request(real_desk, 1)
    held = (await a_request(real_desk, 2)).request.id
    async with real_desk.store.transaction() as transaction:
        await transaction.rows("SELECT FROM print_request WHERE id = $1 FOR UPDATE", held)
        async with asyncio.timeout(5):
            assert await escalating.go_round(real_desk, now=MONDAY_1500) == 1
    later = MONDAY_1500 + timedelta(minutes=1)
    assert await escalating.go_round(real_desk, now=later) == 1
