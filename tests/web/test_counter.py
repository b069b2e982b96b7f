"""The counter: typed, read back, recorded once; faults beside their fields, nothing lost."""

import re
from datetime import timedelta

import pytest

from motekar.rules.people import Role
from motekar.usecases.desk import Desk
from tests.builders import (
    BEKASI_SELATAN,
    MONDAY_0900,
    a_request,
    an_officer,
    intake_fields,
)
from tests.web.office import Shown, Worker
from tests.web.visits import Clock

INTAKE = "/staff/intake"
SAVE = f"{INTAKE}/save"


async def read_back(worker: Worker, **changes: object) -> Shown:
    page = await worker.open(INTAKE)
    return await worker.send(page, INTAKE, **intake_fields(**changes))  # type: ignore[arg-type]


async def test_a_visit_is_read_back_before_anything_is_recorded(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    page = await read_back(worker, phone="0812 3456 7890")

    assert "Belum ada yang tersimpan" in page.words
    assert "Sinta Uji Contoh" in page.words
    assert "3275 0345 0590 0001" in page.words
    assert "0812 3456 7890" in page.words
    assert "5 Mei 1990" in page.words
    assert "Hari ini pukul 16.00" in page.words
    assert "Rp0. Gratis." in page.words
    assert "Belum ada permohonan yang berjalan" in (await worker.open("/staff")).words


async def test_saving_shows_number_code_and_slips(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    page = await worker.send(await read_back(worker), SAVE)

    assert page.address == "/staff/intake/saved/BUT-261123-0001"
    assert "Tersimpan BUT-261123-0001" in page.words
    assert re.search(r"(\d{4} ){4}\d{4}", page.words)
    for paper in ("Resi A6 F9", "Resi 80 mm", "Resi 58 mm", "Resi A4"):
        slip = await worker.browser.get(page.links[paper])
        assert slip.headers["content-type"] == "application/pdf"


async def test_without_a_printer_and_phone_the_long_code_is_the_one_to_write_down(
    desk: Desk,
) -> None:
    worker = await Worker.begin(desk)
    with_phone = await worker.send(await read_back(worker), SAVE)
    without = await worker.send(await read_back(worker, number=2, phone=""), SAVE)

    assert "Tulis nomor ini untuk pemohon: BUT-261123-0001" in with_phone.words
    assert "Tanpa nomor HP: tulis 20 angka ini untuk pemohon." in without.words


async def test_pressing_save_twice_records_once_and_shows_the_same_page(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    page = await read_back(worker)

    first = await worker.send(page, SAVE)
    again = await worker.send(page, SAVE)

    assert again.address == first.address
    assert "Perlu diverifikasi 1" in (await worker.open("/staff")).words


async def test_every_fault_is_told_at_once_and_what_was_typed_stays(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    page = await read_back(
        worker, nik="3275 0345", full_name="", phone="021 555", reason="", paper_no="K-7"
    )

    assert page.status == 422
    assert page.title.startswith("Perlu diperbaiki:")
    for told in (
        "Tulis 16 angka NIK; baru ada 8.",
        "Tulis nama lengkap; satu kata pun nama.",
        "Pilih alasan cetak.",
        "Tulis tanggal dan jam berkas diterima.",
    ):
        assert page.words.count(told) == 2  # in the summary and beside the field
    assert 'href="#f-nik"' in page.source
    typed = dict(page.form(INTAKE).fields)
    assert (typed["nik"], typed["phone"], typed["paper_no"]) == ("3275 0345", "021 555", "K-7")


async def test_change_leads_back_to_the_form_as_it_was(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    page = await worker.send(
        await read_back(worker, priority="elderly"), SAVE, to=f"{INTAKE}/edit"
    )

    form = page.form(INTAKE).fields
    assert ("full_name", "Sinta Uji Contoh") in form
    assert ("priority", "elderly") in form
    assert [value for name, value in form if name == "documents"] == [
        "form_f102",
        "family_card",
        "old_card",
    ]


async def test_the_checklist_and_promise_follow_the_reason(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    empty = await worker.open(INTAKE)
    page = await worker.send(empty, INTAKE, to=f"{INTAKE}/promise", reason="moved_in")

    assert "Pilih alasan dulu; daftar dokumennya muncul di sini." in empty.words
    assert "Surat keterangan pindah" in page.words
    assert "Salah satu dari: KTP-el lama Surat kehilangan dari polisi" in page.words
    assert "Berlaku bila berkas lengkap." in page.words


async def test_a_script_gets_the_changed_parts_only(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    page = await worker.open(INTAKE)
    worker.browser.client.headers["hx-request"] = "true"
    ask = f"{INTAKE}/promise"
    part = await worker.send(page, INTAKE, to=ask, nik="3171015505900001", reason="lost")

    assert "<html" not in part.source
    assert "Lahir 15 Mei 1990 (36 tahun) · perempuan" in part.words
    assert "NIK terbit di kabupaten atau kota lain" in part.words
    assert "Dokumen yang dibawa" in part.words

    same = await worker.send(page, INTAKE, to=ask, reason="lost", listed="lost")
    assert "Janji kami" in same.words
    assert "Dokumen yang dibawa" not in same.words


async def test_after_the_cut_off_the_promise_is_the_next_open_day(desk: Desk) -> None:
    clock = Clock(MONDAY_0900 + timedelta(hours=6, minutes=30))
    worker = await Worker.begin(desk, clock=clock)

    page = await worker.open(INTAKE)

    assert "Besok pukul 16.00" in page.words
    assert "Pukul 15.00 sudah lewat, maka hari kerja berikutnya." in page.words


async def test_an_incomplete_file_is_recorded_and_held(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    page = await read_back(worker, documents=["form_f102", "family_card"])
    assert "Kunjungan ini tetap dicatat dan ditunda." in page.words

    saved = await worker.send(page, SAVE)

    assert "Belum bisa dijanjikan" in saved.words
    assert "Ditunda: berkas belum lengkap KTP-el lama" in saved.words


async def test_a_late_entry_keeps_its_earlier_time(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    page = await read_back(worker, received_at="2026-11-20T10:00", paper_no="K-12")
    saved = await worker.send(page, SAVE)

    assert "Jumat, 20 November 2026 pukul 10.00 WIB · K-12" in page.words
    assert "Jumat, 20 November pukul 16.30" in saved.words


@pytest.mark.parametrize("office", ["here", "elsewhere"])
async def test_a_nik_with_an_open_request_is_told_office_state_and_date_only(
    desk: Desk, office: str
) -> None:
    where = {"here": "32.75.03", "elsewhere": BEKASI_SELATAN}[office]
    other = await a_request(desk, office=where, full_name="Nama Lain Sekali", phone="")
    worker = await Worker.begin(desk)
    page = await worker.send(await read_back(worker), SAVE)

    assert page.status == 409
    assert "Sudah ada permohonan yang berjalan" in page.words
    assert other.office.name in page.words
    assert "Diterima" in page.words
    assert "Senin, 23 November 2026" in page.words
    assert other.request.request_no not in page.source
    assert "Nama Lain" not in page.source
    back = await worker.send(page, f"{INTAKE}/edit")
    assert ("nik", "3275034505900001") in back.form(INTAKE).fields


async def test_nothing_personal_is_ever_in_an_address(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    addresses = [(await read_back(worker)).address]
    saved = await worker.send(await read_back(worker), SAVE)
    addresses += [saved.address, *saved.links.values()]

    assert not [each for each in addresses if "3275034505900001" in each or "Sinta" in each]


async def test_the_counter_is_for_front_officers(desk: Desk) -> None:
    worker = await Worker.begin(desk, an_officer(Role.VERIFIER))

    assert (await worker.open(INTAKE)).status == 403
    assert "Loket" not in (await worker.open("/staff")).links


async def test_a_form_sent_after_the_session_ended_says_to_sign_in_and_records_nothing(
    desk: Desk,
) -> None:
    clock = Clock()
    worker = await Worker.begin(desk, clock=clock)
    page = await read_back(worker)
    clock.now += timedelta(hours=3)

    late = await worker.send(page, SAVE)

    assert late.status == 401
    assert "Silakan masuk dulu" in late.words
    assert "Kiriman ini belum dicatat." in late.words
    assert late.links["Masuk"] == "/staff/sign-in?next=/staff/intake"
    again = await Worker.begin(desk)
    assert "Belum ada permohonan yang berjalan." in (await again.open("/staff")).words
