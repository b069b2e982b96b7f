"""The board, the search and the messages: the right ones, in order, and nobody in clear."""

from datetime import timedelta

from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.usecases.desk import Desk
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0900,
    a_held,
    a_request,
    an_officer,
)
from tests.web.office import Worker
from tests.web.visits import Clock

DAYS_AGO = MONDAY_0900 - timedelta(days=4)


async def test_an_empty_board_says_what_to_do_first(desk: Desk) -> None:
    worker = await Worker.begin(desk)

    page = await worker.open("/staff")

    assert "Belum ada permohonan yang berjalan." in page.words
    assert page.links["Terima berkas pertama"] == "/staff/intake"


async def test_columns_count_and_begin_with_the_oldest_promise(desk: Desk) -> None:
    young = await a_request(desk, 1)
    old = await a_request(desk, 2, now=DAYS_AGO)
    await a_request(desk, 3, state=State.PRINTED)
    worker = await Worker.begin(desk)

    page = await worker.open("/staff")

    assert "Perlu diverifikasi 2 Janji tertua: Kamis, 19 November pukul 16.00" in page.words
    assert "Siap diserahkan 1" in page.words
    assert page.words.index(old.request.request_no) < page.words.index(young.request.request_no)
    assert "terlambat 3 hari" in page.words
    assert "Sinta" not in page.source


async def test_a_card_is_one_link_with_the_action_of_its_reader(desk: Desk) -> None:
    view = await a_request(desk, priority="pregnant")
    number = view.request.request_no
    verifier = await Worker.begin(desk, an_officer(Role.VERIFIER))
    printer = await Worker.begin(desk, an_officer(Role.PRINT_OPERATOR))

    mine = await verifier.open("/staff")
    theirs = await printer.open("/staff")

    [(words, address)] = [each for each in mine.links.items() if number in each[0]]
    assert "Bagian Anda: Nyatakan lengkap" in words
    assert "Ibu hamil" in words
    assert address == f"/staff/verification/{number}"
    assert "Bagian Anda" not in theirs.words
    assert f'href="/staff/requests/{number}"' in theirs.source


async def test_filters_survive_a_reload_and_hold_codes_only(desk: Desk) -> None:
    lost = ["form_f102", "family_card", "police_report"]
    first = await a_request(desk, 1)
    second = await a_request(desk, 2, reason="lost", documents=lost)
    held = await a_held(desk, second, now=MONDAY_0900)
    worker = await Worker.begin(desk)

    page = await worker.open("/staff?reason=lost&held=1")

    assert held.request.request_no in page.words
    assert first.request.request_no not in page.words
    assert "Ditunda: sistem terganggu" in page.words
    assert ("reason", "lost") in page.form("/staff").fields
    nothing = await worker.open("/staff?reason=out_of_area")
    assert "Tidak ada yang cocok dengan saringan ini." in nothing.words


async def test_the_three_numbers_lead_to_their_lists(desk: Desk) -> None:
    soon = await a_request(desk, 1)
    late = await a_request(desk, 2, now=DAYS_AGO)
    done = await a_request(desk, 3, state=State.PRINTED)
    clock = Clock(MONDAY_0900.replace(hour=14))
    worker = await Worker.begin(desk, an_officer(Role.VERIFIER), clock=clock)

    page = await worker.open("/staff")
    due = await worker.open(page.links["2 janji s.d. hari ini"])
    mine = await worker.open(page.links["2 menunggu saya"])
    risk = await worker.open(page.links["1 terancam, lewat"])

    assert late.request.request_no in risk.words
    assert soon.request.request_no not in risk.words
    for each in (due, mine):
        assert soon.request.request_no in each.words
        assert done.request.request_no not in each.words


async def test_new_cards_wait_behind_a_link(desk: Desk) -> None:
    clock = Clock(MONDAY_0900)
    worker = await Worker.begin(desk, clock=clock)
    await a_request(desk, 1, now=MONDAY_0900 - timedelta(minutes=1))
    page = await worker.open("/staff")
    address = page.source.partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")

    assert "baru" not in (await worker.open(address)).words
    await a_request(desk, 2, now=MONDAY_0900 + timedelta(minutes=1))
    news = await worker.open(address)

    assert news.links == {"1 baru, tampilkan": "/staff"}


async def test_one_sees_the_requests_of_ones_own_offices(desk: Desk) -> None:
    here = await a_request(desk, 1, office=BEKASI_UTARA)
    there = await a_request(desk, 2, office=BEKASI_SELATAN)
    worker = await Worker.begin(desk)

    page = await worker.open(f"/staff?office={BEKASI_SELATAN}")

    assert here.request.request_no in page.words
    assert there.request.request_no not in page.words


async def test_an_administrator_sees_no_requests(desk: Desk) -> None:
    await a_request(desk)
    worker = await Worker.begin(desk, an_officer(Role.ADMINISTRATOR))

    page = await worker.open("/staff")

    assert "Peran Anda tidak membuka data pemohon." in page.words
    for address in ("/staff/search", "/staff/messages", "/staff/requests/BUT-261123-0001"):
        assert (await worker.open(address)).status == 403


async def test_a_person_is_found_by_nik_or_phone_sent_by_form(desk: Desk) -> None:
    view = await a_request(desk)
    worker = await Worker.begin(desk)
    empty = await worker.open("/staff/search")

    for who in ("3275 0345 0590 0001", "+62 812-0000-0001"):
        found = await worker.send(empty, "/staff/search", who=who)
        assert "1 permohonan" in found.words
        assert view.request.request_no in found.words
        assert "Sinta" not in found.source
        assert found.address == "/staff/search"
    nobody = await worker.send(empty, "/staff/search", who="3275034505900099")
    assert "Tidak ada permohonan dengan nomor itu di kantor Anda." in nobody.words


async def test_a_search_that_cannot_be_read_says_what_to_type(desk: Desk) -> None:
    worker = await Worker.begin(desk)
    page = await worker.open("/staff/search")

    wrong = await worker.send(page, "/staff/search", who="12")

    assert wrong.status == 422
    assert wrong.words.count("Tulis 16 angka NIK, atau nomor HP seperti 0812…") == 2
    assert ("who", "12") in wrong.form("/staff/search").fields


async def test_messages_are_listed_newest_first_with_masked_numbers(desk: Desk) -> None:
    view = await a_request(desk, state=State.PRINTED)
    worker = await Worker.begin(desk)

    page = await worker.open("/staff/messages")

    assert page.words.index("Kartu siap diambil") < page.words.index("Berkas diterima Kecamatan")
    assert "+62812••••••01" in page.words
    assert "+6281200000001" not in page.source
    assert page.links[view.request.request_no] == f"/staff/requests/{view.request.request_no}"
    failed = await worker.open("/staff/messages?state=failed")
    assert "Tidak ada pesan yang cocok dengan saringan ini." in failed.words


async def test_messages_come_in_parts(desk: Desk) -> None:
    for number in range(1, 53):
        await a_request(desk, number, now=MONDAY_0900 - timedelta(minutes=number))
    worker = await Worker.begin(desk)

    page = await worker.open("/staff/messages")
    older = await worker.open(page.links["Yang lebih lama"])

    assert page.words.count("Berkas diterima Kecamatan") == 50
    assert older.words.count("Berkas diterima Kecamatan") == 2
