"""What the claim slip says on each paper, what it never says, and that nothing is cut off."""

import io
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.lib.units import mm

from motekar.slips.claim_slip import ClaimSlip, Paper, draw
from tests.slips.claim_slips import (
    CLAIM_CODE,
    a_claim_slip,
    a_long_claim_slip,
    lines_and_codes,
    page_of,
    text_of,
)

every_paper = pytest.mark.parametrize("paper", Paper)
slips = pytest.mark.parametrize(
    "slip",
    [
        a_claim_slip(),
        a_claim_slip(status_url=None, hours_lines=(), office_address="", documents=()),
        a_long_claim_slip(),
        a_long_claim_slip(status_url=None),
    ],
    ids=["ordinary", "bare", "long", "long-without-url"],
)


@every_paper
def test_the_slip_says_what_the_citizen_needs(paper: Paper) -> None:
    said = text_of(draw(a_claim_slip(), paper=paper))

    for words in (
        "Dinas Kependudukan dan Pencatatan Sipil Kota Bekasi",
        "Kecamatan Bekasi Utara",
        "Jl. Contoh Raya No. 1, Bekasi Utara",
        "Senin\u2013Kamis 07.30-16.00",
        "Janji kami: selesai Senin, 23 November 2026 pukul 16.00 WIB",
        "BUT-261121-0042",
        "4815 1623 4270 8642 0193",
        "S. U. C.",
        "Rusak",
        "Sabtu, 21 November 2026 pukul 09.12 WIB",
        "Formulir F-1.02; Kartu keluarga; KTP-el lama",
        "Biaya: Rp0. GRATIS (Pasal 79A UU 24/2013)",
        "Diminta membayar? Laporkan ke 021-555-0100.",
        "Siapa pun yang memegang resi ini bisa melihat status, tetapi tidak bisa mengambil kartu.",
        "Cek status: pindai QR, atau buka cetak.disdukcapil.example.go.id",
    ):
        assert words in said


@every_paper
def test_the_promise_is_set_in_the_largest_words(paper: Paper) -> None:
    lines, _ = lines_and_codes(draw(a_claim_slip(), paper=paper))
    heights = {line.what: line.top - line.bottom for line in lines}

    promised = next(height for words, height in heights.items() if words.startswith("Janji kami"))
    sentences = [height for words, height in heights.items() if "BUT-" not in words]

    assert promised == pytest.approx(max(sentences))


@every_paper
def test_an_incomplete_file_lists_what_is_missing(paper: Paper) -> None:
    slip = a_claim_slip(missing_documents=("Surat kehilangan dari polisi",), documents=())

    said = text_of(draw(slip, paper=paper))

    assert "Masih kurang, bawa ke kantor ini: Surat kehilangan dari polisi" in said
    assert "Belum ada" in said


@every_paper
def test_a_complete_file_mentions_nothing_missing(paper: Paper) -> None:
    assert "Masih kurang" not in text_of(draw(a_claim_slip(), paper=paper))


@every_paper
def test_without_a_public_address_the_counter_answers(paper: Paper) -> None:
    said = text_of(draw(a_claim_slip(status_url=None), paper=paper))

    assert "pindai" not in said
    assert "tanyakan di kantor ini dengan nomor permohonan atau 20 angka kode resi" in said
    assert "4815 1623 4270 8642 0193" in said


def test_the_narrowest_paper_shows_large_digits_where_it_has_no_code() -> None:
    lines, codes = lines_and_codes(draw(a_claim_slip(status_url=None), paper=Paper.RECEIPT_58))

    digits = [line for line in lines if line.what.startswith("4815")]

    assert codes == []
    assert [line.what for line in digits] == ["4815 1623"]
    assert digits[0].right - digits[0].left > 30 * mm


@every_paper
def test_only_a_demo_says_contoh(paper: Paper) -> None:
    assert "CONTOH" in text_of(draw(a_claim_slip(is_example=True), paper=paper))
    assert "CONTOH" not in text_of(draw(a_claim_slip(), paper=paper))


@every_paper
def test_the_file_properties_name_only_the_kind_of_paper(paper: Paper) -> None:
    pdf = draw(a_claim_slip(), paper=paper)

    properties = PdfReader(io.BytesIO(pdf)).metadata or {}

    assert properties["/Title"] == "Resi cetak KTP-el"
    assert {str(value) for key, value in properties.items() if "Date" not in key} <= {
        "Resi cetak KTP-el",
        "Motekar",
        "",
        "ReportLab PDF Library - (opensource)",
        "/False",
    }


def test_the_claim_code_does_not_show_in_the_facts_printed_for_programmers() -> None:
    assert CLAIM_CODE not in repr(a_claim_slip())


