"""Sends what the steps have queued: lease, send outside any transaction, settle.

A message is sent at least once. Whoever dies between sending and settling leaves a lease that
lapses, and the attempt it counted; what is not through in time is work for people. A gateway
that cannot do its work rests, and the next one in order carries on.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from motekar.rules.failover import Breaker
from motekar.rules.messages import MessageEvent
from motekar.rules.quiet_hours import send_from
from motekar.store import deliveries, gateways, outbox, rulebook
from motekar.store.engine import TROUBLE, Transaction
from motekar.store.listening import OUTBOX, Ear, listening
from motekar.store.outbox import LeasedMessage
from motekar.usecases.batch import Batch, Clock, Outcome
from motekar.usecases.desk import Desk
from motekar.usecases.roster import SEND_SECONDS, Roster

__all__ = [
    "BATCH",
    "DATABASE_TROUBLE",
    "Clock",
    "Outcome",
    "Round",
    "give_up_stale",
    "hearing",
    "next_due",
    "send_again",
    "send_due",
]

DATABASE_TROUBLE = TROUBLE
BATCH = 50
_SPARE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Round:
    """One batch; ``again_at`` when nothing can be sent before, whatever is due."""

    outcomes: tuple[Outcome, ...] = ()
    again_at: datetime | None = None


async def send_due(desk: Desk, roster: Roster, *, clock: Clock) -> Round:
    """Sends one batch of what is due now, all at once; no outcomes when nothing was or could be.

    The lease outlasts the slowest possible sending, so that no two workers send one message as
    long as both live.
    """
    now = clock()
    seconds = SEND_SECONDS * 2 * max(len(roster.gateways), 1) + _SPARE_SECONDS
    async for gateway, standing in roster.carriers(desk, now=now):
        wanted = BATCH if standing.breaker is Breaker.WORKING else 1
        async with desk.store.transaction() as transaction:
            allowed = await gateways.allowance(
                transaction,
                gateway.name,
                wanted=wanted,
                limits=roster.limits_of(gateway),
                now=now,
            )
            leased = await outbox.lease(
                transaction,
                desk.vault,
                now=now,
                until=now + timedelta(seconds=seconds),
                most=allowed.messages,
            )
            leased = await _awake(transaction, leased, now=now)
            await gateways.use(transaction, allowed, len(leased), now=now)
        if allowed.messages:
            return Round(await Batch(desk, roster, gateway, clock).deliver(leased))
        if allowed.again_at:
            return Round(again_at=allowed.again_at)
    return Round(again_at=await _next_chance(desk, roster, now=now))


async def _awake(
    transaction: Transaction, leased: Sequence[LeasedMessage], *, now: datetime
) -> tuple[LeasedMessage, ...]:
    """Those that may reach a citizen now; what a gateway kept until dark waits for morning."""
    offices = sorted({one.office for one in leased})
    books = {code: await rulebook.read(transaction, office=code, now=now) for code in offices}
    put_off: dict[UUID, datetime] = {}
    for one in leased:
        book, event = books[one.office], MessageEvent(one.event)
        until = send_from(event, policy=book.policy, zone=book.office.zone, now=now)
        if until > now:
            put_off[one.id] = until
    await outbox.put_off(transaction, put_off)
    return tuple(one for one in leased if one.id not in put_off)


async def _next_chance(desk: Desk, roster: Roster, *, now: datetime) -> datetime:
    """When the first gateway's rest is over."""
    async with desk.store.transaction() as transaction:
        names = [gateway.name for gateway in roster.gateways]
        standings = await gateways.standings(transaction, names)
    rests = [standing.until for standing in standings.values() if standing.until]
    return max(min(rests, default=now), now + timedelta(seconds=1))


async def give_up_stale(desk: Desk, *, now: datetime) -> int:
    """Gives up what nobody could send in time, and makes it somebody's work."""
    async with desk.store.transaction() as transaction:
        stale = await deliveries.expire(transaction, now=now, most=BATCH)
        tasks = [(desk.new_id(now), message) for message in stale]
        await deliveries.open_tasks(transaction, tasks, now=now)
    return len(stale)


async def send_again(
    desk: Desk, messages: Sequence[UUID], *, since: datetime, now: datetime
) -> int:
    """Has given-up messages sent once more: those named, or all since a moment; says how many."""
    async with desk.store.transaction() as transaction:
        wanted = messages or await deliveries.given_up(transaction, since=since, most=10_000)
        return len(await deliveries.again(transaction, wanted, now=now))


@asynccontextmanager
async def hearing(desk: Desk) -> AsyncIterator[Ear]:
    """Hears when a step has queued a message; raises ``ConnectionLost`` when it no longer can."""
    async with listening(desk.store.engine, OUTBOX) as ear:
        yield ear


async def next_due(desk: Desk) -> datetime | None:
    """When the next message, lapsed lease or missing receipt wants a worker."""
    async with desk.store.transaction() as transaction:
        return await outbox.next_due(transaction)
