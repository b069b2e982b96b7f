"""Twilio's Messages API; its calls are signed, and its list of codes is in ``twilio_codes``."""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote, urlsplit

from motekar.sms.codes import failure
from motekar.sms.gateway import (
    Call,
    GatewaySettingWrong,
    Outgoing,
    Receipt,
    ReceiptForged,
    ReceiptMalformed,
    Reports,
    SendFailed,
    Sent,
    TechnicalFailure,
)
from motekar.sms.lifetime import left
from motekar.sms.over_http import BROKEN_ANSWER, Answer, Line, Patience
from motekar.sms.own_settings import Setting, full_name, read, web_address
from motekar.sms.twilio_codes import refused, state

NAME = "twilio"
SETTINGS = {
    "ACCOUNT": Setting("account SID", is_needed=True),
    "TOKEN": Setting(
        "the account's auth token, which also signs receipts", is_needed=True, is_secret=True
    ),
    "SENDER": Setting("number or registered name messages come from"),
    "SERVICE": Setting("messaging service SID instead of a sender"),
    "URL": Setting("address of the API, if it is not `https://api.twilio.com`"),
}

# Seconds; what the API accepts, by the reference of the Messages resource.
_LONGEST_VALIDITY = 36_000


@dataclass(frozen=True, slots=True, repr=False)
class TwilioGateway:
    """Hands messages to one account."""

    account_url: str
    token: str
    sender: Mapping[str, str]
    line: Line = field(default_factory=Line)
    name: str = NAME
    reports: Reports = Reports.CALLS

    async def send(self, message: Outgoing) -> Sent:
        """Hands one message over; Twilio calls it by its SID."""
        seconds = left(message.valid_until) // timedelta(seconds=1)
        form = {
            "To": message.to,
            "Body": message.text,
            "ValidityPeriod": str(min(max(1, seconds), _LONGEST_VALIDITY)),
            **self.sender,
        }
        if message.receipts_at is not None:
            form["StatusCallback"] = message.receipts_at
        answer = await self.line.ask("POST", f"{self.account_url}/Messages.json", form=form)
        return Sent(_text(_facts(answer), "sid"))

    def receipt(self, call: Call) -> Receipt:
        """Reads a status call; a call without the account's signature is forged."""
        given = call.headers.get("x-twilio-signature", "")
        if not any(hmac.compare_digest(given.encode(), own) for own in self._signatures(call)):
            raise ReceiptForged
        fields = dict(call.form)
        if "MessageStatus" not in fields:
            raise ReceiptMalformed
        return state(fields["MessageStatus"], fields.get("ErrorCode"))

    async def ask(self, reference: str) -> Receipt:
        """What Twilio says of this SID, for a receipt that never came."""
        address = f"{self.account_url}/Messages/{quote(reference, safe='')}.json"
        facts = _facts(await self.line.ask("GET", address))
        code = facts.get("error_code")
        return state(_text(facts, "status"), None if code is None else str(code))

    async def check(self) -> None:
        """Logs in and sees whether the account may send."""
        facts = _facts(await self.line.ask("GET", f"{self.account_url}.json"))
        if facts.get("status") != "active":
            raise TechnicalFailure("account-not-active")

    async def close(self) -> None:
        """Gives the connections back."""
        await self.line.close()

    def _signatures(self, call: Call) -> Iterator[bytes]:
        fields = "".join(name + value for name, value in sorted(set(call.form)))
        for address in _spellings(call.url):
            signed = (address + fields).encode()
            digest = hmac.digest(self.token.encode(), signed, hashlib.sha1)
            yield base64.b64encode(digest)


def make(environ: Mapping[str, str]) -> TwilioGateway:
    """From its settings.

    Raises:
        GatewaySettingWrong: one is missing, unknown or cannot be used.
    """
    return make_patient(environ, Patience())


def make_patient(environ: Mapping[str, str], patience: Patience) -> TwilioGateway:
    """The same with other waits."""
    given = read(NAME, SETTINGS, environ)
    if ("SENDER" in given) == ("SERVICE" in given):
        sender, service = full_name(NAME, "SENDER"), full_name(NAME, "SERVICE")
        raise GatewaySettingWrong(f"Give one of {sender} and {service}.")
    address = web_address(full_name(NAME, "URL"), given.get("URL", "https://api.twilio.com"))
    account = given["ACCOUNT"]
    return TwilioGateway(
        account_url=f"{address}/2010-04-01/Accounts/{quote(account, safe='')}",
        token=given["TOKEN"],
        sender=(
            {"From": given["SENDER"]}
            if "SENDER" in given
            else {"MessagingServiceSid": given["SERVICE"]}
        ),
        line=Line(patience, log_in=(account, given["TOKEN"])),
    )


def _facts(answer: Answer) -> Mapping[str, object]:
    if answer.status < 300:
        return answer.facts()
    raise _refusal(answer)


def _refusal(answer: Answer) -> SendFailed:
    try:
        code = answer.facts().get("code")
    except TechnicalFailure:
        code = None
    if code is None:
        return TechnicalFailure(f"http-{answer.status}")
    kind, word = refused(str(code))
    return failure(kind, word)


def _text(facts: Mapping[str, object], name: str) -> str:
    found = facts.get(name)
    if not isinstance(found, str):
        raise TechnicalFailure(BROKEN_ANSWER)
    return found


def _spellings(url: str) -> tuple[str, ...]:
    """The address with and without its port: Twilio signs either."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return (url,)
    host = parts.netloc.removesuffix(f":{port}")
    default = {"https": 443, "http": 80}.get(parts.scheme)
    with_port = parts._replace(netloc=f"{host}:{port or default}").geturl()
    return (url, parts._replace(netloc=host).geturl(), with_port)
