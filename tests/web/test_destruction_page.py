"""The destruction by its pages: the queue, the form and its faults, the record and its paper."""

import io

import pytest
from pypdf import PdfReader

from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.rules.steps import Collect, Collector
from motekar.usecases import destroying
from motekar.usecases.desk import Desk
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0900,
    WITNESSES,
    a_destruction,
    a_request,
    a_spoiled_card,
    a_step,
    an_officer,
)
from tests.web.office import Shown, Worker
from tests.web.visits import Clock

STOCK = "/staff/stock"
QUEUE = f"{STOCK}/destruction"
MANAGER = an_officer(Role.OFFICE_MANAGER)
MONDAY_1600 = MONDAY_0900.replace(hour=16)


async def a_manager(desk: Desk) -> Worker:
    return await Worker.begin(desk, MANAGER, clock=Clock(MONDAY_1600))


async def burn(manager: Worker, page: Shown | None = None, **typed: object) -> Shown:
    fields: dict[str, object] = {
        "number": "470/1/BA",
        "place": "Halaman kantor",
        "witnesses": WITNESSES,
        **typed,
    }
    return await manager.send(page or await manager.open(QUEUE), QUEUE, **fields)


def ticked(page: Shown) -> list[str]:
    return [value for name, value in page.form(QUEUE).fields if name == "cards"]


