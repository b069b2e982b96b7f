"""Changing what was recorded, without touching the clock."""

from datetime import timedelta
from typing import Any

import pytest

from motekar.rules.errors import RequestAlreadyOpen, ValidationFailed
from motekar.rules.holds import HoldCause
from motekar.rules.lifecycle import State
from motekar.usecases import tracking
from motekar.usecases.amending import amend, read_amendments
from motekar.usecases.desk import Desk
from motekar.usecases.viewing import RequestView
from tests.builders import ALL_ROLES, MONDAY_0900, a_request, number_of

LATER = MONDAY_0900 + timedelta(minutes=30)


async def amended(desk: Desk, view: RequestView, **changes: Any) -> RequestView:
    answer = await amend(
        desk,
        ALL_ROLES,
        number_of(view),
        read_amendments(changes),
        why="salah ketik",
        expected_version=view.request.version,
        now=LATER,
    )
    assert isinstance(answer, RequestView)
    return answer


async def test_a_name_is_mended_and_the_clock_goes_on(desk: Desk) -> None:
    before = await a_request(desk)
    after = await amended(desk, before, full_name="Sinta Uji Teladan")
    assert after.person.initials == "S. U. T."
    assert after.request.service_clock_started_at == before.request.service_clock_started_at
    assert after.request.promised_by == before.request.promised_by
    assert after.timeline[-1].facts["changed"] == ["full_name"]
    assert after.timeline[-1].words == {"why": "salah ketik"}


async def test_the_other_fields_stay_as_they_were(desk: Desk) -> None:
    before = await a_request(desk)
    await amended(desk, before, phone="081399990000")
    seen = await tracking.look(desk, ALL_ROLES, number_of(before), now=LATER, unmask="periksa")
    assert seen.view.unmasked is not None
    assert seen.view.unmasked.name == "Sinta Uji Contoh"
    assert seen.view.unmasked.phone is not None
    assert seen.view.unmasked.phone.e164 == "+6281399990000"


async def test_an_emptied_phone_takes_the_number_away(desk: Desk) -> None:
    after = await amended(desk, await a_request(desk), phone="")
    assert after.person.phone_masked is None


async def test_a_mended_nik_is_looked_at_again(desk: Desk) -> None:
    after = await amended(desk, await a_request(desk), nik="1671034505900001")
    assert after.request.warnings == ("prefix-foreign",)


async def test_a_mended_nik_stays_unique_in_the_agency(desk: Desk) -> None:
    await a_request(desk, 1)
    second = await a_request(desk, 2)
    with pytest.raises(RequestAlreadyOpen):
        await amended(desk, second, nik="3275034505900001")


async def test_another_reason_with_missing_documents_holds_the_file(desk: Desk) -> None:
    after = await amended(desk, await a_request(desk), reason="lost")
    assert after.request.missing == ("police_report",)
    assert after.request.hold is not None
    assert after.request.hold.cause is HoldCause.AWAITING_DOCUMENTS
    assert after.request.promised_by is not None


async def test_the_reason_is_fixed_once_verified(desk: Desk) -> None:
    view = await a_request(desk, state=State.VERIFIED)
    with pytest.raises(ValidationFailed) as refused:
        await amended(desk, view, reason="lost")
    assert refused.value.errors[0].code == "fixed-after-verification"


async def test_an_amendment_that_changes_nothing_is_refused(desk: Desk) -> None:
    view = await a_request(desk)
    with pytest.raises(ValidationFailed) as refused:
        await amended(desk, view, full_name="Sinta Uji Contoh", reason="damaged")
    assert refused.value.errors[0].code == "nothing-changed"


async def test_marriage_lifts_the_warning_about_age(desk: Desk) -> None:
    view = await a_request(
        desk,
        nik="3275032611090001",
        reason="new",
        documents=["form_f102", "family_card"],
    )
    after = await amended(desk, view, married=True, priority="pregnant")
    assert after.request.warnings == ()
    assert after.request.priority == "pregnant"


def test_all_faults_of_an_amendment_are_told_at_once() -> None:
    with pytest.raises(ValidationFailed) as refused:
        read_amendments({"nik": "123", "full_name": " ", "reason": "x", "state": "printed"})
    told = {(error.field, error.code) for error in refused.value.errors}
    assert told == {
        ("nik", "nik-malformed"),
        ("full_name", "missing"),
        ("reason", "unknown-choice"),
        ("state", "unknown-field"),
    }
