"""The ledger of blanks and the promises that rest on it, under real concurrency."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from motekar.rules.approvals import Outcome
from motekar.rules.blanks import Balance, EntryKind
from motekar.rules.capacity import Equipment
from motekar.rules.codes import RequestNo
from motekar.rules.documents import Reason
from motekar.rules.errors import (
    BoxAlreadyCounted,
    DeliveryNoteKnown,
    NoBlanksLeft,
    OwnApproval,
    RoleNotAllowed,
    StockTooSmall,
    TransferUnknown,
    ValidationFailed,
    WrongOffice,
)
from motekar.rules.lifecycle import State
from motekar.rules.people import Role
from motekar.rules.places import Place, Quota
from motekar.rules.requests import PrintRequest
from motekar.rules.steps import (
    Cancel,
    CancelledBy,
    CentralRecord,
    ConfirmPrint,
    SpoilCause,
    SpoilPrint,
    StartPrint,
    Verify,
)
from motekar.rules.stocktaking import BoxCount, StockEntry
from motekar.usecases import approving, equipping, pace, published, repromising, stock, tracking
from motekar.usecases.desk import Desk
from motekar.usecases.once import Replay
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0900,
    WIB,
    a_recorded,
    a_request,
    a_step,
    an_officer,
    number_of,
)

MONDAY = date(2026, 11, 23)
MONDAY_1300 = datetime(2026, 11, 23, 13, 0, tzinfo=WIB)
MONDAY_1600 = datetime(2026, 11, 23, 16, 0, tzinfo=WIB)
TUESDAY_1600 = MONDAY_1600 + timedelta(days=1)
MANAGER = an_officer(Role.OFFICE_MANAGER)
NEIGHBOUR = an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN)


async def received(
    desk: Desk, quantity: int, *, note: str = "SP-1", now: datetime = MONDAY_0900
) -> None:
    entry = StockEntry(EntryKind.RECEIVED, quantity, now, note)
    await stock.enter(desk, MANAGER, BEKASI_UTARA, entry, now=now)


async def balance(desk: Desk, office: str = BEKASI_UTARA) -> Balance | None:
    _, stands = await published.outlook(desk, office, now=MONDAY_0900)
    return stands.blanks


async def request_of(desk: Desk, number: str, *, now: datetime) -> PrintRequest:
    dossier = await tracking.look(desk, an_officer(), RequestNo.parse(number), now=now)
    return dossier.view.request


async def rows(desk: Desk, sql: str) -> list[tuple[Any, ...]]:
    async with desk.store.transaction() as transaction:
        return [tuple(row) for row in await transaction.execute(text(sql))]


async def test_a_blank_is_followed_from_its_delivery_to_its_card(desk: Desk) -> None:
    await received(desk, 2)
    request = await a_request(desk, 1, state=State.VERIFIED)
    assert request.request.has_blank
    assert await balance(desk) == Balance(box=2, reserved=1)
    request = await a_step(desk, request, StartPrint(), now=MONDAY_1300)
    assert await balance(desk) == Balance(box=1, printing=1)
    request = await a_step(desk, request, SpoilPrint(SpoilCause.MISPRINT), now=MONDAY_1300)
    assert await balance(desk) == Balance(box=1, spoiled=1)
    request = await a_step(desk, request, StartPrint(), now=MONDAY_1300)
    request = await a_step(desk, request, ConfirmPrint(), now=MONDAY_1300)
    assert await balance(desk) == Balance(spoiled=1)
    kinds = [line.kind.value for line in (await looked(desk)).lines]
    assert kinds == ["used", "taken_free", "spoiled", "taken", "reserved", "received"]


async def looked(desk: Desk, office: str = BEKASI_UTARA) -> stock.Stock:
    return await stock.look(desk, MANAGER, office, now=MONDAY_1300, limit=20)


async def test_cancelling_gives_place_and_blank_back(desk: Desk) -> None:
    await received(desk, 1)
    request = await a_request(desk, 1)
    assert (request.request.place, request.request.has_blank) == (Place(MONDAY), True)
    cancelled = await a_step(
        desk, request, Cancel(CancelledBy.APPLICANT, "ketemu"), now=MONDAY_1300
    )
    assert (cancelled.request.place, cancelled.request.has_blank) == (None, False)
    assert await balance(desk) == Balance(box=1)
    assert await rows(desk, "SELECT taken, begun, blanks FROM day_places") == [(0, 0, 0)]


async def test_a_card_promised_to_others_is_not_printed_for_somebody_else(desk: Desk) -> None:
    late = await a_request(desk, 1, state=State.VERIFIED)
    await received(desk, 1)
    early = await a_request(desk, 2, state=State.VERIFIED)
    assert not early.request.has_blank  # the one blank was put aside for who came first
    with pytest.raises(NoBlanksLeft):
        await a_step(desk, early, StartPrint(), now=MONDAY_1300)
    late_now = await request_of(desk, late.request.request_no, now=MONDAY_1300)
    assert late_now.has_blank
    await a_step(desk, late, StartPrint(), now=MONDAY_1300)


async def test_without_blanks_the_date_is_unknown_until_they_arrive(desk: Desk) -> None:
    await received(desk, 1)
    await a_request(desk, 1)
    waits = await a_request(desk, 2, now=MONDAY_0900 + timedelta(minutes=1))
    assert (waits.request.promised_by, waits.request.first_promised_by) == (None, None)
    await received(desk, 5, note="SP-2", now=MONDAY_1300)
    after = await request_of(desk, waits.request.request_no, now=MONDAY_1300)
    assert (after.promised_by, after.has_blank) == (MONDAY_1600, True)
    assert after.version == waits.request.version
    told = await rows(desk, "SELECT event, occasion FROM message ORDER BY created_at, occasion")
    assert told[-1] == ("promise_moved", 1)
    assert await rows(desk, "SELECT because FROM promise_revision") == [("blanks-received",)]


async def test_a_promise_that_passes_is_made_anew_once_and_the_first_one_stays(
    desk: Desk,
) -> None:
    request = await a_request(desk, 1, state=State.VERIFIED)
    evening = MONDAY_1600 + timedelta(minutes=5)
    assert await repromising.go_round(desk, now=evening) == 1
    assert await repromising.go_round(desk, now=evening) == 0
    after = await request_of(desk, request.request.request_no, now=evening)
    assert (after.first_promised_by, after.promised_by) == (MONDAY_1600, TUESDAY_1600)
    assert after.is_late(evening)
    numbers = await tracking.numbers(desk, an_officer(), now=evening, day_ends=evening)
    assert (numbers.due_today, numbers.at_risk) == (1, 1)
    assert await rows(desk, "SELECT day, taken FROM day_places WHERE taken > 0") == [
        (date(2026, 11, 24), 1)
    ]


async def test_the_last_blank_wanted_by_twenty_officers_goes_to_one(real_desk: Desk) -> None:
    await received(real_desk, 1)
    found = await asyncio.gather(*(a_recorded(real_desk, number) for number in range(1, 21)))
    with_blank = [one for one in found if one.view.request.has_blank]
    assert len(with_blank) == 1
    assert [one.view.request.promised_by for one in with_blank] == [MONDAY_1600]
    others = {
        one.view.request.promise.binding_constraint for one in found if one not in with_blank
    }
    assert [constraint.value for constraint in others if constraint] == ["blanks"]
    assert await balance(real_desk) == Balance(box=1, reserved=1)


async def test_no_day_is_overbooked_by_twenty_at_once(real_desk: Desk) -> None:
    quota = Quota("again", 1, frozenset({Reason.DAMAGED}), (3, 3, 3, 3, 3, 0, 0))
    await equipping.divide(real_desk, MANAGER, BEKASI_UTARA, (quota,), now=MONDAY_0900)
    await asyncio.gather(*(a_recorded(real_desk, number) for number in range(1, 21)))
    booked = await rows(real_desk, "SELECT total, taken FROM day_places ORDER BY day")
    assert booked == [(3, 3)] * 6 + [(3, 2)]


async def test_places_are_set_as_a_whole_and_can_be_lifted(desk: Desk) -> None:
    quota = Quota("again", 1, frozenset({Reason.DAMAGED}), (1, 1, 1, 1, 1, 0, 0))
    await equipping.divide(desk, MANAGER, BEKASI_UTARA, (quota,), now=MONDAY_0900)
    await a_request(desk, 1)
    assert (await a_request(desk, 2)).request.promised_by == TUESDAY_1600
    await equipping.divide(desk, MANAGER, BEKASI_UTARA, (), now=MONDAY_0900)
    assert (await a_request(desk, 3)).request.promised_by == MONDAY_1600
    assert (await published.book(desk, BEKASI_UTARA, now=MONDAY_0900)).quotas == ()


async def test_slower_printers_move_later_promises(desk: Desk) -> None:
    chosen = Equipment(printers=0, daily_blanks=None, low_blanks=5)
    request = await a_request(desk, 1)
    await equipping.equip(desk, MANAGER, BEKASI_UTARA, chosen, now=MONDAY_0900)
    assert (await a_request(desk, 2)).request.promised_by is None
    kept = await request_of(desk, request.request.request_no, now=MONDAY_0900)
    assert kept.promised_by == MONDAY_1600  # what was promised stands until it breaks
    more = Equipment(printers=2)
    await equipping.equip(desk, MANAGER, BEKASI_UTARA, more, now=MONDAY_1300)
    assert (await published.book(desk, BEKASI_UTARA, now=MONDAY_1300)).equipment == more


async def test_a_delivery_is_entered_once(desk: Desk) -> None:
    await received(desk, 10)
    with pytest.raises(DeliveryNoteKnown):
        await received(desk, 10)
    assert await balance(desk) == Balance(box=10)


async def test_blanks_on_their_way_are_in_neither_box(desk: Desk) -> None:
    await received(desk, 10)
    sent = StockEntry(EntryKind.SENT, 4, MONDAY_0900, to=BEKASI_SELATAN)
    await stock.enter(desk, MANAGER, BEKASI_UTARA, sent, now=MONDAY_0900)
    assert (await balance(desk), await balance(desk, BEKASI_SELATAN)) == (Balance(box=6), None)
    (way,) = (await looked(desk)).on_the_way
    assert (way.quantity, way.to_office) == (4, BEKASI_SELATAN)
    with pytest.raises(TransferUnknown):
        await stock.arrive(desk, MANAGER, BEKASI_UTARA, way.transfer, now=MONDAY_1300)
    await stock.arrive(desk, NEIGHBOUR, BEKASI_SELATAN, way.transfer, now=MONDAY_1300)
    assert await balance(desk, BEKASI_SELATAN) == Balance(box=4)
    with pytest.raises(TransferUnknown):
        await stock.arrive(desk, NEIGHBOUR, BEKASI_SELATAN, way.transfer, now=MONDAY_1300)


async def test_what_is_promised_cannot_be_sent_away(desk: Desk) -> None:
    await received(desk, 2)
    await a_request(desk, 1)
    for kind, to in ((EntryKind.SENT, BEKASI_SELATAN), (EntryKind.RETURNED, None)):
        entry = StockEntry(kind, 2, MONDAY_0900, "BA-1", to=to)
        with pytest.raises(StockTooSmall) as refused:
            await stock.enter(desk, MANAGER, BEKASI_UTARA, entry, now=MONDAY_0900)
        assert refused.value.free == 1


@pytest.mark.parametrize("to", ["99.99", BEKASI_UTARA], ids=["unknown", "itself"])
async def test_blanks_are_sent_to_another_office_of_the_agency(desk: Desk, to: str) -> None:
    await received(desk, 2)
    entry = StockEntry(EntryKind.SENT, 1, MONDAY_0900, to=to)
    with pytest.raises(ValidationFailed):
        await stock.enter(desk, MANAGER, BEKASI_UTARA, entry, now=MONDAY_0900)


async def test_the_first_count_opens_the_ledger_and_later_ones_are_once_a_day(
    desk: Desk,
) -> None:
    assert await stock.count(desk, MANAGER, BEKASI_UTARA, BoxCount(30, None), now=MONDAY_0900) == 0
    assert await balance(desk) == Balance(box=30)
    with pytest.raises(BoxAlreadyCounted):
        await stock.count(desk, MANAGER, BEKASI_UTARA, BoxCount(30, None), now=MONDAY_1300)
    tuesday = MONDAY_1300 + timedelta(days=1)
    found = await stock.count(
        desk, MANAGER, BEKASI_UTARA, BoxCount(28, "dua terselip"), now=tuesday
    )
    assert found == -2
    assert await balance(desk) == Balance(box=30)  # a difference changes nothing by itself


HEAD = an_officer(Role.HEAD_OF_OFFICE)


async def test_a_difference_is_taken_over_after_a_second_persons_yes(desk: Desk) -> None:
    await received(desk, 3)
    first = await a_request(desk, 1)
    last = await a_request(desk, 2, now=MONDAY_0900 + timedelta(minutes=3))
    counted = BoxCount(1, "dua kartu terselip di laci")
    assert await stock.count(desk, MANAGER, BEKASI_UTARA, counted, now=MONDAY_1300) == -2
    (question,) = (await approving.inbox(desk, HEAD, now=MONDAY_1300)).questions
    assert question.approval.facts == {"expected": 3, "counted": 1, "difference": -2}
    assert question.words == "dua kartu terselip di laci"
    with pytest.raises(OwnApproval):
        await approving.answer(
            desk, MANAGER, question.approval.id, Outcome.APPROVED, now=MONDAY_1300
        )
    await approving.answer(desk, HEAD, question.approval.id, Outcome.APPROVED, now=MONDAY_1300)
    assert await balance(desk) == Balance(box=1, reserved=1)
    for view, has_blank in ((first, True), (last, False)):
        now_ = await request_of(desk, view.request.request_no, now=MONDAY_1300)
        assert (now_.has_blank, now_.promised_by) == (has_blank, MONDAY_1600)


async def test_a_difference_nobody_explains_is_not_counted(desk: Desk) -> None:
    await received(desk, 3)
    with pytest.raises(ValidationFailed):
        await stock.count(desk, MANAGER, BEKASI_UTARA, BoxCount(1, None), now=MONDAY_1300)
    assert not (await looked(desk)).is_counted


async def test_a_difference_that_the_box_has_outrun_is_overtaken(desk: Desk) -> None:
    await received(desk, 3)
    counted = BoxCount(1, "dua hilang")
    await stock.count(desk, MANAGER, BEKASI_UTARA, counted, now=MONDAY_0900)
    back = StockEntry(EntryKind.RETURNED, 2, MONDAY_0900, "BA-2")
    await stock.enter(desk, MANAGER, BEKASI_UTARA, back, now=MONDAY_0900)
    (question,) = (await approving.inbox(desk, HEAD, now=MONDAY_0900)).questions
    answered = await approving.answer(
        desk, HEAD, question.approval.id, Outcome.APPROVED, now=MONDAY_0900
    )
    assert not isinstance(answered, Replay)
    assert answered.approval.outcome is Outcome.OVERTAKEN
    assert await balance(desk) == Balance(box=1)


async def test_the_box_is_the_managers_and_of_their_office(desk: Desk) -> None:
    entry = StockEntry(EntryKind.RECEIVED, 1, MONDAY_0900, "SP-9")
    with pytest.raises(RoleNotAllowed):
        await stock.enter(
            desk, an_officer(Role.PRINT_OPERATOR), BEKASI_UTARA, entry, now=MONDAY_0900
        )
    with pytest.raises(WrongOffice):
        await stock.enter(desk, NEIGHBOUR, BEKASI_UTARA, entry, now=MONDAY_0900)


async def test_days_left_and_low_stock_are_reckoned_from_what_was_used(desk: Desk) -> None:
    await received(desk, 12)
    request = await a_request(desk, 1, state=State.VERIFIED)
    await a_step(desk, request, StartPrint(), now=MONDAY_1300)
    seen = await looked(desk)
    assert (seen.days_left, seen.is_low, seen.is_counted) == (11, False, False)
    chosen = Equipment(low_blanks=11)
    await equipping.equip(desk, MANAGER, BEKASI_UTARA, chosen, now=MONDAY_1300)
    assert (await looked(desk)).is_low


async def test_the_sum_of_the_ledger_is_what_the_requests_hold(real_desk: Desk) -> None:
    """Opening and what came in is what went out and what is left, whatever runs at once."""
    await received(real_desk, 12)
    await asyncio.gather(*(worked(real_desk, number) for number in range(1, 15)))
    held = await rows(
        real_desk,
        "SELECT s.box, s.reserved, s.printing, s.spoiled,"
        " (SELECT count(*) FROM print_request WHERE has_blank),"
        " (SELECT count(*) FROM print_attempt WHERE took_blank AND ended_at IS NULL),"
        " (SELECT count(*) FROM print_attempt WHERE took_blank AND outcome = 'spoiled'),"
        " (SELECT count(*) FROM print_attempt WHERE took_blank AND outcome = 'confirmed'),"
        " (SELECT sum(taken - begun) FROM day_places),"
        " (SELECT count(*) FROM print_request r WHERE place_day IS NOT NULL AND"
        "  state IN ('submitted', 'verified') AND NOT EXISTS (SELECT FROM print_attempt a"
        "  WHERE a.request_id = r.id AND a.ended_at IS NULL)),"
        " (SELECT sum(blanks) FROM day_places)"
        " FROM blank_stock s WHERE s.entries > 0",
    )
    ((box, reserved, printing, spoiled, hold, open_, lost, made, ahead, waiting, aside),) = held
    assert (reserved, printing, spoiled, ahead, aside) == (hold, open_, lost, waiting, hold)
    assert box + printing + spoiled + made == 12


async def worked(desk: Desk, number: int) -> None:
    """One card's way, each its own; some stop half-way, some spoil a blank first."""
    view = (await a_recorded(desk, number)).view
    if number % 5 == 0:
        await a_step(desk, view, Cancel(CancelledBy.OFFICE, "uji"), now=MONDAY_1300)
        return
    view = await a_step(desk, view, Verify(CentralRecord.READY), now=MONDAY_1300)
    try:
        view = await a_step(desk, view, StartPrint(), now=MONDAY_1300)
        if number % 3 == 0:
            spoil = SpoilPrint(SpoilCause.CHIP_FAILED)
            view = await a_step(desk, view, spoil, now=MONDAY_1300)
            view = await a_step(desk, view, StartPrint(), now=MONDAY_1300)
        if number % 2 == 0:
            await a_step(desk, view, ConfirmPrint(), now=MONDAY_1300)
    except NoBlanksLeft:
        assert not view.request.has_blank


