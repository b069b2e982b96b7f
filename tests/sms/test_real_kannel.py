"""Messages and receipts through a real Kannel, run by somebody who may do as little as possible.

Where we are root that is nobody; the journey through Kannel is made as oneself.
"""

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from motekar.sms.conformance import Answer, Peer, Request
from motekar.sms.conformance.peer import serving
from motekar.sms.conformance.watching import MESSAGE, eventually
from motekar.sms.gateway import Arrival, Call, Outgoing, Receipt, SendFailed, TechnicalFailure
from motekar.sms.kannel import KannelGateway, make
from tests.sms.kannel_peer import Kannel, running_kannel
from tests.sms.smsc import INVALID_DESTINATION

LEAST = "nobody" if os.geteuid() == 0 else None
KEY = "k%2Fey"  # a percent sign is Kannel's own language


@pytest.fixture(scope="module")
def kannel(needs_kannel: str) -> Iterator[Kannel]:
    with running_kannel(user=LEAST) as kannel:
        yield kannel


@pytest.fixture
async def gateway(kannel: Kannel) -> AsyncIterator[KannelGateway]:
    kannel.smsc.state, kannel.smsc.refusal = "DELIVRD", 0
    gateway = make(kannel.environ)
    yield gateway
    await gateway.close()


@pytest.fixture
async def receipts() -> AsyncIterator[Peer]:
    """Where Kannel calls with its receipts."""
    async with serving(Answer(200, "")) as peer:
        yield peer


def a_message(receipts: Peer | None = None, *, text: str = MESSAGE.text) -> Outgoing:
    return replace(
        MESSAGE,
        text=text,
        receipts_at=receipts and f"{receipts.address}/gateways/kannel/receipts?key={KEY}",
        valid_until=datetime.now(UTC) + timedelta(hours=2),
    )


def as_call(request: Request, peer: Peer) -> Call:
    query = tuple(parse_qsl(urlsplit(request.target).query))
    url = peer.address + request.target
    return Call(request.method, url, request.headers, query, (), request.body)


async def first_receipt(gateway: KannelGateway, receipts: Peer) -> Receipt:
    await gateway.send(a_message(receipts))
    await eventually(lambda: bool(receipts.requests))
    request = receipts.requests[0]
    assert request.target.startswith(f"/gateways/kannel/receipts?key={KEY}&")
    return gateway.receipt(as_call(request, receipts))


async def test_a_message_arrives_as_it_was_written(kannel, gateway) -> None:
    text = "Kec. Contoh: KTP-el BUT-261123-0042 siap. GRATIS, 08.00-16.00 & info @ loket_1 (50%)"
    before = len(kannel.smsc.received)
    await gateway.send(a_message(text=text))
    await eventually(lambda: len(kannel.smsc.received) > before)
    arrived = kannel.smsc.received[-1]
    assert (arrived.to, arrived.text) == ("6281234567890", text)
    assert arrived.sender == "DUKCAPIL"


async def test_a_message_valid_for_decades_is_taken_over(kannel, gateway) -> None:
    before = len(kannel.smsc.received)
    await gateway.send(replace(a_message(), valid_until=datetime(2100, 1, 1, tzinfo=UTC)))
    await eventually(lambda: len(kannel.smsc.received) > before)


@pytest.mark.parametrize(
    ("state", "receipt"),
    [
        ("DELIVRD", Receipt(Arrival.DELIVERED, "delivered")),
        ("UNDELIV", Receipt(Arrival.PERMANENT, "undeliverable")),
        ("EXPIRED", Receipt(Arrival.TEMPORARY, "expired")),
        ("REJECTD", Receipt(Arrival.PERMANENT, "rejected")),
    ],
)
async def test_what_the_operator_reports_reaches_us(
    kannel, gateway, receipts, state: str, receipt: Receipt
) -> None:
    kannel.smsc.state = state
    assert await first_receipt(gateway, receipts) == receipt


async def test_a_number_the_operator_refuses_is_reported(kannel, gateway, receipts) -> None:
    kannel.smsc.refusal = INVALID_DESTINATION
    told = await first_receipt(gateway, receipts)
    assert told == Receipt(Arrival.PERMANENT, "number-refused")


async def test_reports_may_come_late_and_in_another_order(kannel, gateway, receipts) -> None:
    kannel.smsc.is_holding = True
    for _ in range(3):
        await gateway.send(a_message(receipts))
    await eventually(lambda: len(kannel.smsc.held) == 3)
    assert receipts.requests == []
    kannel.smsc.release()
    await eventually(lambda: len(receipts.requests) == 3)
    told = {gateway.receipt(as_call(request, receipts)) for request in receipts.requests}
    assert told == {Receipt(Arrival.DELIVERED, "delivered")}


@pytest.mark.parametrize("status", [204, 404, 503])
async def test_kannel_calls_again_until_it_is_answered_200(gateway, status: int) -> None:
    answers = [Answer(200, ""), Answer(status, "")]
    async with serving(lambda _: answers.pop()) as receipts:
        await gateway.send(a_message(receipts))
        await eventually(lambda: len(receipts.requests) == 2, seconds=10)
    assert receipts.requests[0].target == receipts.requests[1].target


async def test_a_link_that_is_down_is_seen_and_its_messages_wait(kannel, gateway) -> None:
    await gateway.check()
    kannel.stop_smsc()
    before = len(kannel.smsc.received)
    with pytest.raises(TechnicalFailure, match="smsc-offline"):
        await gateway.check()
    await gateway.send(a_message(text="menunggu"))
    kannel.start_smsc()
    await gateway.check()
    await eventually(lambda: len(kannel.smsc.received) > before)
    assert kannel.smsc.received[-1].text == "menunggu"


@pytest.mark.parametrize(
    ("setting", "told"),
    [("PASSWORD", "technical: log-in-refused"), ("STATUS_PASSWORD", "technical: status-refused")],
)
async def test_a_wrong_password_is_seen_without_a_message(kannel, setting, told) -> None:
    wrong = make(kannel.environ | {f"MOTEKAR_SMS_KANNEL_{setting}": "salah"})
    with pytest.raises(SendFailed) as failed:
        await wrong.check()
    assert str(failed.value) == told
    await wrong.close()


async def test_a_number_kannel_refuses_is_permanent(gateway) -> None:
    with pytest.raises(SendFailed, match="permanent: number-refused"):
        await gateway.send(replace(a_message(), to="bukan nomor"))
