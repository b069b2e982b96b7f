"""Twilio's interface as its reference describes it."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace

import pytest

from motekar.sms.conformance import Answer, CallingKit, SendingKit, SignedKit
from motekar.sms.conformance.peer import Peer, serving
from motekar.sms.conformance.watching import MESSAGE
from motekar.sms.gateway import (
    Arrival,
    Call,
    GatewaySettingWrong,
    Receipt,
    ReceiptForged,
    ReceiptMalformed,
    TechnicalFailure,
)
from motekar.sms.over_http import Patience
from motekar.sms.twilio import TwilioGateway, make, make_patient

TOKEN = "t0ken-of-the-account"
SETTINGS = {
    "MOTEKAR_SMS_TWILIO_ACCOUNT": "AC0123",
    "MOTEKAR_SMS_TWILIO_TOKEN": TOKEN,
    "MOTEKAR_SMS_TWILIO_SENDER": "+15005550006",
}
RECEIPTS_AT = "https://ktp.example.go.id/gateways/twilio/receipts?key=k3y"


def refused(status: int, code: int) -> Answer:
    return Answer(
        status, json.dumps({"code": code, "message": "+6281234567890", "status": status})
    )


def a_call(form: dict[str, str], *, url: str = RECEIPTS_AT, signed_url: str | None = None) -> Call:
    """A call signed as Twilio signs it, by another way than the adapter's."""
    text = (signed_url or url) + "".join(f"{name}{form[name]}" for name in sorted(form))
    digest = hmac.new(TOKEN.encode(), text.encode(), hashlib.sha1).digest()
    headers = {"x-twilio-signature": base64.b64encode(digest).decode()}
    return Call("POST", url, headers, (("key", "k3y"),), tuple(form.items()), b"")


def a_status(state: str, code: str | None = None) -> Call:
    form = {"MessageSid": "SM1", "MessageStatus": state, "To": "+6281234567890"}
    return a_call(form | ({"ErrorCode": code} if code else {}))


class TestConformance(SendingKit, SignedKit, CallingKit):
    name = "twilio"
    secrets = (TOKEN, base64.b64encode(f"AC0123:{TOKEN}".encode()).decode())
    accepted = Answer(201, '{"sid": "SM1", "status": "queued"}')
    temporary = refused(429, 20429)
    permanent = refused(400, 21211)
    technical = refused(401, 20003)
    receipts = (
        (a_status("delivered"), Receipt(Arrival.DELIVERED, "delivered")),
        (a_status("sent"), Receipt(Arrival.ON_ITS_WAY, "sent")),
        (a_status("undelivered", "30003"), Receipt(Arrival.TEMPORARY, "phone-unreachable-30003")),
        (a_status("undelivered", "30005"), Receipt(Arrival.PERMANENT, "number-unknown-30005")),
        (a_status("failed", "30002"), Receipt(Arrival.TECHNICAL, "account-suspended-30002")),
        (a_status("failed"), Receipt(Arrival.TECHNICAL, "failed-without-code")),
    )
    unknown = a_status("failed", "39999")

    def environ(self, address):
        return SETTINGS | {"MOTEKAR_SMS_TWILIO_URL": address}

    def make(self, address, patience_seconds):
        return make_patient(self.environ(address), Patience.of(patience_seconds))


def at(peer: Peer, **settings: str) -> TwilioGateway:
    own = {f"MOTEKAR_SMS_TWILIO_{name}": value for name, value in settings.items()}
    return make(SETTINGS | {"MOTEKAR_SMS_TWILIO_URL": peer.address} | own)


async def test_a_message_is_posted_to_the_account_and_gets_its_sid() -> None:
    async with serving(TestConformance.accepted) as peer:
        gateway = at(peer)
        sent = await gateway.send(MESSAGE)
        await gateway.close()
    (request,) = peer.requests
    assert sent.reference == "SM1"
    assert (request.method, request.target) == (
        "POST",
        "/2010-04-01/Accounts/AC0123/Messages.json",
    )
    assert request.headers["authorization"].startswith("Basic ")
    assert "From=+15005550006" in request
    assert "ValidityPeriod=36000" in request


async def test_a_messaging_service_takes_the_place_of_a_sender() -> None:
    async with serving(TestConformance.accepted) as peer:
        gateway = at(peer, SENDER="", SERVICE="MG9")
        await gateway.send(MESSAGE)
        await gateway.close()
    assert "MessagingServiceSid=MG9" in peer.requests[0]
    assert "From=" not in peer.requests[0]


