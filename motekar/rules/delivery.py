"""What becomes of a message: tried again, given up, settled by a receipt, or a person's work.

Pauses after attempts 1 to 11, in minutes: 0.5 1 2 4 8 16 30 60 60 60 60, five hours in all; each
is spread by a quarter to either side, so that a gateway that comes back is not stormed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from motekar.rules.messages import MessageEvent

_PAUSES = (0.5, 1, 2, 4, 8, 16, 30, 60, 60, 60, 60)
MAX_ATTEMPTS = len(_PAUSES) + 1
_SPREAD = 0.25

# After that the news is stale or was told at the counter.
_SENSE_HOURS: Mapping[MessageEvent, int] = {
    MessageEvent.RECEIVED: 24,
    MessageEvent.ON_HOLD: 48,
    MessageEvent.READY: 72,
    MessageEvent.COLLECTED: 24,
    MessageEvent.REJECTED: 72,
    MessageEvent.CANCELLED: 48,
    MessageEvent.PROMISE_MOVED: 24,
    MessageEvent.REMINDER: 24,
}
PATIENCE = timedelta(hours=1)
"""How long past its sense a receipt is waited for, because the last try ends only then."""
_FIRST_ASKED_AFTER, _LONGEST_BETWEEN = timedelta(seconds=30), timedelta(hours=1)


class MessageState(StrEnum):
    """``sent`` is in the gateway's hands; unknown was, and nobody ever said how it went."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Failure(StrEnum):
    """Why a message is a person's work now."""

    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    TECHNICAL = "technical"
    EXPIRED = "expired"
    UNREPORTED = "unreported"


def sense_ends_at(event: MessageEvent, at: datetime) -> datetime:
    """Until when a message queued then is worth sending."""
    return at + timedelta(hours=_SENSE_HOURS[event])


def next_attempt_at(
    now: datetime, *, attempts: int, chance: int, expires_at: datetime
) -> datetime | None:
    """The moment of the next attempt, or None when there is none that makes sense.

    ``chance`` is a random byte: 0 is the earliest moment, 255 the latest.
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    factor = 1 - _SPREAD + 2 * _SPREAD * chance / 255
    moment = now + timedelta(minutes=_PAUSES[attempts - 1] * factor)
    return moment if moment < expires_at else None


def next_question_at(now: datetime, *, sent_at: datetime) -> datetime:
    """When a gateway that has to be asked is asked again: each time after twice as long."""
    waited = max(now - sent_at, _FIRST_ASKED_AFTER)
    return now + min(waited, _LONGEST_BETWEEN)


def receipt_moves(state: MessageState, *, failed: bool, is_current: bool) -> bool:
    """Whether a final receipt still changes a message; receipts come twice and in any order.

    A delivery is believed whenever it is told, and of any attempt. A failure counts only for the
    attempt that is under way or out, and takes nothing back that is settled.
    """
    if state is MessageState.DELIVERED:
        return False
    if not failed:
        return True
    return is_current and state in {MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN}