async def test_the_stock_page_leads_to_what_waits(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    await a_request(desk, 2, state=State.COLLECTED)
    manager = await a_manager(desk)

    stock = await manager.open(STOCK)
    page = await manager.open(stock.links["Antrean dan berita acara"])

    assert "2 kartu menunggu: KTP-el lama" in stock.words
    assert "2 kartu menunggu dimusnahkan" in page.words
    assert "KTP-el lama: 1 kartu" in page.words
    assert "KTP-el rusak saat dicetak: 1 kartu" in page.words
    assert ticked(page) == ["old_card:BUT-261123-0002", "spoiled:BUT-261123-0001:1"]


async def test_cards_outside_the_ledger_are_told_beside_those_in_it(desk: Desk) -> None:
    manager = await a_manager(desk)
    await a_request(desk, 1, state=State.COLLECTED)
    await manager.send(await manager.open(STOCK), f"{STOCK}/counted", counted__counted="20")
    defect = {"defect__quantity": "4", "defect__batch": "B7"}
    page = await manager.send(await manager.open(STOCK), f"{STOCK}/defect", **defect)

    assert "Menunggu dimusnahkan 4 dan 1 di luar buku stok" in page.words
    queue = await manager.open(page.links["4"])
    assert "Blangko cacat pabrik: 4 kartu Catatan stok no. 3 · 4 kartu Bets B7" in queue.words


async def test_where_nothing_waits_the_page_says_what_would(desk: Desk) -> None:
    page = await (await a_manager(desk)).open(QUEUE)

    assert "Tidak ada kartu yang menunggu dimusnahkan." in page.words
    assert not page.has_form(QUEUE)


async def test_a_record_is_written_shown_and_listed(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    manager = await a_manager(desk)

    record = await burn(manager, hand_count="1")
    queue = await manager.open(QUEUE)
    stock = await manager.open(STOCK)

    assert "Pemusnahan 1 kartu dicatat." in record.words
    assert "Tanggal pemusnahan Senin, 23 November 2026" in record.words
    assert "Cara dibakar" in record.words
    assert "Budi Contoh, S.H., Satpol PP Ratna Contoh, Inspektorat" in record.words
    assert "BUT-261123-0001 (cetakan 1) Hasil cetak cacat 23 Nov 2026 1" in record.words
    assert "Tidak ada kartu yang menunggu dimusnahkan." in queue.words
    assert stock.links["470/1/BA"] == queue.links["470/1/BA"] == record.address


async def test_what_was_unticked_and_typed_stays_after_a_fault(desk: Desk) -> None:
    for number in (1, 2, 3):
        await a_spoiled_card(desk, number)
    manager = await a_manager(desk)
    kept = ["spoiled:BUT-261123-0001:1", "spoiled:BUT-261123-0003:1"]

    page = await burn(manager, hand_count="3", cards=kept)

    assert page.status == 422
    assert "Terhitung 3, dicentang 2." in page.words
    assert ticked(page) == kept
    fields = dict(page.form(QUEUE).fields)
    assert (fields["number"], fields["witnesses"]) == ("470/1/BA", WITNESSES)

    record = await burn(manager, page, hand_count="2")
    assert "Pemusnahan 2 kartu dicatat." in record.words


async def test_all_that_is_missing_is_told_at_once_and_nothing_saved(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    nothing = dict.fromkeys(("number", "day", "place", "witnesses", "hand_count"), "")

    page = await burn(await a_manager(desk), cards=None, **nothing)

    assert page.status == 422
    for words in (
        "Centang 1 sampai 500 kartu.",
        "Tulis nomor berita acaranya.",
        "Tulis tanggalnya.",
        "Tulis tempatnya.",
        "Tulis 2 sampai 8 saksi, satu baris satu.",
        "Tulis jumlah kartu yang dihitung dengan tangan.",
        "1 kartu menunggu dimusnahkan",
    ):
        assert words in page.words
    assert ticked(page) == []


async def test_days_and_witnesses_that_cannot_be_are_told(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    manager = await a_manager(desk)

    ahead = await burn(manager, day="2026-11-24", witnesses="Budi, Satpol PP\nRatna - Polsek")
    before = await burn(manager, day="2026-11-22", hand_count="1")

    assert "Tanggalnya belum tiba." in ahead.words
    assert "Saksi ke-1: tulis nama, lalu “ - ”" in ahead.words
    assert "Kartu terbaru di daftar baru ada 23 Nov 2026." in before.words
    assert (ahead.status, before.status) == (422, 422)


async def test_the_same_button_pressed_twice_burns_once(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    manager = await a_manager(desk)
    page = await manager.open(QUEUE)

    first = await burn(manager, page, hand_count="1")
    second = await burn(manager, page, hand_count="1")

    assert (second.status, second.address) == (200, first.address)


async def test_a_form_without_its_token_burns_nothing(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    manager = await a_manager(desk)

    page = await burn(manager, hand_count="1", _csrf_token="x")

    assert page.status == 403
    assert "1 kartu menunggu dimusnahkan" in (await manager.open(QUEUE)).words


async def test_somebody_who_was_quicker_is_told_and_the_rest_stays_ticked(desk: Desk) -> None:
    for number in (1, 2):
        await a_spoiled_card(desk, number)
    manager = await a_manager(desk)
    page = await manager.open(QUEUE)
    first, _ = await destroying.queue(desk, MANAGER, BEKASI_UTARA)
    form = a_destruction([first], number="470/7/BA")
    await destroying.destroy(desk, an_officer(), BEKASI_UTARA, form, now=MONDAY_1600)

    shown = await burn(manager, page, hand_count="2")

    assert shown.status == 409
    assert "1 kartu yang dicentang sudah ada di berita acara lain." in shown.words
    assert ticked(shown) == ["spoiled:BUT-261123-0002:1"]


async def test_a_number_used_before_is_refused(desk: Desk) -> None:
    manager = await a_manager(desk)
    await a_spoiled_card(desk, 1)
    await burn(manager, hand_count="1")
    await a_spoiled_card(desk, 2)

    page = await burn(manager, hand_count="1")

    assert page.status == 409
    assert "Nomor 470/1/BA sudah ada pada pemusnahan lain" in page.words


async def test_a_card_that_came_after_the_page_is_not_burned_with_it(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    ready = await a_request(desk, 2, state=State.PRINTED)
    manager = await a_manager(desk)
    page = await manager.open(QUEUE)
    await a_step(
        desk, ready, Collect(Collector.APPLICANT, old_card_surrendered=True), now=MONDAY_1600
    )

    await burn(manager, page, hand_count="1")

    assert ticked(await manager.open(QUEUE)) == ["old_card:BUT-261123-0002"]


@pytest.mark.parametrize("role", [Role.HEAD_OF_OFFICE, Role.INSPECTOR])
async def test_overseers_read_the_queue_and_the_records(desk: Desk, role: Role) -> None:
    await a_spoiled_card(desk, 1)
    record = await burn(await a_manager(desk), hand_count="1")
    await a_spoiled_card(desk, 2)
    overseer = await Worker.begin(desk, an_officer(role))

    page = await overseer.open(QUEUE)
    its = await overseer.open(record.address)

    assert "BUT-261123-0002 (cetakan 1)" in page.words
    assert not page.has_form(QUEUE)
    assert "Ratna Contoh, Inspektorat" in its.words


async def test_other_people_and_other_offices_have_no_door_to_it(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    record = await burn(await a_manager(desk), hand_count="1")
    front = await Worker.begin(desk, an_officer(Role.FRONT_OFFICER))
    neighbour = await Worker.begin(desk, an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN))

    for address in (QUEUE, record.address, f"{record.address}/record.pdf"):
        assert (await front.open(address)).status == 403
    for address in (
        f"{QUEUE}?office={BEKASI_UTARA}",
        record.address,
        f"{record.address}/record.pdf",
    ):
        assert (await neighbour.open(address)).status == 403


async def test_a_record_nobody_wrote_is_not_found(desk: Desk) -> None:
    page = await (await a_manager(desk)).open(f"{QUEUE}/{desk.new_id(MONDAY_0900)}")

    assert page.status == 404
    assert "Berita acara tidak ditemukan" in page.words


async def test_the_paper_is_indonesian_whatever_the_screen_speaks_and_names_no_citizen(
    desk: Desk,
) -> None:
    await a_request(desk, 1, state=State.COLLECTED, full_name="Sinta Uji Contoh")
    manager = await a_manager(desk)
    record = await burn(manager, hand_count="1")
    await manager.open(f"{QUEUE}?bahasa=en")

    answer = await manager.browser.client.get(f"{record.address}/record.pdf")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert "berita-acara-pemusnahan-BUT-2026-11-23.pdf" in answer.headers["content-disposition"]
    (page,) = PdfReader(io.BytesIO(answer.content)).pages
    words = " ".join(page.extract_text().split())
    assert "Senin, tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam" in words
    assert "memusnahkan 1 (satu) kartu dengan cara dibakar" in words
    assert "1. KTP-el lama BUT-261123-0001 Rusak 23 Nov 2026 1" in words
    assert "Sinta" not in words
    assert "3275034505900001" not in words
