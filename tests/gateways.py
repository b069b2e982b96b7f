"""Gateways that remember what they were given, and answer as they are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from motekar.rules.failover import Limits
from motekar.sms.gateway import (
    Arrival,
    Call,
    Outgoing,
    Receipt,
    ReceiptMalformed,
    Reports,
    Sent,
    TechnicalFailure,
)
from motekar.usecases.roster import Roster

WORKED = "09-ref"
BASE = "https://ktp.example.go.id"


@dataclass
class Recording:
    """Fails in turn as it is told; a receipt's ``status`` is read as an arrival."""

    name: str = "recording"
    failures: list[Exception] = field(default_factory=list)
    reports: Reports = Reports.NEVER
    is_down: bool = False
    answers: list[Receipt] = field(default_factory=list)
    sent: list[Outgoing] = field(default_factory=list)
    tried: int = 0
    checked: int = 0
    asked: int = 0

    async def send(self, message: Outgoing) -> Sent:
        self.tried += 1
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(message)
        return Sent(WORKED)

    def receipt(self, call: Call) -> Receipt:
        told = dict((*call.query, *call.form)).get("status", "")
        if told not in set(Arrival):
            raise ReceiptMalformed
        return Receipt(Arrival(told), f"said-{told}")

    async def ask(self, reference: str) -> Receipt:
        assert reference == WORKED
        self.asked += 1
        return self.answers.pop(0) if self.answers else Receipt(Arrival.ON_ITS_WAY, "waiting")

    async def check(self) -> None:
        self.checked += 1
        if self.is_down:
            raise TechnicalFailure("down")

    async def close(self) -> None:
        self.sent.clear()


def a_roster(*gateways: Recording, limits: Limits | None = None) -> Roster:
    """In this order, all with the same limits, reachable for receipts."""
    each = {gateway.name: limits for gateway in gateways} if limits else {}
    return Roster(gateways, each, BASE)


def texts(gateway: Recording) -> Sequence[tuple[str, str, str]]:
    """To whom, what, and our name for it."""
    return [(one.to, one.text, one.reference) for one in gateway.sent]
