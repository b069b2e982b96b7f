"""What needs help, the ladder and one's own number, as people meet them on their pages."""

import re
from datetime import datetime, timedelta

import pytest

from motekar.rules.escalation import Help
from motekar.rules.people import Role
from motekar.usecases import escalating
from motekar.usecases.desk import Desk
from motekar.web.help_words import SENTENCES
from tests.builders import BEKASI_SELATAN, MONDAY_0900, WIB, a_request, an_officer
from tests.web.office import Worker
from tests.web.visits import Clock

ESCALATION, LADDER, MY_PHONE = (
    "/staff/escalation",
    "/staff/escalation/ladder",
    "/staff/my-phone",
)
MONDAY_1520 = datetime(2026, 11, 23, 15, 20, tzinfo=WIB)
TUESDAY_0830 = datetime(2026, 11, 24, 8, 30, tzinfo=WIB)


async def begun(desk: Desk, role: Role, now: datetime) -> Worker:
    return await Worker.begin(desk, an_officer(role), clock=Clock(now))


async def test_the_counter_reads_what_is_at_risk_and_what_would_help(desk: Desk) -> None:
    number = (await a_request(desk)).request.request_no
    incomplete = (await a_request(desk, 2, documents=["form_f102"])).request.request_no
    await escalating.go_round(desk, now=MONDAY_1520)
    worker = await begun(desk, Role.FRONT_OFFICER, MONDAY_1520)

    page = await worker.open(ESCALATION)

    assert "Perlu ditolong (2)" in page.words
    assert "40 menit lagi" in page.words
    assert "Verifikasi sekarang: menunggu 6 jam." in page.words
    assert "Hubungi pemohon: masih kurang Kartu Keluarga (KK), KTP-el lama." in page.words
    assert page.links[f"Lengkapi berkas : {incomplete}"].endswith(incomplete)
    assert number in page.links
    assert "Sinta" not in page.source
    assert "S. U. C." not in page.source
    assert not page.links.get("Ubah tangga pertolongan")


async def test_the_head_says_that_it_was_seen_and_the_manager_reads_it(desk: Desk) -> None:
    number = (await a_request(desk)).request.request_no
    await escalating.go_round(desk, now=TUESDAY_0830)
    head = await begun(desk, Role.HEAD_OF_OFFICE, TUESDAY_0830)
    page = await head.open(ESCALATION)
    assert "terlambat 16 jam" in page.words
    assert "Kepala dinas langkah 3, hari ini pukul 08.30" in page.words
    [action] = re.findall(r'action="([^"]+/seen)"', page.source)

    seen = await head.send(page, action)

    assert seen.address == ESCALATION
    assert f"Berhasil · {number} Dicatat: sudah Anda lihat." in seen.words
    assert not seen.has_form(action)
    again = await head.send(page, action)
    assert again.status == 200
    manager = await begun(desk, Role.OFFICE_MANAGER, TUESDAY_0830 + timedelta(minutes=5))
    told = (await manager.open(ESCALATION)).words
    assert f"{an_officer(Role.HEAD_OF_OFFICE).name} hari ini pukul 08.30" in told


async def test_counts_by_office_and_step_lead_to_those_rows(desk: Desk) -> None:
    for number in (1, 2):
        await a_request(desk, number)
    await a_request(desk, 3, documents=["form_f102"], now=MONDAY_0900 - timedelta(days=3))
    await escalating.go_round(desk, now=MONDAY_1520)
    worker = await begun(desk, Role.FRONT_OFFICER, MONDAY_1520)
    page = await worker.open(ESCALATION)
    assert page.links["2"] == f"{ESCALATION}?office=32.75.03&rank=1"
    narrowed = await worker.open(page.links["2"])
    assert "Perlu ditolong (2)" in narrowed.words
    assert narrowed.source.count("/seen") == 2
    assert narrowed.links["Tampilkan semua (3)"] == ESCALATION
    beyond = await worker.open(f"{ESCALATION}?office=32.75.03&rank=1&page=2")
    assert beyond.address == page.links["2"]
    assert beyond.source.count("/seen") == 2


@pytest.mark.parametrize("office", [BEKASI_SELATAN, "nowhere", "%00"])
async def test_an_office_of_somebody_else_is_refused(desk: Desk, office: str) -> None:
    worker = await begun(desk, Role.FRONT_OFFICER, MONDAY_1520)
    assert (await worker.open(f"{ESCALATION}?office={office}")).status == 403


async def test_with_nothing_to_help_the_page_says_so(desk: Desk) -> None:
    worker = await begun(desk, Role.OFFICE_MANAGER, MONDAY_1520)
    page = await worker.open(ESCALATION)
    assert "Tidak ada yang perlu ditolong." in page.words
    assert "Perlu ditolong (" in page.words
    inspector = await begun(desk, Role.INSPECTOR, MONDAY_1520)
    assert (await inspector.open(ESCALATION)).status == 403


async def test_a_head_writes_the_ladder_anew(desk: Desk) -> None:
    head = await begun(desk, Role.HEAD_OF_OFFICE, MONDAY_1520)
    page = await head.open(LADDER)
    assert "1. janji mulai terancam + 0 menit (tanpa janji 240 menit): Petugas loket" in page.words
    typed = {"trigger__4": "overdue", "after_open_minutes__4": "30", "unpromised__4": ""}

    wrong = await head.send(page, LADDER, **typed)

    assert wrong.status == 422
    assert "Tulis berapa menit buka sejak berkas masuk." in wrong.words
    assert "Centang siapa yang diberi tahu" in wrong.words
    assert ("after_open_minutes.4", "30") in wrong.form(LADDER).fields
    fixed = {"unpromised__4": "2000", "audience__4": ["head_of_office"]}
    below = await head.send(wrong, LADDER, **fixed)
    assert "Langkah ini datang sebelum langkah di bawahnya." in below.words
    done = await head.send(below, LADDER, after_open_minutes__4="120")
    assert "Tangga disimpan; dipakai mulai Senin, 23 November 2026." in done.words
    assert "4. janji lewat + 120 menit (tanpa janji 2000 menit): Kepala dinas" in done.words
    stale = await head.send(page, LADDER, after_open_minutes__3="90")
    assert stale.status == 409
    assert "baru saja mengubah tangga ini" in stale.words
    endless = await head.send(page, LADDER, seen_version="9" * 5000)
    assert endless.status == 409


async def test_ones_own_number_is_entered_shown_masked_and_cleared(desk: Desk) -> None:
    worker = await begun(desk, Role.VERIFIER, MONDAY_1520)
    page = await worker.open(MY_PHONE)
    assert "Belum ada nomor." in page.words
    wrong = await worker.send(page, MY_PHONE, phone="021 555 0123")
    assert wrong.status == 422
    assert ("phone", "021 555 0123") in wrong.form(MY_PHONE).fields
    kept = await worker.send(wrong, MY_PHONE, phone="0812 8877 6655")
    assert "Nomor disimpan." in kept.words
    assert "+62812••••••55" in kept.words
    assert "8877" not in kept.source
    cleared = await worker.send(kept, MY_PHONE, phone="")
    assert "Nomor dihapus." in cleared.words
    assert "Belum ada nomor." in cleared.words


def test_every_help_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Help)
