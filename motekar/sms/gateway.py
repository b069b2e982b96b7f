"""What every way of sending an SMS has in common, and how the installed ones are found.

    SendFailed
        TemporaryFailure   this message not now: the gateway's queue is full, it is throttled
        PermanentFailure   this message never: the number or the text is refused
        TechnicalFailure   the gateway cannot do its work: unreachable, misconfigured, no credit

Gateways know nothing of requests, retries or the database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Protocol

GROUP = "motekar.sms_gateways"


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


class SmsGateway(Protocol):
    """A way to send; ``name`` is what MOTEKAR_SMS_GATEWAYS calls it."""

    @property
    def name(self) -> str:
        """Stored with every message it sent."""
        ...

    async def send(self, *, to: str, text: str, reference: str) -> Sent:
        """Hands one message over; ``to`` is E.164, ``reference`` the same at every attempt.

        Raises:
            SendFailed: one of its three kinds.
        """
        ...


Factory = Callable[[Mapping[str, str]], SmsGateway]
"""Makes a gateway from the environment; reads only its own ``MOTEKAR_SMS_<NAME>_`` settings."""


class GatewayUnknown(Exception):
    """MOTEKAR_SMS_GATEWAYS names a gateway that is not installed; a sentence."""


def load(names: tuple[str, ...], environ: Mapping[str, str]) -> tuple[SmsGateway, ...]:
    """The gateways of these names, in this order.

    Raises:
        GatewayUnknown: one of them is not installed.
    """
    installed = {found.name: found for found in entry_points(group=GROUP)}
    for name in names:
        if name not in installed:
            known = ", ".join(sorted(installed)) or "none"
            raise GatewayUnknown(
                f"MOTEKAR_SMS_GATEWAYS names {name}, which is not installed; there is: {known}."
            )
    factories: tuple[Factory, ...] = tuple(installed[name].load() for name in names)
    return tuple(make(environ) for make in factories)
