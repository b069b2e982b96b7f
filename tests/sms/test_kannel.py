"""Kannel's interface as its user guide describes it; the real one stands in test_real_kannel."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from motekar.sms.conformance import Answer, CallingKit, Request, SendingKit
from motekar.sms.conformance.peer import serving
from motekar.sms.conformance.watching import MESSAGE
from motekar.sms.gateway import (
    Arrival,
    Call,
    GatewaySettingWrong,
    Receipt,
    SendFailed,
    TechnicalFailure,
)
from motekar.sms.kannel import KannelGateway, make, make_patient
from motekar.sms.over_http import Patience

TEXT = "text/html"
SETTINGS = {
    "MOTEKAR_SMS_KANNEL_URL": "http://127.0.0.1:13013",
    "MOTEKAR_SMS_KANNEL_USER": "motekar",
    "MOTEKAR_SMS_KANNEL_PASSWORD": "rahasia-kannel",
}


def a_report(value: str, reply: str = "") -> Call:
    query = (("key", "k3y"), ("value", value), ("reply", reply))
    return Call("GET", "https://ktp.example.go.id/gateways/kannel/receipts", {}, query, (), b"")


class TestConformance(SendingKit, CallingKit):
    name = "kannel"
    secrets = ("rahasia-kannel",)
    accepted = Answer(202, "0: Accepted for delivery", TEXT)
    temporary = Answer(503, "Temporal failure, try again later.", TEXT)
    permanent = Answer(400, "Number(s) has/have been denied by white- and/or black-lists.", TEXT)
    technical = Answer(403, "Authorization failed for sendsms", TEXT)
    receipts = (
        (a_report("1", "id:7 stat:DELIVRD"), Receipt(Arrival.DELIVERED, "delivered")),
        (a_report("2", "id:7 stat:UNDELIV"), Receipt(Arrival.PERMANENT, "undeliverable")),
        (a_report("2", "id:7 stat:EXPIRED"), Receipt(Arrival.TEMPORARY, "expired")),
        (a_report("2"), Receipt(Arrival.PERMANENT, "failed")),
        (a_report("4"), Receipt(Arrival.ON_ITS_WAY, "buffered")),
        (a_report("8", "ACK/"), Receipt(Arrival.ON_ITS_WAY, "handed-over")),
        (a_report("16", "NACK/0x0000000b/Bad"), Receipt(Arrival.PERMANENT, "number-refused")),
        (a_report("16", "NACK/0x00000045/Bad"), Receipt(Arrival.TECHNICAL, "rejected")),
        (a_report("34"), Receipt(Arrival.TEMPORARY, "expired")),
        (a_report("66"), Receipt(Arrival.TECHNICAL, "state-unknown")),
    )
    unknown = a_report("77")

    def environ(self, address):
        return SETTINGS | {"MOTEKAR_SMS_KANNEL_URL": address}

    def make(self, address, patience_seconds):
        return make_patient(self.environ(address), Patience.of(patience_seconds))


async def refusal(answer: Answer) -> SendFailed:
    async with serving(answer) as peer:
        gateway = make(SETTINGS | {"MOTEKAR_SMS_KANNEL_URL": peer.address})
        with pytest.raises(SendFailed) as failed:
            await gateway.send(MESSAGE)
        await gateway.close()
    return failed.value


@pytest.mark.parametrize(
    ("status", "said", "told"),
    [
        (403, "Not routable. Do not try again.", "technical: not-routable"),
        (400, "Sender missing and no global set, rejected", "technical: sender-missing"),
        (400, "Missing receiver number, rejected", "permanent: number-refused"),
        (400, "Charset or body misformed, rejected", "permanent: text-refused"),
        (400, "Validity field misformed, rejected", "technical: http-400"),
        (404, "<H1>Not found.</H1>", "technical: http-404"),
        (200, "Welcome", "technical: broken-answer"),
    ],
)
async def test_what_kannel_says_decides_whose_fault_it_is(status, said, told) -> None:
    assert str(await refusal(Answer(status, said, TEXT))) == told


async def test_a_message_waiting_for_a_link_is_taken_over() -> None:
    async with serving(Answer(202, "3: Queued for later delivery", TEXT)) as peer:
        gateway = make(SETTINGS | {"MOTEKAR_SMS_KANNEL_URL": peer.address})
        await gateway.send(MESSAGE)
        await gateway.close()


@pytest.mark.parametrize(
    ("left", "minutes"),
    [
        (timedelta(hours=2), "119"),
        (timedelta(seconds=-5), "1"),
        (timedelta(days=30_000), "10080"),
    ],
)
async def test_kannel_gives_up_when_the_message_has_lost_its_sense(left, minutes) -> None:
    message = replace(MESSAGE, valid_until=datetime.now(UTC) + left)
    async with serving(TestConformance.accepted) as peer:
        gateway = make(SETTINGS | {"MOTEKAR_SMS_KANNEL_URL": peer.address})
        await gateway.send(message)
        await gateway.close()
    assert f"validity={minutes}&" in peer.requests[0].target


async def test_a_sender_is_shown_only_where_one_is_set() -> None:
    async with serving(TestConformance.accepted) as peer:
        here = SETTINGS | {"MOTEKAR_SMS_KANNEL_URL": peer.address}
        for environ in (here, here | {"MOTEKAR_SMS_KANNEL_SENDER": "DUKCAPIL"}):
            gateway = make(environ)
            await gateway.send(MESSAGE)
            await gateway.close()
    without, shown = peer.requests
    assert "from=" not in without
    assert "from=DUKCAPIL" in shown


LINKS = "<gateway><status>running</status><smscs><count>1</count>{}</smscs></gateway>"


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (LINKS.format("<smsc><status>online 7s</status></smsc>"), None),
        (LINKS.format("<smsc><status>re-connecting</status></smsc>"), "smsc-offline"),
        (LINKS.format(""), "smsc-offline"),
        ("Denied", "status-refused"),
    ],
    ids=["online", "lost", "none", "wrong password"],
)
async def test_the_check_looks_at_the_operators_links(status: str, told: str | None) -> None:
    def answer(request: Request) -> Answer:
        if request.target.startswith("/status.xml"):
            assert "password=rahasia-status" in request
            return Answer(200, status, "text/xml")
        return Answer(400, "Missing receiver number, rejected", TEXT)

    async with serving(answer) as peer:
        gateway = make(
            SETTINGS
            | {
                "MOTEKAR_SMS_KANNEL_URL": peer.address,
                "MOTEKAR_SMS_KANNEL_STATUS_URL": f"{peer.address}/status.xml",
                "MOTEKAR_SMS_KANNEL_STATUS_PASSWORD": "rahasia-status",
            }
        )
        if told is None:
            await gateway.check()
        else:
            with pytest.raises(TechnicalFailure, match=told):
                await gateway.check()
        await gateway.close()


async def test_without_a_status_address_a_log_in_is_enough() -> None:
    async with serving(Answer(400, "Missing receiver number, rejected", TEXT)) as peer:
        gateway = make(SETTINGS | {"MOTEKAR_SMS_KANNEL_URL": peer.address})
        await gateway.check()
        await gateway.close()
    (request,) = peer.requests
    assert "to=" not in request.target


async def test_kannel_cannot_be_asked() -> None:
    with pytest.raises(TechnicalFailure, match="never-asked"):
        await make(SETTINGS).ask("4711")


def test_a_path_of_its_own_is_kept() -> None:
    at_root = make(SETTINGS)
    elsewhere = make(SETTINGS | {"MOTEKAR_SMS_KANNEL_URL": "https://sms.example.id/kirim"})
    assert isinstance(at_root, KannelGateway)
    assert at_root.sendsms_url == "http://127.0.0.1:13013/cgi-bin/sendsms"
    assert elsewhere.sendsms_url == "https://sms.example.id/kirim"


@pytest.mark.parametrize(
    "address",
    [
        "kannel:13013",
        "http://",
        "http://sms.example.id",
        "http://8.8.8.8",
        "https://user:word@sms.example.id",
        "https://sms.example.id/?a=b",
        "https://sms.example.id/#a",
        "https://sms.example.id:port",
        "https://[sms",
    ],
)
def test_an_address_that_would_not_do_is_refused(address: str) -> None:
    with pytest.raises(
        GatewaySettingWrong, match=r"^The setting MOTEKAR_SMS_KANNEL_URL must .*\.$"
    ):
        make(SETTINGS | {"MOTEKAR_SMS_KANNEL_URL": address})


@pytest.mark.parametrize("host", ["localhost", "kannel", "10.1.2.3", "192.168.0.9", "[::1]"])
def test_plain_http_is_for_what_is_near(host: str) -> None:
    make(SETTINGS | {"MOTEKAR_SMS_KANNEL_URL": f"http://{host}:13013"})


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("dari-berkas\n")
    environ = dict(SETTINGS)
    del environ["MOTEKAR_SMS_KANNEL_PASSWORD"]
    assert (
        make(environ | {"MOTEKAR_SMS_KANNEL_PASSWORD_FILE": str(path)}).password == "dari-berkas"
    )


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GatewaySettingWrong, match="not both"):
        make(SETTINGS | {"MOTEKAR_SMS_KANNEL_PASSWORD_FILE": str(tmp_path / "password")})


@pytest.mark.parametrize("content", [None, b"", b"\xff"], ids=["absent", "empty", "binary"])
def test_a_file_without_a_secret_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "password"
    if content is not None:
        path.write_bytes(content)
    environ = dict(SETTINGS)
    del environ["MOTEKAR_SMS_KANNEL_PASSWORD"]
    with pytest.raises(GatewaySettingWrong, match="MOTEKAR_SMS_KANNEL_PASSWORD_FILE"):
        make(environ | {"MOTEKAR_SMS_KANNEL_PASSWORD_FILE": str(path)})
