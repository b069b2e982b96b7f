"""Where gateways report: the right answer to each call, and nothing personal in any."""

from datetime import timedelta

from motekar.sms.gateway import Reports
from motekar.usecases import messaging
from motekar.usecases.desk import Desk
from tests.builders import MONDAY_0900, a_recorded
from tests.gateways import BASE, Recording, a_roster
from tests.web.visits import Browser

LATER = MONDAY_0900 + timedelta(minutes=1)


async def a_message_out(desk: Desk) -> tuple[Browser, str]:
    """A visitor at the gateway's place, and the address it was given."""
    await a_recorded(desk)
    roster = a_roster(Recording(reports=Reports.CALLS))
    await messaging.send_due(desk, roster, clock=lambda: LATER)
    (gateway,) = roster.gateways
    address = gateway.sent[0].receipts_at  # type: ignore[attr-defined]
    return Browser(desk, roster=roster), address.removeprefix(BASE)


async def test_a_receipt_is_taken_by_get_and_by_post(desk: Desk) -> None:
    gateway, address = await a_message_out(desk)
    told = await gateway.client.get(f"{address}&status=on_its_way")
    assert (told.status_code, told.text) == (200, "ok")
    told = await gateway.client.post(address, data={"status": "delivered"})
    assert (told.status_code, told.text) == (200, "ok")
    assert "set-cookie" not in told.headers


async def test_what_proves_nothing_or_means_nothing_is_refused(desk: Desk) -> None:
    gateway, address = await a_message_out(desk)
    forged = address.replace("key=", "key=0")
    for path, status in (
        (f"{forged}&status=delivered", 403),
        ("/gateways/recording/receipts", 403),
        (f"{address}&status=nonsense", 400),
        ("/gateways/merpati/receipts?message=1", 404),
    ):
        assert (await gateway.client.post(path)).status_code == status
    too_much = await gateway.client.post(address, content=b"x" * 70_000)
    assert too_much.status_code == 413
