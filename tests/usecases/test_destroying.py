"""Cards from the queue to the fire: each once, under one record, whoever presses when."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from motekar.rules.blanks import Balance, EntryKind
from motekar.rules.destruction import CardKind, WaitingCard
from motekar.rules.errors import (
    CardsNotWaiting,
    DestructionNumberTaken,
    DestructionUnknown,
    MotekarError,
    RoleNotAllowed,
    ValidationFailed,
    WrongOffice,
)
from motekar.rules.lifecycle import State
from motekar.rules.people import Officer, Role
from motekar.rules.steps import Collect, Collector, SpoilCause, SpoilPrint, StartPrint
from motekar.rules.stocktaking import BoxCount, StockEntry
from motekar.usecases import destroying, stock
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, OnceKey
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0900,
    a_destruction,
    a_request,
    a_spoiled_card,
    a_step,
    an_officer,
)

KEEPER = an_officer(Role.OFFICE_MANAGER)
FRIDAY = MONDAY_0900 + timedelta(days=4)


async def open_box(desk: Desk, *, counted: int = 20) -> None:
    await stock.count(desk, KEEPER, BEKASI_UTARA, BoxCount(counted, None), now=MONDAY_0900)


async def defect(desk: Desk, quantity: int) -> None:
    entry = StockEntry(EntryKind.DEFECT, quantity, at=MONDAY_0900, batch="B7")
    await stock.enter(desk, KEEPER, BEKASI_UTARA, entry, now=MONDAY_0900)


async def waiting(desk: Desk, office: str = BEKASI_UTARA) -> tuple[WaitingCard, ...]:
    return await destroying.queue(desk, an_officer(Role.INSPECTOR, office=office), office)


async def destroy(desk: Desk, *cards: WaitingCard, who: Officer = KEEPER, **changes: Any) -> UUID:
    once = changes.pop("once", None)
    form = a_destruction(cards or await waiting(desk), **changes)
    return await destroying.destroy(desk, who, BEKASI_UTARA, form, now=FRIDAY, once=once)


async def balance(desk: Desk) -> Balance | None:
    return (await stock.look(desk, KEEPER, BEKASI_UTARA, now=FRIDAY, limit=1)).balance


async def numbers(desk: Desk, sql: str) -> list[tuple[Any, ...]]:
    async with desk.store.transaction() as transaction:
        return [tuple(row) for row in await transaction.execute(text(sql))]


WRITTEN = (
    "SELECT (SELECT count(*) FROM destruction), (SELECT count(*) FROM destroyed_card),"
    " (SELECT count(*) FROM blank_entry WHERE kind = 'destroyed'),"
    " (SELECT count(*) FROM audit_entry WHERE action = 'cards.destroy')"
)


async def test_cards_of_all_three_kinds_wait_oldest_first(desk: Desk) -> None:
    await open_box(desk)
    await defect(desk, 3)
    spoiled = await a_spoiled_card(desk, 1)
    old = await a_request(desk, 2, state=State.COLLECTED)

    found = await waiting(desk)

    number, its = spoiled.request.request_no, old.request.request_no
    assert [(card.kind, card.request_no, card.quantity) for card in found] == [
        (CardKind.DEFECT, None, 3),
        (CardKind.SPOILED, number, 1),
        (CardKind.OLD_CARD, its, 1),
    ]
    assert [(card.number, card.about) for card in found] == [
        (3, "B7"),
        (1, "misprint"),
        (None, "damaged"),
    ]
    assert [card.is_in_ledger for card in found] == [True, True, False]
    minutes = [(card.since - MONDAY_0900) // timedelta(minutes=1) for card in found]
    assert minutes == [0, 15, 20]


async def test_a_card_handed_over_without_an_old_one_leaves_nothing_to_burn(desk: Desk) -> None:
    fields = {"reason": "lost", "documents": ["form_f102", "family_card", "police_report"]}
    lost = await a_request(desk, state=State.PRINTED, **fields)
    await a_step(desk, lost, Collect(Collector.APPLICANT), now=MONDAY_0900)

    assert await waiting(desk) == ()


async def test_another_offices_cards_wait_there(desk: Desk) -> None:
    await a_spoiled_card(desk, office=BEKASI_SELATAN)

    assert await waiting(desk) == ()
    assert len(await waiting(desk, BEKASI_SELATAN)) == 1


async def test_what_is_burned_leaves_the_queue_and_the_ledger(desk: Desk) -> None:
    await open_box(desk)
    await defect(desk, 3)
    await a_spoiled_card(desk, 1)
    await a_request(desk, 2, state=State.COLLECTED)

    burned = await destroy(desk)

    assert await waiting(desk) == ()
    assert await balance(desk) == Balance(box=15)
    (line,) = (await stock.look(desk, KEEPER, BEKASI_UTARA, now=FRIDAY, limit=1)).lines
    assert (line.kind, line.quantity, line.reference) == (EntryKind.DESTROYED, 4, "470/1/BA/2026")
    assert line.facts == {"destruction": str(burned)}
    told = "SELECT subject, facts FROM audit_entry WHERE action = 'cards.destroy'"
    counts = {"defect": 3, "spoiled": 1, "old_card": 1}
    assert await numbers(desk, told) == [(f"destruction:{burned}", counts)]


async def test_the_record_tells_everything_and_its_witnesses_are_sealed(desk: Desk) -> None:
    await open_box(desk)
    await defect(desk, 3)
    await a_spoiled_card(desk, 1)
    cards = await waiting(desk)

    record = await destroying.show(desk, KEEPER, await destroy(desk))

    assert (record.number, record.place, record.counted) == ("470/1/BA/2026", "Halaman kantor", 4)
    assert (record.officer, record.recorded_at) == (KEEPER.name, FRIDAY)
    assert [witness.name for witness in record.witnesses] == ["Budi Contoh, S.H.", "Ratna Contoh"]
    assert record.cards == tuple(sorted(cards, key=lambda card: card.kind))
    ((sealed,),) = await numbers(desk, "SELECT witnesses_cipher FROM destruction")
    assert b"Budi" not in sealed


async def test_what_was_unticked_waits_for_the_next_record(desk: Desk) -> None:
    for number in (1, 2, 3):
        await a_spoiled_card(desk, number)
    first, second, third = await waiting(desk)

    await destroy(desk, first, third)
    await destroy(desk, second, number="470/2/BA/2026")

    assert await waiting(desk) == ()
    glance = await destroying.glance(desk, KEEPER, BEKASI_UTARA, batches=5)
    assert {(batch.number, batch.counted) for batch in glance.batches} == {
        ("470/1/BA/2026", 2),
        ("470/2/BA/2026", 1),
    }
    assert glance.cards == 0


async def test_old_cards_alone_and_cards_of_no_ledger_write_no_entry(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)  # nobody has opened the box: no blank of a ledger was taken
    await open_box(desk)
    await a_request(desk, 2, state=State.COLLECTED)

    await destroy(desk)

    assert await numbers(desk, WRITTEN) == [(1, 2, 0, 1)]
    assert await balance(desk) == Balance(box=19, reserved=1)


async def test_an_office_without_a_ledger_burns_its_cards_too(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    await a_request(desk, 2, state=State.COLLECTED)

    await destroy(desk)

    assert await waiting(desk) == ()
    assert await balance(desk) is None


async def test_what_the_queue_holds_of_the_ledger_is_what_the_ledger_calls_spoiled(
    desk: Desk,
) -> None:
    """Through spoiling, defects, a batch of some and more spoiling again."""
    await a_spoiled_card(desk, 1)
    await open_box(desk)
    await defect(desk, 2)
    for number in (2, 3):
        view = await a_spoiled_card(desk, number)
        view = await a_step(desk, view, StartPrint(), now=MONDAY_0900 + timedelta(hours=1))
        again = MONDAY_0900 + timedelta(hours=1, minutes=5)
        await a_step(desk, view, SpoilPrint(SpoilCause.CHIP_FAILED), now=again)
    assert await of_ledger(desk) == await spoiled(desk) == 6

    cards = [card for card in await waiting(desk) if card.kind is CardKind.SPOILED]
    await destroy(desk, *(card for card in cards if card.number == 1))

    assert await of_ledger(desk) == await spoiled(desk) == 4


async def of_ledger(desk: Desk) -> int:
    return sum(card.quantity for card in await waiting(desk) if card.is_in_ledger)


async def spoiled(desk: Desk) -> int:
    found = await balance(desk)
    return found.spoiled if found else 0


async def test_a_card_listed_before_is_not_burned_again(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    (card,) = await waiting(desk)
    await destroy(desk)

    with pytest.raises(CardsNotWaiting) as refused:
        await destroy(desk, card, number="470/2/BA/2026")

    assert refused.value.cards == 1
    assert await numbers(desk, WRITTEN) == [(1, 1, 0, 1)]


async def test_an_offices_number_is_used_once(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    await destroy(desk)
    await a_spoiled_card(desk, 2)

    with pytest.raises(DestructionNumberTaken) as refused:
        await destroy(desk)

    assert refused.value.number == "470/1/BA/2026"
    assert len(await waiting(desk)) == 1


async def test_another_office_may_use_the_same_number(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    await destroy(desk)
    await a_spoiled_card(desk, 2, office=BEKASI_SELATAN)
    neighbour = an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN)
    form = a_destruction(await waiting(desk, BEKASI_SELATAN))

    await destroying.destroy(desk, neighbour, BEKASI_SELATAN, form, now=FRIDAY)

    assert await waiting(desk, BEKASI_SELATAN) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"hand_count": "2"}, "differs-from-ticked"), ({"day": "2026-11-22"}, "before-newest-card")],
    ids=["another count", "before the newest card"],
)
async def test_a_record_that_does_not_fit_its_cards_saves_nothing(
    desk: Desk, changes: dict[str, str], code: str
) -> None:
    await a_spoiled_card(desk, 1)

    with pytest.raises(ValidationFailed) as refused:
        await destroy(desk, **changes)

    assert [error.code for error in refused.value.errors] == [code]
    assert await numbers(desk, WRITTEN) == [(0, 0, 0, 0)]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (an_officer(Role.HEAD_OF_OFFICE), RoleNotAllowed),
        (an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN), WrongOffice),
    ],
    ids=["overseer", "another office"],
)
async def test_only_the_offices_manager_burns_its_cards(
    desk: Desk, who: Officer, refusal: type[MotekarError]
) -> None:
    await a_spoiled_card(desk, 1)

    with pytest.raises(refusal):
        await destroy(desk, who=who)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (an_officer(Role.FRONT_OFFICER), RoleNotAllowed),
        (an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN), WrongOffice),
    ],
    ids=["counter", "another office"],
)
async def test_a_record_is_read_by_those_who_read_the_stock(
    desk: Desk, who: Officer, refusal: type[MotekarError]
) -> None:
    await a_spoiled_card(desk, 1)
    burned = await destroy(desk)

    with pytest.raises(refusal):
        await destroying.show(desk, who, burned)
    for ask in (destroying.queue(desk, who, BEKASI_UTARA), a_glance(desk, who)):
        with pytest.raises(refusal):
            await ask


async def a_glance(desk: Desk, who: Officer) -> destroying.Glance:
    return await destroying.glance(desk, who, BEKASI_UTARA, batches=1)


async def test_a_record_nobody_wrote_is_unknown(desk: Desk) -> None:
    with pytest.raises(DestructionUnknown):
        await destroying.show(desk, KEEPER, desk.new_id(FRIDAY))


async def test_a_button_pressed_twice_burns_once_and_answers_alike(desk: Desk) -> None:
    await a_spoiled_card(desk, 1)
    cards = await waiting(desk)
    key = OnceKey(KEEPER.id, "POST", "/", "one", desk.vault.index("x", kind="form"))
    presses = [await destroy(desk, *cards, once=Once(key, str)) for _ in range(2)]

    assert presses[0] == presses[1]
    assert await numbers(desk, WRITTEN) == [(1, 1, 0, 1)]


async def test_two_managers_at_once_burn_the_cards_once(real_desk: Desk) -> None:
    await open_box(real_desk)
    for number in (1, 2, 3):
        await a_spoiled_card(real_desk, number)
    first, second, third = await waiting(real_desk)

    answers = await asyncio.gather(
        destroy(real_desk, first, second),
        destroy(real_desk, second, third, who=an_officer(), number="470/2/BA/2026"),
        return_exceptions=True,
    )

    (refused,) = [answer for answer in answers if isinstance(answer, BaseException)]
    assert isinstance(refused, CardsNotWaiting)
    assert refused.cards == 1
    assert await numbers(real_desk, WRITTEN) == [(1, 2, 1, 1)]
    assert await spoiled(real_desk) == await of_ledger(real_desk) == 1


async def test_an_old_card_handed_in_meanwhile_waits_for_the_next_record(real_desk: Desk) -> None:
    await a_request(real_desk, 1, state=State.COLLECTED)
    ready = await a_request(real_desk, 2, state=State.PRINTED)
    handed_in = Collect(Collector.APPLICANT, old_card_surrendered=True)
    cards = await waiting(real_desk)

    await asyncio.gather(
        destroy(real_desk, *cards), a_step(real_desk, ready, handed_in, now=FRIDAY)
    )

    (left,) = await waiting(real_desk)
    assert left.request_no == ready.request.request_no


async def test_burning_and_printing_at_once_do_not_lock_each_other_out(real_desk: Desk) -> None:
    await open_box(real_desk, counted=40)
    views = [await a_spoiled_card(real_desk, number) for number in range(1, 9)]
    cards = await waiting(real_desk)

    await asyncio.gather(
        *(a_step(real_desk, view, StartPrint(), now=FRIDAY) for view in views),
        destroy(real_desk, *cards[:4]),
        destroy(real_desk, *cards[4:], number="470/2/BA/2026"),
        *(a_spoiled_card(real_desk, number) for number in range(9, 13)),
    )

    assert await of_ledger(real_desk) == await spoiled(real_desk) == 4