@pytest.mark.parametrize(
    ("paper", "width", "height"), [(Paper.A6, 105, 148), (Paper.A4, 210, 297)], ids=["a6", "a4"]
)
def test_sheets_have_their_size(paper: Paper, width: float, height: float) -> None:
    sheet = page_of(draw(a_long_claim_slip(), paper=paper)).mediabox

    assert (float(sheet.width), float(sheet.height)) == pytest.approx((width * mm, height * mm))


@pytest.mark.parametrize(
    ("paper", "roll"), [(Paper.RECEIPT_80, 80), (Paper.RECEIPT_58, 58)], ids=["80", "58"]
)
def test_receipts_are_as_wide_as_the_roll_and_as_long_as_their_content(
    paper: Paper, roll: float
) -> None:
    short = page_of(draw(a_claim_slip(), paper=paper)).mediabox
    long = page_of(draw(a_long_claim_slip(), paper=paper)).mediabox

    assert float(short.width) == float(long.width) == pytest.approx(roll * mm)
    assert float(short.height) + 20 * mm < float(long.height)


@pytest.mark.parametrize(
    ("paper", "edge"),
    [(Paper.A6, 6), (Paper.A4, 14), (Paper.RECEIPT_80, 4), (Paper.RECEIPT_58, 5)],
    ids=["a6", "a4", "80", "58"],
)
@slips
def test_nothing_leaves_the_printable_width_or_the_page(
    slip: ClaimSlip, paper: Paper, edge: float
) -> None:
    pdf = draw(slip, paper=paper)
    sheet = page_of(pdf).mediabox
    lines, _ = lines_and_codes(pdf)

    assert min(line.left for line in lines) >= edge * mm - 0.1
    assert max(line.right for line in lines) <= float(sheet.width) - edge * mm + 0.1
    assert min(line.bottom for line in lines) >= 4 * mm
    assert max(line.top for line in lines) <= float(sheet.height) - 4 * mm


@every_paper
@slips
def test_lines_and_quiet_zones_keep_clear_of_each_other(slip: ClaimSlip, paper: Paper) -> None:
    lines, codes = lines_and_codes(draw(slip, paper=paper))

    touching = [
        (one.what, other.what)
        for one, other in combinations([*lines, *codes], 2)
        if one.overlaps(other)
    ]

    assert touching == []


@slips
def test_the_slip_ends_above_the_fold_of_a4(slip: ClaimSlip) -> None:
    lines, codes = lines_and_codes(draw(slip, paper=Paper.A4))

    below = [area.what for area in [*lines, *codes] if area.bottom < 148.5 * mm]

    assert below == ["Lipat atau potong di garis ini"]


@every_paper
@slips
def test_no_promise_is_shortened(slip: ClaimSlip, paper: Paper) -> None:
    said = text_of(draw(slip, paper=paper))

    assert slip.promise in said
    assert "…" not in said


@every_paper
@slips
def test_a_slip_weighs_less_than_six_kilobytes(slip: ClaimSlip, paper: Paper) -> None:
    assert len(draw(slip, paper=paper)) < 6000


@every_paper
def test_a_slip_holds_no_image_and_no_font_file(paper: Paper) -> None:
    pdf = draw(a_claim_slip(is_example=True), paper=paper)

    assert "/XObject" not in page_of(pdf)["/Resources"]
    assert b"/FontFile" not in pdf


@every_paper
def test_the_same_slip_gives_the_same_bytes_in_every_thread(paper: Paper) -> None:
    with ThreadPoolExecutor(8) as threads:
        drawn = set(threads.map(lambda _: draw(a_claim_slip(), paper=paper), range(32)))

    assert len(drawn) == 1


def test_another_claim_code_gives_another_paper() -> None:
    other = a_claim_slip(claim_code_digits="00000000000000000000")

    assert draw(other, paper=Paper.A6) != draw(a_claim_slip(), paper=Paper.A6)


words = st.text(max_size=120)


@settings(max_examples=60, deadline=None)
@given(
    paper=st.sampled_from(Paper),
    name=words,
    promise=words,
    initials=words,
    number=st.text(max_size=40),
    several=st.lists(words, max_size=5).map(tuple),
    digits=st.integers(0, 10**20 - 1).map(lambda number: f"{number:020}"),
)
def test_any_words_fit_their_paper(
    paper: Paper,
    name: str,
    promise: str,
    initials: str,
    number: str,
    several: tuple[str, ...],
    digits: str,
) -> None:
    slip = a_claim_slip(
        agency_name=name,
        office_name=name,
        office_address=name,
        hours_lines=several,
        request_no=number,
        claim_code_digits=digits,
        initials=initials,
        documents=several,
        missing_documents=several,
        promise=promise,
        bring=several,
        complaint=promise,
    )

    pdf = draw(slip, paper=paper)

    sheet = page_of(pdf).mediabox
    lines, codes = lines_and_codes(pdf)
    for area in [*lines, *codes]:
        assert area.left >= 0
        assert area.bottom >= 0
        assert area.right <= float(sheet.width)
        assert area.top <= float(sheet.height)
