"""The codes on every paper read from a grey copy, as coarse as an office copier makes them."""

import pytest

from motekar.slips.claim_slip import Paper, draw
from tests.slips.claim_slips import CLAIM_CODE, STATUS_URL, a_claim_slip, a_long_claim_slip, scans

WITH_BARS = [Paper.A6, Paper.A4, Paper.RECEIPT_80]
BARS, QR = ("Code128", CLAIM_CODE), ("QRCode", STATUS_URL)
resolutions = pytest.mark.parametrize("dpi", [100, 150, 203])


@resolutions
@pytest.mark.parametrize("is_example", [False, True], ids=["real", "example"])
@pytest.mark.parametrize("paper", Paper)
def test_the_codes_read(paper: Paper, dpi: int, is_example: bool, needs_poppler: str) -> None:
    pdf = draw(a_claim_slip(is_example=is_example), paper=paper)

    found = scans(pdf, pdftoppm=needs_poppler, dpi=dpi)

    assert found == ({BARS, QR} if paper in WITH_BARS else {QR})


@resolutions
@pytest.mark.parametrize("paper", Paper)
def test_the_codes_read_on_a_crowded_slip(paper: Paper, dpi: int, needs_poppler: str) -> None:
    slip = a_long_claim_slip(is_example=True)

    found = scans(draw(slip, paper=paper), pdftoppm=needs_poppler, dpi=dpi)

    qr = ("QRCode", slip.status_url)
    assert found == ({BARS, qr} if paper in WITH_BARS else {qr})


@pytest.mark.parametrize("paper", Paper)
def test_without_a_public_address_there_is_no_qr_code(paper: Paper, needs_poppler: str) -> None:
    pdf = draw(a_claim_slip(status_url=None), paper=paper)

    found = scans(pdf, pdftoppm=needs_poppler, dpi=100)

    assert found == ({BARS} if paper in WITH_BARS else set())


@pytest.mark.parametrize(
    "digits",
    [
        "00000000000000000000",
        "99999999999999999999",
        "99752425453879445251",
        "09876543210987654321",
        "31415926535897932384",
    ],
)
def test_every_claim_code_reads(digits: str, needs_poppler: str) -> None:
    pdf = draw(a_claim_slip(claim_code_digits=digits), paper=Paper.A6)

    found = scans(pdf, pdftoppm=needs_poppler, dpi=100)

    assert ("Code128", digits) in found
