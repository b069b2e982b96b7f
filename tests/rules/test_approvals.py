"""Two people or nothing: who settles what was asked, when, and how often."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.approvals import (
    UNDECIDED,
    Approval,
    ApprovalKind,
    ApprovalPolicy,
    Granted,
    Outcome,
    WhenAlone,
    granted,
    may_settle,
    overtaken,
    posed,
    read_policy,
    settle,
)
from motekar.rules.errors import (
    ApprovalExpired,
    ApprovalSettled,
    MotekarError,
    NobodyToApprove,
    OwnApproval,
    RoleNotAllowed,
    ValidationFailed,
    WrongOffice,
)
from motekar.rules.people import Officer, Role

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
ELEVEN = NINE + timedelta(hours=2)
OFFICE, OTHER = "32.75.03", "32.75.04"
REPORTED = ApprovalPolicy(120, WhenAlone.ALLOW_AND_REPORT)


def somebody(number: int, *roles: Role, office: str = OFFICE) -> Officer:
    posts = frozenset((role, office) for role in roles)
    return Officer(UUID(int=number), f"petugas.{number}", f"Petugas {number}", posts)


ASKER = somebody(1, *Role)
MANAGER = somebody(2, Role.OFFICE_MANAGER)
HEAD = somebody(3, Role.HEAD_OF_OFFICE)


def a_question(*, policy: ApprovalPolicy = UNDECIDED, others: int = 1) -> Approval:
    question = Approval(
        id=UUID(int=9),
        kind=ApprovalKind.HOLD,
        office=OFFICE,
        subject="request:BUT-261123-0001",
        asked_by=ASKER.id,
        asked_at=NINE,
        expires_at=NINE,
        facts={},
    )
    return posed(question, policy=policy, others=others)


def test_a_question_waits_for_the_minutes_of_the_policy() -> None:
    question = a_question(policy=ApprovalPolicy(45, WhenAlone.REFUSE))

    assert question.outcome is Outcome.PENDING
    assert question.expires_at == NINE + timedelta(minutes=45)
    assert question.needs == ("head_of_office", "office_manager")


@pytest.mark.parametrize("officer", [MANAGER, HEAD], ids=["manager", "head"])
@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.REFUSED])
def test_another_person_with_an_approving_role_settles_it(
    officer: Officer, outcome: Outcome
) -> None:
    settled = settle(a_question(), officer, outcome, now=TEN, reason="Sudah dicek.")

    assert (settled.outcome, settled.settled_by, settled.settled_at) == (outcome, officer.id, TEN)
    assert settled.reason == "Sudah dicek."
    assert not settled.is_alone


def test_nobody_settles_their_own_whatever_roles_they_hold() -> None:
    with pytest.raises(OwnApproval):
        settle(a_question(), ASKER, Outcome.APPROVED, now=TEN)
    assert not may_settle(a_question(), ASKER)
    assert may_settle(a_question(), MANAGER)


@pytest.mark.parametrize(
    ("officer", "refusal"),
    [
        (somebody(4, Role.FRONT_OFFICER, Role.VERIFIER), RoleNotAllowed),
        (somebody(5, Role.OFFICE_MANAGER, office=OTHER), WrongOffice),
    ],
    ids=["another role", "another office"],
)
def test_only_an_approving_role_of_that_office_settles(
    officer: Officer, refusal: type[MotekarError]
) -> None:
    with pytest.raises(refusal):
        settle(a_question(), officer, Outcome.APPROVED, now=TEN)
    assert not may_settle(a_question(), officer)


def test_it_is_settled_once() -> None:
    settled = settle(a_question(), MANAGER, Outcome.APPROVED, now=TEN)

    with pytest.raises(ApprovalSettled) as refused:
        settle(settled, HEAD, Outcome.REFUSED, now=TEN, reason="terlambat")

    assert refused.value.facts == {"outcome": "approved", "at": TEN}


def test_the_last_moment_is_one_too_late() -> None:
    question = a_question()
    just_before = question.expires_at - timedelta(microseconds=1)

    assert settle(question, HEAD, Outcome.APPROVED, now=just_before).settled_at == just_before
    with pytest.raises(ApprovalExpired):
        settle(question, HEAD, Outcome.APPROVED, now=question.expires_at)


@pytest.mark.parametrize("reason", [None, ""])
def test_a_no_says_why(reason: str | None) -> None:
    with pytest.raises(ValidationFailed):
        settle(a_question(), HEAD, Outcome.REFUSED, now=TEN, reason=reason)


def test_without_anybody_else_an_undecided_office_refuses() -> None:
    with pytest.raises(NobodyToApprove) as refused:
        a_question(others=0)

    assert refused.value.office == OFFICE


def test_an_office_may_let_somebody_alone_do_it_and_it_is_marked() -> None:
    alone = a_question(policy=REPORTED, others=0)

    assert (alone.outcome, alone.settled_by, alone.settled_at) == (
        Outcome.APPROVED,
        ASKER.id,
        NINE,
    )
    assert alone.is_alone
    assert granted(alone, ASKER).facts["alone"] is True


def test_with_somebody_else_there_nobody_does_it_alone() -> None:
    assert a_question(policy=REPORTED, others=1).outcome is Outcome.PENDING


def test_what_is_granted_names_the_other_person_and_the_hour_of_asking() -> None:
    settled = settle(a_question(), HEAD, Outcome.APPROVED, now=TEN)

    assert granted(settled, HEAD) == Granted(
        settled.id, NINE, "petugas.3", "Petugas 3", is_alone=False
    )
    assert "alone" not in granted(settled, HEAD).facts


def test_what_was_overtaken_names_what_stood_in_the_way() -> None:
    settled = settle(a_question(), HEAD, Outcome.APPROVED, now=TEN)

    late = overtaken(settled, by="version-conflict")

    assert late == replace(settled, outcome=Outcome.OVERTAKEN, overtaken_by="version-conflict")


@pytest.mark.parametrize("minutes", [4, 1441])
def test_a_policy_lasts_from_five_minutes_to_a_day(minutes: int) -> None:
    with pytest.raises(ValidationFailed):
        read_policy(minutes=minutes, when_alone=WhenAlone.REFUSE)
    assert read_policy(minutes=5, when_alone=WhenAlone.REFUSE).minutes == 5
    assert read_policy(minutes=1440, when_alone=WhenAlone.REFUSE).minutes == 1440


people = st.builds(
    lambda number, roles, office: somebody(number, *roles, office=office),
    st.integers(1, 4),
    st.sets(st.sampled_from(Role), min_size=1),
    st.sampled_from([OFFICE, OTHER]),
)
answers = st.tuples(
    people, st.sampled_from([Outcome.APPROVED, Outcome.REFUSED]), st.integers(0, 180)
)


@given(st.lists(answers, max_size=8))
def test_whatever_comes_at_most_one_other_person_settles_it_in_time(
    attempts: list[tuple[Officer, Outcome, int]],
) -> None:
    approval, settled = a_question(), 0
    for officer, outcome, minute in attempts:
        try:
            approval = settle(
                approval, officer, outcome, now=NINE + timedelta(minutes=minute), reason="x"
            )
        except MotekarError:
            continue
        settled += 1
        assert officer.id != ASKER.id
        assert officer.holds({Role.OFFICE_MANAGER, Role.HEAD_OF_OFFICE}, office=OFFICE)
        assert minute < UNDECIDED.minutes
    assert settled <= 1
