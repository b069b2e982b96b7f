"""Two verifiers at their pages: different requests by themselves, the same one knowingly."""

from motekar.rules.people import Role
from motekar.usecases.desk import Desk
from tests.builders import MONDAY_0800, a_request, an_officer
from tests.web.office import Worker

VERIFICATION = "/staff/verification"
VERIFIER = an_officer(Role.VERIFIER)


async def test_two_verifiers_are_shown_different_requests(desk: Desk) -> None:
    first = (await a_request(desk, 1, now=MONDAY_0800)).request.request_no
    second = (await a_request(desk, 2)).request.request_no
    one, other = await Worker.begin(desk, VERIFIER), await Worker.begin(desk)

    assert first in (await one.open(VERIFICATION)).title
    assert second in (await other.open(VERIFICATION)).title
    skipped = await one.open(f"{VERIFICATION}?after={first}")
    assert first in skipped.title  # the only one that is left for this person
    assert "Sedang dibuka" not in skipped.words


async def test_a_link_opens_what_a_colleague_looks_at_and_says_so(desk: Desk) -> None:
    number = (await a_request(desk)).request.request_no
    one, other = await Worker.begin(desk, VERIFIER), await Worker.begin(desk)
    await one.open(VERIFICATION)

    nothing = await other.open(VERIFICATION)
    assert "Semua yang menunggu sedang dibuka petugas lain." in nothing.words
    page = await other.open(nothing.links[f"Buka {number}"])
    assert f"{VERIFIER.name} membukanya pukul 09.00." in page.words

    action = f"{VERIFICATION}/{number}/verify"
    decided = await other.send(page, action, central_record="ready")
    assert "Tidak ada yang menunggu Anda." in decided.words
