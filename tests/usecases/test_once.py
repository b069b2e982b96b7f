"""The same call twice, at the same instant too: one request, the same answer."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import text

from motekar.rules.errors import (
    AlreadyCollected,
    Conflict,
    IdempotencyKeyReused,
    RequestAlreadyOpen,
    RequestOnHold,
)
from motekar.rules.lifecycle import State
from motekar.rules.steps import CentralRecord, Collect, Collector, StartPrint, Verify
from motekar.store.limits import OnceKey
from motekar.usecases.desk import Desk
from motekar.usecases.intake import Recorded, submit
from motekar.usecases.once import Once, Replay
from motekar.usecases.transition import take_step
from tests.builders import (
    ALL_ROLES,
    BEKASI_SELATAN,
    ELSEWHERE,
    MONDAY_0900,
    a_request,
    an_intake,
    number_of,
)

LATER = MONDAY_0900 + timedelta(hours=1)
KEY = OnceKey(ALL_ROLES.id, "POST", "/api/v1/print-requests", "k-1", sha256(b"body").digest())


def once(key: OnceKey = KEY) -> Once[Recorded]:
    return Once(key, lambda recorded: recorded.view.request.request_no)


async def count(desk: Desk, table: str) -> int:
    async with desk.store.transaction() as transaction:
        return int((await transaction.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())


async def test_a_repeated_intake_is_answered_again_and_changes_nothing(desk: Desk) -> None:
    first = await submit(desk, ALL_ROLES, an_intake(), now=MONDAY_0900, once=once())
    again = await submit(desk, ALL_ROLES, an_intake(), now=LATER, once=once())
    assert isinstance(first, Recorded)
    assert again == Replay(first.view.request.request_no)
    assert await count(desk, "print_request") == 1


async def test_a_key_with_another_body_is_refused(desk: Desk) -> None:
    await submit(desk, ALL_ROLES, an_intake(), now=MONDAY_0900, once=once())
    other = replace(KEY, body_hash=sha256(b"another").digest())
    with pytest.raises(IdempotencyKeyReused):
        await submit(desk, ALL_ROLES, an_intake(2), now=LATER, once=once(other))


async def test_a_key_is_forgotten_after_a_day(desk: Desk) -> None:
    await submit(desk, ALL_ROLES, an_intake(), now=MONDAY_0900, once=once())
    next_day = MONDAY_0900 + timedelta(hours=25)
    other = replace(KEY, body_hash=sha256(b"another").digest())
    second = await submit(desk, ALL_ROLES, an_intake(2), now=next_day, once=once(other))
    assert isinstance(second, Recorded)


async def test_a_refusal_is_not_kept(desk: Desk) -> None:
    await a_request(desk)
    with pytest.raises(RequestAlreadyOpen):
        await submit(desk, ALL_ROLES, an_intake(), now=MONDAY_0900, once=once())
    assert await count(desk, "idempotency_record") == 0


async def test_keys_of_two_people_never_meet(desk: Desk) -> None:
    await submit(desk, ALL_ROLES, an_intake(), now=MONDAY_0900, once=once())
    hers = replace(KEY, officer=ELSEWHERE.id)
    form = an_intake(2, office=BEKASI_SELATAN)
    second = await submit(desk, ELSEWHERE, form, now=MONDAY_0900, once=once(hers))
    assert isinstance(second, Recorded)


async def test_twins_at_the_same_instant_make_one_request(real_desk: Desk) -> None:
    calls = (submit(real_desk, ALL_ROLES, an_intake(), now=LATER, once=once()) for _ in range(8))
    answers = await asyncio.gather(*calls)
    first = [answer for answer in answers if isinstance(answer, Recorded)]
    assert len(first) == 1
    number = first[0].view.request.request_no
    assert answers.count(Replay(number)) == 7
    assert await count(real_desk, "print_request") == 1


async def test_one_of_fifty_intakes_of_one_person_wins(real_desk: Desk) -> None:
    async def attempt(number: int) -> object:
        office, officer = (
            (BEKASI_SELATAN, ELSEWHERE) if number % 2 else (ALL_ROLES.offices()[0], ALL_ROLES)
        )
        return await submit(real_desk, officer, an_intake(office=office), now=LATER)

    answers = await asyncio.gather(*map(attempt, range(50)), return_exceptions=True)
    assert sum(isinstance(answer, Recorded) for answer in answers) == 1
    assert sum(isinstance(answer, RequestAlreadyOpen) for answer in answers) == 49
    assert [await count(real_desk, table) for table in ("request_event", "message")] == [1, 1]


@pytest.mark.parametrize(
    ("state", "command", "refusals"),
    [
        (
            State.PRINTED,
            Collect(Collector.APPLICANT, old_card_surrendered=True),
            (AlreadyCollected,),
        ),
        (State.VERIFIED, StartPrint(), (Conflict,)),
        (State.SUBMITTED, Verify(CentralRecord.READY), (Conflict,)),
    ],
    ids=["collect", "start-print", "verify"],
)
async def test_one_of_fifty_steps_at_once_wins(
    real_desk: Desk, state: State, command: Collect, refusals: tuple[type[Conflict], ...]
) -> None:
    view = await a_request(real_desk, state=state)
    events = await count(real_desk, "request_event")
    messages = await count(real_desk, "message")
    version = view.request.version
    calls = (
        take_step(
            real_desk, ALL_ROLES, number_of(view), command, expected_version=version, now=LATER
        )
        for _ in range(50)
    )
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(isinstance(answer, refusals) for answer in answers) == 49
    assert not any(isinstance(answer, RequestOnHold) for answer in answers)
    assert await count(real_desk, "request_event") == events + 1
    assert await count(real_desk, "message") <= messages + 1
