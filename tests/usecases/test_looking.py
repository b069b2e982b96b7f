"""Whose turn: nobody is shown what a colleague was just given, and nobody is kept out."""

import asyncio
from datetime import timedelta

from motekar.rules.people import CASE_ROLES
from motekar.usecases import looking
from motekar.usecases.desk import Desk
from motekar.usecases.tracking import Filter
from tests.builders import ALL_ROLES, BEKASI_UTARA, MONDAY_0900, a_request, an_officer, number_of

WAITING = Filter(offices=(BEKASI_UTARA,), states=("submitted",), on_hold=False)
SOON = MONDAY_0900 + timedelta(minutes=5)
COLLEAGUES = [an_officer(role) for role in sorted(CASE_ROLES)]
A, B = COLLEAGUES[:2]


async def turn(desk: Desk, officer=ALL_ROLES, *, after: str = "", now=SOON) -> looking.Turn:
    return await looking.take_turn(desk, officer, WAITING, after=after, now=now)


async def waiting(desk: Desk, count: int) -> list[str]:
    views = [
        await a_request(desk, number, now=MONDAY_0900 + timedelta(seconds=number))
        for number in range(1, count + 1)
    ]
    return [str(number_of(view)) for view in views]


async def test_the_next_of_two_verifiers_is_never_the_same(desk: Desk) -> None:
    first, second, third = await waiting(desk, 3)

    assert (await turn(desk, A)).request_no == first
    assert (await turn(desk, B)).request_no == second
    assert (await turn(desk, A)).request_no == first
    assert (await turn(desk, A, after=first)).request_no == third


async def test_at_the_same_instant_everybody_gets_another(real_desk: Desk) -> None:
    numbers = await waiting(real_desk, len(COLLEAGUES))
    for _ in range(10):
        turns = await asyncio.gather(*(turn(real_desk, one) for one in COLLEAGUES))
        assert sorted(each.request_no or "" for each in turns) == sorted(numbers)
        await looking.forget_old(real_desk, now=SOON + looking.LOOKS_FOR)


async def test_when_colleagues_have_all_open_that_is_what_one_learns(desk: Desk) -> None:
    (only,) = await waiting(desk, 1)
    await turn(desk, A)

    assert await turn(desk, B) == looking.Turn(None, only, 1)


async def test_a_look_lapses_and_ends_with_moving_on(desk: Desk) -> None:
    (only,) = [number_of(await a_request(desk))]
    await turn(desk, A)
    assert (await turn(desk, B, now=SOON + looking.LOOKS_FOR)).request_no == str(only)

    await looking.leave(desk, B, only)
    assert (await turn(desk, A)).request_no == str(only)


async def test_opening_one_is_never_refused_and_says_who_was_there(desk: Desk) -> None:
    request = (await a_request(desk)).request

    assert await looking.open_one(desk, A, request.id, now=SOON) is None
    other = await looking.open_one(desk, B, request.id, now=SOON)
    assert other is not None
    assert (other.name, other.since) == (A.name, SOON)
    lapsed = SOON + looking.LOOKS_FOR
    assert await looking.open_one(desk, B, request.id, now=lapsed) is None
