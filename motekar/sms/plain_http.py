"""A gateway for services that take a plain HTTP request, told apart by presets that are data.

Shipped are ``zenziva`` and ``zenziva-domain``, both untried against the real service, and
``generic``; a city names a file of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from motekar.sms.codes import failure, kebab
from motekar.sms.gateway import (
    Arrival,
    Call,
    GatewaySettingWrong,
    Outgoing,
    Receipt,
    ReceiptMalformed,
    Reports,
    SendFailed,
    Sent,
    TechnicalFailure,
)
from motekar.sms.over_http import Answer, Line, Patience
from motekar.sms.own_settings import Setting, full_name, read, web_address
from motekar.sms.preset import Exchange, Preset, PresetWrong, filled, find, shipped

NAME = "http"
SETTINGS = {
    "PRESET": Setting(
        "the service's kind: `generic`, `zenziva`, `zenziva-domain` (both untried against the"
        " real service), or a file like these",
        is_needed=True,
    ),
    "URL": Setting("the service's address, where the preset knows none or another one"),
    "USER": Setting("user name or key, if the preset uses it"),
    "PASSWORD": Setting("password, pass key or token, if the preset uses it", is_secret=True),
    "SENDER": Setting("sender shown to citizens, if the preset uses it"),
}

_OURS = ("user", "password", "sender")


@dataclass(frozen=True, slots=True, repr=False)
class PlainHttpGateway:
    """Does what its preset says."""

    preset: Preset
    address: str
    own_words: Mapping[str, str]
    line: Line = field(default_factory=Line)
    name: str = NAME

    @property
    def reports(self) -> Reports:
        """Asked where the preset knows how."""
        return Reports.NEVER if self.preset.ask is None else Reports.ASKED

    async def send(self, message: Outgoing) -> Sent:
        """Hands one message over."""
        sending = self.preset.send
        words = {
            "to": _number(message.to, self.preset.number),
            "text": message.text,
            "our_reference": message.reference,
        }
        answer = await self._exchange(sending, words)
        facts = _facts(answer)
        code = sending.code(answer.status, facts)
        if code not in sending.good:
            raise _refusal(code, sending.failures)
        reference = facts.get(sending.reference) if sending.reference else None
        return Sent(None if reference is None else str(reference))

    def receipt(self, call: Call) -> Receipt:  # noqa: ARG002 - these services do not call
        """There is none."""
        raise ReceiptMalformed

    async def ask(self, reference: str) -> Receipt:
        """What became of it, where the preset knows how to ask."""
        asking = self.preset.ask
        if asking is None:
            raise TechnicalFailure("never-reports")
        answer = await self._exchange(asking, {"reference": reference})
        facts = _facts(answer)
        if answer.status >= 300:
            raise TechnicalFailure(f"http-{answer.status}")
        code = asking.code(answer.status, facts)
        if code not in asking.states:
            return Receipt(Arrival.TECHNICAL, f"unknown-code-{kebab(code)}")
        arrival, _, word = asking.states[code].partition(": ")
        return Receipt(Arrival(arrival), word)

    async def check(self) -> None:
        """By the preset's own question, or by any answer at all."""
        checking = self.preset.check
        if checking is None:
            await self.line.ask("GET", self.address)
            return
        answer = await self._exchange(checking, {})
        code = checking.code(answer.status, _facts(answer))
        if code not in checking.good:
            raise TechnicalFailure(_refusal(code, checking.failures).code)

    async def close(self) -> None:
        """Gives the connections back."""
        await self.line.close()

    async def _exchange(self, exchange: Exchange, words: Mapping[str, str]) -> Answer:
        words = {**self.own_words, **words}
        path = filled(exchange.path, {name: quote(word, "") for name, word in words.items()})
        fields = {name: filled(pattern, words) for name, pattern in exchange.fields.items()}
        return await self.line.ask(
            exchange.method,
            self.address + path,
            query=fields if exchange.encoding == "query" else None,
            form=fields if exchange.encoding == "form" else None,
            facts=fields if exchange.encoding == "json" else None,
            headers={name: filled(value, words) for name, value in exchange.headers.items()},
        )


def make(environ: Mapping[str, str]) -> PlainHttpGateway:
    """From its settings.

    Raises:
        GatewaySettingWrong: one is missing, unknown or cannot be used.
    """
    return make_patient(environ, Patience())


def make_patient(environ: Mapping[str, str], patience: Patience) -> PlainHttpGateway:
    """The same with other waits."""
    given = read(NAME, SETTINGS, environ)
    preset = _preset(given["PRESET"])
    used = [word for word in _OURS if word in preset.words()]
    for word in used:
        if word.upper() not in given:
            raise GatewaySettingWrong(
                f"The setting {full_name(NAME, word.upper())} is missing: its preset uses it."
            )
    url = full_name(NAME, "URL")
    address = given.get("URL", preset.address)
    if address is None:
        raise GatewaySettingWrong(f"The setting {url} is missing: its preset knows no address.")
    return PlainHttpGateway(
        preset=preset,
        address=web_address(url, address),
        own_words={word: given[word.upper()] for word in used},
        line=Line(patience),
    )


def _preset(name: str) -> Preset:
    try:
        return find(name)
    except PresetWrong as wrong:
        raise GatewaySettingWrong(
            f"The setting {full_name(NAME, 'PRESET')} must be one of {', '.join(shipped())}"
            f" or a file like these ({wrong})."
        ) from wrong


def _facts(answer: Answer) -> Mapping[str, object]:
    """The answer's JSON; from a refusal also none."""
    try:
        return answer.facts()
    except TechnicalFailure:
        if answer.status < 300:
            raise
        return {}


def _refusal(code: str, failures: Mapping[str, str]) -> SendFailed:
    kind, _, word = failures.get(code, f"technical: unknown-code-{kebab(code)}").partition(": ")
    return failure(kind, word)


def _number(to: str, form: str) -> str:
    digits = to.removeprefix("+")
    if form == "local":
        return f"0{digits.removeprefix('62')}"
    return digits if form == "international" else to
