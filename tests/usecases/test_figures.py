"""The page's figures and those of the evidence alone are the same, summed or not."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from motekar.rules.compliance import DayFigures, Figures, Share
from motekar.rules.errors import OfficeUnknown, RoleNotAllowed, ValidationFailed, WrongOffice
from motekar.rules.holds import HoldCause
from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.rules.period import Period, month_of
from motekar.rules.steps import (
    Cancel,
    CancelledBy,
    CentralRecord,
    CompleteDocuments,
    ConfirmPrint,
    Hold,
    Resume,
    StartPrint,
    Verify,
)
from motekar.rules.tallying import FACETS, Sum, Sums, Tally
from motekar.usecases import compliance, counting, figure_lists, recomputing
from motekar.usecases.compliance import PeriodView
from motekar.usecases.desk import Desk
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0900,
    a_recorded,
    a_request,
    a_spoiled_card,
    a_step,
    an_officer,
    end_message,
)

NOVEMBER = month_of(MONDAY_0900.date())
TUESDAY_1000 = MONDAY_0900 + timedelta(days=1, hours=1)
HEAD = an_officer(Role.HEAD_OF_OFFICE)


async def summed(desk: Desk) -> None:
    while await counting.sum_up(desk):
        pass


async def the_page(
    desk: Desk, *, now: datetime = TUESDAY_1000, period: Period = NOVEMBER, facet: str = "all"
) -> PeriodView:
    return await compliance.of_period(
        desk, HEAD, office=BEKASI_UTARA, period=period, facet=facet, now=now
    )


async def from_evidence(
    desk: Desk, *, now: datetime = TUESDAY_1000, period: Period = NOVEMBER
) -> Figures:
    found = await recomputing.recomputed(desk, office=BEKASI_UTARA, period=period, now=now)
    return found.figures


async def a_day_of_all_kinds(desk: Desk) -> None:
    """Ten visits at one office, one at another."""
    for number, state in enumerate((State.COLLECTED, State.PRINTED, State.VERIFIED), start=1):
        await a_request(desk, number, state=state)
    await a_request(desk, 4, reason="lost", documents=["form_f102", "family_card"])
    await a_spoiled_card(desk, 5)
    held = (await a_recorded(desk, 6)).view
    held = await a_step(
        desk,
        held,
        Hold(HoldCause.AWAITING_CENTRAL_RECORD, "Belum siap."),
        now=MONDAY_0900 + timedelta(hours=2),
    )
    held = await a_step(desk, held, Resume("Sudah."), now=TUESDAY_1000 - timedelta(minutes=30))
    late = (await a_recorded(desk, 7)).view
    for command in (Verify(CentralRecord.READY), StartPrint(), ConfirmPrint()):
        late = await a_step(desk, late, command, now=TUESDAY_1000 - timedelta(minutes=20))
    gone = (await a_recorded(desk, 8)).view
    await a_step(
        desk, gone, Cancel(CancelledBy.APPLICANT, "Ketemu."), now=MONDAY_0900 + timedelta(hours=1)
    )
    came_back = (await a_recorded(desk, 9, documents=["form_f102", "family_card"])).view
    await a_step(desk, came_back, CompleteDocuments(("old_card",)), now=TUESDAY_1000)
    await a_request(desk, 10, received_at=MONDAY_0900 - timedelta(days=3), paper_no="K-7")
    await a_request(desk, 11, office=BEKASI_SELATAN)


async def test_the_page_says_what_the_evidence_says_before_and_after_summing(desk: Desk) -> None:
    await a_day_of_all_kinds(desk)
    told = await from_evidence(desk)
    assert without_messages((await the_page(desk)).figures) == told
    await summed(desk)
    page = await the_page(desk)
    assert without_messages(page.figures) == told
    assert page.unsummed == 0


def without_messages(figures: Figures) -> Figures:
    """Messages are no part of the requests' log."""
    return replace(figures, messages={})


async def test_figures_of_a_past_moment_are_told_again_whatever_came_later(desk: Desk) -> None:
    await a_day_of_all_kinds(desk)
    then = await from_evidence(desk)
    later = TUESDAY_1000 + timedelta(hours=3)
    card = await a_request(desk, 12, state=State.VERIFIED, now=later)
    later += timedelta(hours=1)
    for command in (StartPrint(), ConfirmPrint()):
        card = await a_step(desk, card, command, now=later)

    now = await from_evidence(desk, now=later)
    again = await recomputing.recomputed(
        desk, office=BEKASI_UTARA, period=NOVEMBER, now=later, at=TUESDAY_1000
    )
    assert (again.figures, again.differing) == (then, None)
    assert now.whole.files == then.whole.files + 1
    assert now.whole.outcomes != then.whole.outcomes

    stood = await recomputing.as_it_stood(desk, (BEKASI_UTARA,), period=NOVEMBER, at=TUESDAY_1000)
    assert without_messages(stood.figures) == then
    await summed(desk)
    page = await the_page(desk, now=later)
    seen_later = await recomputing.as_it_stood(desk, (BEKASI_UTARA,), period=NOVEMBER, at=later)
    assert replace(seen_later, unsummed=0) == page


