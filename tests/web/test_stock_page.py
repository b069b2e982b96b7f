"""The stock by its pages: what a manager sees, writes, and is told when something is wrong."""

import csv
from io import StringIO

import pytest

from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, a_request, an_officer
from tests.web.office import Shown, Worker

STOCK = "/staff/stock"
MANAGER = an_officer(Role.OFFICE_MANAGER)


async def a_manager(desk: Desk) -> Worker:
    return await Worker.begin(desk, MANAGER)


async def counted(manager: Worker, number: str, **more: str) -> Shown:
    page = await manager.open(STOCK)
    return await manager.send(page, f"{STOCK}/counted", counted__counted=number, **more)


async def received(manager: Worker, quantity: str, note: str, **more: str) -> Shown:
    page = await manager.open(STOCK)
    fields = {"received__quantity": quantity, "received__reference": note, **more}
    return await manager.send(page, f"{STOCK}/received", **fields)


async def test_an_office_without_a_ledger_is_told_how_to_open_one(desk: Desk) -> None:
    page = await (await a_manager(desk)).open(STOCK)

    assert "Buku stok kantor ini belum dibuka." in page.words
    assert "Stok" in page.links


async def test_a_delivery_stands_in_the_ledger_with_its_balance(desk: Desk) -> None:
    manager = await a_manager(desk)

    page = await received(manager, "30", "SP-7", received__batch="B1")

    assert "30 kartu dicatat di buku stok." in page.words
    assert "Kiriman masuk surat SP-7 · bets B1 30" in page.words
    assert "Bebas 30 belum dijanjikan" in page.words


async def test_the_same_delivery_again_is_refused_and_nothing_typed_is_lost(desk: Desk) -> None:
    manager = await a_manager(desk)
    await received(manager, "30", "SP-7")

    page = await received(manager, "31", "SP-7")

    assert page.status == 409
    assert "Surat pengantar SP-7 sudah masuk buku." in page.words
    assert ("received.quantity", "31") in page.form(f"{STOCK}/received").fields


async def test_the_same_button_pressed_twice_counts_once(desk: Desk) -> None:
    manager = await a_manager(desk)
    await received(manager, "30", "SP-7")
    page = await manager.open(STOCK)

    for _ in range(2):
        shown = await manager.send(page, f"{STOCK}/defect", defect__quantity="4")

    assert "Di kotak 26" in shown.words
    assert "Menunggu dimusnahkan 4" in shown.words


async def test_faults_stand_beside_their_fields(desk: Desk) -> None:
    page = await received(await a_manager(desk), "banyak", "", received__at="2026-11-24T08:00")

    assert page.status == 422
    assert "Tulis angka bulat 1 sampai 10000." in page.words
    assert "Tulis nomor surat pengantarnya." in page.words
    assert "Waktunya belum lewat." in page.words


async def test_an_unreadable_moment_hides_no_other_fault(desk: Desk) -> None:
    page = await received(await a_manager(desk), "", "SP-1", received__at="kemarin")

    assert "Tulis jumlah kartunya." in page.words
    assert "Tulis tanggal dan jamnya." in page.words


async def test_more_than_is_free_is_not_sent(desk: Desk) -> None:
    manager = await a_manager(desk)
    page = await counted(manager, "5")

    page = await manager.send(page, f"{STOCK}/sent", sent__quantity="6", sent__to=BEKASI_SELATAN)

    assert page.status == 409
    assert "Yang bebas di kotak 5" in page.words


async def test_what_another_office_sent_is_received_by_one_button(desk: Desk) -> None:
    manager = await a_manager(desk)
    page = await counted(manager, "5")
    page = await manager.send(page, f"{STOCK}/sent", sent__quantity="2", sent__to=BEKASI_SELATAN)
    assert "belum diterima di sana" in page.words
    neighbour = await Worker.begin(desk, an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN))
    waiting = await neighbour.open(STOCK)

    for _ in range(2):
        page = await neighbour.send(waiting, f"{STOCK}/arrived")

    assert "Kiriman antarkantor diterima" in page.words
    assert "Di kotak 2" in page.words


async def test_a_second_count_of_the_day_is_refused(desk: Desk) -> None:
    manager = await a_manager(desk)
    page = await manager.open(STOCK)
    await counted(manager, "5")

    page = await manager.send(page, f"{STOCK}/counted", counted__counted="6", once="another")

    assert page.status == 409
    assert "Kotak sudah dihitung hari ini" in page.words


