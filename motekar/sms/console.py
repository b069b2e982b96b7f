"""The gateway of a machine without one: shows each message on the terminal, its number masked."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TextIO

from motekar.rules.privacy import mask_phone
from motekar.sms.gateway import Sent


@dataclass(frozen=True, slots=True)
class ConsoleGateway:
    """Writes one line a message."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    name: str = "console"

    async def send(self, *, to: str, text: str, reference: str) -> Sent:  # noqa: ARG002 - shown nowhere
        """Shows the message; never fails."""
        line = " ".join(text.split())
        self.out.write(f"SMS {mask_phone(to)}  {line}\n")
        self.out.flush()
        return Sent()


def make(_environ: Mapping[str, str]) -> ConsoleGateway:
    """The console needs no settings."""
    return ConsoleGateway()
