"""What the doctor finds, and what is to be done about it."""

from datetime import timedelta

from motekar.sms.gateway import Reports
from motekar.usecases.desk import Desk
from motekar.usecases.diagnosis import Finding, diagnosed
from motekar.usecases.roster import Roster
from tests.builders import MONDAY_0900, a_recorded
from tests.gateways import Recording, a_roster

URL = "https://ktp.example.go.id"


async def findings(desk: Desk, roster: Roster, *, url: str | None = URL) -> dict[str, Finding]:
    later = MONDAY_0900 + timedelta(minutes=11)
    found = await diagnosed(desk, roster, public_url=url, now=later)
    return {one.about: one for one in found}


async def test_a_sound_installation_needs_nothing(desk: Desk) -> None:
    found = await findings(desk, a_roster(Recording("kannel", reports=Reports.CALLS)))
    assert [one.about for one in found.values() if one.advice] == []


async def test_each_trouble_has_its_advice(desk: Desk) -> None:
    await a_recorded(desk)
    down, deaf = Recording("down", is_down=True), Recording("deaf", reports=Reports.CALLS)
    found = await findings(desk, Roster((down, deaf)), url=None)
    assert found["gateway down"].found == "technical: down"
    assert "MOTEKAR_SMS_DOWN_" in (found["gateway down"].advice or "")
    assert "MOTEKAR_SMS_RECEIPTS_URL" in (found["gateway deaf"].advice or "")
    assert "worker" in (found["messages"].advice or "")
    assert "QR" in (found["public address"].advice or "")
