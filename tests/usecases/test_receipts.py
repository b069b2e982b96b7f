"""What became of a message: receipts in any order, twice, forged, late, or never."""

import asyncio
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import text

from motekar.rules.delivery import PATIENCE
from motekar.rules.errors import MessageUnknown
from motekar.sms.gateway import Arrival, Call, Receipt, Reports, TechnicalFailure
from motekar.usecases import delivery_figures, messaging, receipts
from motekar.usecases.desk import Desk
from motekar.usecases.receipts import ReceiptForged, ReceiptMalformed
from motekar.usecases.roster import receipt_key
from tests.builders import MONDAY_0900, a_recorded, a_request
from tests.gateways import Recording, a_roster

LATER = MONDAY_0900 + timedelta(minutes=1)
THEN = LATER + timedelta(minutes=2)
CALLING = Reports.CALLS


async def out(desk: Desk, gateway: Recording, *, now: datetime = LATER) -> str:
    """Sends what is due; gives the receipts address of the last one."""
    await messaging.send_due(desk, a_roster(gateway), clock=lambda: now)
    address = gateway.sent[-1].receipts_at
    assert address is not None
    return address


async def told(
    desk: Desk, gateway: Recording, address: str, status: str, **changes: str
) -> str | None:
    query = dict(parse_qsl(urlsplit(address).query))
    ours = {**query, **changes}
    call = Call("GET", address, {}, (("status", status),), (), b"")
    found = await receipts.take(desk, gateway, call, **ours, now=THEN)  # type: ignore[arg-type]
    return found.state


async def state(desk: Desk) -> tuple[str, str | None]:
    async with desk.store.transaction() as transaction:
        row = (await transaction.execute(text("SELECT state, failure FROM message"))).one()
        return tuple(row)


async def open_tasks(desk: Desk) -> int:
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(
            text("SELECT count(*) FROM message_task WHERE closed_at IS NULL")
        )
        return int(rows.scalar_one())


async def test_a_message_is_delivered_when_the_gateway_says_so(desk: Desk) -> None:
    await a_recorded(desk)
    gateway = Recording(reports=CALLING)
    address = await out(desk, gateway)
    assert await state(desk) == ("sent", None)
    assert await told(desk, gateway, address, "on_its_way") is None
    assert await told(desk, gateway, address, "delivered") == "delivered"
    assert await state(desk) == ("delivered", None)
    watched = await delivery_figures.watched(desk, now=THEN)
    assert watched.messages == {("delivered", "", "recording"): 1}
    assert watched.seconds == {0.5: 180, 0.95: 180}


@pytest.mark.parametrize("first", ["delivered", "permanent", "on_its_way"])
@pytest.mark.parametrize("second", ["delivered", "permanent", "temporary", "on_its_way"])
async def test_receipts_in_any_order_and_twice_end_the_same(
    desk: Desk, first: str, second: str
) -> None:
    await a_recorded(desk)
    gateway = Recording(reports=CALLING)
    address = await out(desk, gateway)
    for status in (first, second, second, first):
        await told(desk, gateway, address, status)
    if "delivered" in {first, second}:
        assert await state(desk) == ("delivered", None)
        assert await open_tasks(desk) == 0
    elif "permanent" in {first, second} and "temporary" not in {first, second}:
        assert await state(desk) == ("failed", "permanent")
        assert await open_tasks(desk) == 1


async def test_ten_receipts_at_once_are_one(real_desk: Desk) -> None:
    await a_recorded(real_desk)
    gateway = Recording(reports=CALLING)
    address = await out(real_desk, gateway)
    changes = await asyncio.gather(
        *(told(real_desk, gateway, address, "permanent") for _ in range(10))
    )
    assert sorted(change or "-" for change in changes) == [*["-"] * 9, "failed"]
    assert await open_tasks(real_desk) == 1


async def test_a_forged_receipt_changes_nothing(desk: Desk) -> None:
    await a_recorded(desk)
    gateway = Recording(reports=CALLING)
    address = await out(desk, gateway)
    for changes in ({"key": "0" * 32}, {"attempt": "2"}, {"message": "x"}, {"key": "é"}):
        with pytest.raises(ReceiptForged):
            await told(desk, gateway, address, "delivered", **changes)
    with pytest.raises(ReceiptForged):
        await told(desk, Recording("other"), address, "delivered")
    with pytest.raises(ReceiptMalformed):
        await told(desk, gateway, address, "nonsense")
    assert await state(desk) == ("sent", None)


