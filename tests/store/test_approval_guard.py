"""What plain SQL in the application's own role cannot do with an approval or an incident."""

from datetime import timedelta

import pytest

from motekar.rules.approvals import ApprovalPolicy, Outcome, WhenAlone
from motekar.rules.incidents import IncidentKind
from motekar.rules.people import Role
from motekar.usecases import approving, incidents
from motekar.usecases.asking import Pending
from motekar.usecases.desk import Desk
from motekar.usecases.incidents import Reported
from tests.builders import (
    BEKASI_UTARA,
    MONDAY_0900,
    a_held,
    a_request,
    an_asked_hold,
    an_officer,
)
from tests.store.test_last_guard import refused

HEAD = an_officer(Role.HEAD_OF_OFFICE)
SETTLE = (
    "UPDATE approval SET outcome = 'approved', settled_by = {by},"
    " settled_at = asked_at + interval '1 minute'"
)
SOMEBODY = "(SELECT id FROM staff WHERE id <> asked_by LIMIT 1)"


async def test_an_approval_is_settled_once(desk: Desk) -> None:
    await a_held(desk, await a_request(desk), now=MONDAY_0900)
    assert await refused(desk, SETTLE.format(by=SOMEBODY)) == "approval_settled_once"
    back = "UPDATE approval SET outcome = 'pending', settled_by = NULL, settled_at = NULL"
    assert await refused(desk, back) == "approval_settled_once"


async def test_nobody_settles_their_own(desk: Desk) -> None:
    await an_asked_hold(desk, await a_request(desk), now=MONDAY_0900)
    assert await refused(desk, SETTLE.format(by="asked_by")) == "ck_approval_never_oneself"
    alone = f"{SETTLE.format(by='asked_by')}, alone = true"
    assert await refused(desk, alone) == "approval_asked_once"


@pytest.mark.parametrize(
    "change",
    [
        "facts = '{}'",
        "subject = 'request:BUT-261123-0002'",
        "words_cipher = 'other'",
        "asked_by = settled_by",
        "expires_at = expires_at + interval '1 hour'",
        "office_code = '32.75.04'",
    ],
)
async def test_what_was_asked_stays_as_it_was_asked(desk: Desk, change: str) -> None:
    await an_asked_hold(desk, await a_request(desk), now=MONDAY_0900)
    assert await refused(desk, f"UPDATE approval SET {change}") == "approval_asked_once"


async def test_an_approval_begins_as_a_question(desk: Desk) -> None:
    await a_held(desk, await a_request(desk), now=MONDAY_0900)
    copy = (
        "INSERT INTO approval SELECT gen_random_uuid(), kind, office_code, subject, facts,"
        " words_cipher, asked_by, asked_at, expires_at, {alone}, outcome, {by}, {at},"
        " reason_cipher, overtaken_by FROM approval"
    )
    ready_made = copy.format(alone="false", by="settled_by", at="settled_at")
    assert await refused(desk, ready_made) == "approval_begin"
    by_oneself = copy.format(alone="true", by="asked_by", at="asked_at")
    assert await refused(desk, by_oneself) == "approval_alone"
    strict = ApprovalPolicy(60, WhenAlone.REFUSE)
    await approving.decide_policy(desk, HEAD, strict, office=BEKASI_UTARA, now=MONDAY_0900)
    assert await refused(desk, by_oneself) == "approval_alone"


async def test_an_answer_is_given_in_time_and_a_no_says_why(desk: Desk) -> None:
    await an_asked_hold(desk, await a_request(desk), now=MONDAY_0900)
    late = f"{SETTLE.format(by=SOMEBODY)} + interval '2 hours'"
    assert await refused(desk, late) == "ck_approval_in_time"
    silent = SETTLE.format(by=SOMEBODY).replace("'approved'", "'refused'")
    assert await refused(desk, silent) == "ck_approval_no_has_reason"


async def test_the_same_is_asked_once_at_a_time(desk: Desk) -> None:
    await an_asked_hold(desk, await a_request(desk), now=MONDAY_0900)
    twice = (
        "INSERT INTO approval SELECT gen_random_uuid(), kind, office_code, subject, facts,"
        " words_cipher, asked_by, asked_at, expires_at, alone, outcome FROM approval"
    )
    assert await refused(desk, twice) == "uq_approval_pending"


async def test_an_incident_is_closed_once_and_never_changed(desk: Desk) -> None:
    await a_request(desk)
    manager = an_officer(Role.OFFICE_MANAGER)
    trouble = Reported(BEKASI_UTARA, IncidentKind.POWER_CUT, MONDAY_0900, "Gardu meledak.")
    asked = await incidents.report(desk, manager, trouble, now=MONDAY_0900)
    assert isinstance(asked, Pending)
    await approving.answer(desk, HEAD, asked.approval.id, Outcome.APPROVED, now=MONDAY_0900)
    backdated = "UPDATE incident SET since = since - interval '1 hour'"
    assert await refused(desk, backdated) == "incident_closed_once"
    (found,) = await incidents.listed(desk, manager)
    ended_at = MONDAY_0900 + timedelta(hours=1)
    await incidents.close(desk, manager, found.incident.id, why="Menyala.", now=ended_at)
    reopened = "UPDATE incident SET closed_at = NULL, closed_by = NULL, closing_cipher = NULL"
    assert await refused(desk, reopened) == "incident_closed_once"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM approval",
        "DELETE FROM incident",
        "UPDATE incident_request SET version = version + 1",
        "UPDATE approval_policy SET when_alone = 'allow_and_report'",
    ],
)
async def test_the_ledger_of_two_people_can_only_be_added_to(desk: Desk, statement: str) -> None:
    assert await refused(desk, statement) == "42501"
