"""What became of messages that a gateway took over: it calls us, is asked, or stays silent.

Receipts come twice, late and in any order. Each changes a message once; what was delivered stays
so, and a failure of an earlier attempt takes nothing back.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from motekar.rules.delivery import (
    PATIENCE,
    Failure,
    MessageState,
    next_attempt_at,
    next_question_at,
    receipt_moves,
)
from motekar.rules.errors import MessageUnknown
from motekar.sms.gateway import (
    Arrival,
    Call,
    Receipt,
    ReceiptForged,
    ReceiptMalformed,
    Reports,
    SendFailed,
    SmsGateway,
)
from motekar.store import deliveries
from motekar.store.deliveries import Chased, Settled
from motekar.store.engine import Transaction
from motekar.usecases.desk import Desk
from motekar.usecases.roster import SEND_SECONDS, Roster, is_receipt_key

__all__ = ["Call", "ReceiptForged", "ReceiptMalformed", "Told", "look_after_quiet", "take"]

_MOST_ASKED = 20
_ASKED_FOR = timedelta(minutes=2)
_RETRIED = frozenset({Arrival.TEMPORARY, Arrival.TECHNICAL})


@dataclass(frozen=True, slots=True)
class Told:
    """What a receipt said and made of its message; ``state`` None when it changed nothing."""

    message: UUID
    gateway: str
    receipt: Receipt
    state: MessageState | None


async def take(
    desk: Desk,
    gateway: SmsGateway,
    call: Call,
    *,
    message: str,
    attempt: str,
    key: str,
    now: datetime,
) -> Told:
    """Takes in a gateway's call to the address it was given.

    Raises:
        ReceiptForged: the address was not made here, or the gateway's signature is wrong.
        ReceiptMalformed: nothing that this gateway sends.
        MessageUnknown: the message is gone.
    """
    if not is_receipt_key(desk, key, gateway=gateway.name, message=message, attempt=attempt):
        raise ReceiptForged
    receipt = gateway.receipt(call)
    return await _record(
        desk, gateway.name, receipt, message=UUID(message), attempt=int(attempt), now=now
    )


async def _record(
    desk: Desk, gateway: str, receipt: Receipt, *, message: UUID, attempt: int, now: datetime
) -> Told:
    async with desk.store.transaction() as transaction:
        chased = await deliveries.locked(transaction, message)
        if chased is None:
            raise MessageUnknown
        settled = _after(desk, gateway, receipt, chased, attempt=attempt, now=now)
        if settled:
            await _write(transaction, desk, chased, settled, now=now)
    return Told(message, gateway, receipt, settled.state if settled else None)


async def _write(
    transaction: Transaction, desk: Desk, chased: Chased, settled: Settled, *, now: datetime
) -> None:
    deliveries.move(transaction, settled)
    if settled.state is MessageState.DELIVERED:
        deliveries.reached(transaction, chased.request_id, now=now)
    if settled.failure:
        await transaction.flush()
        await deliveries.open_tasks(transaction, [(desk.new_id(now), chased.id)], now=now)


def _after(
    desk: Desk,
    gateway: str,
    receipt: Receipt,
    chased: Chased,
    *,
    attempt: int,
    now: datetime,
) -> Settled | None:
    """What the message becomes; None when the receipt is no news."""
    is_current = attempt == chased.attempts
    arrival, told = receipt.arrival, f"{receipt.arrival}: {receipt.code}"
    if arrival is Arrival.ON_ITS_WAY:
        waits = chased.state in {MessageState.SENDING, MessageState.QUEUED}
        return _out(chased, gateway, now=now) if is_current and waits else None
    failed = arrival is not Arrival.DELIVERED
    if not receipt_moves(chased.state, failed=failed, is_current=is_current):
        return None
    if not failed:
        return Settled(
            message=chased.id,
            attempts=chased.attempts,
            state=MessageState.DELIVERED,
            not_before=now,
            gateway=gateway,
            gateway_reference=chased.gateway_reference,
            sent_at=chased.sent_at or now,
            settled_at=now,
        )
    retry_at = None
    if arrival in _RETRIED and chased.state is not MessageState.UNKNOWN:
        retry_at = next_attempt_at(
            now,
            attempts=chased.attempts - chased.earlier_attempts,
            chance=desk.draw(1)[0],
            expires_at=chased.expires_at,
        )
    return Settled(
        message=chased.id,
        attempts=chased.attempts,
        state=MessageState.QUEUED if retry_at else MessageState.FAILED,
        not_before=retry_at or now,
        gateway=gateway,
        gateway_reference=chased.gateway_reference,
        last_error=told,
        sent_at=chased.sent_at,
        settled_at=None if retry_at else now,
        failure=None if retry_at else Failure(arrival.value),
    )


def _out(chased: Chased, gateway: str, *, now: datetime) -> Settled:
    """It was handed over, whoever handed it over died before saying so: not sent again."""
    return Settled(
        message=chased.id,
        attempts=chased.attempts,
        state=MessageState.SENT,
        not_before=now,
        gateway=gateway,
        gateway_reference=chased.gateway_reference,
        sent_at=now,
        ask_at=chased.expires_at + PATIENCE,
    )


async def look_after_quiet(desk: Desk, roster: Roster, *, now: datetime) -> tuple[Told, ...]:
    """Asks gateways that have to be asked, and gives up on receipts that never came."""
    async with desk.store.transaction() as transaction:
        quiet = await deliveries.quiet(
            transaction, now=now, until=now + _ASKED_FOR, most=_MOST_ASKED
        )
    return tuple(
        await asyncio.gather(*(_looked_after(desk, roster, one, now=now) for one in quiet))
    )


async def _looked_after(desk: Desk, roster: Roster, chased: Chased, *, now: datetime) -> Told:
    gateway = roster.named(chased.gateway or "")
    receipt = await _answer(gateway, chased)
    told = await _record(
        desk,
        chased.gateway or "",
        receipt,
        message=chased.id,
        attempt=chased.attempts,
        now=now,
    )
    if told.state is None:
        return await _wait_or_give_up(desk, chased, receipt, now=now)
    return told


async def _answer(gateway: SmsGateway | None, chased: Chased) -> Receipt:
    """What the gateway says when asked; one that calls by itself, or is gone, says nothing."""
    still_out = Receipt(Arrival.ON_ITS_WAY, "no-answer")
    if gateway is None or gateway.reports is not Reports.ASKED or not chased.gateway_reference:
        return still_out
    try:
        async with asyncio.timeout(SEND_SECONDS):
            return await gateway.ask(chased.gateway_reference)
    except (TimeoutError, SendFailed):
        return still_out


async def _wait_or_give_up(desk: Desk, asked: Chased, receipt: Receipt, *, now: datetime) -> Told:
    gives_up_at = asked.expires_at + PATIENCE
    gateway = asked.gateway or ""
    async with desk.store.transaction() as transaction:
        chased = await deliveries.locked(transaction, asked.id)
        if chased is None or chased.state is not MessageState.SENT:
            return Told(asked.id, gateway, receipt, None)
        is_over = now >= gives_up_at
        ask_at = next_question_at(now, sent_at=chased.sent_at or chased.created_at)
        settled = Settled(
            message=chased.id,
            attempts=chased.attempts,
            state=MessageState.UNKNOWN if is_over else MessageState.SENT,
            not_before=now,
            gateway=gateway,
            gateway_reference=chased.gateway_reference,
            last_error="unreported: no-receipt" if is_over else None,
            sent_at=chased.sent_at,
            ask_at=None if is_over else min(ask_at, gives_up_at),
            settled_at=now if is_over else None,
            failure=Failure.UNREPORTED if is_over else None,
        )
        await _write(transaction, desk, chased, settled, now=now)
    return Told(asked.id, gateway, receipt, settled.state if is_over else None)
