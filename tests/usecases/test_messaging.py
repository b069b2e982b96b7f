"""Messages on their way: leased, sent, settled, tried again, given up."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from motekar.rules.delivery import MAX_ATTEMPTS
from motekar.rules.errors import OfficeUnknown, RoleNotAllowed, WrongOffice
from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.sms.gateway import (
    Outgoing,
    PermanentFailure,
    SendFailed,
    Sent,
    TechnicalFailure,
    TemporaryFailure,
)
from motekar.store import outbox
from motekar.usecases import message_lists, messaging
from motekar.usecases.desk import Desk
from motekar.usecases.message_lists import Message
from motekar.usecases.messaging import BATCH, Outcome, send_due
from tests.builders import BEKASI_SELATAN, MONDAY_0900, a_recorded, a_request, an_officer
from tests.gateways import Recording, a_roster, texts

LATER = MONDAY_0900 + timedelta(minutes=1)
MUCH_LATER = MONDAY_0900 + timedelta(days=1)


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


async def sent(desk: Desk, *gateways: Recording, now: datetime = LATER) -> Sequence[Outcome]:
    return (await send_due(desk, a_roster(*gateways), clock=at(now))).outcomes


async def messages(desk: Desk) -> tuple[Message, ...]:
    return await message_lists.listed_for_operator(desk, office=None, state=None, limit=200)


async def test_a_due_message_is_sent_and_settled(desk: Desk) -> None:
    await a_recorded(desk)
    gateway = Recording()
    (outcome,) = await sent(desk, gateway)
    assert (outcome.state, outcome.attempts, outcome.settled) == ("sent", 1, True)
    (message,) = await messages(desk)
    assert (message.state, message.gateway, message.settled_at) == ("sent", "recording", LATER)
    assert texts(gateway) == [("+6281200000001", message.body, str(message.id))]


async def test_a_sent_message_is_not_sent_again(desk: Desk) -> None:
    await a_recorded(desk)
    gateway = Recording()
    await sent(desk, gateway)
    assert await sent(desk, gateway, now=MUCH_LATER) == ()
    assert gateway.tried == 1


@pytest.mark.parametrize("failure", [TemporaryFailure("throttled"), TechnicalFailure("down")])
async def test_a_passing_failure_is_tried_again_later(desk: Desk, failure: SendFailed) -> None:
    await a_recorded(desk)
    gateway = Recording(failures=[failure])
    (outcome,) = await sent(desk, gateway)
    assert (outcome.state, outcome.problem) == ("queued", str(failure))
    assert await sent(desk, gateway, now=LATER + timedelta(seconds=20)) == ()
    (again,) = await sent(desk, gateway, now=LATER + timedelta(seconds=40))
    assert (again.state, again.attempts) == ("sent", 2)


async def test_a_refused_number_is_work_for_people_at_once(desk: Desk) -> None:
    await a_recorded(desk)
    (outcome,) = await sent(desk, Recording(failures=[PermanentFailure("number-refused")]))
    assert outcome.state == "failed"
    (message,) = await messages(desk)
    assert message.last_error == "permanent: number-refused"
    assert await messaging.next_due(desk) is None


async def test_a_gateway_that_cannot_work_is_passed_over(desk: Desk) -> None:
    await a_recorded(desk)
    broken, spare = Recording("broken", [TechnicalFailure("no-credit")]), Recording("spare")
    (outcome,) = await sent(desk, broken, spare)
    assert (outcome.state, outcome.gateway) == ("sent", "spare")


async def test_a_throttled_message_does_not_move_to_the_next_gateway(desk: Desk) -> None:
    await a_recorded(desk)
    full, spare = Recording("full", [TemporaryFailure("throttled")]), Recording("spare")
    await sent(desk, full, spare)
    assert spare.tried == 0


async def test_a_faulty_gateway_counts_as_one_that_cannot_work(desk: Desk) -> None:
    await a_recorded(desk)
    faulty, spare = Recording("faulty", [KeyError("0812")]), Recording("spare")
    (outcome,) = await sent(desk, faulty)
    assert outcome.problem == "technical: unforeseen-KeyError"
    (outcome,) = await sent(desk, faulty, spare, now=LATER + timedelta(minutes=1))
    assert outcome.state == "sent"


async def test_without_a_gateway_nothing_is_lost(desk: Desk) -> None:
    await a_recorded(desk)
    assert await sent(desk) == ()
    (message,) = await messages(desk)
    assert (message.state, message.attempts) == ("queued", 0)


async def test_after_the_last_attempt_it_fails_and_stays_visible(desk: Desk) -> None:
    await a_recorded(desk)
    gateway = Recording(failures=[TechnicalFailure("down")] * MAX_ATTEMPTS)
    now, states = LATER, []
    while due := await messaging.next_due(desk):
        now = max(now, due)
        states += [outcome.state for outcome in await sent(desk, gateway, now=now)]
    assert states == ["queued"] * (MAX_ATTEMPTS - 1) + ["failed"]
    (message,) = await messages(desk)
    assert (message.state, message.last_error) == ("failed", "technical: down")
    assert message.settled_at == now


async def test_a_lease_keeps_other_workers_away_until_it_lapses(desk: Desk) -> None:
    await a_recorded(desk)
    await leased_and_lost(desk, now=LATER)
    gateway = Recording()
    assert await sent(desk, gateway, now=LATER + timedelta(seconds=30)) == ()
    (outcome,) = await sent(desk, gateway, now=LATER + timedelta(minutes=2))
    assert (outcome.state, outcome.attempts) == ("sent", 2)


async def test_a_message_nobody_ever_settles_ends_as_unknown(desk: Desk) -> None:
    await a_recorded(desk)
    now = LATER
    for _ in range(MAX_ATTEMPTS):
        await leased_and_lost(desk, now=now)
        now += timedelta(minutes=5)
    gateway = Recording()
    (outcome,) = await sent(desk, gateway, now=now)
    assert (outcome.state, outcome.problem) == ("unknown", "technical: never-settled")
    assert gateway.tried == 0


async def leased_and_lost(desk: Desk, *, now: datetime) -> None:
    """A worker that died between sending and settling."""

    class Killed(BaseException):
        pass

    class Deadly(Recording):
        async def send(self, message: Outgoing) -> Sent:
            raise Killed

    with pytest.raises(Killed):
        await sent(desk, Deadly(), now=now)


async def test_who_settles_too_late_changes_nothing(desk: Desk) -> None:
    await a_recorded(desk)
    other = Recording("other")

    class Slow(Recording):
        async def send(self, message: Outgoing) -> Sent:
            await sent(desk, other, now=LATER + timedelta(minutes=10))
            return await super().send(message)

    (outcome,) = await sent(desk, Slow("slow"))
    assert not outcome.settled
    (message,) = await messages(desk)
    assert (message.gateway, message.attempts) == ("other", 2)


async def test_more_than_a_batch_takes_more_than_one_turn(real_desk: Desk) -> None:
    for number in range(1, BATCH + 3):
        await a_recorded(real_desk, number)
    gateway = Recording()
    assert len(await sent(real_desk, gateway)) == BATCH
    assert len(await sent(real_desk, gateway)) == 2
    assert len({one.reference for one in gateway.sent}) == BATCH + 2


async def test_a_batch_is_a_batch_however_the_planner_joins(desk: Desk) -> None:
    for number in range(1, 5):
        await a_recorded(desk, number)
    async with desk.store.transaction() as transaction:
        for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material"):
            await transaction.execute(text(f"SET LOCAL enable_{way} = off"))
        leased = await outbox.lease(
            transaction, desk.vault, now=LATER, until=LATER + timedelta(minutes=1), most=2
        )
    assert len(leased) == 2


@pytest.mark.parametrize("workers", [2, 4])
async def test_workers_beside_each_other_never_send_one_message_twice(
    real_desk: Desk, workers: int
) -> None:
    for number in range(1, 13):
        await a_recorded(real_desk, number)
    gateway = Recording()

    class Slow(Recording):
        async def send(self, message: Outgoing) -> Sent:
            await asyncio.sleep(0.01)
            return await gateway.send(message)

    await asyncio.gather(*(sent(real_desk, Slow()) for _ in range(workers)))
    assert gateway.tried == 12


async def test_nothing_is_locked_while_a_message_is_being_sent(real_desk: Desk) -> None:
    await a_recorded(real_desk)
    open_transactions = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
    )
    found: list[int] = []

    class Watching(Recording):
        async def send(self, message: Outgoing) -> Sent:
            async with real_desk.store.transaction() as transaction:
                found.append((await transaction.execute(open_transactions)).scalar_one())
            return await super().send(message)

    await sent(real_desk, Watching())
    assert found == [0]


async def test_officers_see_the_messages_of_their_offices_masked(desk: Desk) -> None:
    await a_recorded(desk, 1)
    await a_recorded(desk, 2, office=BEKASI_SELATAN)
    officer = an_officer(Role.FRONT_OFFICER)

    async def listed(offices: tuple[str, ...] = ()) -> tuple[Message, ...]:
        return await message_lists.listed(
            desk, officer, offices=offices, state=None, before=None, limit=50
        )

    (message,) = await listed()
    assert message.office == "Kecamatan Bekasi Utara"
    assert message.phone_masked.startswith("+62812•")
    with pytest.raises(WrongOffice):
        await listed((BEKASI_SELATAN,))


async def test_an_administrator_sees_no_messages(desk: Desk) -> None:
    with pytest.raises(RoleNotAllowed):
        await message_lists.listed(
            desk,
            an_officer(Role.ADMINISTRATOR),
            offices=(),
            state=None,
            before=None,
            limit=50,
        )


async def test_the_operators_list_can_be_narrowed(desk: Desk) -> None:
    await a_recorded(desk, 1)
    await a_recorded(desk, 2, office=BEKASI_SELATAN)
    one = await message_lists.listed_for_operator(desk, office=BEKASI_SELATAN, state=None, limit=9)
    assert [message.office for message in one] == ["Kecamatan Bekasi Selatan"]
    assert (
        await message_lists.listed_for_operator(desk, office=None, state="failed", limit=9) == ()
    )
    with pytest.raises(OfficeUnknown):
        await message_lists.listed_for_operator(desk, office="99", state=None, limit=9)


async def test_a_message_that_was_given_up_can_be_sent_once_more(desk: Desk) -> None:
    await a_recorded(desk)
    await sent(desk, Recording(failures=[PermanentFailure("number-refused")]))
    (message,) = await messages(desk)
    next_day = LATER + timedelta(days=1)
    assert await messaging.send_again(desk, [message.id], since=LATER, now=next_day) == 1
    assert await messaging.send_again(desk, [], since=MONDAY_0900, now=next_day) == 0
    down = Recording(failures=[TemporaryFailure("full")])
    (outcome,) = await sent(desk, down, now=next_day)
    assert (outcome.state, outcome.attempts) == ("queued", 2)
    (again,) = await sent(desk, down, now=next_day + timedelta(minutes=1))
    assert (again.state, again.attempts) == ("sent", 3)


async def test_what_a_gateway_kept_until_dark_waits_for_the_morning(desk: Desk) -> None:
    await a_request(desk, state=State.PRINTED)
    late, morning = MONDAY_0900.replace(hour=22), MONDAY_0900.replace(day=24, hour=7)
    gateway = Recording()
    (outcome,) = await sent(desk, gateway, now=late)
    assert outcome.event == "received", "for that a citizen looks"
    assert await messaging.next_due(desk) == morning
    (outcome,) = await sent(desk, gateway, now=morning)
    assert (outcome.event, outcome.state, outcome.attempts) == ("ready", "sent", 1)
