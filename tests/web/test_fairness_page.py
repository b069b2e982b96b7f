"""The order of service by its pages: numbers, their lists, the file, and who may look."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import text

from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.rules.steps import CentralRecord, Verify
from motekar.rules.stocktaking import BoxCount
from motekar.usecases import stock
from motekar.usecases.desk import Desk
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0800,
    a_request,
    a_step,
    an_officer,
)
from tests.web.fairness_numbers import linked, unlinked
from tests.web.office import Shown, Worker
from tests.web.visits import Clock

FAIRNESS = "/staff/figures/fairness"
MONDAY_1700 = MONDAY_0800.replace(hour=17)
VERIFIER = an_officer(Role.VERIFIER)
PHONE, NIK_START, NAME = "081234567890", "327503", "Sinta Uji"


async def an_inspector(desk: Desk, role: Role = Role.INSPECTOR) -> Worker:
    return await Worker.begin(desk, an_officer(role), clock=Clock(MONDAY_1700))


def minutes(number: int) -> datetime:
    """So many minutes after eight."""
    return MONDAY_0800 + timedelta(minutes=number)


async def jumps(desk: Desk, *, many: int = 1, **changes: Any) -> None:
    """Three wait from eight; so many come later and are verified before them."""
    for number in (1, 2, 3):
        await a_request(desk, number, now=minutes(number))
    for number in range(many):
        view = await a_request(desk, 4 + number, now=minutes(40 + number), **changes)
        verify = Verify(CentralRecord.READY)
        await a_step(desk, view, verify, now=minutes(100 + number), officer=VERIFIER)


def rows(page: Shown) -> int:
    return page.source.count("<tr>") - 1


async def test_this_month_is_shown_until_another_is_asked_for(desk: Desk) -> None:
    await jumps(desk)
    inspector = await an_inspector(desk)

    month = await inspector.open(FAIRNESS)
    sunday = await inspector.open(f"{FAIRNESS}?from=2026-11-22&to=2026-11-22")

    assert "Minggu, 1 November 2026 – Senin, 30 November 2026" in month.words
    assert "Mendahului, tanpa alasan tercatat 1 perlu ditanyakan" in month.words
    assert "Tidak ada langkah pada hari-hari ini." in sunday.words


async def test_the_page_of_figures_leads_there_with_its_office_and_days(desk: Desk) -> None:
    inspector = await an_inspector(desk)
    manager = await an_inspector(desk, Role.OFFICE_MANAGER)
    address = f"/staff/figures?office={BEKASI_UTARA}&from=2026-11-02&to=2026-11-03"

    figures = await inspector.open(address)
    page = await inspector.open(figures.links["Urutan layanan"])

    assert "Senin, 2 November 2026 – Selasa, 3 November 2026" in page.words
    assert "Urutan layanan" not in (await manager.open(address)).links


async def a_month_to_ask_about(desk: Desk) -> None:
    """Jumps, an elderly person's too, cards of one person, one phone of five, a count amiss."""
    await jumps(desk, many=6)
    ready = Verify(CentralRecord.READY)
    elderly = await a_request(desk, 20, now=minutes(60), priority="elderly")
    await a_step(desk, elderly, ready, now=minutes(101))
    for again in range(3):
        at = MONDAY_0800 - timedelta(days=7 * again)
        await a_request(desk, 30, now=at, state=State.COLLECTED, phone=None)
    for number in range(40, 45):
        await a_request(desk, number, now=minutes(number), phone=PHONE)
    manager = an_officer(Role.OFFICE_MANAGER)
    for days, counted in ((7, 10), (4, 10), (0, 8)):
        box = BoxCount(counted, "Dua kartu basah" if counted == 8 else None)
        await stock.count(desk, manager, BEKASI_UTARA, box, now=MONDAY_1700 - timedelta(days))


async def test_every_number_leads_to_a_list_of_that_length(desk: Desk) -> None:
    await a_month_to_ask_about(desk)
    inspector = await an_inspector(desk)
    page = await inspector.open(FAIRNESS)

    numbers = linked(page.source)

    assert unlinked(page.source) == []
    assert len(numbers) >= 15
    for address, number in numbers:
        listed = await inspector.open(address)
        assert rows(listed) == number, address
        assert f"{number} catatan, menurut waktu" in listed.words


