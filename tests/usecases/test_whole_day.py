"""A request's day through the use cases: what is stored, told and kept as evidence."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from motekar.rules.codes import RequestNo
from motekar.rules.errors import (
    AlreadyCollected,
    AttemptOpen,
    DocumentsStillMissing,
    NoAttemptOpen,
    OldCardRequired,
    RequestAlreadyOpen,
    RequestOnHold,
    RequestUnknown,
    RoleNotAllowed,
    TransitionNotAllowed,
    ValidationFailed,
    VersionConflict,
    WrongOffice,
)
from motekar.rules.holds import HoldCause
from motekar.rules.lifecycle import Action, State
from motekar.rules.people import Role
from motekar.rules.promise import PromiseKind
from motekar.rules.steps import (
    Cancel,
    CancelledBy,
    CentralRecord,
    Collect,
    Collector,
    CompleteDocuments,
    ConfirmPrint,
    Hold,
    Reject,
    RejectReason,
    Resume,
    SpoilCause,
    SpoilPrint,
    StartPrint,
    Verify,
)
from motekar.usecases import tracking
from motekar.usecases.desk import Desk
from motekar.usecases.intake import submit
from motekar.usecases.transition import take_step
from tests.builders import (
    ALL_ROLES,
    BEKASI_SELATAN,
    BEKASI_UTARA,
    ELSEWHERE,
    MONDAY_0900,
    WIB,
    a_held,
    a_recorded,
    a_request,
    a_step,
    an_intake,
    an_officer,
    number_of,
)

MONDAY_1500 = datetime(2026, 11, 23, 15, 0, tzinfo=WIB)
TUESDAY_1600 = datetime(2026, 11, 24, 16, 0, tzinfo=WIB)
MONDAY_1600 = datetime(2026, 11, 23, 16, 0, tzinfo=WIB)
TEN_PAST = MONDAY_0900 + timedelta(minutes=10)


async def count(desk: Desk, table: str) -> int:
    async with desk.store.transaction() as transaction:
        return int((await transaction.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())


async def test_a_complete_file_in_the_morning_is_promised_for_closing_time(desk: Desk) -> None:
    view = await a_request(desk)
    assert view.request.promised_by == MONDAY_1600
    assert view.request.first_promised_by == MONDAY_1600
    assert view.request.service_clock_started_at == MONDAY_0900


async def test_a_file_at_the_cut_off_is_promised_for_the_next_open_day(desk: Desk) -> None:
    view = await a_request(desk, now=MONDAY_1500)
    assert view.request.promised_by == TUESDAY_1600


async def test_numbers_run_per_office_and_day(desk: Desk) -> None:
    here = [(await a_request(desk, number)).request.request_no for number in (1, 2)]
    there = (await a_request(desk, 3, office=BEKASI_SELATAN)).request.request_no
    assert [*here, there] == ["BUT-261123-0001", "BUT-261123-0002", "BSL-261123-0001"]


async def test_the_whole_day_leaves_an_event_and_an_audit_row_a_step(desk: Desk) -> None:
    audited = await count(desk, "audit_entry")
    view = await a_request(desk, state=State.COLLECTED)
    actions = [entry.action for entry in view.timeline]
    assert actions == ["submit", "verify", "start-print", "confirm-print", "collect"]
    assert view.request.version == 5
    assert await count(desk, "audit_entry") == audited + 5


async def test_the_citizen_hears_of_received_ready_and_collected(desk: Desk) -> None:
    view = await a_request(desk, state=State.COLLECTED)
    dossier = await tracking.look(desk, ALL_ROLES, number_of(view), now=TEN_PAST)
    assert [message.event for message in dossier.messages] == ["received", "ready", "collected"]
    for message in dossier.messages:
        assert message.parts == 1
        assert view.request.request_no in message.body
        assert "GRATIS" in message.body


async def test_without_a_phone_nothing_is_queued(desk: Desk) -> None:
    await a_request(desk, state=State.COLLECTED, phone=None)
    assert await count(desk, "message") == 0


async def test_an_incomplete_file_is_recorded_held_and_promised_nothing(desk: Desk) -> None:
    view = await a_request(desk, documents=["form_f102"])
    assert view.request.missing == ("family_card", "old_card")
    assert view.request.hold is not None
    assert view.request.hold.cause is HoldCause.AWAITING_DOCUMENTS
    assert view.request.promise.kind is PromiseKind.UNKNOWN
    assert view.request.service_clock_started_at is None
    assert view.allowed_actions == (Action.COMPLETE_DOCUMENTS,)


async def test_completing_the_file_starts_the_clock_and_makes_the_promise(desk: Desk) -> None:
    view = await a_request(desk, documents=["form_f102"])
    rest = CompleteDocuments(("family_card", "old_card"))
    view = await a_step(desk, view, rest, now=MONDAY_1500)
    assert view.request.hold is None
    assert view.request.service_clock_started_at == MONDAY_1500
    assert view.request.first_promised_by == TUESDAY_1600
    assert await count(desk, "message") == 2


async def test_half_of_the_missing_documents_change_nothing(desk: Desk) -> None:
    view = await a_request(desk, documents=["form_f102"])
    with pytest.raises(DocumentsStillMissing) as refused:
        await a_step(desk, view, CompleteDocuments(("old_card",)), now=TEN_PAST)
    assert refused.value.missing == ("family_card",)
    assert await count(desk, "request_event") == 1


async def test_only_the_documents_lift_the_hold_for_documents(desk: Desk) -> None:
    view = await a_request(desk, documents=["form_f102"])
    with pytest.raises(DocumentsStillMissing):
        await a_step(desk, view, Resume("kata pemohon"), now=TEN_PAST)


async def test_a_held_request_makes_no_other_step_until_it_is_resumed(desk: Desk) -> None:
    view = await a_request(desk, state=State.VERIFIED)
    view = await a_held(desk, view, evidence="listrik padam", now=TEN_PAST)
    assert view.hold_note == "listrik padam"
    with pytest.raises(RequestOnHold) as refused:
        await a_step(desk, view, StartPrint(), now=TEN_PAST)
    assert refused.value.cause == "system_down"
    view = await a_step(desk, view, Resume("listrik menyala"), now=TEN_PAST)
    assert Action.START_PRINT in view.allowed_actions


async def test_the_hold_for_documents_is_not_placed_by_hand(desk: Desk) -> None:
    view = await a_request(desk)
    with pytest.raises(ValidationFailed):
        await a_step(desk, view, Hold(HoldCause.AWAITING_DOCUMENTS, "coba"), now=TEN_PAST)


async def test_a_spoiled_card_leaves_the_request_in_the_print_queue(desk: Desk) -> None:
    view = await a_request(desk, state=State.VERIFIED)
    view = await a_step(desk, view, StartPrint("P1"), now=TEN_PAST)
    view = await a_step(desk, view, SpoilPrint(SpoilCause.MISPRINT), now=TEN_PAST)
    view = await a_step(desk, view, StartPrint("P1"), now=TEN_PAST)
    view = await a_step(desk, view, ConfirmPrint("AA123"), now=TEN_PAST)
    assert view.request.state is State.PRINTED
    assert view.request.attempts_made == 2
    async with desk.store.transaction() as transaction:
        query = "SELECT outcome, cause, card_serial FROM print_attempt ORDER BY attempt_no"
        rows = [tuple(row) for row in await transaction.execute(text(query))]
    assert rows == [("spoiled", "misprint", None), ("confirmed", None, "AA123")]


async def test_a_card_in_the_printer_is_not_started_again_nor_cancelled(desk: Desk) -> None:
    view = await a_request(desk, state=State.VERIFIED)
    view = await a_step(desk, view, StartPrint(), now=TEN_PAST)
    for command in (StartPrint(), Cancel(CancelledBy.APPLICANT, "tidak jadi")):
        with pytest.raises(AttemptOpen):
            await a_step(desk, view, command, now=TEN_PAST)


async def test_nothing_is_confirmed_that_was_not_started(desk: Desk) -> None:
    view = await a_request(desk, state=State.VERIFIED)
    with pytest.raises(NoAttemptOpen):
        await a_step(desk, view, ConfirmPrint(), now=TEN_PAST)


async def test_the_old_card_is_surrendered_when_the_new_one_is_given(desk: Desk) -> None:
    view = await a_request(desk, state=State.PRINTED)
    with pytest.raises(OldCardRequired):
        await a_step(desk, view, Collect(Collector.APPLICANT), now=TEN_PAST)


@pytest.mark.parametrize(
    ("collector", "missing"),
    [
        (Collector.FAMILY, ["collector.name", "collector.relation"]),
        (
            Collector.REPRESENTATIVE,
            ["collector.name", "collector.relation", "collector.authority_no"],
        ),
    ],
)
async def test_another_collector_leaves_a_name(
    desk: Desk, collector: Collector, missing: list[str]
) -> None:
    view = await a_request(desk, state=State.PRINTED)
    with pytest.raises(ValidationFailed) as refused:
        await a_step(desk, view, Collect(collector, old_card_surrendered=True), now=TEN_PAST)
    assert [error.field for error in refused.value.errors] == missing


async def test_collecting_twice_says_when_it_was_collected(desk: Desk) -> None:
    view = await a_request(desk, state=State.COLLECTED)
    again = Collect(Collector.APPLICANT, old_card_surrendered=True)
    with pytest.raises(AlreadyCollected) as refused:
        await take_step(desk, ALL_ROLES, number_of(view), again, expected_version=4, now=TEN_PAST)
    assert refused.value.at == view.request.state_since


async def test_who_saw_an_older_version_is_told_who_was_quicker(desk: Desk) -> None:
    view = await a_request(desk)
    await a_step(desk, view, Verify(CentralRecord.READY), now=TEN_PAST)
    with pytest.raises(VersionConflict) as refused:
        await a_step(desk, view, Verify(CentralRecord.READY), now=TEN_PAST)
    assert refused.value.facts == {
        "expected_version": 1,
        "current_version": 2,
        "by": ALL_ROLES.name,
    }


async def test_a_step_that_the_state_does_not_know_is_refused(desk: Desk) -> None:
    view = await a_request(desk)
    with pytest.raises(TransitionNotAllowed):
        await a_step(desk, view, StartPrint(), now=TEN_PAST)


async def test_a_rejected_request_frees_the_nik(desk: Desk) -> None:
    view = await a_request(desk)
    reason = Reject(RejectReason.NOT_RECORDED, "belum rekam")
    view = await a_step(desk, view, reason, now=TEN_PAST)
    assert view.request.state is State.REJECTED
    again = await a_request(desk, now=TEN_PAST)
    assert again.request.state is State.SUBMITTED


async def test_a_second_open_request_tells_office_state_and_date_only(desk: Desk) -> None:
    await a_request(desk, state=State.VERIFIED)
    with pytest.raises(RequestAlreadyOpen) as refused:
        await submit(desk, ELSEWHERE, an_intake(office=BEKASI_SELATAN), now=TEN_PAST)
    assert refused.value.facts == {
        "office": BEKASI_UTARA,
        "state": "verified",
        "since": MONDAY_0900,
    }


@pytest.mark.parametrize(
    ("command", "role"),
    [
        (Verify(CentralRecord.READY), Role.FRONT_OFFICER),
        (Reject(RejectReason.DATA_MISMATCH, "beda"), Role.PRINT_OPERATOR),
        (Cancel(CancelledBy.FAMILY, "salah"), Role.VERIFIER),
        (Hold(HoldCause.DISPUTED, "beda"), Role.HEAD_OF_OFFICE),
    ],
)
async def test_a_step_needs_its_role(desk: Desk, command: Verify, role: Role) -> None:
    view = await a_request(desk)
    with pytest.raises(RoleNotAllowed):
        await a_step(desk, view, command, now=TEN_PAST, officer=an_officer(role))


async def test_a_step_is_made_in_the_requests_own_office_only(desk: Desk) -> None:
    view = await a_request(desk)
    with pytest.raises(WrongOffice):
        await a_step(desk, view, Verify(CentralRecord.READY), now=TEN_PAST, officer=ELSEWHERE)


async def test_an_administrator_sees_no_request(desk: Desk) -> None:
    view = await a_request(desk)
    administrator = an_officer(Role.ADMINISTRATOR)
    with pytest.raises(RoleNotAllowed):
        await tracking.look(desk, administrator, number_of(view), now=TEN_PAST)


async def test_reading_in_clear_is_written_down(desk: Desk) -> None:
    view = await a_request(desk)
    dossier = await tracking.look(
        desk, ALL_ROLES, number_of(view), now=TEN_PAST, unmask="mencocokkan identitas"
    )
    assert dossier.view.unmasked is not None
    async with desk.store.transaction() as transaction:
        query = "SELECT facts FROM audit_entry WHERE action = 'request.unmask'"
        assert (await transaction.execute(text(query))).scalar_one() == {
            "why": "mencocokkan identitas"
        }


async def test_the_slips_code_opens_the_request_for_staff_too(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    slip = await tracking.slip(desk, ALL_ROLES, number_of(recorded.view), now=TEN_PAST)
    assert slip.claim_code == recorded.claim_code
    found = await tracking.look(desk, ALL_ROLES, recorded.claim_code, now=TEN_PAST)
    assert found.view.request.request_no == recorded.view.request.request_no


async def test_an_unknown_number_is_unknown(desk: Desk) -> None:
    with pytest.raises(RequestUnknown):
        await tracking.look(desk, ALL_ROLES, RequestNo.parse("BUT-261123-7777"), now=TEN_PAST)


async def test_a_first_card_before_seventeen_is_promised_from_the_birthday(desk: Desk) -> None:
    nearly = an_intake(
        nik="3275032611090001",
        reason="new",
        documents=["form_f102", "family_card"],
        now=MONDAY_0900,
    )
    recorded = await submit(desk, ALL_ROLES, nearly, now=MONDAY_0900)
    promised_by = recorded.view.request.promised_by
    assert promised_by == datetime(2026, 11, 26, 16, 0, tzinfo=WIB)
    assert recorded.view.request.warnings == ("under-17",)


async def test_a_late_entry_is_promised_from_the_visit(desk: Desk) -> None:
    visit = MONDAY_0900 - timedelta(days=4)
    view = await a_request(desk, received_at=visit, paper_no="L-0007")
    assert view.request.received_at == visit
    assert view.request.promised_by == datetime(2026, 11, 19, 16, 0, tzinfo=WIB)
    assert view.timeline[0].facts["late_entry"] is True
