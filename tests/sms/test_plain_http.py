"""The configurable gateway and the presets it is shipped with."""

import json
from pathlib import Path

import pytest

from motekar.sms.conformance import Answer, AskingKit, Request, SendingKit
from motekar.sms.conformance.peer import serving
from motekar.sms.conformance.watching import MESSAGE
from motekar.sms.gateway import (
    Arrival,
    Call,
    GatewaySettingWrong,
    Receipt,
    ReceiptMalformed,
    Reports,
    SendFailed,
    TechnicalFailure,
)
from motekar.sms.over_http import Patience
from motekar.sms.plain_http import PlainHttpGateway, make, make_patient
from motekar.sms.preset import find, shipped


def settings(preset: str, **own: str) -> dict[str, str]:
    given = {"PRESET": preset, "USER": "kunci-kami", "PASSWORD": "sandi-kami"} | own
    return {f"MOTEKAR_SMS_HTTP_{name}": value for name, value in given.items() if value}


class ZenzivaKit(SendingKit):
    name = "http"
    secrets = ("kunci-kami", "sandi-kami")
    accepted = Answer(200, '{"messageId": "157365", "to": "0812", "status": "1", "text": "OK"}')
    temporary = Answer(200, '{"status": "89", "text": "repeated"}')
    permanent = Answer(200, '{"status": 6, "text": "refused"}')
    technical = Answer(200, '{"status": "5", "text": "wrong keys 081234567890"}')
    preset = "zenziva"

    def environ(self, address):
        return settings(self.preset, URL=address)

    def make(self, address, patience_seconds):
        return make_patient(self.environ(address), Patience.of(patience_seconds))


class TestZenziva(ZenzivaKit):
    """Nobody has put this preset to the real service."""


class TestZenzivaDomain(ZenzivaKit, AskingKit):
    preset = "zenziva-domain"
    asked = ((Answer(200, '{"msg-status": "Sent"}'), Receipt(Arrival.ON_ITS_WAY, "sent")),)
    asked_unknown = Answer(200, '{"msg-status": "Entah"}')

    # This interface has no question but for a message: any answer is one.
    test_a_check_finds_a_refused_log_in = None


class TestGeneric(SendingKit, AskingKit):
    name = "http"
    secrets = ("sandi-kami",)
    accepted = Answer(202, '{"id": "m-1"}')
    temporary = Answer(429, "")
    permanent = Answer(422, '{"error": "number"}')
    technical = Answer(401, "")
    asked = (
        (Answer(200, '{"state": "delivered"}'), Receipt(Arrival.DELIVERED, "delivered")),
        (Answer(200, '{"state": "expired"}'), Receipt(Arrival.TEMPORARY, "expired")),
        (Answer(200, '{"state": "undelivered"}'), Receipt(Arrival.PERMANENT, "undelivered")),
    )
    asked_unknown = Answer(200, '{"state": "dimakan anjing"}')

    def environ(self, address):
        return settings("generic", URL=address)

    def make(self, address, patience_seconds):
        return make_patient(self.environ(address), Patience.of(patience_seconds))


async def sent(preset: str, answer: Answer) -> tuple[str | None, Request]:
    async with serving(answer) as peer:
        gateway = make(settings(preset, URL=peer.address))
        try:
            reference = (await gateway.send(MESSAGE)).reference
        finally:
            await gateway.close()
    return reference, peer.requests[0]


async def test_zenziva_gets_a_form_with_a_local_number() -> None:
    reference, request = await sent("zenziva", ZenzivaKit.accepted)
    assert reference == "157365"
    assert (request.method, request.target) == ("POST", "/reguler/api/sendsms/")
    assert "userkey=kunci-kami&passkey=sandi-kami&to=081234567890&message=Kecamatan" in request


async def test_the_generic_service_gets_json_and_a_token() -> None:
    reference, request = await sent("generic", TestGeneric.accepted)
    assert reference == "m-1"
    assert request.headers["authorization"] == "Bearer sandi-kami"
    assert json.loads(request.body) == {
        "to": MESSAGE.to,
        "text": MESSAGE.text,
        "reference": MESSAGE.reference,
    }


async def test_a_service_may_keep_its_own_name_for_itself() -> None:
    reference, _ = await sent("generic", Answer(200, "{}"))
    assert reference is None


