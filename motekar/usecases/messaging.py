"""Sends what the steps have queued: lease, send outside any transaction, settle.

A message is sent at least once. Whoever dies between sending and settling leaves a lease that
lapses, and the attempt it counted; what is not through after the last attempt is work for people.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from motekar.rules.delivery import MAX_ATTEMPTS, next_attempt_at
from motekar.rules.errors import OfficeUnknown
from motekar.rules.people import CASE_ROLES, Officer
from motekar.sms.gateway import PermanentFailure, SendFailed, SmsGateway, TechnicalFailure
from motekar.store import limits, listening, outbox, rulebook
from motekar.store.engine import TROUBLE
from motekar.store.listening import OUTBOX, Ear
from motekar.store.outbox import LeasedMessage, MessageView
from motekar.usecases.desk import Desk

DATABASE_TROUBLE = TROUBLE
BATCH = 20
SEND_SECONDS = 30
_SPARE_SECONDS = 30
ANSWERS_KEPT_FOR = timedelta(hours=24)

Clock = Callable[[], datetime]
Message = MessageView
"""A message as a list shows it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt went: ``state`` is sent, queued (again) or failed."""

    message: UUID
    event: str
    state: str
    attempts: int
    gateway: str | None
    problem: str | None
    settled: bool


async def send_due(
    desk: Desk, gateways: Sequence[SmsGateway], *, clock: Clock
) -> tuple[Outcome, ...]:
    """Sends one batch of what is due now, all at once; empty when nothing was.

    The lease outlasts the slowest possible sending, so that no two workers send one message as
    long as both live.
    """
    now = clock()
    until = now + timedelta(seconds=SEND_SECONDS * len(gateways) + _SPARE_SECONDS)
    async with desk.store.transaction() as transaction:
        leased = await outbox.lease(transaction, desk.vault, now=now, until=until, most=BATCH)
    return tuple(await asyncio.gather(*(_deliver(desk, gateways, one, clock) for one in leased)))


async def _deliver(
    desk: Desk, gateways: Sequence[SmsGateway], leased: LeasedMessage, clock: Clock
) -> Outcome:
    values = await _attempt(gateways, leased) if leased.attempts <= MAX_ATTEMPTS else _LOST
    now = clock()
    if values["state"] == "queued":
        retry_at = next_attempt_at(now, attempts=leased.attempts, chance=desk.draw(1)[0])
        values = {**values, "not_before": retry_at} if retry_at else {**values, "state": "failed"}
    if values["state"] != "queued":
        values = {**values, "settled_at": now}
    async with desk.store.transaction() as transaction:
        settled = await outbox.settle(transaction, leased, values=values)
    return Outcome(
        message=leased.id,
        event=leased.event,
        state=values["state"],
        attempts=leased.attempts,
        gateway=values.get("gateway"),
        problem=values.get("last_error"),
        settled=settled,
    )


# Every attempt was counted and none was settled: whoever sent it died each time.
_LOST: dict[str, Any] = {"state": "failed", "last_error": "lost: never settled"}


async def _attempt(gateways: Sequence[SmsGateway], leased: LeasedMessage) -> dict[str, Any]:
    """What to write down of this attempt; a gateway that cannot work is passed over."""
    failure: SendFailed = TechnicalFailure("no-gateway")
    for gateway in gateways:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                sent = await gateway.send(to=leased.to, text=leased.body, reference=str(leased.id))
        except TimeoutError:
            failure = TechnicalFailure("timeout")
        except SendFailed as refused:
            failure = refused
        except Exception as unforeseen:  # noqa: BLE001 - a faulty gateway holds up no other
            failure = TechnicalFailure(f"unforeseen {type(unforeseen).__name__}")
        else:
            return {
                "state": "sent",
                "gateway": gateway.name,
                "gateway_reference": sent.reference,
                "last_error": None,
            }
        if not isinstance(failure, TechnicalFailure):
            break
    state = "failed" if isinstance(failure, PermanentFailure) else "queued"
    return {"state": state, "last_error": str(failure)}


@asynccontextmanager
async def hearing(desk: Desk) -> AsyncIterator[Ear]:
    """Hears when a step has queued a message; raises ``ConnectionLost`` when it no longer can."""
    async with listening.listening(desk.store.engine, OUTBOX) as ear:
        yield ear


async def next_due(desk: Desk) -> datetime | None:
    """When the next message or lapsed lease wants a worker."""
    async with desk.store.transaction() as transaction:
        return await outbox.next_due(transaction)


async def listed(
    desk: Desk,
    officer: Officer,
    *,
    offices: tuple[str, ...],
    state: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> tuple[MessageView, ...]:
    """Messages of these offices, or of all the person's, newest first; numbers masked.

    Raises:
        RoleNotAllowed, WrongOffice: not for this person.
    """
    officer.require(CASE_ROLES)
    for office in offices:
        officer.require(CASE_ROLES, office=office)
    async with desk.store.transaction() as transaction:
        return await outbox.listed(
            transaction,
            desk.vault,
            offices=offices or officer.offices(),
            state=state,
            before=before,
            limit=limit,
        )


async def listed_for_operator(
    desk: Desk, *, office: str | None, state: str | None, limit: int
) -> tuple[MessageView, ...]:
    """Messages of one office or all, for whoever runs the machine; numbers masked too.

    Raises:
        OfficeUnknown: no office has that code.
    """
    async with desk.store.transaction() as transaction:
        known = tuple(found.code for found in await rulebook.offices(transaction))
        if office is not None and office not in known:
            raise OfficeUnknown
        offices = (office,) if office else known
        return await outbox.listed(
            transaction, desk.vault, offices=offices, state=state, before=None, limit=limit
        )


async def tidy(desk: Desk, *, now: datetime) -> None:
    """Clears away ended windows of throttles and answers that are no longer replayed."""
    async with desk.store.transaction() as transaction:
        await limits.forget_tries(transaction, now=now)
        await limits.forget_answers(transaction, before=now - ANSWERS_KEPT_FOR)
