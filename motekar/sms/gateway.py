"""What every way of sending an SMS has in common.

    SendFailed
        TemporaryFailure   this message not now: the gateway's queue is full, it is throttled
        PermanentFailure   this message never: the number or the text is refused
        TechnicalFailure   the gateway cannot do its work: unreachable, misconfigured, no credit

Gateways know nothing of requests, retries or the database. A gateway is an object of its own
settings; one process makes one of each, and closes it at its end.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True, repr=False)
class Outgoing:
    """One message to hand over; ``to`` is E.164, ``text`` one GSM-7 part.

    ``reference`` is ours and the same at every attempt. ``receipts_at`` is the address for
    receipts of this message alone, with a key of its own; None where nobody could reach it.
    ``valid_until`` is when the message has lost its sense.
    """

    to: str
    text: str
    reference: str
    receipts_at: str | None
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """The gateway took the message over; ``reference`` is its own name for it, if it gives one."""

    reference: str | None = None


class SendFailed(Exception):
    """The message was not taken over; ``code`` is kebab-case and holds no personal data."""

    kind = "failed"

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return f"{self.kind}: {self.code}"


class TemporaryFailure(SendFailed):
    """Try this message again later."""

    kind = "temporary"


class PermanentFailure(SendFailed):
    """Never try this message again: a person has to look at it."""

    kind = "permanent"


class TechnicalFailure(SendFailed):
    """Try the next gateway, or this one later."""

    kind = "technical"


class Reports(StrEnum):
    """How a gateway tells what became of a message: it calls us, is asked, or never does."""

    CALLS = "calls"
    ASKED = "asked"
    NEVER = "never"


class Arrival(StrEnum):
    """What a receipt says; the three failures as for sending."""

    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message; ``code`` is the gateway's own, made kebab-case.

    A code that is not in the gateway's published list is TECHNICAL, and says itself.
    """

    arrival: Arrival
    code: str


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """An HTTP request to a receipts address; ``url`` as the gateway called it, before any proxy.

    Header names are lower case; ``query`` and ``form`` keep the order of what was sent.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    form: tuple[tuple[str, str], ...]
    body: bytes


class ReceiptMalformed(Exception):
    """The call is none that this gateway makes."""


class ReceiptForged(Exception):
    """The call does not prove that it comes from the gateway."""


class SmsGateway(Protocol):
    """A way to send."""

    @property
    def name(self) -> str:
        """What MOTEKAR_SMS_GATEWAYS calls it; stored with every message it sent."""
        ...

    @property
    def reports(self) -> Reports:
        """How it tells what became of a message."""
        ...

    async def send(self, message: Outgoing) -> Sent:
        """Hands one message over.

        Raises:
            SendFailed: one of its three kinds.
        """
        ...

    def receipt(self, call: Call) -> Receipt:
        """Reads a call to ``receipts_at``, whose key has been checked before.

        Raises:
            ReceiptMalformed: nothing that this gateway sends.
            ReceiptForged: the gateway signs its calls, and this signature is wrong.
        """
        ...

    async def ask(self, reference: str) -> Receipt:
        """What became of the message that the gateway calls so.

        Raises:
            SendFailed: it could not be learned now.
        """
        ...

    async def check(self) -> None:
        """Finds out, at no cost and without a message, whether it could send now.

        Raises:
            TechnicalFailure: it could not.
        """
        ...

    async def close(self) -> None:
        """Gives its connections back."""
        ...


Factory = Callable[[Mapping[str, str]], SmsGateway]
"""Makes a gateway from the environment; reads only its own ``MOTEKAR_SMS_<NAME>_`` settings.

Raises ``GatewaySettingWrong`` with one sentence that names the setting.
"""


class GatewaySettingWrong(Exception):
    """A gateway cannot work with its settings; the text is one sentence that names the setting."""
