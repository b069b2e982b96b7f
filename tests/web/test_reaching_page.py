"""Who has to be told by hand, and how messages fare, as staff see it."""

import re
from datetime import timedelta

from motekar.rules.people import Role
from motekar.sms.gateway import PermanentFailure, Reports
from motekar.usecases import messaging
from motekar.usecases.desk import Desk
from tests.builders import MONDAY_0900, a_recorded, an_officer
from tests.gateways import Recording, a_roster
from tests.web.office import Worker

TO_TELL = "/staff/messages/to-tell"
LATER = MONDAY_0900 + timedelta(minutes=1)


async def refused(desk: Desk) -> str:
    """The number of a request whose message was refused."""
    view = (await a_recorded(desk)).view
    refusing = Recording(failures=[PermanentFailure("number-refused")])
    await messaging.send_due(desk, a_roster(refusing), clock=lambda: LATER)
    return view.request.request_no


async def test_the_front_office_sees_who_to_tell_and_closes_with_an_outcome(desk: Desk) -> None:
    number = await refused(desk)
    worker = await Worker.begin(desk, an_officer(Role.FRONT_OFFICER))
    assert "Pesan (1)" in (await worker.open("/staff")).words

    page = await worker.open(TO_TELL)
    assert number in page.words
    assert "Operator menolak nomornya: tanyakan nomor yang benar." in page.words
    assert f"KTP-el {number} diterima" in page.words
    assert "234567" not in page.source
    found = re.search(rf'action="({TO_TELL}/([0-9a-f-]+))"', page.source)
    assert found
    action, task = found.groups()

    unsaid = await worker.send(page, action, **{f"note-{task}": "dicoba dua kali"})
    assert unsaid.status == 422
    assert "dicoba dua kali" in unsaid.source
    typed = {f"outcome-{task}": "not_reachable", f"note-{task}": ""}
    assert (await worker.send(page, action, **typed)).status == 422

    done = await worker.send(page, action, **{**typed, f"note-{task}": "tiga kali ditelepon"})
    assert done.address == TO_TELL
    assert "Semua pemohon sudah tahu." in done.words
    again = await worker.send(page, action, **{f"outcome-{task}": "called"})
    assert again.status == 409
    assert "Sudah diselesaikan" in again.words


async def test_an_inspector_reads_how_messages_fare(desk: Desk) -> None:
    await refused(desk)
    roster = a_roster(Recording("kannel", reports=Reports.CALLS))
    inspector = await Worker.begin(desk, an_officer(Role.INSPECTOR), roster=roster)
    page = await inspector.open("/staff/messages/delivery")
    assert "belum ada SMS yang dikabarkan sampai" in page.words
    assert re.search(r"nomor atau isi ditolak – 1", page.words)
    assert "kannel bekerja 0" in page.words
    assert (await inspector.open(TO_TELL)).status == 403


async def test_without_messages_both_pages_say_so(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    assert "Semua pemohon sudah tahu." in (await worker.open(TO_TELL)).words
    words = (await worker.open("/staff/messages/delivery")).words
    assert "Belum ada SMS minggu ini." in words
    assert "tidak ada yang menunggu" in words
