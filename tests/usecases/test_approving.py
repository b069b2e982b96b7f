"""A step that waits for a second person: asked, settled once by another, carried out or not."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from motekar.rules.approvals import (
    APPROVERS,
    ApprovalKind,
    ApprovalPolicy,
    Outcome,
    WhenAlone,
)
from motekar.rules.errors import (
    ApprovalExpired,
    ApprovalPending,
    ApprovalSettled,
    ApprovalUnknown,
    NobodyToApprove,
    OwnApproval,
    RoleNotAllowed,
    VersionConflict,
    WrongOffice,
)
from motekar.rules.holds import HoldCause, ledger
from motekar.rules.lifecycle import State
from motekar.rules.people import Officer, Role
from motekar.rules.steps import CentralRecord, Hold, Resume, Verify
from motekar.usecases import approving, tracking
from motekar.usecases.desk import Desk
from motekar.usecases.holding import hold
from motekar.usecases.viewing import RequestView
from tests.builders import (
    ALL_ROLES,
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0900,
    a_held,
    a_request,
    a_step,
    an_asked_hold,
    an_officer,
    number_of,
)

ASKED_AT = MONDAY_0900 + timedelta(minutes=10)
ANSWERED_AT = MONDAY_0900 + timedelta(minutes=20)
TOO_LATE = ASKED_AT + timedelta(hours=2)
MANAGER = an_officer(Role.OFFICE_MANAGER)
HEAD = an_officer(Role.HEAD_OF_OFFICE)
FRONT = an_officer(Role.FRONT_OFFICER)


async def rows(desk: Desk, query: str) -> Sequence[Any]:
    async with desk.store.transaction() as transaction:
        return (await transaction.execute(text(query))).all()


async def seen(desk: Desk, view: RequestView) -> RequestView:
    return (await tracking.look(desk, ALL_ROLES, number_of(view), now=ANSWERED_AT)).view


async def leave(desk: Desk, *officers: Officer) -> None:
    """These people no longer work here."""
    async with desk.store.transaction() as transaction:
        for officer in officers:
            gone = text("UPDATE staff SET is_active = false WHERE id = :id")
            await transaction.execute(gone, {"id": officer.id})


def test_every_kind_has_its_roles_its_carrying_out_and_its_words() -> None:
    assert set(APPROVERS) == set(approving.CARRIED_OUT) == set(ApprovalKind)
    pages = Path(__file__).parents[2] / "templates" / "staff"
    for kind in ApprovalKind:
        assert (pages / f"approval_{kind}.html").exists()
        assert (pages / f"approval_{kind}_title.html").exists()


async def test_nothing_is_held_until_somebody_else_agrees(desk: Desk) -> None:
    view = await a_request(desk)
    approval = await an_asked_hold(desk, view, now=ASKED_AT)

    assert approval.expires_at == ASKED_AT + timedelta(minutes=120)
    assert (await seen(desk, view)).request == view.request
    assert await rows(desk, "SELECT 1 FROM message WHERE event = 'on_hold'") == []

    await approving.answer(desk, MANAGER, approval.id, Outcome.APPROVED, now=ANSWERED_AT)

    held = await seen(desk, view)
    assert held.request.hold is not None
    assert (held.request.hold.cause, held.request.hold.since) == (
        HoldCause.SYSTEM_DOWN,
        ANSWERED_AT,
    )
    assert held.hold_note == "SIAK tidak terbuka sejak 08.15."
    assert len(await rows(desk, "SELECT 1 FROM message WHERE event = 'on_hold'")) == 1


async def test_event_and_audit_name_both_people_and_both_hours(desk: Desk) -> None:
    view = await a_held(desk, await a_request(desk), now=ASKED_AT)
    placed = view.timeline[-1]

    assert (placed.action, placed.officer) == ("hold", FRONT.name)
    assert placed.facts["approved_by"] == {"username": MANAGER.username, "name": MANAGER.name}
    assert datetime.fromisoformat(placed.facts["asked_at"]) == ASKED_AT
    audited = await rows(
        desk,
        "SELECT action, officer_id FROM audit_entry WHERE subject LIKE 'approval:%' ORDER BY id",
    )
    assert [tuple(row) for row in audited] == [
        ("approval.ask", FRONT.id),
        ("approval.approved", MANAGER.id),
    ]


async def test_the_ledger_of_waiting_comes_from_the_events_alone(desk: Desk) -> None:
    view = await a_held(desk, await a_request(desk), now=ASKED_AT)
    view = await a_step(desk, view, Resume("SIAK terbuka lagi."), now=ANSWERED_AT)

    (waited,) = ledger(view.timeline)

    assert (waited.cause, waited.since, waited.until) == (
        HoldCause.SYSTEM_DOWN,
        ASKED_AT,
        ANSWERED_AT,
    )
    assert (waited.placed_by, waited.approved_by, waited.lifted_by) == (
        FRONT.name,
        MANAGER.name,
        ALL_ROLES.name,
    )


async def test_a_no_holds_nothing_and_keeps_its_reason(desk: Desk) -> None:
    view = await a_request(desk)
    approval = await an_asked_hold(desk, view, now=ASKED_AT)

    await approving.answer(
        desk, HEAD, approval.id, Outcome.REFUSED, reason="SIAK sudah pulih.", now=ANSWERED_AT
    )

    assert (await seen(desk, view)).request.hold is None
    question = await approving.of_request(desk, FRONT, number_of(view))
    assert question is not None
    assert (question.approval.outcome, question.approval.reason) == (
        Outcome.REFUSED,
        "SIAK sudah pulih.",
    )
    assert question.settler == HEAD.name


async def test_one_person_with_all_roles_is_never_both_sides(desk: Desk) -> None:
    view = await a_request(desk)
    asked = await hold(
        desk,
        ALL_ROLES,
        number_of(view),
        Hold(HoldCause.BLANKS_OUT, "Blangko habis."),
        expected_version=1,
        now=ASKED_AT,
    )
    with pytest.raises(OwnApproval):
        await approving.answer(
            desk, ALL_ROLES, asked.approval.id, Outcome.APPROVED, now=ANSWERED_AT
        )
    assert (await seen(desk, view)).request.hold is None


@pytest.mark.parametrize(
    ("officer", "refusal"),
    [
        (an_officer(Role.VERIFIER), RoleNotAllowed),
        (an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN), WrongOffice),
    ],
    ids=["another role", "another office"],
)
async def test_only_an_approving_role_of_the_office_settles(
    desk: Desk, officer: Officer, refusal: type[Exception]
) -> None:
    approval = await an_asked_hold(desk, await a_request(desk), now=ASKED_AT)
    with pytest.raises(refusal):
        await approving.answer(desk, officer, approval.id, Outcome.APPROVED, now=ANSWERED_AT)


async def test_a_question_that_is_not_there_is_unknown(desk: Desk) -> None:
    with pytest.raises(ApprovalUnknown):
        await approving.answer(desk, HEAD, HEAD.id, Outcome.APPROVED, now=ANSWERED_AT)


async def test_ten_clicks_at_once_settle_it_once(real_desk: Desk) -> None:
    view = await a_request(real_desk)
    approval = await an_asked_hold(real_desk, view, now=ASKED_AT)

    answers = await asyncio.gather(
        *(
            approving.answer(
                real_desk,
                (MANAGER, HEAD, ALL_ROLES)[click % 3],
                approval.id,
                Outcome.REFUSED if click % 4 == 3 else Outcome.APPROVED,
                reason="Ujian serentak.",
                now=ANSWERED_AT,
            )
            for click in range(10)
        ),
        return_exceptions=True,
    )

    settled = [answer for answer in answers if not isinstance(answer, Exception)]
    assert len(settled) == 1
    assert all(isinstance(answer, ApprovalSettled) for answer in answers if answer not in settled)
    request = (await seen(real_desk, view)).request
    assert (request.hold is not None) == (settled[0].approval.outcome is Outcome.APPROVED)
    assert request.version == (2 if request.hold else 1)
    actions = await rows(
        real_desk, "SELECT action FROM audit_entry WHERE subject LIKE 'approval:%' ORDER BY id"
    )
    assert len(actions) == 2


async def test_the_same_is_not_asked_twice_at_once(desk: Desk) -> None:
    view = await a_request(desk)
    approval = await an_asked_hold(desk, view, now=ASKED_AT)
    with pytest.raises(ApprovalPending) as refused:
        await an_asked_hold(desk, view, cause=HoldCause.BLANKS_OUT, now=ANSWERED_AT)
    assert refused.value.expires_at == approval.expires_at


async def test_the_version_is_checked_when_it_is_asked(desk: Desk) -> None:
    view = await a_request(desk)
    await a_step(desk, view, Verify(CentralRecord.READY), now=ASKED_AT)
    with pytest.raises(VersionConflict):
        await an_asked_hold(desk, view, now=ANSWERED_AT)
    assert await rows(desk, "SELECT 1 FROM approval") == []


async def test_what_moved_on_meanwhile_is_overtaken_and_stays_as_it_is(desk: Desk) -> None:
    view = await a_request(desk)
    approval = await an_asked_hold(desk, view, now=ASKED_AT)
    moved = await a_step(desk, view, Verify(CentralRecord.READY), now=ASKED_AT)

    answer = await approving.answer(desk, HEAD, approval.id, Outcome.APPROVED, now=ANSWERED_AT)

    assert isinstance(answer, approving.Question)
    settled = answer.approval
    assert (settled.outcome, settled.overtaken_by) == (Outcome.OVERTAKEN, "version-conflict")
    assert (await seen(desk, view)).request == moved.request
    with pytest.raises(ApprovalSettled):
        await approving.answer(desk, MANAGER, approval.id, Outcome.APPROVED, now=ANSWERED_AT)


async def test_nobody_in_time_is_a_no_that_can_be_asked_again(desk: Desk) -> None:
    view = await a_request(desk)
    approval = await an_asked_hold(desk, view, now=ASKED_AT)
    with pytest.raises(ApprovalExpired):
        await approving.answer(desk, HEAD, approval.id, Outcome.APPROVED, now=TOO_LATE)

    again = await an_asked_hold(desk, view, now=TOO_LATE)

    assert again.id != approval.id
    outcomes = await rows(desk, "SELECT outcome FROM approval ORDER BY asked_at")
    assert [row.outcome for row in outcomes] == ["expired", "pending"]


async def test_house_keeping_ends_what_is_overdue_once(desk: Desk) -> None:
    await an_asked_hold(desk, await a_request(desk), now=ASKED_AT)
    assert await approving.expire_overdue(desk, now=ANSWERED_AT) == 0
    assert await approving.expire_overdue(desk, now=TOO_LATE) == 1
    assert await approving.expire_overdue(desk, now=TOO_LATE) == 0
    audited = await rows(desk, "SELECT 1 FROM audit_entry WHERE action = 'approval.expired'")
    assert len(audited) == 1


async def test_the_inbox_is_nearest_expiry_first_and_ones_own_are_not_to_settle(
    desk: Desk,
) -> None:
    first, second = await a_request(desk), await a_request(desk, 2)
    later = await an_asked_hold(desk, second, now=ANSWERED_AT)
    sooner = await an_asked_hold(desk, first, now=ASKED_AT)

    theirs = await approving.inbox(desk, HEAD, now=ANSWERED_AT)
    own = await approving.inbox(desk, FRONT, now=ANSWERED_AT)
    elsewhere = await approving.inbox(
        desk, an_officer(Role.HEAD_OF_OFFICE, office=BEKASI_SELATAN), now=ANSWERED_AT
    )

    assert [each.approval.id for each in theirs.questions] == [sooner.id, later.id]
    assert theirs.theirs_to_settle == {sooner.id, later.id}
    assert theirs.questions[0].words == "SIAK tidak terbuka sejak 08.15."
    assert theirs.questions[0].asker.name == FRONT.name
    assert [each.approval.id for each in own.questions] == [sooner.id, later.id]
    assert own.theirs_to_settle == frozenset()
    assert elsewhere.questions == ()
    assert (await approving.at_a_glance(desk, HEAD, now=ANSWERED_AT)).waiting == 2
    assert (await approving.at_a_glance(desk, FRONT, now=ANSWERED_AT)).waiting == 0


async def test_without_anybody_else_the_office_refuses_by_default(desk: Desk) -> None:
    await leave(desk, MANAGER, HEAD, ALL_ROLES)
    with pytest.raises(NobodyToApprove):
        await an_asked_hold(desk, await a_request(desk), now=ASKED_AT)


async def test_an_office_may_allow_it_alone_and_it_is_marked_and_counted(desk: Desk) -> None:
    policy = ApprovalPolicy(30, WhenAlone.ALLOW_AND_REPORT)
    await approving.decide_policy(desk, HEAD, policy, office=BEKASI_UTARA, now=MONDAY_0900)
    view = await a_request(desk)
    await leave(desk, MANAGER, HEAD, ALL_ROLES)

    held = await hold(
        desk,
        FRONT,
        number_of(view),
        Hold(HoldCause.FORCE_MAJEURE, "Banjir."),
        expected_version=1,
        now=ASKED_AT,
    )

    assert isinstance(held, RequestView)
    assert held.timeline[-1].facts["alone"] is True
    audited = await rows(desk, "SELECT facts FROM audit_entry WHERE action = 'approval.approved'")
    assert [row.facts["alone"] for row in audited] == [True]
    assert (await approving.inbox(desk, HEAD, now=ANSWERED_AT)).alone == 1


async def test_the_policy_is_the_heads_and_counts_from_its_day(desk: Desk) -> None:
    policy = ApprovalPolicy(30, WhenAlone.REFUSE)
    with pytest.raises(RoleNotAllowed):
        await approving.decide_policy(desk, MANAGER, policy, office=BEKASI_UTARA, now=MONDAY_0900)
    await approving.decide_policy(desk, HEAD, policy, office=BEKASI_UTARA, now=MONDAY_0900)

    approval = await an_asked_hold(desk, await a_request(desk), now=ASKED_AT)

    assert approval.expires_at == ASKED_AT + timedelta(minutes=30)
    assert await approving.policies(desk, HEAD, now=ASKED_AT) == {BEKASI_UTARA: policy}
    the_day_before = await approving.policies(desk, HEAD, now=MONDAY_0900 - timedelta(days=1))
    assert the_day_before[BEKASI_UTARA].minutes == 120


async def test_causes_on_the_citizens_side_are_held_at_once(desk: Desk) -> None:
    view = await a_request(desk, state=State.VERIFIED)
    held = await hold(
        desk,
        FRONT,
        number_of(view),
        Hold(HoldCause.DISPUTED, "Nama ibu berbeda."),
        expected_version=2,
        now=ASKED_AT,
    )
    assert isinstance(held, RequestView)
    assert held.request.hold is not None
    assert await rows(desk, "SELECT 1 FROM approval") == []


async def test_the_words_of_a_question_are_sealed(desk: Desk) -> None:
    view = await a_request(desk)
    approval = await an_asked_hold(desk, view, evidence="Sinta Uji Contoh menelepon", now=ASKED_AT)
    await approving.answer(
        desk, HEAD, approval.id, Outcome.REFUSED, reason="Sinta sudah datang", now=ANSWERED_AT
    )
    stored = await rows(desk, "SELECT approval::text AS told FROM approval")
    assert "Sinta" not in stored[0].told
    assert b"Sinta".hex() not in stored[0].told
