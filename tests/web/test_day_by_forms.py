"""The whole day by pages: verified, printed, handed over; and every refusal in plain words."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from motekar.rules.holds import HoldCause
from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.rules.steps import CentralRecord, Collect, Collector, Hold, StartPrint, Verify
from motekar.usecases.desk import Desk
from tests.builders import MONDAY_0900, a_recorded, a_request, a_step, an_officer
from tests.web.office import Shown, Worker
from tests.web.visits import Clock

VERIFICATION, PRINTING, HAND_OVER = "/staff/verification", "/staff/printing", "/staff/hand-over"
SOON = MONDAY_0900 + timedelta(minutes=1)


async def audited(desk: Desk, action: str) -> list[str]:
    async with desk.store.transaction() as transaction:
        rows = await transaction.execute(
            text("SELECT facts->>'why' FROM audit_entry WHERE action = :action"),
            {"action": action},
        )
        return [row[0] for row in rows]


async def test_a_request_goes_through_its_day_by_scans_and_forms(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    number = recorded.view.request.request_no
    code = recorded.claim_code
    worker = await Worker.begin(desk)

    page = await worker.scan(await worker.open("/staff"), code.digits)
    assert page.address == f"{VERIFICATION}/{number}"
    page = await worker.send(page, f"{page.address}/verify", central_record="ready")
    assert f"Berhasil · {number} Berkas dinyatakan lengkap. Perlu dicetak." in page.words

    page = await worker.scan(page, number.lower())
    assert page.address == f"{PRINTING}/{number}"
    page = await worker.send(page, f"{page.address}/start-print")
    assert page.address == f"{PRINTING}/{number}"  # whose end is the next key, and no other's
    page = await worker.scan(page, f"https://ktp.example.go.id/status/{code.digits}")
    page = await worker.send(page, f"{page.address}/confirm-print", card_serial="A-1")
    assert f"{number} Kartu selesai dicetak. Siap diserahkan." in page.words

    page = await worker.scan(page, code.grouped)
    assert page.address == f"{HAND_OVER}/{number}"
    page = await worker.send(
        page, f"{page.address}/collect", collector="applicant", old_card="yes"
    )
    assert page.address == HAND_OVER
    assert f"Berhasil · {number} Kartu diserahkan." in page.words

    page = await worker.scan(page, code.digits)
    assert page.address == f"/staff/requests/{number}"
    assert "Jangan serahkan lagi." in page.words
    for done in ("Berkas diterima", "Mulai dicetak", "Nomor kartu A-1", "Diambil pemohon sendiri"):
        assert done in page.words


async def test_verification_brings_the_oldest_promise_and_then_the_next(desk: Desk) -> None:
    later = await a_request(desk, 1, now=MONDAY_0900)
    first = await a_request(desk, 2, now=MONDAY_0900 - timedelta(days=4))
    worker = await Worker.begin(desk)

    page = await worker.open(VERIFICATION)
    assert first.request.request_no in page.title
    assert "2 menunggu" in page.words
    page = await worker.send(
        page, f"{VERIFICATION}/{first.request.request_no}/verify", central_record="ready"
    )
    assert later.request.request_no in page.title
    page = await worker.send(
        page,
        f"{VERIFICATION}/{later.request.request_no}/reject",
        reject_reason="not_recorded",
        text="Belum direkam.",
    )
    assert "Tidak ada yang menunggu Anda." in page.words


async def test_verification_shows_the_data_in_clear_and_says_so_in_the_audit(desk: Desk) -> None:
    view = await a_request(desk)
    worker = await Worker.begin(desk, an_officer(Role.VERIFIER))

    page = await worker.open(f"{VERIFICATION}/{view.request.request_no}")

    assert "3275 0345 0590 0001" in page.words
    assert "Sinta Uji Contoh" in page.words
    assert await audited(desk, "request.unmask") == ["verifikasi"]


async def test_a_rejection_needs_a_reason_and_words_and_keeps_them(desk: Desk) -> None:
    view = await a_request(desk)
    address = f"{VERIFICATION}/{view.request.request_no}"
    worker = await Worker.begin(desk)

    page = await worker.send(await worker.open(address), f"{address}/reject", text="Foto buram.")

    assert page.status == 422
    assert page.words.count("Pilih alasan menolak.") == 2
    assert ("text", "Foto buram.") in page.form(f"{address}/reject").fields


async def test_whoever_comes_second_reads_who_was_first_and_what_they_did(desk: Desk) -> None:
    view = await a_request(desk)
    number = view.request.request_no
    worker = await Worker.begin(desk)
    page = await worker.open(f"{VERIFICATION}/{number}")
    await a_step(desk, view, Verify(CentralRecord.READY), now=MONDAY_0900 - timedelta(minutes=5))

    page = await worker.send(page, f"{VERIFICATION}/{number}/verify", central_record="ready")

    assert page.status == 409
    assert "Permohonan ini baru saja diubah" in page.words
    assert "berkas dinyatakan lengkap, oleh Petugas semua.32.75.03" in page.words
    assert page.links[f"Buka {number}"] == f"/staff/requests/{number}"


async def test_the_same_form_twice_is_one_step(desk: Desk) -> None:
    view = await a_request(desk, state=State.VERIFIED)
    address = f"{PRINTING}/{view.request.request_no}"
    worker = await Worker.begin(desk)
    page = await worker.open(address)

    await worker.send(page, f"{address}/start-print")
    again = await worker.send(page, f"{address}/start-print")

    assert again.status == 200
    assert "Sudah tercatat tadi." in again.words
    assert "di printer sejak" in again.words


async def test_cards_in_the_printer_stand_first_and_a_spoiled_one_goes_back(desk: Desk) -> None:
    waiting = await a_request(desk, 1, state=State.VERIFIED)
    started = await a_request(desk, 2, state=State.VERIFIED)
    await a_step(desk, started, StartPrint(), now=MONDAY_0900)
    number = started.request.request_no
    worker = await Worker.begin(desk, an_officer(Role.PRINT_OPERATOR))

    page = await worker.open(PRINTING)
    assert page.words.index(number) < page.words.index(waiting.request.request_no)
    page = await worker.open(page.links["Cetakan rusak F10"])
    assert "Listrik padam F7" in page.words
    page = await worker.send(page, f"{PRINTING}/{number}/spoil-print", cause="power_cut")

    assert f"{number} Cetakan rusak, dicetak lagi." in page.words
    assert "Di printer" not in page.words.partition("Cetak Di")[2]
    assert "sudah 1 kali dicetak" in page.words
    history = await worker.open(f"/staff/requests/{number}")
    assert "Listrik padam" in history.words


async def test_the_held_screen_shows_whom_to_compare_and_hides_them_again(desk: Desk) -> None:
    view = await a_request(desk, state=State.PRINTED)
    number = view.request.request_no
    worker = await Worker.begin(desk, an_officer(Role.FRONT_OFFICER))

    held = await worker.open(f"{HAND_OVER}/{number}")
    left = await worker.open(HAND_OVER)

    assert "Sinta Uji Contoh 5 Mei 1990" in held.words
    assert "Minta KTP-el lama" in held.words
    assert "no-store" in (await worker.browser.get(held.address)).headers["cache-control"]
    assert "Sinta" not in left.source
    assert await audited(desk, "request.unmask") == ["penyerahan"] * 2


async def test_a_hand_over_asks_who_and_whether_the_old_card_came(desk: Desk) -> None:
    view = await a_request(desk, state=State.PRINTED)
    address = f"{HAND_OVER}/{view.request.request_no}"
    worker = await Worker.begin(desk)
    held = await worker.open(address)

    nothing = await worker.send(held, f"{address}/collect")
    family = await worker.send(nothing, f"{address}/collect", collector="family", old_card="yes")
    kept = await worker.send(family, f"{address}/collect", collector="applicant", old_card="no")

    assert "Pilih siapa yang mengambil kartu." in nothing.words
    assert "Pilih: kartu lama diserahkan atau tidak." in nothing.words
    assert "Tulis nama yang mengambil." in family.words
    assert "Tulis hubungannya dengan pemohon." in family.words
    assert "Kartu lama diterima dulu, baru kartu baru diserahkan." in kept.words
    assert {nothing.status, family.status, kept.status} == {422}


async def test_a_representative_is_named_but_shown_by_initials(desk: Desk) -> None:
    view = await a_request(desk, state=State.PRINTED)
    number = view.request.request_no
    address = f"{HAND_OVER}/{number}"
    worker = await Worker.begin(desk)
    await worker.send(
        await worker.open(address),
        f"{address}/collect",
        collector="representative",
        collector__name="Wakil Uji",
        collector__relation="tetangga",
        collector__authority_no="F107/9",
        old_card="yes",
    )

    page = await worker.open(f"/staff/requests/{number}")

    assert "Diambil penerima kuasa · W. U. · tetangga" in page.words
    assert "Wakil Uji" not in page.source


async def test_a_mismatch_keeps_the_card_and_offers_the_hold(desk: Desk) -> None:
    view = await a_request(desk, state=State.PRINTED)
    number = view.request.request_no
    worker = await Worker.begin(desk)
    held = await worker.open(f"{HAND_OVER}/{number}")

    page = await worker.send(
        held, f"{HAND_OVER}/{number}/collect", to=f"{HAND_OVER}/{number}/mismatch"
    )

    assert "Perhatian" in page.words
    assert "Tidak cocok: kartu tidak diserahkan." in page.words
    assert page.has_form(f"/staff/requests/{number}/hold")
    assert "Siap diambil" in page.words


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.SUBMITTED, "Berkasnya masih diperiksa; kartunya belum dicetak."),
        (State.VERIFIED, "Kartunya belum jadi; masih di antrean cetak."),
        (State.COLLECTED, "Sudah diambil hari ini pukul 09.20. Jangan serahkan lagi."),
    ],
    ids=["submitted", "verified", "collected"],
)
async def test_a_card_that_cannot_be_handed_over_says_why(
    desk: Desk, state: State, told: str
) -> None:
    view = await a_request(desk, state=state)
    worker = await Worker.begin(desk)

    page = await worker.open(f"{HAND_OVER}/{view.request.request_no}")

    assert told in page.words
    assert "Jangan serahkan kartu" in page.words
    assert "Sinta" not in page.source


async def test_a_second_hand_over_is_refused_with_the_first_one_told(desk: Desk) -> None:
    view = await a_request(desk, state=State.PRINTED)
    number = view.request.request_no
    clock = Clock(MONDAY_0900 + timedelta(minutes=40))
    worker = await Worker.begin(desk, clock=clock)
    held = await worker.open(f"{HAND_OVER}/{number}")
    given = Collect(Collector.FAMILY, name="A B", relation="anak", old_card_surrendered=True)
    await a_step(desk, view, given, now=MONDAY_0900 + timedelta(minutes=30))

    page = await worker.send(
        held, f"{HAND_OVER}/{number}/collect", collector="applicant", old_card="yes"
    )

    assert page.status == 409
    assert "Ditolak" in page.words
    assert "Sudah diambil hari ini pukul 09.30. Jangan serahkan lagi." in page.words
    assert "Diambil keluarga" in page.words


async def test_a_held_request_says_since_when_and_why_everywhere(desk: Desk) -> None:
    view = await a_request(desk, state=State.PRINTED)
    number = view.request.request_no
    await a_step(desk, view, Hold(HoldCause.DISPUTED, "Foto lain"), now=MONDAY_0900)
    worker = await Worker.begin(desk)

    for address in (f"{HAND_OVER}/{number}", f"{VERIFICATION}/{number}"):
        assert "data perlu dicocokkan" in (await worker.open(address)).words.lower()
    page = await worker.open(f"/staff/requests/{number}")
    assert "Ditunda sejak hari ini pukul 09.00" in page.words
    assert page.has_form(f"/staff/requests/{number}/resume")


def unread(page: Shown) -> str:
    return page.words.partition("Ditolak")[2]


@pytest.mark.parametrize(
    ("scanned", "told"),
    [
        ("12345", "Kode resi 20 angka."),
        ("48151623427086420194", "Ada angka yang keliru."),
        ("BUT-261399-0001", "Nomor permohonan berbentuk seperti BUT-261121-0042."),
        ("BUT-261123-0999", "Tidak ada permohonan dengan kode itu."),
    ],
    ids=["short", "check digit", "no such day", "nobody's"],
)
async def test_a_scan_that_opens_nothing_is_answered_on_the_same_page(
    desk: Desk, scanned: str, told: str
) -> None:
    worker = await Worker.begin(desk)

    page = await worker.scan(await worker.open(PRINTING), scanned)

    assert page.address == PRINTING
    assert told in unread(page)
    assert "Lima pindaian terakhir" in page.words


async def test_a_scan_of_another_office_says_whose_it_is_not(desk: Desk) -> None:
    view = await a_request(desk, office="32.75.04")
    worker = await Worker.begin(desk)

    page = await worker.scan(await worker.open("/staff"), view.request.request_no)

    assert "Permohonan ini milik Kecamatan Bekasi Selatan." in unread(page)


async def test_a_scan_never_leads_out_of_our_pages(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    page = await worker.open("/staff")

    lured = await worker.send(page, "/staff/scan", scan="1", here="//evil.example/staff")

    assert lured.address == "/staff"
