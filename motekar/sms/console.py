"""The gateway of a machine without one: shows each message on the terminal, its number masked."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TextIO

from motekar.rules.privacy import mask_phone
from motekar.sms.gateway import (
    Call,
    Outgoing,
    Receipt,
    ReceiptMalformed,
    Reports,
    Sent,
    TechnicalFailure,
)


@dataclass(frozen=True, slots=True)
class ConsoleGateway:
    """Writes one line a message."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    name: str = "console"
    reports: Reports = Reports.NEVER

    async def send(self, message: Outgoing) -> Sent:
        """Shows the message; never fails."""
        line = " ".join(message.text.split())
        self.out.write(f"SMS {mask_phone(message.to)}  {line}\n")
        self.out.flush()
        return Sent()

    def receipt(self, call: Call) -> Receipt:  # noqa: ARG002 - nobody calls for a terminal
        """There is none."""
        raise ReceiptMalformed

    async def ask(self, reference: str) -> Receipt:  # noqa: ARG002 - a terminal remembers nothing
        """There is nobody to ask."""
        raise TechnicalFailure("never-reports")

    async def check(self) -> None:
        """A terminal is always there."""

    async def close(self) -> None:
        """Nothing was opened."""


def make(_environ: Mapping[str, str]) -> ConsoleGateway:
    """The console needs no settings."""
    return ConsoleGateway()
