"""The record of destroyed cards on paper: every card and every signature, on as many pages."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from motekar.reports.destruction import CardLine, DestructionRecord, Signer, draw


def a_record(cards: int = 3, *, witnesses: int = 2, **changes: Any) -> DestructionRecord:
    lines = tuple(
        CardLine("KTP-el lama", f"BUT-261123-{number:04d}", "Rusak", "23 Nov 2026", 1)
        for number in range(1, cards + 1)
    )
    facts: dict[str, Any] = {
        "agency_name": "Disdukcapil Kota Contoh",
        "office_name": "Kecamatan Bekasi Utara",
        "office_address": "Jl. Contoh Raya No. 1",
        "number": "470/1/BA/2026",
        "opening": "Pada hari ini, Senin, kami memusnahkan kartu dengan cara dibakar:",
        "counts": (("KTP-el lama", cards),),
        "cards": lines,
        "signers": (
            Signer("Yang memusnahkan", "Maya Contoh", "Pengelola kantor"),
            *(
                Signer(f"Saksi {number}", f"Budi Contoh {number}", "Satpol PP")
                for number in range(1, witnesses + 1)
            ),
        ),
        "is_example": False,
    }
    return DestructionRecord(**{**facts, **changes})


def pages_of(record: DestructionRecord) -> list[str]:
    reader = PdfReader(io.BytesIO(draw(record)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_one_page_says_who_where_what_and_who_saw_it() -> None:
    (page,) = pages_of(a_record())

    for words in (
        "Disdukcapil Kota Contoh Kecamatan Bekasi Utara Jl. Contoh Raya No. 1",
        "BERITA ACARA PEMUSNAHAN KTP-el dan blangko KTP-el Nomor: 470/1/BA/2026",
        "KTP-el lama 3 kartu Seluruhnya 3 kartu",
        "Surat Edaran Menteri Dalam Negeri Nomor 470.13/11176/SJ tanggal 13 Desember 2018",
        "No. Jenis Nomor Keterangan Sejak Jumlah",
        "3. KTP-el lama BUT-261123-0003 Rusak 23 Nov 2026 1",
        "Yang memusnahkan, Maya Contoh Pengelola kantor",
        "Saksi 2, Budi Contoh 2 Satpol PP",
        "Halaman 1 dari 1",
    ):
        assert words in page


@pytest.mark.parametrize(("cards", "pages"), [(1, 1), (30, 2), (200, 6), (500, 13)])
def test_every_card_stands_on_some_page_under_the_tables_heading(cards: int, pages: int) -> None:
    told = pages_of(a_record(cards))

    assert len(told) == pages
    together = " ".join(told)
    for number in range(1, cards + 1):
        assert f"{number}. KTP-el lama BUT-261123-{number:04d}" in together
    for number, page in enumerate(told, start=1):
        assert f"Halaman {number} dari {pages}" in page
        assert "Berita Acara Pemusnahan nomor 470/1/BA/2026" in page
        assert ("BUT-" in page) == ("No. Jenis Nomor" in page)
    assert "Saksi 2" in told[-1]


@pytest.mark.parametrize("cards", range(20, 46, 2))
def test_no_page_is_fuller_than_its_paper_and_no_signature_is_cut(cards: int) -> None:
    reader = PdfReader(io.BytesIO(draw(a_record(cards, witnesses=8))))

    for page in reader.pages:
        heights: list[float] = []
        page.extract_text(
            visitor_text=lambda words, _, matrix, *__, told=heights: (
                told.append(matrix[5]) if words.strip() else None
            )
        )
        foot, *body = sorted(set(heights))
        assert min(body) - foot > 12
        assert max(body) < page.mediabox.height - 36
    signed = [page.extract_text() for page in reader.pages]
    for number in range(1, 9):
        (its,) = [page for page in signed if f"Saksi {number}," in page]
        assert f"Budi Contoh {number}" in its


def test_a_typed_name_is_written_in_the_letters_there_are() -> None:
    signers = (Signer("Saksi 1", "Łukasz Đặng Contoh 王", "Kepala Seksi " * 12),)
    (page,) = pages_of(a_record(signers=signers, number="470/1/BA-" + "X" * 50))

    assert "Lukasz Dang Contoh ?" in page


def test_a_demo_marks_every_page() -> None:
    assert all("CONTOH" in page for page in pages_of(a_record(60, is_example=True)))
    assert "CONTOH" not in " ".join(pages_of(a_record(60)))


def test_the_same_record_gives_the_same_bytes() -> None:
    assert draw(a_record(40)) == draw(a_record(40))


def test_what_programs_show_of_the_file_names_nobody() -> None:
    told = PdfReader(io.BytesIO(draw(a_record()))).metadata
    assert told
    assert told.title == "Berita Acara Pemusnahan"
    assert "Contoh" not in str(told)
