"""Builders of claim slips, and eyes for what stands on their papers."""

import io
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import zxingcpp
from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from motekar.paper import letters
from motekar.slips.claim_slip import ClaimSlip

CLAIM_CODE = "48151623427086420193"
STATUS_URL = f"https://cetak.disdukcapil.example.go.id/status/{CLAIM_CODE}"


def a_claim_slip(**changes: object) -> ClaimSlip:
    """An ordinary slip for a damaged card."""
    facts: dict[str, object] = {
        "agency_name": "Dinas Kependudukan dan Pencatatan Sipil Kota Bekasi",
        "office_name": "Kecamatan Bekasi Utara",
        "office_address": "Jl. Contoh Raya No. 1, Bekasi Utara",
        "hours_lines": ("Senin\u2013Kamis 07.30-16.00", "Jumat 07.30-11.30 dan 13.00-16.30"),
        "request_no": "BUT-261121-0042",
        "claim_code_digits": CLAIM_CODE,
        "initials": "S. U. C.",
        "reason": "Rusak",
        "documents": ("Formulir F-1.02", "Kartu keluarga", "KTP-el lama"),
        "missing_documents": (),
        "promise": "Janji kami: selesai Senin, 23 November 2026 pukul 16.00 WIB",
        "received": "Sabtu, 21 November 2026 pukul 09.12 WIB",
        "bring": ("Resi ini", "KTP-el lama"),
        "complaint": "Diminta membayar? Laporkan ke 021-555-0100.",
        "status_url": STATUS_URL,
        "is_example": False,
    }
    return ClaimSlip(**(facts | changes))  # type: ignore[arg-type]


def a_long_claim_slip(**changes: object) -> ClaimSlip:
    """As many and as long words as an office can reasonably have."""
    long_facts: dict[str, object] = {
        "agency_name": "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Kepulauan Sangihe",
        "office_name": "Mal Pelayanan Publik Kabupaten Kepulauan Sangihe Utara dan Selatan",
        "office_address": "Gedung Pelayanan Terpadu Lantai 2, Jalan Jenderal Contoh Nomor 1234, "
        "Kelurahan Marga Jaya, Kecamatan Bekasi Selatan, Kota Bekasi 17141",
        "hours_lines": tuple(
            f"{day} 07.30-12.00 dan 13.00-16.00"
            for day in ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
        ),
        "request_no": "SANGIHE-261121-10042",
        "initials": "R. A. M. S. W. K. N. P. D. S.",
        "reason": "Pindah datang dari kabupaten atau kota lain",
        "documents": ("Formulir F-1.02", "Kartu keluarga", "Surat keterangan pindah", "Bukti"),
        "missing_documents": (
            "KTP-el lama atau surat keterangan kehilangan dari kepolisian",
            "Surat izin tinggal tetap",
        ),
        "promise": "Belum bisa dijanjikan: dokumen belum lengkap. "
        "Begitu lengkap, kami janjikan hari dan jamnya.",
        "bring": (
            "Resi ini",
            "KTP-el lama atau surat keterangan kehilangan dari kepolisian",
            "Surat kuasa F-1.07 dan KTP-el wakil, bila diwakilkan",
        ),
        "complaint": "Diminta membayar atau janji tidak ditepati? Sampaikan ke kepala kantor ini, "
        "telepon 021-555-0100, WhatsApp 0812-0000-0000, atau lapor.go.id.",
        "status_url": f"https://ktp.kepulauan-sangihe.example.go.id/motekar/status/{CLAIM_CODE}",
    }
    return a_claim_slip(**(long_facts | changes))


def page_of(pdf: bytes) -> PageObject:
    """The only page."""
    [page] = PdfReader(io.BytesIO(pdf)).pages
    return page


def text_of(pdf: bytes) -> str:
    """The words in reading order, with every run of white space as one space."""
    return " ".join(page_of(pdf).extract_text().split())


def scans(pdf: bytes, *, pdftoppm: str, dpi: int) -> set[tuple[str, str]]:
    """What a reader finds on a grey copy: pairs of kind and content."""
    copy = subprocess.run(
        [pdftoppm, "-gray", "-r", str(dpi), "-"], input=pdf, capture_output=True, check=True
    )
    with Image.open(io.BytesIO(copy.stdout)) as image:
        return {(found.format.name, found.text) for found in zxingcpp.read_barcodes(image)}


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the page in points, from its lower left corner."""

    what: str
    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: "Area") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


def lines_and_codes(pdf: bytes) -> tuple[list[Area], list[Area]]:
    """Where each line of type stands, and each code with its quiet zone."""
    page = page_of(pdf)
    content = ContentStream(page["/Contents"].get_object(), None)
    fonts = {name: font["/BaseFont"][1:] for name, font in page["/Resources"]["/Font"].items()}
    operations = [(operator.decode(), operands) for operands, operator in content.operations]
    return list(_lines(operations, fonts)), list(_codes(operations))


def _lines(operations: list[tuple[str, list[Any]]], fonts: dict[str, str]) -> Iterator[Area]:
    left = baseline = leading = size = 0.0
    font = ""
    for operator, operands in operations:
        match operator, operands:
            case "Tf", [name, number]:
                font, size = fonts[str(name)], float(number)
            case "TL", [number]:
                leading = float(number)
            case "Tm", [*_, x, y]:
                left, baseline = float(x), float(y)
            case "T*", _:
                baseline -= leading
            case "Tj", [shown]:
                words = shown.original_bytes.decode("cp1252")
                width = letters.text_width(words.rstrip(), font=font, size=size)
                top = baseline + 0.75 * size
                yield Area(words, left, baseline - 0.2 * size, left + width, top)


def _codes(operations: list[tuple[str, list[Any]]]) -> Iterator[Area]:
    before: list[float] = []
    for operator, operands in operations:
        if operator == "cm":
            before = [float(number) for number in operands]
        elif operator == "re" and before and before[0] < 5 and before[0] != 1:
            wide, _, _, high, x, y = before
            start, _, across, up = (float(number) for number in operands)
            yield Area("code", x + start * wide, y, x + (start + across) * wide, y + up * high)
            before = []