async def test_the_figures_of_a_day_of_all_kinds(desk: Desk) -> None:
    # Ten visits. On Monday complete: 1, 2, 3, 5, 6, 7, 8; on Tuesday 9; 10 on the Friday before.
    # By the standard: 1 and 2 kept; 7 late; 3, 5 and 6 overdue; 8 out; 9 waits; 10 overdue.
    await a_day_of_all_kinds(desk)
    await summed(desk)
    page = await the_page(desk)
    told = page.figures
    assert (told.visits, told.incomplete, told.late_entries) == (10, 2, 1)
    assert (told.whole.files, told.whole.out, told.whole.waiting) == (9, 1, 1)
    assert told.whole.same_day.to_data() == {
        "value": 0.2857,
        "numerator": 2,
        "denominator": 7,
        "unknown": 0,
    }
    # Six waited Monday 11.00 to Tuesday 09.30: six open hours more, until Tuesday afternoon.
    assert told.whole.net_of_holds.denominator == 6
    assert (told.printed, told.collected, told.spoiled, told.reprints) == (3, 1, 1, 0)
    assert [(hold.cause, hold.count) for hold in told.holds] == [("awaiting_central_record", 1)]
    assert told.stages["verify"].count == 5
    assert told.stages["verify"].median_minutes == 5
    assert told.messages == {"queued": 17}
    assert told.policy_versions == (1,)
    assert [group.value for group in page.by_office] == [BEKASI_UTARA]
    assert page.by_day == (
        DayFigures("2026-11-20", 1, Share(0, 1, 0), Share(0, 1, 0)),
        DayFigures("2026-11-23", 7, Share(2, 6, 0), Share(2, 5, 0)),
        DayFigures("2026-11-24", 1, Share(0, 0, 0), Share(0, 0, 0)),
    )


@pytest.mark.parametrize("facet", FACETS)
async def test_how_long_stages_took_is_told_by_group_summed_or_not(desk: Desk, facet: str) -> None:
    await a_day_of_all_kinds(desk)
    days = Period(NOVEMBER.first, NOVEMBER.last - timedelta(days=1))
    waiting = [await the_page(desk, facet=facet, period=each) for each in (NOVEMBER, days)]
    await summed(desk)
    kept = [await the_page(desk, facet=facet, period=each) for each in (NOVEMBER, days)]

    for before, after in zip(waiting, kept, strict=True):
        assert after.by_facet == before.by_facet
        assert after.by_office == before.by_office
        (office,) = after.by_office
        assert office.stages == after.figures.stages
        if facet != "all":
            verified = sum(one.stages["verify"].count for one in after.by_facet)
            assert verified == after.figures.stages["verify"].count == 5


@pytest.mark.parametrize("facet", ["reason", "channel", "weekday", "hour"])
async def test_the_groups_of_a_facet_add_up_to_the_whole(desk: Desk, facet: str) -> None:
    await a_day_of_all_kinds(desk)
    await summed(desk)
    page = await the_page(desk, facet=facet)
    assert sum(group.files for group in page.by_facet) == page.figures.whole.files
    assert (
        sum(group.same_day.denominator for group in page.by_facet)
        == page.figures.whole.same_day.denominator
    )


@pytest.mark.parametrize(("first", "last"), [(23, 23), (1, 23), (20, 30), (24, 30), (1, 19)])
async def test_any_days_say_what_the_evidence_says(desk: Desk, first: int, last: int) -> None:
    await a_day_of_all_kinds(desk)
    await summed(desk)
    period = Period(NOVEMBER.first.replace(day=first), NOVEMBER.first.replace(day=last))
    later = TUESDAY_1000 + timedelta(days=20)
    page = await the_page(desk, now=later, period=period)
    told = await from_evidence(desk, now=later, period=period)
    assert without_messages(page.figures) == told
    assert page.before.whole.files + told.whole.files <= 9


async def test_messages_are_counted_by_what_became_of_them(desk: Desk) -> None:
    view = await a_request(desk)
    await summed(desk)
    await end_message(desk, view, "delivered", now=TUESDAY_1000)
    for _ in range(2):
        assert (await the_page(desk)).figures.messages == {"delivered": 1}
        assert (await the_list(desk, "messages_delivered")).total == 1
        await summed(desk)


async def test_a_period_with_nothing_says_nothing_rather_than_all_is_well(desk: Desk) -> None:
    page = await the_page(desk)
    assert page.figures.whole.same_day.value is None
    assert page.figures.stages["print"].median_minutes is None


