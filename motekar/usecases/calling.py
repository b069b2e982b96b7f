"""Calls staff by SMS where the ladder says so: all that climbed since the last one, in one SMS.

Only while an office of theirs is open, and never more than one an hour. An SMS that no gateway
took within the hour is given up: the page has it all.
"""

import asyncio
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files

from motekar.rules.calling import MAKES_SENSE_FOR, next_try_at, told_since
from motekar.rules.escalation import may_raise
from motekar.rules.failover import Breaker
from motekar.sms.gateway import (
    Outgoing,
    PermanentFailure,
    SendFailed,
    SmsGateway,
    TechnicalFailure,
)
from motekar.store import evidence, gateways, own_phones, rulebook, staff_messages
from motekar.store.engine import Transaction
from motekar.store.staff_messages import LeasedCall, Reachable
from motekar.usecases.batch import Clock
from motekar.usecases.desk import Desk
from motekar.usecases.roster import SEND_SECONDS, Roster

_MOST = 20
_LEASED_FOR = timedelta(seconds=SEND_SECONDS * 2)


async def call(desk: Desk, *, now: datetime) -> int:
    """Queues one SMS for everybody to whom something new has climbed; gives how many."""
    async with desk.store.transaction() as transaction:
        # One worker at a time: two would both find the same news.
        if not await staff_messages.alone(transaction):
            return 0
        open_offices = await _open_offices(transaction, now=now)
        people = await staff_messages.reachable(transaction, open_offices=open_offices)
        numbers = await own_phones.read(transaction, desk.vault, [one.staff for one in people])
        called = [
            await _call(transaction, desk, person, to=numbers[person.staff], now=now)
            for person in people
        ]
    return sum(called)


async def _call(
    transaction: Transaction, desk: Desk, person: Reachable, *, to: str, now: datetime
) -> bool:
    since = told_since(person.last_called_at, now=now)
    if since is None:
        return False
    climbed = await staff_messages.climbed(transaction, person.staff, since=since)
    if not climbed.requests:
        return False
    staff_messages.enqueue(
        transaction,
        desk.vault,
        desk.new_id(now),
        staff=person.staff,
        to=to,
        body=_sentence().format(requests=climbed.requests, offices=climbed.offices),
        now=now,
        expires_at=now + MAKES_SENSE_FOR,
    )
    evidence.audit(
        transaction,
        at=now,
        action="staff.call",
        officer=None,
        subject=f"staff:{person.username}",
        facts={"requests": climbed.requests, "offices": climbed.offices},
    )
    return True


async def _open_offices(transaction: Transaction, *, now: datetime) -> list[str]:
    codes = [office.code for office in await rulebook.offices(transaction)]
    books = [await rulebook.read(transaction, office=code, now=now) for code in codes]
    return [book.office.code for book in books if may_raise(book, now=now)]


def _sentence() -> str:
    source = files("motekar.defaults").joinpath("wording.toml").read_text("utf-8")
    sentence: str = tomllib.loads(source)["staff"]["climbed"]
    return sentence


async def send_due(desk: Desk, roster: Roster, *, clock: Clock) -> int:
    """Hands over what is due to the first gateway that works; gives how many it took."""
    now = clock()
    async with desk.store.transaction() as transaction:
        if not await staff_messages.any_due(transaction, now=now):
            return 0
    async for gateway, standing in roster.carriers(desk, now=now):
        if standing.breaker is Breaker.WORKING:
            leased = await _leased(desk, roster, gateway, now=now)
            failures = await asyncio.gather(*(_failure_of(gateway, one) for one in leased))
            await _settle(desk, gateway, dict(zip(leased, failures, strict=True)), now=clock())
            return failures.count(None)
    return 0


async def _leased(
    desk: Desk, roster: Roster, gateway: SmsGateway, *, now: datetime
) -> tuple[LeasedCall, ...]:
    limits = roster.limits_of(gateway)
    async with desk.store.transaction() as transaction:
        allowed = await gateways.allowance(
            transaction, gateway.name, wanted=_MOST, limits=limits, now=now
        )
        leased = await staff_messages.lease(
            transaction,
            desk.vault,
            now=now,
            until=now + _LEASED_FOR,
            most=allowed.messages,
        )
        await gateways.use(transaction, allowed, len(leased), now=now)
    return leased


async def _settle(
    desk: Desk,
    gateway: SmsGateway,
    tried: Mapping[LeasedCall, SendFailed | None],
    *,
    now: datetime,
) -> None:
    async with desk.store.transaction() as transaction:
        for leased, failure in tried.items():
            again_at = None
            if failure and not isinstance(failure, PermanentFailure):
                again_at = next_try_at(now, expires_at=leased.expires_at)
            staff_messages.settle(
                transaction,
                leased,
                state="queued" if again_at else "failed" if failure else "sent",
                gateway=gateway.name,
                error=str(failure) if failure else None,
                again_at=again_at,
                now=now,
            )
        failed = sum(failure is not None for failure in tried.values())
        await gateways.give_back(transaction, gateway.name, failed)


async def _failure_of(gateway: SmsGateway, leased: LeasedCall) -> SendFailed | None:
    outgoing = Outgoing(
        to=leased.to,
        text=leased.body,
        reference=str(leased.id),
        receipts_at=None,
        valid_until=leased.expires_at,
    )
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await gateway.send(outgoing)
    except TimeoutError:
        return TechnicalFailure("timed-out")
    except SendFailed as refused:
        return refused
    except Exception as unforeseen:  # noqa: BLE001 - a faulty gateway ends no round
        return TechnicalFailure(f"unforeseen-{type(unforeseen).__name__}")
    return None
