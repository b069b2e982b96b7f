"""One trouble holds what it affects and lets go of it together, whole or not at all."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import text

from motekar.rules.approvals import Approval, ApprovalPolicy, Outcome, WhenAlone
from motekar.rules.errors import (
    ApprovalPending,
    IncidentClosed,
    IncidentUnknown,
    RoleNotAllowed,
    ValidationFailed,
    WrongOffice,
)
from motekar.rules.holds import HoldCause, ledger
from motekar.rules.incidents import IncidentKind
from motekar.rules.lifecycle import State
from motekar.rules.people import Officer, Role
from motekar.rules.steps import CentralRecord, Hold, Resume, Verify
from motekar.usecases import approving, incidents, tracking
from motekar.usecases.asking import Pending
from motekar.usecases.desk import Desk
from motekar.usecases.incidents import IncidentView, Reported, Result
from motekar.usecases.viewing import RequestView
from motekar.vault import SealBroken
from tests.builders import (
    ALL_ROLES,
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0900,
    a_recorded,
    a_request,
    a_step,
    an_officer,
    number_of,
)

REPORTED_AT = MONDAY_0900 + timedelta(minutes=40)
BEGUN_AT = MONDAY_0900 + timedelta(minutes=45)
ENDED_AT = MONDAY_0900 + timedelta(minutes=90)
MANAGER = an_officer(Role.OFFICE_MANAGER)
HEAD = an_officer(Role.HEAD_OF_OFFICE)
MANY = 300


def a_trouble(
    kind: IncidentKind = IncidentKind.NETWORK_DOWN,
    *,
    office: str = BEKASI_UTARA,
    since: datetime = MONDAY_0900,
) -> Reported:
    return Reported(office, kind, since, "Tiket penyedia 4411.")


async def reported(desk: Desk, trouble: Reported | None = None) -> Approval:
    asked = await incidents.report(desk, MANAGER, trouble or a_trouble(), now=REPORTED_AT)
    assert isinstance(asked, Pending)
    return asked.approval


async def begun(desk: Desk, trouble: Reported | None = None) -> IncidentView:
    approval = await reported(desk, trouble)
    await approving.answer(desk, HEAD, approval.id, Outcome.APPROVED, now=BEGUN_AT)
    return (await incidents.listed(desk, MANAGER))[0]


async def ended(desk: Desk, view: IncidentView, *, officer: Officer = MANAGER) -> Result:
    result = await incidents.close(
        desk, officer, view.incident.id, why="Jaringan pulih.", now=ENDED_AT
    )
    assert isinstance(result, Result)
    return result


async def seen(desk: Desk, view: RequestView) -> RequestView:
    return (await tracking.look(desk, ALL_ROLES, number_of(view), now=ENDED_AT)).view


async def rows(desk: Desk, query: str) -> Sequence[Any]:
    async with desk.store.transaction() as transaction:
        return (await transaction.execute(text(query))).all()


async def test_all_affected_requests_are_held_together_after_the_second_word(desk: Desk) -> None:
    waiting = [
        await a_request(desk),
        await a_request(desk, 2, state=State.VERIFIED),
        await a_request(desk, 3, state=State.VERIFIED, phone=None),
    ]
    ready = await a_request(desk, 4, state=State.PRINTED)
    elsewhere = await a_request(desk, 5, office=BEKASI_SELATAN)
    approval = await reported(desk)
    assert approval.facts["affected"] == 3
    assert (await seen(desk, waiting[0])).request.hold is None

    await approving.answer(desk, HEAD, approval.id, Outcome.APPROVED, now=BEGUN_AT)

    for view in waiting:
        after = await seen(desk, view)
        assert after.request.hold is not None
        assert after.request.hold.cause is HoldCause.SYSTEM_DOWN
        assert after.request.version == view.request.version + 1
        assert after.hold_note == "Tiket penyedia 4411."
        (waited,) = ledger(after.timeline)
        assert (waited.placed_by, waited.approved_by) == (MANAGER.name, HEAD.name)
    assert (await seen(desk, ready)).request.hold is None
    told = "SELECT 1 FROM message WHERE event = 'on_hold'"
    assert len(await rows(desk, told)) == 2
    assert await rows(desk, f"{told} AND office_code = '{BEKASI_SELATAN}'") == []
    assert elsewhere.request.version == 1
    audited = await rows(desk, "SELECT 1 FROM audit_entry WHERE action = 'request.hold'")
    assert len(audited) == 3


async def test_a_power_cut_holds_the_cards_that_are_ready_too(desk: Desk) -> None:
    ready = await a_request(desk, state=State.PRINTED)
    await begun(desk, a_trouble(IncidentKind.POWER_CUT))
    hold = (await seen(desk, ready)).request.hold
    assert hold is not None
    assert hold.cause is HoldCause.FORCE_MAJEURE


async def test_an_incident_lists_its_requests_and_its_people(desk: Desk) -> None:
    view = await a_request(desk)
    found = await begun(desk)
    assert [(each.request_no, each.is_held) for each in found.requests] == [
        (view.request.request_no, True)
    ]
    assert (found.opened_by, found.approved_by) == (MANAGER.name, HEAD.name)
    assert (found.incident.since, found.incident.opened_at) == (MONDAY_0900, BEGUN_AT)
    assert found.evidence == "Tiket penyedia 4411."


async def test_what_is_held_already_and_what_comes_later_is_left_alone(desk: Desk) -> None:
    held = await a_request(desk, documents=["form_f102"])
    found = await begun(desk)
    newcomer = (await a_recorded(desk, 2, now=BEGUN_AT)).view
    assert found.requests == ()
    assert (await seen(desk, held)).request.version == held.request.version
    assert newcomer.request.hold is None
    glance = await approving.at_a_glance(desk, an_officer(Role.FRONT_OFFICER), now=BEGUN_AT)
    assert glance.troubles == ((IncidentKind.NETWORK_DOWN, "Kecamatan Bekasi Utara", MONDAY_0900),)


async def test_closing_releases_exactly_what_the_incident_holds_still(desk: Desk) -> None:
    plain, resumed, held_anew = [await a_request(desk, number) for number in (1, 2, 3)]
    found = await begun(desk)
    for view in (resumed, held_anew):
        after = await seen(desk, view)
        await a_step(desk, after, Resume("Sudah bisa."), now=BEGUN_AT)
    disputed = Hold(HoldCause.DISPUTED, "Nama berbeda.")
    await a_step(desk, await seen(desk, held_anew), disputed, now=BEGUN_AT)

    result = await ended(desk, found)

    assert result.requests == 1
    (waited,) = ledger((await seen(desk, plain)).timeline)
    assert (waited.since, waited.until, waited.lifted_by) == (BEGUN_AT, ENDED_AT, MANAGER.name)
    assert waited.incident == str(found.incident.id)
    assert (await seen(desk, resumed)).request.version == 3
    still = (await seen(desk, held_anew)).request.hold
    assert still is not None
    assert still.cause is HoldCause.DISPUTED
    (listed,) = await incidents.listed(desk, MANAGER)
    assert (listed.closed_by, listed.closing_words) == (MANAGER.name, "Jaringan pulih.")
    assert (await approving.at_a_glance(desk, HEAD, now=ENDED_AT)).troubles == ()


async def test_an_incident_is_closed_once_by_who_manages_the_office(desk: Desk) -> None:
    found = await begun(desk)
    with pytest.raises(RoleNotAllowed):
        await ended(desk, found, officer=HEAD)
    elsewhere = an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN)
    with pytest.raises(WrongOffice):
        await ended(desk, found, officer=elsewhere)
    await ended(desk, found)
    with pytest.raises(IncidentClosed):
        await ended(desk, found)
    with pytest.raises(IncidentUnknown):
        await incidents.close(desk, MANAGER, MANAGER.id, why="x", now=ENDED_AT)


async def test_only_who_manages_the_office_reports(desk: Desk) -> None:
    with pytest.raises(RoleNotAllowed):
        await incidents.report(desk, an_officer(Role.FRONT_OFFICER), a_trouble(), now=REPORTED_AT)
    ahead = a_trouble(since=REPORTED_AT + timedelta(minutes=1))
    with pytest.raises(ValidationFailed):
        await incidents.report(desk, MANAGER, ahead, now=REPORTED_AT)


async def test_the_same_trouble_is_reported_once_at_a_time(desk: Desk) -> None:
    await reported(desk)
    with pytest.raises(ApprovalPending):
        await reported(desk)
    other = await reported(desk, a_trouble(IncidentKind.PRINTER_BROKEN))
    assert other.outcome is Outcome.PENDING


async def test_five_reports_at_once_ask_once(real_desk: Desk) -> None:
    reports = (
        incidents.report(real_desk, MANAGER, a_trouble(), now=REPORTED_AT) for _ in range(5)
    )
    answers = await asyncio.gather(*reports, return_exceptions=True)
    assert sum(isinstance(answer, Pending) for answer in answers) == 1
    assert sum(isinstance(answer, ApprovalPending) for answer in answers) == 4


async def test_steps_made_while_it_opens_and_closes_are_held_or_refused_never_both(
    real_desk: Desk,
) -> None:
    views = [await a_request(real_desk, number) for number in range(1, 9)]
    approval = await reported(real_desk)
    verify = Verify(CentralRecord.READY)
    opened = approving.answer(real_desk, HEAD, approval.id, Outcome.APPROVED, now=BEGUN_AT)
    steps = (a_step(real_desk, view, verify, now=BEGUN_AT) for view in views)
    _, *made = await asyncio.gather(opened, *steps, return_exceptions=True)

    (found,) = await incidents.listed(real_desk, MANAGER)
    closings = (
        incidents.close(real_desk, MANAGER, found.incident.id, why="Pulih.", now=ENDED_AT)
        for _ in range(4)
    )
    closed = await asyncio.gather(*closings, return_exceptions=True)

    assert sum(isinstance(answer, Result) for answer in closed) == 1
    assert sum(isinstance(answer, IncidentClosed) for answer in closed) == 3
    for view, step in zip(views, made, strict=True):
        after = await seen(real_desk, view)
        actions = [entry.action for entry in after.timeline]
        assert after.request.hold is None
        verified = isinstance(step, RequestView)
        assert actions == ["submit", *(["verify"] if verified else []), "hold", "resume"]


async def test_somebody_alone_opens_it_at_once_where_the_office_allows(desk: Desk) -> None:
    policy = ApprovalPolicy(30, WhenAlone.ALLOW_AND_REPORT)
    await approving.decide_policy(desk, HEAD, policy, office=BEKASI_UTARA, now=MONDAY_0900)
    async with desk.store.transaction() as transaction:
        gone = text("UPDATE staff SET is_active = false WHERE id IN (:head, :all)")
        await transaction.execute(gone, {"head": HEAD.id, "all": ALL_ROLES.id})
    view = await a_request(desk)

    opened = await incidents.report(desk, MANAGER, a_trouble(), now=REPORTED_AT)

    assert isinstance(opened, Result)
    assert opened.requests == 1
    placed = (await seen(desk, view)).timeline[-1]
    assert placed.facts["alone"] is True


async def test_a_no_opens_nothing(desk: Desk) -> None:
    view = await a_request(desk)
    approval = await reported(desk)
    await approving.answer(
        desk, HEAD, approval.id, Outcome.REFUSED, reason="Cuma satu loket.", now=BEGUN_AT
    )
    assert await incidents.listed(desk, MANAGER) == ()
    assert (await seen(desk, view)).request.version == 1


async def test_three_hundred_requests_are_held_and_released_well_under_a_few_seconds(
    desk: Desk,
) -> None:
    for number in range(1, MANY + 1):
        await a_recorded(desk, number, phone=None if number % 7 == 0 else f"0812{number:08d}")
    approval = await reported(desk)
    started = perf_counter()
    await approving.answer(desk, HEAD, approval.id, Outcome.APPROVED, now=BEGUN_AT)
    held_in = perf_counter() - started
    (found,) = await incidents.listed(desk, MANAGER)
    started = perf_counter()
    result = await ended(desk, found)
    released_in = perf_counter() - started
    assert result.requests == MANY
    steps = await rows(
        desk, "SELECT action, count(*) AS n FROM request_event WHERE version > 1 GROUP BY action"
    )
    assert {row.action: row.n for row in steps} == {"hold": MANY, "resume": MANY}
    assert held_in < 3
    assert released_in < 3


async def test_a_failure_in_the_middle_leaves_nothing_half_done(desk: Desk) -> None:
    for number in range(1, 16):
        await a_recorded(desk, number)
    approval = await reported(desk)
    async with desk.store.transaction() as transaction:
        # The twelfth request is one that nobody can read: its name is torn.
        torn = text("UPDATE print_request SET name_cipher = 'torn' WHERE request_no LIKE '%0012'")
        await transaction.execute(torn)
    with pytest.raises(SealBroken):
        await approving.answer(desk, HEAD, approval.id, Outcome.APPROVED, now=BEGUN_AT)
    assert await rows(desk, "SELECT 1 FROM print_request WHERE hold_cause IS NOT NULL") == []
    assert await rows(desk, "SELECT 1 FROM incident") == []
    (stored,) = await rows(desk, "SELECT outcome FROM approval")
    assert stored.outcome == "pending"