@pytest.mark.parametrize("service", ["", "MG9"], ids=["neither", "both"])
def test_it_needs_a_sender_or_a_service(service: str) -> None:
    sender = "" if not service else "DUKCAPIL"
    with pytest.raises(GatewaySettingWrong, match=r"Give one of .*_SENDER and .*_SERVICE"):
        make(
            SETTINGS | {"MOTEKAR_SMS_TWILIO_SENDER": sender, "MOTEKAR_SMS_TWILIO_SERVICE": service}
        )


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (refused(400, 29999), "unknown-code-29999"),
        (Answer(400, '{"code": "a/b c"}'), "unknown-code-a-b-c"),
        (Answer(500, "{}"), "http-500"),
        (Answer(201, '{"sid": 7}'), "broken-answer"),
    ],
)
async def test_an_answer_out_of_the_list_is_technical(answer: Answer, told: str) -> None:
    async with serving(answer) as peer:
        gateway = at(peer)
        with pytest.raises(TechnicalFailure, match=told):
            await gateway.send(MESSAGE)
        await gateway.close()


def test_the_signature_of_twilios_own_example_is_believed() -> None:
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    call = Call(
        "POST",
        "https://mycompany.com/myapp.php?foo=1&bar=2",
        {"x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
        (),
        tuple(form.items()),
        b"",
    )
    with pytest.raises(ReceiptMalformed):  # believed, but a call of another kind
        make(SETTINGS | {"MOTEKAR_SMS_TWILIO_TOKEN": "12345"}).receipt(call)


@pytest.mark.parametrize(
    ("called", "signed"),
    [
        ("https://ktp.example.go.id/r?a=b", "https://ktp.example.go.id:443/r?a=b"),
        ("https://ktp.example.go.id:443/r", "https://ktp.example.go.id/r"),
        ("https://ktp.example.go.id:8443/r", "https://ktp.example.go.id/r"),
        ("http://[::1]/r", "http://[::1]:80/r"),
    ],
)
def test_a_signature_counts_with_and_without_the_port(called: str, signed: str) -> None:
    call = a_call({"MessageStatus": "delivered"}, url=called, signed_url=signed)
    assert make(SETTINGS).receipt(call).arrival is Arrival.DELIVERED


def test_a_field_sent_twice_is_signed_once() -> None:
    call = a_status("delivered")
    twice = replace(call, form=call.form * 2)
    assert make(SETTINGS).receipt(twice).arrival is Arrival.DELIVERED


def test_a_call_to_another_address_is_forged() -> None:
    with pytest.raises(ReceiptForged):
        make(SETTINGS).receipt(replace(a_status("delivered"), url=f"{RECEIPTS_AT}x"))


def test_an_address_that_cannot_be_read_is_forged() -> None:
    with pytest.raises(ReceiptForged):
        make(SETTINGS).receipt(replace(a_status("delivered"), url="https://[x"))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("partially_delivered", "partially-delivered"),
        ("canceled", "canceled"),
        ("lost", "unknown-state-lost"),
        ("\N{SNOWMAN}", "unknown-state-unreadable"),
    ],
)
def test_a_state_that_is_no_arrival_is_technical(state: str, told: str) -> None:
    receipt = make(SETTINGS).receipt(a_status(state))
    assert receipt == Receipt(Arrival.TECHNICAL, told)


@pytest.mark.parametrize(
    ("answer", "receipt"),
    [
        ('{"status": "delivered", "error_code": null}', Receipt(Arrival.DELIVERED, "delivered")),
        (
            '{"status": "undelivered", "error_code": 30006}',
            Receipt(Arrival.PERMANENT, "number-is-landline-30006"),
        ),
    ],
    ids=["delivered", "landline"],
)
async def test_a_message_without_receipt_can_be_asked_for(answer: str, receipt: Receipt) -> None:
    async with serving(Answer(200, answer)) as peer:
        gateway = at(peer)
        assert await gateway.ask("SM/1") == receipt
        await gateway.close()
    assert peer.requests[0].target.endswith("/Messages/SM%2F1.json")


async def test_the_check_asks_whether_the_account_may_send() -> None:
    for status in ("active", "suspended"):
        async with serving(Answer(200, json.dumps({"status": status}))) as peer:
            gateway = at(peer)
            if status == "active":
                await gateway.check()
            else:
                with pytest.raises(TechnicalFailure, match="account-not-active"):
                    await gateway.check()
            await gateway.close()
        assert peer.requests[0].target == "/2010-04-01/Accounts/AC0123.json"
