"""What became of each message by the end of the year."""

from datetime import datetime, timedelta
from typing import Any

from motekar.rules.delivery import Failure, MessageState
from tests.year.stream import Stream

_STATES = {
    MessageState.DELIVERED: 89.0,
    MessageState.SENT: 3.0,
    MessageState.FAILED: 5.0,
    MessageState.UNKNOWN: 3.0,
}
_FAILURES = {Failure.PERMANENT: 70.0, Failure.TEMPORARY: 15.0, Failure.EXPIRED: 15.0}
_STILL_WAITS, _UNDER_WAY = timedelta(minutes=10), timedelta(minutes=20)
_GATEWAY = "console"


class Delivery:
    """Settles messages as they are written: older ones for good, the last of the year not yet."""

    def __init__(self, seed: str, now: datetime) -> None:
        self._chance, self._now = Stream(f"{seed}:delivery"), now

    def settle(self, message: dict[str, Any]) -> None:
        message |= dict.fromkeys(
            ("lease_until", "gateway", "gateway_reference", "sent_at", "settled_at", "failure")
        )
        goes_out: datetime = message["not_before"]
        if goes_out > self._now - _STILL_WAITS:
            return
        if goes_out > self._now - _UNDER_WAY:
            lease = self._now + timedelta(minutes=1)
            message |= {"state": MessageState.SENDING.value, "attempts": 1, "lease_until": lease}
            return
        state = self._chance.weighted(_STATES)
        sent_at = goes_out + self._chance.minutes(0.05, 2)
        message |= {
            "state": state.value,
            "attempts": 1 + self._chance.happens(4),
            "gateway": _GATEWAY,
            "gateway_reference": str(message["id"]),
            "sent_at": None if state is MessageState.FAILED else sent_at,
        }
        if state is not MessageState.SENT:
            message["settled_at"] = sent_at + self._chance.minutes(0.05, 30)
        if state is MessageState.FAILED:
            message["failure"] = self._chance.weighted(_FAILURES).value
        elif state is MessageState.UNKNOWN:
            message["failure"] = Failure.UNREPORTED.value