async def test_a_receipt_for_a_message_that_is_gone_says_so(desk: Desk) -> None:
    await a_recorded(desk)
    gateway = Recording(reports=CALLING)
    address = await out(desk, gateway)
    key = dict(parse_qsl(urlsplit(address).query))
    other = "00000000-0000-7000-8000-000000000000"
    forged = receipt_key(desk, gateway.name, other, key["attempt"])
    with pytest.raises(MessageUnknown):
        await told(desk, gateway, address, "delivered", message=other, key=forged)


async def test_a_passing_failure_is_tried_again_and_its_old_receipts_count_no_more(
    desk: Desk,
) -> None:
    await a_recorded(desk)
    gateway = Recording(reports=CALLING)
    first = await out(desk, gateway)
    assert await told(desk, gateway, first, "temporary") == "queued"
    assert await told(desk, gateway, first, "temporary") is None
    second = await out(desk, gateway, now=THEN + timedelta(minutes=1))
    assert second != first
    assert await told(desk, gateway, first, "permanent") is None
    assert await state(desk) == ("sent", None)
    assert await told(desk, gateway, first, "delivered") == "delivered"
    assert await told(desk, gateway, second, "permanent") is None


async def test_a_receipt_makes_good_for_a_worker_that_died_after_sending(desk: Desk) -> None:
    class Killed(BaseException):
        pass

    class Deadly(Recording):
        async def send(self, message):  # type: ignore[no-untyped-def]
            await super().send(message)
            raise Killed

    await a_recorded(desk)
    deadly = Deadly(reports=CALLING)
    with pytest.raises(Killed):
        await out(desk, deadly)
    address = deadly.sent[-1].receipts_at
    assert address is not None
    assert await told(desk, deadly, address, "on_its_way") == "sent"
    other = Recording(reports=CALLING)
    much_later = LATER + timedelta(minutes=10)
    await messaging.send_due(desk, a_roster(other), clock=lambda: much_later)
    assert other.sent == [], "it is known to be out"


async def test_silence_ends_as_unknown_and_as_work(desk: Desk) -> None:
    view = await a_request(desk)
    gateway = Recording(reports=CALLING)
    address = await out(desk, gateway)
    roster = a_roster(gateway)
    over = view.request.submitted_at + timedelta(hours=24) + PATIENCE
    assert await receipts.look_after_quiet(desk, roster, now=over - timedelta(seconds=1)) == ()
    await receipts.look_after_quiet(desk, roster, now=over)
    assert await state(desk) == ("unknown", "unreported")
    assert await open_tasks(desk) == 1
    assert await told(desk, gateway, address, "delivered") == "delivered"
    assert await open_tasks(desk) == 0


async def test_a_gateway_that_has_to_be_asked_is_asked(desk: Desk) -> None:
    await a_recorded(desk)
    gateway = Recording(reports=Reports.ASKED)
    roster = a_roster(gateway)
    await messaging.send_due(desk, roster, clock=lambda: LATER)
    assert gateway.sent[0].receipts_at is None
    assert await messaging.next_due(desk) == LATER + timedelta(seconds=30)
    await receipts.look_after_quiet(desk, roster, now=LATER + timedelta(seconds=30))
    assert gateway.asked == 1
    due = await messaging.next_due(desk)
    assert due == LATER + timedelta(seconds=60)
    gateway.answers = [Receipt(Arrival.DELIVERED, "sent")]
    (found,) = await receipts.look_after_quiet(desk, roster, now=due)
    assert found.state == "delivered"


async def test_a_gateway_that_cannot_be_asked_now_is_asked_again(desk: Desk) -> None:
    class Away(Recording):
        async def ask(self, reference: str) -> Receipt:
            raise TechnicalFailure("unreachable")

    await a_recorded(desk)
    away = Away(reports=Reports.ASKED)
    await messaging.send_due(desk, a_roster(away), clock=lambda: LATER)
    (found,) = await receipts.look_after_quiet(desk, a_roster(away), now=THEN)
    assert found.state is None
    assert await messaging.next_due(desk) == THEN + timedelta(minutes=2)


async def test_what_nobody_could_send_in_time_is_work(desk: Desk) -> None:
    view = await a_request(desk)
    roster = a_roster(Recording(is_down=True))
    over = view.request.submitted_at + timedelta(hours=24)
    await messaging.send_due(desk, roster, clock=lambda: LATER)
    assert await messaging.give_up_stale(desk, now=over) == 1
    assert await state(desk) == ("failed", "expired")
    assert await open_tasks(desk) == 1
    assert await messaging.next_due(desk) is None