async def test_only_who_watches_an_office_sees_its_figures(desk: Desk) -> None:
    clerk = an_officer(Role.FRONT_OFFICER)
    for officer, office, refusal in (
        (clerk, BEKASI_UTARA, RoleNotAllowed),
        (HEAD, BEKASI_SELATAN, WrongOffice),
    ):
        with pytest.raises(refusal):
            await compliance.of_period(
                desk, officer, office=office, period=NOVEMBER, facet="all", now=TUESDAY_1000
            )


async def test_an_office_nobody_knows_is_refused(desk: Desk) -> None:
    with pytest.raises(OfficeUnknown):
        await recomputing.recomputed(desk, office="99", period=NOVEMBER, now=TUESDAY_1000)


@pytest.mark.parametrize("is_summed", [False, True])
async def test_each_number_leads_to_a_list_of_that_length(desk: Desk, is_summed: bool) -> None:
    await a_day_of_all_kinds(desk)
    if is_summed:
        await summed(desk)
    asked = 0
    for told, number in (await sums_of(desk)).items():
        if told.measure not in figure_lists.WHAT or told.facet not in {"all", "hour"}:
            continue
        found = await the_list(desk, told.measure, (told.facet, told.value))
        assert (told, found.total) == (told, number)
        assert len(found.requests) == number
        asked += number > 0
    assert asked > 50


@pytest.mark.parametrize("facet", FACETS)
async def test_each_group_leads_to_a_list_of_that_length(desk: Desk, facet: str) -> None:
    await a_day_of_all_kinds(desk)
    for told, number in (await sums_of(desk)).items():
        if told.facet == facet and told.measure in {"files", "visits"}:
            assert (await the_list(desk, told.measure, (facet, told.value))).total == number


async def sums_of(desk: Desk) -> Sums:
    tally = Tally(NOVEMBER, frozenset({BEKASI_UTARA}))
    async with desk.store.snapshot() as transaction:
        async for cases in recomputing._touching(transaction, [BEKASI_UTARA], NOVEMBER):
            for _, case in cases:
                tally.add(case)
            tally.add_open((case for _, case in cases), now=TUESDAY_1000)
    return tally.sums


async def the_list(
    desk: Desk, what: str, facet: tuple[str, str] = ("all", ""), *, page: int = 1
) -> figure_lists.Listed:
    return await figure_lists.behind(
        desk,
        HEAD,
        office=BEKASI_UTARA,
        period=NOVEMBER,
        what=what,
        facet=facet,
        page=page,
        now=TUESDAY_1000,
    )


async def test_a_long_list_is_turned_page_by_page(desk: Desk) -> None:
    for number in range(1, 53):
        await a_recorded(desk, number)
    first, second = await the_list(desk, "files"), await the_list(desk, "files", page=2)
    assert (first.total, first.pages, len(first.requests), len(second.requests)) == (52, 2, 50, 2)
    assert not {one.request_no for one in first.requests} & {
        one.request_no for one in second.requests
    }
    assert await the_list(desk, "files", page=999_999) == second


@pytest.mark.parametrize(
    ("what", "facet", "page"),
    [
        ("salary", ("all", ""), 1),
        ("files", ("officer", ""), 1),
        ("files", ("all", ""), 0),
        ("files", ("all", "lost"), 1),
        ("files", ("reason", "greed"), 1),
        ("files", ("channel", "\0"), 1),
        ("files", ("weekday", "7"), 1),
        ("files", ("hour", "9"), 1),
    ],
)
async def test_a_list_nobody_keeps_is_refused(
    desk: Desk, what: str, facet: tuple[str, str], page: int
) -> None:
    with pytest.raises(ValidationFailed):
        await the_list(desk, what, facet, page=page)


@pytest.mark.parametrize(
    ("forged", "differs"),
    [
        (
            "UPDATE figure_cell SET n = n + 5 WHERE facet = 'all' AND measure = 'standard_kept'",
            (Sum("all", "", "standard_kept"), 2, 7),
        ),
        (
            "UPDATE figure_spread SET numbers[1] = 3 WHERE stage = 'collect'",
            (Sum("minutes", "collect", "0"), 0, 3),
        ),
    ],
)
async def test_a_sum_that_was_written_by_hand_is_named(
    desk: Desk, forged: str, differs: tuple[Sum, int, int]
) -> None:
    await a_day_of_all_kinds(desk)
    await summed(desk)
    async with desk.store.transaction() as transaction:
        await transaction.execute(text(forged))
    found = await recomputing.recomputed(
        desk, office=BEKASI_UTARA, period=NOVEMBER, now=TUESDAY_1000
    )
    assert found.differing == (differs,)