async def test_a_day_without_a_count_stands_in_the_list_of_what_is_unknown(desk: Desk) -> None:
    await a_month_to_ask_about(desk)
    inspector = await an_inspector(desk)

    unknown = await inspector.open(f"{FAIRNESS}/list?list=stock-differences.unknown")
    judged = await inspector.open(f"{FAIRNESS}/list?list=stock-differences.judged")

    assert "Mengapa isi kotak berbeda dari buku stok? Yang tidak diketahui" in unknown.words
    assert "– 17 Nov pukul 16.00 – Tanpa hitungan kotak sampai tutup" in unknown.words
    assert "Sesuai buku stok" in judged.words


async def test_the_list_names_who_was_passed_and_by_whom(desk: Desk) -> None:
    await jumps(desk)
    inspector = await an_inspector(desk)

    page = await inspector.open(f"{FAIRNESS}/list?list=verify.unlisted")

    assert "Pemeriksaan berkas: mendahului tanpa alasan tercatat" in page.words
    assert f"23 Nov pukul 08.40 23 Nov pukul 09.40 {VERIFIER.name} 1 4" in page.words
    for number in (1, 2, 3, 4):
        no = f"BUT-261123-000{number}"
        assert page.links[no] == f"/staff/requests/{no}"


async def test_a_ground_stands_under_its_name_with_when_it_was_recorded(desk: Desk) -> None:
    await jumps(desk, priority="elderly")
    inspector = await an_inspector(desk)

    page = await inspector.open(FAIRNESS)
    listed = await inspector.open(f"{FAIRNESS}/list?list=verify.elderly")

    assert "Mendahului, dengan alasan 1 lanjut usia" in page.words
    assert "Mendahului, tanpa alasan tercatat 0" in page.words
    assert "alasan dicatat 23 Nov pukul 08.40" in listed.words


async def test_long_lists_come_in_pages(desk: Desk) -> None:
    await jumps(desk, many=27)
    inspector = await an_inspector(desk)

    first = await inspector.open(f"{FAIRNESS}/list?list=verify.all")
    last = await inspector.open(first.links["Berikutnya"])

    assert "27 catatan, menurut waktu · halaman 1 dari 2" in first.words
    assert (rows(first), rows(last)) == (25, 2)
    assert last.links["Sebelumnya"].endswith("page=1")
    assert "Berikutnya" not in last.links


async def test_a_forgotten_request_is_told_as_left_behind(desk: Desk) -> None:
    await jumps(desk, many=6)
    inspector = await an_inspector(desk)

    page = await inspector.open(f"{FAIRNESS}/list?list=verify.left-behind")

    assert "BUT-261123-0001 23 Nov pukul 08.01 23 Nov 2026 6" in page.words


async def test_questions_show_their_measure_and_what_is_unknown(desk: Desk) -> None:
    await jumps(desk, many=5)
    for number in range(30, 35):
        await a_request(desk, number, now=minutes(number), phone=PHONE)
    await a_request(desk, 40, now=minutes(0), state=State.PRINTED, phone=None)
    inspector = await an_inspector(desk)

    page = await inspector.open(FAIRNESS)
    shared = await inspector.open(f"{FAIRNESS}/list?list=shared-phones.1.marked")

    assert "1 dari 1 kartu diperiksa dan dicetak oleh orang yang sama." in page.words
    assert "Satu nomor HP dipakai 5 permohonan." in page.words
    assert "1 permohonan tanpa nomor HP tidak bisa dibandingkan." in page.words
    assert "5 langkah tidak bisa dibandingkan" in page.words
    assert "1 kartu tidak bisa dibandingkan: printernya tidak dicatat" in page.words
    assert "Kantor ini belum membuka buku stok" in page.words
    assert "Tidak ada yang perlu ditanyakan dari 1 yang dilihat." in page.words
    assert shared.words.count("Rusak") == 5


