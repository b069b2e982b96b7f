"""A ladder written anew counts from its day on, for every office, and nobody's is lost."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from motekar.rules.errors import LadderChanged, RoleNotAllowed, ValidationFailed
from motekar.rules.ladder_form import NewLadder
from motekar.rules.people import Officer, Role
from motekar.usecases import escalating, ladders, published
from motekar.usecases.desk import Desk
from motekar.usecases.ladders import Rebuild
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, MONDAY_0900, WIB, a_request, an_officer

HEAD = an_officer(Role.HEAD_OF_OFFICE)
COLLEAGUE = an_officer(Role.HEAD_OF_OFFICE, office=BEKASI_SELATAN)
TUESDAY_0730 = datetime(2026, 11, 24, 7, 30, tzinfo=WIB)
TO_THE_HEAD = {
    "trigger": "overdue",
    "after_open_minutes": "0",
    "unpromised": "60",
    "audience": ["head_of_office"],
    "sms": "1",
}


async def written(
    desk: Desk,
    *,
    by: Officer = HEAD,
    seen: int = 1,
    day: str = "2026-11-23",
    minutes: str = "0",
) -> NewLadder:
    rebuild = Rebuild(by, seen, MONDAY_0900)
    row = TO_THE_HEAD | {"after_open_minutes": minutes}
    new = await ladders.write(desk, rebuild, [row], valid_from=day)
    assert isinstance(new, NewLadder)
    return new


async def version(desk: Desk, *, now: datetime, office: str = BEKASI_UTARA) -> int:
    return (await published.book(desk, office, now=now)).ladder.version


async def test_it_counts_from_its_day_on_at_every_office(desk: Desk) -> None:
    assert await version(desk, now=MONDAY_0900) == 1
    await written(desk, day="2026-11-24")
    assert await version(desk, now=MONDAY_0900) == 1
    for office in (BEKASI_UTARA, BEKASI_SELATAN):
        assert await version(desk, now=TUESDAY_0730, office=office) == 2


async def test_of_two_for_the_same_day_the_later_counts_and_all_are_kept(desk: Desk) -> None:
    await written(desk)
    await written(desk, seen=2, minutes="5", by=COLLEAGUE)
    found = await ladders.look(desk, HEAD, now=MONDAY_0900)
    writers = [one.written_by for one in found.history.versions]
    assert writers == [None, HEAD.name, COLLEAGUE.name]
    in_force = found.history.in_force(found.today)
    assert in_force
    assert in_force.ladder == (await published.book(desk, BEKASI_UTARA, now=MONDAY_0900)).ladder
    async with desk.store.transaction() as transaction:
        audited = "SELECT officer_id, facts FROM audit_entry WHERE action = 'ladder.write'"
        rows: list[Any] = list(await transaction.execute(text(audited)))
    assert rows[0] == (HEAD.id, {"version": 2, "valid_from": "2026-11-23"})


async def test_a_new_ladder_is_climbed_anew(desk: Desk) -> None:
    await a_request(desk)
    assert await escalating.go_round(desk, now=TUESDAY_0730) == 2
    await written(desk)
    assert await escalating.go_round(desk, now=TUESDAY_0730) == 1
    assert await escalating.go_round(desk, now=TUESDAY_0730 + timedelta(hours=2)) == 0


async def test_only_a_head_writes_and_never_over_an_unseen_version(desk: Desk) -> None:
    with pytest.raises(RoleNotAllowed):
        await written(desk, by=an_officer(Role.ADMINISTRATOR))
    with pytest.raises(ValidationFailed):
        await written(desk, day="2026-11-22")
    await written(desk)
    with pytest.raises(LadderChanged) as refused:
        await written(desk, minutes="9", by=COLLEAGUE)
    assert (refused.value.current_version, refused.value.by) == (2, HEAD.name)


async def test_of_many_writing_at_once_one_wins(real_desk: Desk) -> None:
    tries = (written(real_desk, minutes=str(minute)) for minute in range(1, 7))
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, NewLadder) for one in ended) == 1
    assert sum(isinstance(one, LadderChanged) for one in ended) == 5