async def test_a_difference_is_shown_and_asks_for_its_explanation(desk: Desk) -> None:
    manager = await a_manager(desk)
    await received(manager, "30", "SP-7")

    page = await counted(manager, "28")
    assert page.status == 422
    assert "Selisih -2: menurut buku ada 30." in page.words
    page = await counted(manager, "28", counted__explanation="Dua kartu basah")

    assert "selisih -2, menurut buku 30 · Dua kartu basah" in page.words


async def test_the_ledger_goes_on_on_older_pages(desk: Desk) -> None:
    manager = await a_manager(desk)
    rows = "".join(f"SP-{number},,1,\n" for number in range(42))
    await upload(manager, f"delivery_note,batch,quantity,received_at\n{rows}")

    page = await manager.open(STOCK)
    older = await manager.open(page.links["Yang lebih lama"])

    assert "surat SP-41 1" in page.words
    assert "surat SP-0 1" not in page.words
    assert "surat SP-0 1" in older.words
    assert "Ke yang terbaru" in older.links


async def test_a_list_comes_in_and_the_ledger_goes_out_as_files(desk: Desk) -> None:
    manager = await a_manager(desk)
    rows = "delivery_note,batch,quantity,received_at\n=SP-1,B1,30,2026-11-20 08:00\nSP-2,,5,\n"

    page = await upload(manager, rows)
    answer = await manager.browser.client.get(f"{STOCK}/ledger.csv?office={BEKASI_UTARA}")

    assert "2 kiriman masuk buku." in page.words
    written = list(csv.DictReader(StringIO(answer.text)))
    assert [row["reference"] for row in written] == ["'=SP-1", "SP-2"]
    assert [row["quantity"] for row in written] == ["30", "5"]
    assert [row["box"] for row in written] == ["30", "35"]
    assert written[0]["at"] == "2026-11-20T08:00:00+07:00"


async def test_one_bad_row_keeps_all_out_and_is_named(desk: Desk) -> None:
    manager = await a_manager(desk)

    page = await upload(
        manager, "delivery_note,batch,quantity,received_at\nSP-1,,30,\nSP-2,,nol,\n"
    )

    assert page.status == 422
    assert "Baris 3, quantity: Tulis angka bulat 1 sampai 10000." in page.words
    assert "Buku stok kantor ini belum dibuka." in page.words


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "Pilih berkas CSV-nya."), (b"\xff\xfe", "Simpan berkasnya sebagai CSV UTF-8")],
)
async def test_a_file_that_is_none_is_told(desk: Desk, content: bytes, words: str) -> None:
    page = await upload(await a_manager(desk), content)

    assert page.status == 422
    assert words in page.words


async def upload(manager: Worker, content: str | bytes) -> Shown:
    page = await manager.open(STOCK)
    fields = dict(page.form(f"{STOCK}/deliveries").fields)
    fields.pop("deliveries")
    answer = await manager.browser.client.post(
        f"{STOCK}/deliveries",
        data=fields,
        files={"deliveries": ("kiriman.csv", content, "text/csv")},
        follow_redirects=True,
    )
    return Shown(answer)


@pytest.mark.parametrize("role", [Role.HEAD_OF_OFFICE, Role.INSPECTOR])
async def test_overseers_read_and_write_nothing(desk: Desk, role: Role) -> None:
    overseer = await Worker.begin(desk, an_officer(role))

    page = await overseer.open(STOCK)
    answer = await overseer.browser.client.get(f"{STOCK}/ledger.csv")

    assert page.status == 200
    assert not page.has_form(f"{STOCK}/counted")
    assert answer.status_code == 200


@pytest.mark.parametrize("path", [STOCK, f"{STOCK}/ledger.csv"])
async def test_the_counter_has_no_door_to_it(desk: Desk, path: str) -> None:
    front = await Worker.begin(desk, an_officer(Role.FRONT_OFFICER))

    page = await front.open(path)

    assert page.status == 403
    assert "Stok" not in page.links


async def test_another_offices_box_is_not_opened_by_its_address(desk: Desk) -> None:
    manager = await a_manager(desk)

    page = await manager.open(f"{STOCK}?office={BEKASI_SELATAN}")

    assert page.status == 403


async def test_printers_and_board_see_what_is_put_aside_and_what_is_free(desk: Desk) -> None:
    await counted(await a_manager(desk), "5")
    await a_request(desk, state=State.VERIFIED)
    everything = await Worker.begin(desk)

    printing, board = await everything.open("/staff/printing"), await everything.open("/staff")

    assert "4 kartu kosong bebas di Kecamatan Bekasi Utara" in printing.words
    assert "Kartu kosong disisihkan" in printing.words
    assert "Kartu kosong disisihkan" in board.words