async def test_deliveries_and_steps_at_once_do_not_lock_each_other_out(real_desk: Desk) -> None:
    waiting = [await a_request(real_desk, number, state=State.VERIFIED) for number in range(1, 9)]
    await received(real_desk, 1)
    await asyncio.gather(
        *(received(real_desk, 2, note=f"SP-{number}0") for number in range(2, 6)),
        *(printed(real_desk, view) for view in waiting),
        repromising.go_round(real_desk, now=MONDAY_1300),
    )


async def printed(desk: Desk, view: Any) -> None:
    try:
        view = await a_step(desk, view, StartPrint(), now=MONDAY_1300)
        await a_step(desk, view, ConfirmPrint(), now=MONDAY_1300)
    except NoBlanksLeft:
        assert number_of(view)


async def test_the_pace_of_an_office_is_measured_from_its_own_steps(desk: Desk) -> None:
    for number in range(1, 21):
        view = await a_request(desk, number, state=State.VERIFIED)
        view = await a_step(desk, view, StartPrint(), now=MONDAY_1300)
        later = MONDAY_1300 + timedelta(minutes=8)
        await a_step(desk, view, ConfirmPrint(), now=later)
    _, before = await published.outlook(desk, BEKASI_UTARA, now=MONDAY_1600)
    await pace.measure(desk, now=MONDAY_1600)
    _, after = await published.outlook(desk, BEKASI_UTARA, now=MONDAY_1600)
    assert (before.pace.print_minutes, before.pace.samples) == (5, 0)
    assert (after.pace.print_minutes, after.pace.samples) == (8, 20)
    assert after.pace.verify_minutes == 5
