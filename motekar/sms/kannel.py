"""Kannel, the open SMS gateway that an office runs beside Motekar, through its HTTP interface.

Answers and report values are those of Kannel 1.4.5 and its user guide, chapters on sendsms and
delivery reports; states and errors inside a report are those of SMPP 3.4, 5.1.3 and 5.2.28.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from motekar.sms.gateway import (
    Arrival,
    Call,
    Outgoing,
    PermanentFailure,
    Receipt,
    ReceiptMalformed,
    Reports,
    SendFailed,
    Sent,
    TechnicalFailure,
    TemporaryFailure,
)
from motekar.sms.lifetime import left
from motekar.sms.over_http import BROKEN_ANSWER, Answer, Line, Patience
from motekar.sms.own_settings import Setting, full_name, read, web_address

NAME = "kannel"
SETTINGS = {
    "URL": Setting(
        "address of smsbox, like `http://127.0.0.1:13013`; without a path "
        "`/cgi-bin/sendsms` is meant",
        is_needed=True,
    ),
    "USER": Setting("`username` of the sendsms-user", is_needed=True),
    "PASSWORD": Setting("its password", is_needed=True, is_secret=True),
    "SENDER": Setting("sender shown to citizens; without it Kannel's own default"),
    "STATUS_URL": Setting(
        "address of bearerbox's status, like `http://127.0.0.1:13000/status.xml`; "
        "with it Motekar knows when the operator's link is down"
    ),
    "STATUS_PASSWORD": Setting("bearerbox's `status-password`", is_secret=True),
}

# Delivered, failed, and rejected by the operator: what ends a message. See the user guide.
_FINAL_REPORTS = "19"
# Minutes: a week. Decades overflow in Kannel, which then calls the message not routable.
_LONGEST_VALIDITY = 10_080
_TAKEN = ("0:", "3:")  # accepted for delivery, queued for later delivery
_REFUSED: tuple[tuple[str, type[SendFailed], str], ...] = (
    ("authorization failed", TechnicalFailure, "log-in-refused"),
    ("not routable", TechnicalFailure, "not-routable"),
    ("sender missing", TechnicalFailure, "sender-missing"),
    ("receiver", PermanentFailure, "number-refused"),
    ("black-list", PermanentFailure, "number-refused"),
    ("body misformed", PermanentFailure, "text-refused"),
)
_VALUES: dict[int, tuple[Arrival, str]] = {
    1: (Arrival.DELIVERED, "delivered"),
    2: (Arrival.PERMANENT, "failed"),
    4: (Arrival.ON_ITS_WAY, "buffered"),
    8: (Arrival.ON_ITS_WAY, "handed-over"),
    16: (Arrival.TECHNICAL, "rejected"),
    0x22: (Arrival.TEMPORARY, "expired"),
    0x42: (Arrival.TECHNICAL, "state-unknown"),
}
# In the operator's own words, more exact than the value they come with.
_WORDS: dict[int, tuple[tuple[str, Arrival, str], ...]] = {
    2: (
        ("stat:EXPIRED", Arrival.TEMPORARY, "expired"),
        ("stat:UNDELIV", Arrival.PERMANENT, "undeliverable"),
        ("stat:DELETED", Arrival.PERMANENT, "deleted"),
        ("stat:REJECTD", Arrival.PERMANENT, "rejected"),
        ("stat:UNKNOWN", Arrival.TECHNICAL, "state-unknown"),
    ),
    16: (
        ("expired", Arrival.TEMPORARY, "expired"),
        ("0x0000000b", Arrival.PERMANENT, "number-refused"),
        ("0x0000000a", Arrival.TECHNICAL, "sender-refused"),
        ("0x00000014", Arrival.TEMPORARY, "queue-full"),
        ("0x00000058", Arrival.TEMPORARY, "throttled"),
    ),
}


@dataclass(frozen=True, slots=True, repr=False)
class KannelGateway:
    """Hands messages to smsbox."""

    sendsms_url: str
    user: str
    password: str
    sender: str | None = None
    status_url: str | None = None
    status_password: str = ""
    line: Line = field(default_factory=Line)
    name: str = NAME
    reports: Reports = Reports.CALLS

    async def send(self, message: Outgoing) -> Sent:
        """Hands one message over; Kannel gives it no name that we could learn."""
        answer = await self._sendsms(_fields(message) | self._shown_sender())
        if answer.text.startswith(_TAKEN) and answer.status in {200, 202}:
            return Sent()
        raise _refusal(answer)

    def receipt(self, call: Call) -> Receipt:
        """Reads the fields that ``send`` put into the receipt's address."""
        fields = dict(call.query)
        value = fields.get("value", "")
        if call.method != "GET" or not re.fullmatch(r"[0-9]{1,4}", value):
            raise ReceiptMalformed
        return _receipt(int(value), fields.get("reply", ""))

    async def ask(self, reference: str) -> Receipt:  # noqa: ARG002 - it has no such question
        """Kannel cannot be asked."""
        raise TechnicalFailure("never-asked")

    async def check(self) -> None:
        """Logs in without a message, and looks for a link to an operator."""
        answer = await self._sendsms({})
        # What Kannel says to a good log-in that names no number.
        if "missing receiver" not in answer.text.lower():
            raise _refusal(answer)
        if self.status_url is not None:
            await self._check_links(self.status_url)

    async def close(self) -> None:
        """Gives the connections back."""
        await self.line.close()

    async def _sendsms(self, fields: Mapping[str, str]) -> Answer:
        log_in = {"username": self.user, "password": self.password}
        return await self.line.ask("GET", self.sendsms_url, query={**log_in, **fields})

    def _shown_sender(self) -> dict[str, str]:
        return {"from": self.sender} if self.sender else {}

    async def _check_links(self, status_url: str) -> None:
        status = await self.line.ask("GET", status_url, query={"password": self.status_password})
        if "<smscs>" not in status.text:
            raise TechnicalFailure("status-refused")
        links = status.text.partition("<smscs>")[2]
        if "<status>online" not in links:
            raise TechnicalFailure("smsc-offline")


