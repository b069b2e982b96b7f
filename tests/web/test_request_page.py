"""A request's own page: where it stands and why, and every step that is made there."""

import pytest
from sqlalchemy import text

from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.rules.steps import StartPrint
from motekar.usecases.desk import Desk
from motekar.usecases.viewing import RequestView
from tests.builders import BEKASI_SELATAN, MONDAY_0900, a_request, a_step, an_officer
from tests.web.office import Shown, Worker

INCOMPLETE = ["form_f102", "family_card"]


def address_of(view: RequestView) -> str:
    return f"/staff/requests/{view.request.request_no}"


async def step(worker: Worker, view: RequestView, action: str, **typed: object) -> Shown:
    page = await worker.open(f"{address_of(view)}?step={action}")
    return await worker.send(page, f"{address_of(view)}/{action}", **typed)


async def test_the_page_says_state_promise_reasons_and_history_masked(desk: Desk) -> None:
    view = await a_request(desk, note="Membawa kursi roda.")
    worker = await Worker.begin(desk)

    page = await worker.open(address_of(view))

    for told in (
        "Diterima",
        "Hari ini pukul 16.00",
        "Berkas lengkap sebelum pukul 15.00 selesai hari itu juga.",
        "3275••••••••••01",
        "S. U. C.",
        "Membawa kursi roda.",
        "Petugas semua.32.75.03 · Kecamatan Bekasi Utara",
        "KTP-el BUT-261123-0001 diterima",
    ):
        assert told in page.words
    assert "Sinta" not in page.source
    assert page.links["Nyatakan lengkap F9"] == f"/staff/verification/{view.request.request_no}"


async def test_one_whose_step_it_is_not_reads_whose_it_is(desk: Desk) -> None:
    view = await a_request(desk)
    worker = await Worker.begin(desk, an_officer(Role.PRINT_OPERATOR))

    page = await worker.open(address_of(view))

    assert "Langkah berikutnya dikerjakan verifikator." in page.words
    assert "Langkah lain" not in page.words


async def test_an_incomplete_file_is_completed_here_and_promised(desk: Desk) -> None:
    view = await a_request(desk, documents=INCOMPLETE)
    worker = await Worker.begin(desk)
    page = await worker.open(address_of(view))
    assert "Masih kurang: KTP-el lama" in page.words

    nothing = await worker.send(page, f"{address_of(view)}/complete-documents")
    done = await worker.send(
        await worker.open(address_of(view)),
        f"{address_of(view)}/complete-documents",
        documents=["old_card"],
    )

    assert "Berkas masih kurang" in nothing.words
    assert "Berkas dilengkapi. Perlu diverifikasi." in done.words
    assert "Hari ini pukul 16.00" in done.words


async def test_a_hold_is_placed_and_lifted_with_its_words(desk: Desk) -> None:
    view = await a_request(desk)
    worker = await Worker.begin(desk)

    held = await step(worker, view, "hold", cause="disputed", evidence="Nama ibu berbeda")
    told = "Ditunda sejak hari ini pukul 09.00 Data perlu dicocokkan. Nama ibu berbeda"
    assert told in held.words
    resumed = await worker.send(held, f"{address_of(view)}/resume", why="Sistem pulih")

    assert "Dilanjutkan. Perlu diverifikasi." in resumed.words
    assert "data perlu dicocokkan · Nama ibu berbeda" in resumed.words
    assert "Sistem pulih" in resumed.words


async def test_a_step_without_its_words_comes_back_with_what_was_chosen(desk: Desk) -> None:
    view = await a_request(desk)
    worker = await Worker.begin(desk)

    page = await step(worker, view, "cancel", asked_by="family")

    assert page.status == 422
    assert page.words.count("Tulis alasannya dalam satu kalimat.") == 2
    assert ("asked_by", "family") in page.form(f"{address_of(view)}/cancel").fields


@pytest.mark.parametrize(
    ("action", "typed", "told"),
    [
        ("cancel", {"asked_by": "applicant", "why": "Kartu ketemu"}, "atas permintaan pemohon"),
        ("reject", {"reject_reason": "not_recorded", "text": "Rekam dulu"}, "Rekam dulu"),
    ],
    ids=["cancel", "reject"],
)
async def test_a_request_ends_with_its_reason(
    desk: Desk, action: str, typed: dict[str, str], told: str
) -> None:
    view = await a_request(desk)
    worker = await Worker.begin(desk)

    page = await step(worker, view, action, **typed)

    assert told in page.words
    assert "Langkah lain" not in page.words


