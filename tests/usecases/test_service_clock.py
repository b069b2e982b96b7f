"""What the events tell is what the request says, so that a figure needs the events alone."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from motekar.rules.holds import HoldCause
from motekar.rules.lifecycle import State
from motekar.rules.sla import History, Outcome, history_of, outcome
from motekar.rules.steps import (
    Cancel,
    CancelledBy,
    CentralRecord,
    CompleteDocuments,
    Hold,
    Resume,
    Verify,
)
from motekar.usecases import published, tracking
from motekar.usecases.desk import Desk
from motekar.usecases.viewing import RequestView
from tests.builders import (
    BEKASI_UTARA,
    MONDAY_0900,
    a_recorded,
    a_request,
    a_step,
    an_officer,
    number_of,
)

TEN = MONDAY_0900 + timedelta(hours=1)
ELEVEN = TEN + timedelta(hours=1)
EVENING = MONDAY_0900 + timedelta(hours=8)


async def history(desk: Desk, view: RequestView) -> History:
    """From the events as they are stored."""
    dossier = await tracking.look(desk, an_officer(), number_of(view), now=EVENING)
    told = history_of(dossier.view.timeline)
    request = dossier.view.request
    assert told.received == request.received_at
    assert told.complete == request.service_clock_started_at
    assert told.promised_first == request.first_promised_by
    if request.state in {State.PRINTED, State.REJECTED, State.CANCELLED, State.COLLECTED}:
        last = told.collected or told.printed or told.ended
        assert last == request.state_since
    return told


@pytest.mark.parametrize(
    "state", [State.SUBMITTED, State.VERIFIED, State.PRINTED, State.COLLECTED]
)
async def test_a_complete_file_is_told_by_its_events(desk: Desk, state: State) -> None:
    view = await a_request(desk, state=state)
    told = await history(desk, view)
    assert told.complete == MONDAY_0900
    assert told.holds == ()


async def test_an_incomplete_file_begins_when_it_is_whole(desk: Desk) -> None:
    view = await a_request(desk, documents=["form_f102", "family_card"])
    assert (await history(desk, view)).complete is None
    view = await a_step(desk, view, CompleteDocuments(("old_card",)), now=TEN)
    told = await history(desk, view)
    assert told.complete == TEN
    (waited,) = told.holds
    assert (waited.cause, waited.until) == (HoldCause.AWAITING_DOCUMENTS, TEN)


async def test_a_late_entry_counts_from_the_visit(desk: Desk) -> None:
    earlier = MONDAY_0900 - timedelta(hours=1)
    recorded = await a_recorded(desk, received_at=earlier, paper_no="K-7")
    assert (await history(desk, recorded.view)).complete == earlier


async def test_a_hold_changes_no_outcome(desk: Desk) -> None:
    view = await a_request(desk)
    view = await a_step(desk, view, Hold(HoldCause.DISPUTED, "nama beda"), now=TEN)
    view = await a_step(desk, view, Resume("sudah cocok"), now=ELEVEN)
    view = await a_step(desk, view, Verify(CentralRecord.READY), now=ELEVEN)
    told = await history(desk, view)
    assert [(one.since, one.until) for one in told.holds] == [(TEN, ELEVEN)]
    calendar = await published.calendar(desk, BEKASI_UTARA)
    overdue = outcome(told, calendar, risk_minutes=60, now=EVENING)
    assert overdue is Outcome.OVERDUE


async def test_what_was_cancelled_in_time_is_out_of_the_count(desk: Desk) -> None:
    view = await a_request(desk)
    view = await a_step(desk, view, Cancel(CancelledBy.APPLICANT, "ketemu"), now=TEN)
    calendar = await published.calendar(desk, BEKASI_UTARA)
    told = await history(desk, view)
    assert outcome(told, calendar, risk_minutes=60, now=EVENING) is Outcome.OUT_OF_THE_COUNT


async def at_risk(desk: Desk) -> int:
    noon = MONDAY_0900 + timedelta(hours=3)
    numbers = await tracking.numbers(desk, an_officer(), now=noon, day_ends=EVENING)
    return numbers.at_risk


async def test_the_policy_in_force_says_from_when_a_promise_is_at_risk(desk: Desk) -> None:
    view = await a_request(desk)
    assert await at_risk(desk) == 0
    async with desk.store.transaction() as transaction:
        await transaction.execute(
            text(
                "INSERT INTO service_policy (version, cut_off_minutes, risk_minutes,"
                " verify_minutes, print_minutes, quiet_from, quiet_until, remind_after_days,"
                " valid_from, source)"
                " VALUES (2, 60, 240, 10, 20, '20:00', '07:00', 3, :day, 'uji')"
            ),
            {"day": MONDAY_0900.date()},
        )
    assert await at_risk(desk) == 1
    frozen = await published.policy(desk, version=view.request.promise.policy_version)
    assert (frozen.version, frozen.risk_minutes, frozen.verify_minutes) == (1, 60, 30)
