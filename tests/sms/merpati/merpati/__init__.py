"""The pigeon house of a city: an example of a gateway that is no part of Motekar.

The house takes ``POST /flights`` with a token, answers ``{"flight": ...}``, and calls back with
``?arrived=yes`` or ``?arrived=no``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from motekar.sms.gateway import (
    Arrival,
    Call,
    Outgoing,
    PermanentFailure,
    Receipt,
    ReceiptMalformed,
    Reports,
    Sent,
    TechnicalFailure,
    TemporaryFailure,
)
from motekar.sms.over_http import Line, Patience
from motekar.sms.own_settings import Setting, full_name, read, web_address

SETTINGS = {
    "URL": Setting("address of the pigeon house", is_needed=True),
    "TOKEN": Setting("its token", is_needed=True, is_secret=True),
}


@dataclass(frozen=True, slots=True, repr=False)
class Merpati:
    """One pigeon a message."""

    address: str
    token: str
    line: Line = field(default_factory=Line)
    name: str = "merpati"
    reports: Reports = Reports.CALLS

    async def send(self, message: Outgoing) -> Sent:
        facts = {"to": message.to, "text": message.text, "call": message.receipts_at or ""}
        answer = await self._ask("POST", "/flights", facts)
        if answer.status == 201:
            return Sent(str(answer.facts().get("flight")))
        if answer.status == 429:
            raise TemporaryFailure("no-pigeon-at-home")
        if answer.status == 422:
            raise PermanentFailure("too-far")
        raise TechnicalFailure(f"http-{answer.status}")

    def receipt(self, call: Call) -> Receipt:
        arrived = dict(call.query).get("arrived")
        if call.method != "GET" or arrived is None:
            raise ReceiptMalformed
        if arrived == "yes":
            return Receipt(Arrival.DELIVERED, "arrived")
        if arrived == "no":
            return Receipt(Arrival.PERMANENT, "lost")
        return Receipt(Arrival.TECHNICAL, "unknown-arrival")

    async def ask(self, reference: str) -> Receipt:
        raise TechnicalFailure("never-asked")

    async def check(self) -> None:
        answer = await self._ask("GET", "/", None)
        if answer.status != 200:
            raise TechnicalFailure(f"http-{answer.status}")

    async def close(self) -> None:
        await self.line.close()

    async def _ask(self, method: str, path: str, facts: Mapping[str, str] | None):
        headers = {"authorization": f"Bearer {self.token}"}
        return await self.line.ask(method, self.address + path, facts=facts, headers=headers)


def make(environ: Mapping[str, str], patience: Patience | None = None) -> Merpati:
    given = read("merpati", SETTINGS, environ)
    address = web_address(full_name("merpati", "URL"), given["URL"])
    return Merpati(address, given["TOKEN"], Line(patience or Patience()))