async def test_an_amendment_changes_what_was_typed_and_leaves_the_rest(desk: Desk) -> None:
    view = await a_request(desk)
    worker = await Worker.begin(desk)

    page = await step(
        worker, view, "amend", full_name="Sinta Baru", married="yes", why="Salah ketik"
    )

    assert "Data diubah." in page.words
    assert "Yang diubah: nama, status kawin · Salah ketik" in page.words
    assert "S. B." in page.words
    assert "+62812••••••01" in page.words


async def test_a_phone_can_be_taken_away(desk: Desk) -> None:
    view = await a_request(desk)
    worker = await Worker.begin(desk)

    page = await step(
        worker, view, "amend", given=["phone", "reason", "documents"], why="Tidak mau SMS"
    )

    assert "Yang diubah: nomor HP" in page.words
    assert "tidak ada, tanpa SMS" in page.words


async def test_an_amendment_that_changes_nothing_or_cannot_be_read_is_told(desk: Desk) -> None:
    view = await a_request(desk)
    worker = await Worker.begin(desk)

    nothing = await step(worker, view, "amend", why="Iseng")
    wrong = await step(worker, view, "amend", nik="12", why="")

    assert "Ubah paling sedikit satu isian, atau kembali." in nothing.words
    assert "Tulis 16 angka NIK; baru ada 2." in wrong.words
    assert "Tulis alasannya dalam satu kalimat." in wrong.words


async def test_while_a_card_is_in_the_printer_the_data_stays(desk: Desk) -> None:
    view = await a_request(desk, state=State.VERIFIED)
    worker = await Worker.begin(desk)
    page = await worker.open(f"{address_of(view)}?step=amend")
    await a_step(desk, view, StartPrint(), now=MONDAY_0900)

    late = await worker.send(
        page, f"{address_of(view)}/amend", full_name="Lain", why="Salah ketik"
    )

    assert late.status == 409
    assert "mulai dicetak, oleh Petugas" in late.words


async def test_the_data_opens_for_a_reason_that_is_kept(desk: Desk) -> None:
    view = await a_request(desk)
    worker = await Worker.begin(desk)
    page = await worker.open(address_of(view))

    without = await worker.send(page, f"{address_of(view)}/unmask")
    opened = await worker.send(page, f"{address_of(view)}/unmask", unmask_why="Menelepon pemohon")
    again = await worker.open(address_of(view))

    assert without.status == 422
    assert "Tulis untuk apa data dibuka." in without.words
    assert "Sinta Uji Contoh" in opened.words
    assert "+6281200000001" in opened.words
    assert "Sinta" not in again.source
    async with desk.store.transaction() as transaction:
        told = await transaction.execute(
            text("SELECT facts->>'why' FROM audit_entry WHERE action = 'request.unmask'")
        )
    assert told.scalars().all() == ["Menelepon pemohon"]


async def test_the_slip_is_printed_again_by_a_front_officer_only(desk: Desk) -> None:
    view = await a_request(desk)
    front = await Worker.begin(desk, an_officer(Role.FRONT_OFFICER))
    verifier = await Worker.begin(desk, an_officer(Role.VERIFIER))

    slip = await front.browser.get(f"{address_of(view)}/slip.pdf?paper=a4")
    odd = await front.open(f"{address_of(view)}/slip.pdf?paper=a5")

    assert slip.content.startswith(b"%PDF")
    assert slip.headers["cache-control"] == "no-store"
    assert odd.status == 422
    assert (await verifier.open(f"{address_of(view)}/slip.pdf")).status == 403
    assert "Cetak resi lagi" not in (await verifier.open(address_of(view))).words


@pytest.mark.parametrize(
    ("number", "status"),
    [("BUT-261123-0999", 404), ("nonsense", 404)],
    ids=["nobody's", "no number"],
)
async def test_a_number_that_opens_nothing_is_not_found(
    desk: Desk, number: str, status: int
) -> None:
    worker = await Worker.begin(desk)

    assert (await worker.open(f"/staff/requests/{number}")).status == status


async def test_a_request_of_another_office_is_theirs(desk: Desk) -> None:
    view = await a_request(desk, office=BEKASI_SELATAN)
    worker = await Worker.begin(desk)

    page = await worker.open(address_of(view))

    assert page.status == 403
    assert "Ini milik kantor lain" in page.words


async def test_an_unknown_step_is_refused(desk: Desk) -> None:
    view = await a_request(desk)
    worker = await Worker.begin(desk)
    page = await worker.open(f"{address_of(view)}?step=hold")

    answer = await worker.send(page, f"{address_of(view)}/hold", to=f"{address_of(view)}/explode")

    assert answer.status == 409