def make(environ: Mapping[str, str]) -> KannelGateway:
    """From its settings.

    Raises:
        GatewaySettingWrong: one is missing, unknown or cannot be used.
    """
    return make_patient(environ, Patience())


def make_patient(environ: Mapping[str, str], patience: Patience) -> KannelGateway:
    """The same with other waits."""
    given = read(NAME, SETTINGS, environ)
    status_url = given.get("STATUS_URL")
    if status_url is not None:
        status_url = web_address(full_name(NAME, "STATUS_URL"), status_url)
    return KannelGateway(
        sendsms_url=_sendsms_url(given["URL"]),
        user=given["USER"],
        password=given["PASSWORD"],
        sender=given.get("SENDER"),
        status_url=status_url,
        status_password=given.get("STATUS_PASSWORD", ""),
        line=Line(patience),
    )


def _sendsms_url(value: str) -> str:
    address = web_address(full_name(NAME, "URL"), value)
    return address if urlsplit(address).path else f"{address}/cgi-bin/sendsms"


def _fields(message: Outgoing) -> dict[str, str]:
    minutes = left(message.valid_until) // timedelta(minutes=1)
    fields = {
        "to": message.to,
        "text": message.text,
        "coding": "0",
        "charset": "UTF-8",
        "validity": str(min(max(1, minutes), _LONGEST_VALIDITY)),
    }
    if message.receipts_at is not None:
        fields |= {"dlr-mask": _FINAL_REPORTS, "dlr-url": _with_escapes(message.receipts_at)}
    return fields


def _with_escapes(receipts_at: str) -> str:
    joint = "&" if "?" in receipts_at else "?"
    # Kannel fills in what follows a percent sign, and takes two for one.
    return f"{receipts_at.replace('%', '%%')}{joint}value=%d&reply=%A"


def _refusal(answer: Answer) -> SendFailed:
    if answer.status == 503:
        return TemporaryFailure("busy")
    if 400 <= answer.status < 500:
        said = answer.text.lower()
        for words, failure, code in _REFUSED:
            if words in said:
                return failure(code)
    return TechnicalFailure(BROKEN_ANSWER if answer.status < 300 else f"http-{answer.status}")


def _receipt(value: int, reply: str) -> Receipt:
    for words, arrival, code in _WORDS.get(value, ()):
        if words in reply:
            return Receipt(arrival, code)
    return Receipt(*_VALUES.get(value, (Arrival.TECHNICAL, f"unknown-code-{value}")))
