"""The table of steps, and random walks through it that never leave it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.approvals import Granted
from motekar.rules.calendar import OfficeCalendar, OpeningSpan
from motekar.rules.documents import Document, DocumentRule, Reason, missing_documents
from motekar.rules.errors import (
    ApprovalNeeded,
    MotekarError,
    NotAllowed,
    RequestOnHold,
    ValidationFailed,
)
from motekar.rules.holds import ON_THE_OFFICES_SIDE, HoldCause, HoldOn
from motekar.rules.lifecycle import LIFECYCLE, Action, State, legal_moves
from motekar.rules.messages import MessageEvent, Wording
from motekar.rules.people import Officer, Role
from motekar.rules.promise import first_promise, no_promise_yet
from motekar.rules.requests import Occasion, PrintRequest, check, intake
from motekar.rules.rulebook import OfficeProfile, RuleBook
from motekar.rules.steps import (
    OFFERED,
    Amend,
    Cancel,
    CancelledBy,
    CentralRecord,
    Collect,
    Collector,
    Command,
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
    allowed_actions,
)
from tests.builders_calendar import ONE_HOUR

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OFFICE = "32.75.03"
RULES = (
    DocumentRule(Reason.DAMAGED, (Document.FORM_F102,)),
    DocumentRule(Reason.DAMAGED, (Document.OLD_CARD,)),
    DocumentRule(Reason.LOST, (Document.POLICE_REPORT,)),
)

BOOK = RuleBook(
    office=OfficeProfile(OFFICE, "BUT", "Kecamatan Contoh", ZoneInfo("Asia/Jakarta")),
    calendar=OfficeCalendar(
        OFFICE,
        "Asia/Jakarta",
        1,
        tuple(OpeningSpan(day, time(8), time(16)) for day in range(5)),
        (),
        frozenset({2026, 2027}),
    ),
    policy=ONE_HOUR,
    document_rules=RULES,
    wordings=(Wording(MessageEvent.REJECTED, "id", "{office}: {request_no} ditolak. GRATIS."),),
)
GRANTED = Granted(UUID(int=8), NINE, "kepala", "Petugas Kepala", is_alone=False)


def an_officer(*roles: Role, office: str = OFFICE) -> Officer:
    posts = frozenset((role, office) for role in roles or Role)
    return Officer(UUID(int=7), "semua", "Petugas Semua", posts)


def a_draft(
    documents: tuple[Document, ...] = (Document.FORM_F102, Document.OLD_CARD),
) -> PrintRequest:
    missing = missing_documents(RULES, Reason.DAMAGED, documents)
    promise = (
        no_promise_yet(BOOK.calendar, BOOK.policy, at=NINE, missing=missing)
        if missing
        else first_promise(BOOK.calendar, BOOK.policy, at=NINE)
    )
    return PrintRequest(
        id=UUID(int=1),
        request_no="BUT-261123-0001",
        office=OFFICE,
        state=State.SUBMITTED,
        state_since=NINE,
        version=1,
        reason=Reason.DAMAGED,
        channel="counter",
        priority=None,
        documents=documents,
        missing=missing,
        hold=None,
        received_at=NINE,
        submitted_at=NINE,
        service_clock_started_at=None,
        promise=promise,
        promised_by=promise.promised_by,
        first_promised_by=promise.promised_by,
        policy_version=1,
        calendar_version=1,
    )


commands: st.SearchStrategy[Command] = st.sampled_from(
    [
        Verify(CentralRecord.READY),
        Verify(CentralRecord.NOT_SEEN),
        Reject(RejectReason.NOT_ENTITLED, "alasan"),
        Cancel(CancelledBy.FAMILY, "alasan"),
        Hold(HoldCause.SYSTEM_DOWN, "padam"),
        Hold(HoldCause.SYSTEM_DOWN, "padam", GRANTED),
        Resume("menyala"),
        StartPrint("P1"),
        ConfirmPrint(None),
        SpoilPrint(SpoilCause.CHIP_FAILED),
        Collect(Collector.APPLICANT, old_card_surrendered=True),
        Collect(Collector.APPLICANT),
        CompleteDocuments((Document.OLD_CARD,)),
        CompleteDocuments((Document.POLICE_REPORT,)),
        Amend("ubah", ("reason",), reason=Reason.LOST),
        Amend("ubah", ("full_name",)),
        Amend("ubah", ("nik",), warnings=("prefix-foreign",)),
        Amend("ubah", ()),
        SpoilPrint(SpoilCause.FACTORY_DEFECT),
        Hold(HoldCause.AWAITING_DOCUMENTS, "coba"),
    ]
)


@given(walk=st.lists(commands, max_size=25), whole=st.booleans())
def test_no_walk_leaves_the_table(walk: list[Command], whole: bool) -> None:
    documents = (Document.FORM_F102, Document.OLD_CARD) if whole else (Document.FORM_F102,)
    step = intake(a_draft(documents), late_entry=False)
    officer = an_officer()
    for minute, command in enumerate(walk):
        before = step.after
        now = NINE + timedelta(minutes=minute)
        offered = command.action in allowed_actions(before, officer=officer)
        try:
            check(before, command.action, officer=officer)
            step = command.take(before, Occasion(officer, now, BOOK))
        except MotekarError:
            continue
        after = step.after
        assert offered
        assert after.version == before.version + 1
        assert after.state is before.state or (before.state, after.state) in legal_moves()
        assert before.hold is None or command.action in {
            Action.RESUME,
            Action.COMPLETE_DOCUMENTS,
        }
        assert before.first_promised_by in {None, after.first_promised_by}
        assert before.service_clock_started_at in {None, after.service_clock_started_at}
        assert not (after.state is State.COLLECTED and after.attempt)
        assert (after.state_since == now) is (after.state is not before.state) or minute == 0


@given(walk=st.lists(commands, max_size=12))
def test_what_is_not_offered_is_refused(walk: list[Command]) -> None:
    request = intake(a_draft(), late_entry=False).after
    for command in walk:
        officer = an_officer()
        if command.action in allowed_actions(request, officer=officer):
            try:
                step = command.take(request, Occasion(officer, NINE, BOOK))
            except MotekarError:
                continue
            request = step.after
        else:
            with pytest.raises(MotekarError):
                attempt(request, command, officer)


def attempt(request: PrintRequest, command: Command, officer: Officer) -> None:
    check(request, command.action, officer=officer)
    command.take(request, Occasion(officer, NINE, BOOK))


@pytest.mark.parametrize("action", OFFERED, ids=str)
def test_every_offered_step_needs_a_role_of_the_office(action: Action) -> None:
    request = intake(a_draft(), late_entry=False).after
    with pytest.raises(NotAllowed):
        check(request, action, officer=an_officer(office="32.75.04"))
    others = set(Role) - LIFECYCLE[action].roles
    with pytest.raises(NotAllowed):
        check(request, action, officer=an_officer(*others))


def test_the_first_offered_step_is_the_natural_next() -> None:
    request = intake(a_draft(), late_entry=False).after
    first = {
        state: allowed_actions(replace(request, state=state), officer=an_officer())[:1]
        for state in State
    }
    assert first == {
        State.SUBMITTED: (Action.VERIFY,),
        State.VERIFIED: (Action.START_PRINT,),
        State.PRINTED: (Action.COLLECT,),
        State.COLLECTED: (),
        State.REJECTED: (),
        State.CANCELLED: (),
        State.CLOSED: (),
    }


def test_every_state_but_the_first_can_be_reached() -> None:
    reached = {target for _, target in legal_moves()}
    assert reached == set(State) - {State.SUBMITTED}


def test_a_missing_wording_is_named() -> None:
    assert BOOK.wording(MessageEvent.REJECTED).event is MessageEvent.REJECTED
    with pytest.raises(LookupError, match="ready in id"):
        BOOK.wording(MessageEvent.READY)


def test_an_office_has_its_own_day() -> None:
    late_in_london = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert BOOK.office.local_day(late_in_london) == date(2026, 11, 23)


def test_a_refusal_tells_its_facts_and_nothing_else() -> None:
    with pytest.raises(MotekarError) as refused:
        an_officer(Role.VERIFIER).require({Role.FRONT_OFFICER})
    assert str(refused.value) == "role-not-allowed (needs=('front_officer',))"


def test_a_person_reads_the_offices_of_their_posts() -> None:
    officer = an_officer(Role.VERIFIER)
    assert officer.offices() == (OFFICE,)
    assert an_officer(Role.ADMINISTRATOR).offices() == ()


@pytest.mark.parametrize(
    ("collect", "missing"),
    [
        (Collect(Collector.FAMILY), ["collector.name", "collector.relation"]),
        (
            Collect(Collector.REPRESENTATIVE, name="Budi", relation="tetangga"),
            ["collector.authority_no"],
        ),
    ],
    ids=["family", "representative"],
)
def test_another_collector_is_named(collect: Collect, missing: list[str]) -> None:
    printed = replace(intake(a_draft(), late_entry=False).after, state=State.PRINTED)
    with pytest.raises(ValidationFailed) as refused:
        collect.take(printed, Occasion(an_officer(), NINE, BOOK))
    assert [error.field for error in refused.value.errors] == missing


def test_who_collected_is_kept_in_sealed_words() -> None:
    printed = replace(intake(a_draft(), late_entry=False).after, state=State.PRINTED)
    by_family = Collect(Collector.FAMILY, "Budi", "anak", old_card_surrendered=True)
    step = by_family.take(printed, Occasion(an_officer(), NINE, BOOK))
    assert step.facts == {"collector": "family", "old_card_surrendered": True}
    assert step.words == {"name": "Budi", "relation": "anak"}


def test_the_document_hold_is_never_placed_by_hand() -> None:
    request = intake(a_draft(), late_entry=False).after
    with pytest.raises(ValidationFailed):
        Hold(HoldCause.AWAITING_DOCUMENTS, "coba").take(
            request, Occasion(an_officer(), NINE, BOOK)
        )


@pytest.mark.parametrize("cause", sorted(ON_THE_OFFICES_SIDE))
def test_a_hold_that_excuses_the_office_needs_a_second_person(cause: HoldCause) -> None:
    request = intake(a_draft(), late_entry=False).after
    occasion = Occasion(an_officer(), NINE, BOOK)
    with pytest.raises(ApprovalNeeded):
        Hold(cause, "padam").take(request, occasion)
    step = Hold(cause, "padam", GRANTED, incident="i").take(request, occasion)
    assert step.after.hold == HoldOn(cause, since=NINE)
    assert step.facts == {
        "cause": cause,
        "approval": str(GRANTED.approval),
        "asked_at": NINE.isoformat(),
        "approved_by": {"username": "kepala", "name": "Petugas Kepala"},
        "incident": "i",
    }


def test_complete_documents_lifts_no_other_hold() -> None:
    request = intake(a_draft(), late_entry=False).after
    occasion = Occasion(an_officer(), NINE, BOOK)
    held = Hold(HoldCause.DISPUTED, "beda").take(request, occasion).after
    with pytest.raises(RequestOnHold):
        CompleteDocuments(()).take(held, occasion)
