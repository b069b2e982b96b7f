"""The sentences of our SMS by their pages."""

from motekar.rules.people import Role
from motekar.usecases.desk import Desk
from tests.builders import BEKASI_SELATAN, an_officer
from tests.web.office import Shown, Worker

WORDING = "/staff/wording"
CANCELLED = f"{WORDING}/cancelled/id"
OURS = "{office}: permohonan {request_no} batal. Bukan Anda? Lapor ke loket. GRATIS."


async def an_administrator(desk: Desk, **where: str) -> Worker:
    return await Worker.begin(desk, an_officer(Role.ADMINISTRATOR, **where))


async def saved(worker: Worker, **typed: str) -> Shown:
    return await worker.send(await worker.open(CANCELLED), CANCELLED, **typed)


async def test_all_sentences_stand_in_one_list(desk: Desk) -> None:
    page = await (await an_administrator(desk)).open(WORDING)
    assert page.status == 200
    assert "Kartu belum diambil Bahasa Indonesia {office}: KTP-el {request_no} masih" in page.words
    assert "Dipakai sejak Kamis, 1 Januari 2026 · bawaan Motekar" in page.words


async def test_a_saved_sentence_is_in_use_with_its_writer_and_the_old_one_stays(
    desk: Desk,
) -> None:
    page = await saved(await an_administrator(desk), wording=OURS)
    assert page.status == 200
    assert "Kalimat disimpan; dipakai mulai Senin, 23 November 2026." in page.words
    assert f"Mulai Senin, 23 November 2026 · dipakai sekarang {OURS} Ditulis Petugas" in page.words
    assert "Mulai Kamis, 1 Januari 2026 {office}: KTP-el {request_no} dibatalkan" in page.words


async def test_one_for_another_day_is_listed_as_coming(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    await saved(administrator, wording=OURS, valid_from="2026-12-01")
    page = await administrator.open(WORDING)
    assert f"Mulai Selasa, 1 Desember 2026 · ditulis Petugas administrator.32.75.03 {OURS}" in (
        page.words
    )


async def test_the_messages_are_seen_before_anything_is_saved(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    page = await administrator.open(CANCELLED)
    page = await administrator.send(page, CANCELLED, to=f"{CANCELLED}/look", wording=OURS)
    assert page.status == 200
    assert "Kecamatan Bekasi Utara: permohonan BUT-261123-0042 batal." in page.words
    assert "Kecamatan Pondok Gede Selatan Raya Utara: permohonan ABCD-261231-12345" in page.words
    assert "113 dari 160 huruf · 1 SMS Dihitung" in page.words
    assert ("wording", OURS) in page.form(CANCELLED).fields
    assert "Bawaan Motekar" in (await administrator.open(CANCELLED)).words


async def test_while_typing_only_the_messages_come_back(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    page = await administrator.open(CANCELLED)
    fields = dict(page.form(CANCELLED).fields) | {"wording": f"{OURS} Lihat bit.ly/x"}
    answer = await administrator.browser.client.post(
        f"{CANCELLED}/look", data=fields, headers={"HX-Request": "true"}
    )
    assert answer.text.lstrip().startswith("<section")
    assert "Hapus bit.ly/x: pesan kami tidak pernah berisi tautan." in answer.text


async def test_a_refused_sentence_comes_back_with_what_to_do(desk: Desk) -> None:
    wrong = "{kantor}: {request_no} batal. Telepon 021 889 4567 ya\u2026 " + "x" * 160
    page = await saved(await an_administrator(desk), wording=wrong, valid_from="2026-11-22")
    assert page.status == 422
    assert page.title.startswith("Perlu diperbaiki:")
    for sentence in (
        "Hapus {kantor}: pesan ini tidak punya isian itu.",
        "Tambahkan {office}: pesan ini harus memuatnya.",
        "Tambahkan kata GRATIS, dengan huruf besar semua.",
        "Hapus nomor 021 889 4567: pesan kami tidak pernah menyuruh menghubungi suatu nomor.",
        "Ganti tanda \u2026 dengan huruf atau tanda baca biasa; SMS tidak memuatnya.",
        "Pilih hari ini atau sesudahnya; yang lewat tidak berubah.",
    ):
        assert sentence in page.words
    assert "satu SMS hanya 160." in page.words
    assert ("wording", wrong) in page.form(CANCELLED).fields


async def test_pressing_twice_writes_once(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    page = await administrator.open(CANCELLED)
    for _ in range(2):
        again = await administrator.send(page, CANCELLED, wording=OURS)
    assert "Sudah tercatat tadi." in again.words
    assert again.words.count("ditulis Petugas") + again.words.count("Ditulis Petugas") == 1


async def test_who_comes_second_is_told_and_keeps_what_was_typed(desk: Desk) -> None:
    first, second = (
        await an_administrator(desk),
        await an_administrator(desk, office=BEKASI_SELATAN),
    )
    page = await second.open(CANCELLED)
    await saved(first, wording=OURS)
    theirs = OURS.replace("batal", "gugur")
    page = await second.send(page, CANCELLED, wording=theirs)
    assert page.status == 409
    assert "Petugas administrator.32.75.03 baru saja mengubah kalimat ini." in page.words
    assert OURS in page.words
    assert ("wording", theirs) in page.form(CANCELLED).fields
    assert "Kalimat disimpan" in (await second.send(page, CANCELLED)).words


async def test_the_cost_is_shown_once_a_price_is_known(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    page = await administrator.open(WORDING)
    page = await administrator.send(page, f"{WORDING}/price", rupiah="350,5")
    assert page.status == 422
    assert ("rupiah", "350,5") in page.form(f"{WORDING}/price").fields
    page = await administrator.send(page, f"{WORDING}/price", rupiah="350")
    assert "Harga SMS disimpan." in page.words
    assert "1 SMS · Rp350 sekali kirim" in (await administrator.open(CANCELLED)).words


async def test_the_head_reads_without_buttons(desk: Desk) -> None:
    head = await Worker.begin(desk, an_officer(Role.HEAD_OF_OFFICE))
    assert "Simpan harga" not in (await head.open(WORDING)).words
    page = await head.open(CANCELLED)
    assert page.status == 200
    assert not page.has_form(CANCELLED)
    assert "dipakai sekarang" in page.words


async def test_there_is_no_page_for_other_messages(desk: Desk) -> None:
    page = await (await an_administrator(desk)).open(f"{WORDING}/birthday/id")
    assert page.status == 404