async def test_an_unknown_code_says_itself() -> None:
    with pytest.raises(SendFailed, match="technical: unknown-code-0"):
        await sent("zenziva", Answer(200, '{"status": 0}'))


@pytest.mark.parametrize("preset", shipped())
def test_a_preset_with_a_question_is_asked(preset: str) -> None:
    gateway = make(settings(preset, URL="https://sms.example.id"))
    asks = find(preset).ask is not None
    assert gateway.reports is (Reports.ASKED if asks else Reports.NEVER)


async def test_a_preset_without_a_question_never_reports() -> None:
    gateway = make(settings("zenziva"))
    with pytest.raises(TechnicalFailure, match="never-reports"):
        await gateway.ask("157365")
    with pytest.raises(ReceiptMalformed):
        gateway.receipt(Call("POST", "https://ktp.example.go.id/", {}, (), (), b""))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(200, '{"status": "1", "balance": 120}'), None),
        (Answer(200, '{"balance": 120}'), None),
        (Answer(200, '{"status": "99"}'), "no-credit"),
        (Answer(200, '{"status": "7"}'), "unknown-code-7"),
        (Answer(200, "<html>"), "broken-answer"),
        (Answer(500, "<html>"), "unknown-code-http-500"),
    ],
)
async def test_the_check_asks_for_the_balance(answer: Answer, told: str | None) -> None:
    async with serving(answer) as peer:
        gateway = make(settings("zenziva", URL=peer.address))
        if told is None:
            await gateway.check()
        else:
            with pytest.raises(TechnicalFailure, match=told):
                await gateway.check()
        await gateway.close()
    assert peer.requests[0].target == "/api/balance/?userkey=kunci-kami&passkey=sandi-kami"


async def test_without_a_question_for_it_any_answer_is_a_sign_of_life() -> None:
    async with serving(Answer(404, "")) as peer:
        gateway = make(settings("zenziva-domain", URL=peer.address))
        await gateway.check()
        await gateway.close()


@pytest.mark.parametrize(
    ("number", "told"),
    [("e164", "+6281234567890"), ("international", "6281234567890"), ("local", "081234567890")],
)
async def test_a_number_is_written_as_the_service_wants_it(
    tmp_path: Path, number: str, told: str
) -> None:
    own = tmp_path / "own.toml"
    generic = (Path(make.__code__.co_filename).parent / "presets/generic.toml").read_text()
    own.write_text(generic.replace('number = "e164"', f'number = "{number}"'))
    _, request = await sent(str(own), TestGeneric.accepted)
    assert json.loads(request.body)["to"] == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('number = "e164"', 'number = "roman"', r"number: "),
        ("{our_reference}", "{nik}", r"send\.fields\.reference: .*\{nik\} is none of"),
        ("temporary: busy", "temporarily busy", r"send\.failures\.http-503: "),
        ("temporary: expired", "expired", r"ask\.states\.expired: "),
        ("[send]", "[send", r"."),
        ('reference = "id"', 'reference = "id"\nretries = 3', r"send\.retries: "),
    ],
    ids=["number", "word", "failure", "state", "toml", "unknown"],
)
def test_a_malformed_preset_is_told_by_its_place(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    generic = (Path(make.__code__.co_filename).parent / "presets/generic.toml").read_text()
    assert old in generic
    own = tmp_path / "own.toml"
    own.write_text(generic.replace(old, new, 1))
    with pytest.raises(GatewaySettingWrong, match=rf"MOTEKAR_SMS_HTTP_PRESET must .*\({told}"):
        make(settings(str(own), URL="https://sms.example.id"))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (settings("nowhere.toml"), "PRESET"),
        (settings("zenziva", USER=""), "USER"),
        (settings("zenziva", PASSWORD=""), "PASSWORD"),
        (settings("zenziva-domain"), "URL"),
    ],
)
def test_what_the_preset_needs_is_asked_for(given: dict[str, str], named: str) -> None:
    with pytest.raises(GatewaySettingWrong, match=f"^The setting MOTEKAR_SMS_HTTP_{named} "):
        make(given)


def test_what_the_preset_does_not_use_is_not_needed() -> None:
    gateway = make(settings("generic", USER="", URL="https://sms.example.id/v1"))
    assert isinstance(gateway, PlainHttpGateway)
    assert gateway.own_words == {"password": "sandi-kami"}