async def test_personal_data_appears_nowhere(desk: Desk) -> None:
    await jumps(desk, many=5, phone=PHONE)
    inspector = await an_inspector(desk)
    addresses = [FAIRNESS, f"{FAIRNESS}/deviations.csv"]
    addresses += [
        f"{FAIRNESS}/list?list={name}"
        for name in (
            "verify.all",
            "verify.unlisted",
            "verify.left-behind",
            "shared-phones.1.marked",
        )
    ]

    for address in addresses:
        page = await inspector.open(address)
        assert page.status == 200, address
        for secret in (PHONE, PHONE[1:], NIK_START, NAME):
            assert secret not in page.source, address

    async with desk.store.transaction() as transaction:
        found = await transaction.execute(
            text("SELECT facts::text FROM audit_entry WHERE action = 'fairness.read'")
        )
        told = [row[0] for row in found]
    assert len(told) == len(addresses)
    assert set(told) == {'{"to": "2026-11-30", "from": "2026-11-01"}'}


async def test_the_file_has_a_line_for_every_step_out_of_order(desk: Desk) -> None:
    await jumps(desk, many=2)
    inspector = await an_inspector(desk)

    answer = await inspector.browser.client.get(f"{FAIRNESS}/deviations.csv")
    first, second = csv.DictReader(StringIO(answer.text, newline=""))

    assert answer.headers["content-disposition"].endswith('"urutan-BUT-2026-11-01-2026-11-30.csv"')
    assert first == {
        "step": "verify",
        "day": "2026-11-23",
        "turn": "1",
        "expected_turn": "4",
        "request_no": "BUT-261123-0004",
        "place_since": "2026-11-23T08:40:00+07:00",
        "at": "2026-11-23T09:40:00+07:00",
        "officer": VERIFIER.name,
        "reason": "",
        "reason_noted_at": "",
        "passed": "3",
        "passed_requests": "BUT-261123-0001 BUT-261123-0002 BUT-261123-0003",
    }
    assert second["turn"] == "2"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("from=kemarin&to=2026-11-23", "Tulis tanggalnya, misalnya 2026-11-23."),
        ("from=2026-11-23&to=2026-11-22", "Hari terakhir tidak boleh mendahului hari pertama."),
        ("from=2026-01-01&to=2026-11-22", "Pilih paling banyak 31 hari sekaligus."),
    ],
)
async def test_days_that_cannot_be_are_told_and_stay_as_typed(
    desk: Desk, query: str, told: str
) -> None:
    page = await (await an_inspector(desk)).open(f"{FAIRNESS}?{query}")

    assert page.status == 422
    assert page.title.startswith("Perlu diperbaiki:")
    assert told in page.words
    typed = dict(page.form(FAIRNESS).fields)
    assert f"from={typed['from']}&to={typed['to']}" == query


async def test_an_unknown_list_is_not_found_and_an_odd_page_is_the_nearest(desk: Desk) -> None:
    await jumps(desk)
    inspector = await an_inspector(desk)

    assert (await inspector.open(f"{FAIRNESS}/list?list=verify.cousins")).status == 404
    for number in ("99", "0", "x"):
        page = await inspector.open(f"{FAIRNESS}/list?list=verify.all&page={number}")
        assert rows(page) == 1


@pytest.mark.parametrize("role", [Role.OFFICE_MANAGER, Role.VERIFIER])
async def test_others_have_no_door_to_it(desk: Desk, role: Role) -> None:
    somebody = await an_inspector(desk, role)

    for door in ("", "/list?list=verify.all", "/deviations.csv"):
        assert (await somebody.open(f"{FAIRNESS}{door}")).status == 403


async def test_another_offices_line_is_not_opened_by_its_address(desk: Desk) -> None:
    head = await an_inspector(desk, Role.HEAD_OF_OFFICE)

    mine = await head.open(f"{FAIRNESS}?office={BEKASI_UTARA}")
    others = await head.open(f"{FAIRNESS}?office={BEKASI_SELATAN}")

    assert (mine.status, others.status) == (200, 403)


async def test_the_page_is_there_in_english(desk: Desk) -> None:
    await jumps(desk)
    inspector = await an_inspector(desk)

    page = await inspector.open(f"{FAIRNESS}?bahasa=en")

    assert "Out of order, without a recorded reason 1 to be asked" in page.words
    assert "at least 3 other requests, which came 15 minutes or more before" in page.words
