"""The box by hand: what comes in and goes out, once each, and what is refused."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from motekar.rules.blanks import EntryKind
from motekar.rules.deliveries import read_deliveries
from motekar.rules.errors import (
    BoxAlreadyCounted,
    DeliveryNoteKnown,
    MotekarError,
    RoleNotAllowed,
    StockTooSmall,
    TransferUnknown,
    ValidationFailed,
    WrongOffice,
)
from motekar.rules.people import Role
from motekar.rules.stocktaking import BoxCount, StockEntry
from motekar.usecases import stock
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, OnceKey
from motekar.usecases.stock import Stock
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, MONDAY_0900, WIB, an_officer

KEEPER = an_officer(Role.OFFICE_MANAGER)
NEIGHBOUR = an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN)
TOMORROW = MONDAY_0900 + timedelta(days=1)


def an_entry(kind: EntryKind = EntryKind.RECEIVED, **changes: Any) -> StockEntry:
    entry = StockEntry(kind, quantity=30, at=MONDAY_0900, reference="SP-1")
    return replace(entry, **changes)


def a_transfer(quantity: int) -> StockEntry:
    return an_entry(EntryKind.SENT, quantity=quantity, reference=None, to=BEKASI_SELATAN)


async def open_box(desk: Desk, *, counted: int = 20) -> None:
    box = BoxCount(counted, None)
    await stock.count(desk, KEEPER, BEKASI_UTARA, box, now=MONDAY_0900)


async def enter(desk: Desk, entry: StockEntry, **more: Any) -> None:
    await stock.enter(desk, KEEPER, BEKASI_UTARA, entry, now=MONDAY_0900, **more)


async def box(desk: Desk, office: str = BEKASI_UTARA) -> int:
    balance = (await shown(desk, office)).balance
    return balance.box if balance else 0


async def shown(desk: Desk, office: str = BEKASI_UTARA) -> Stock:
    who = an_officer(Role.INSPECTOR, office=office)
    return await stock.look(desk, who, office, now=MONDAY_0900, limit=50)


def a_press(desk: Desk) -> Once[Any]:
    key = OnceKey(KEEPER.id, "POST", "/staff/stock", "one", desk.vault.index("x", kind="form"))
    return Once(key, str)


async def test_the_first_count_opens_the_ledger(desk: Desk) -> None:
    assert (await shown(desk)).balance is None

    await open_box(desk, counted=20)

    found = await shown(desk)
    assert found.balance
    assert found.balance.free == 20
    assert found.is_counted
    assert [line.kind for line in found.lines] == [EntryKind.COUNTED, EntryKind.ADJUSTED]


async def test_more_than_lies_in_the_box_is_not_sent(desk: Desk) -> None:
    await open_box(desk, counted=20)

    with pytest.raises(StockTooSmall) as refused:
        await enter(desk, a_transfer(21))

    assert refused.value.free == 20
    assert await box(desk) == 20


async def test_a_delivery_note_counts_once(desk: Desk) -> None:
    await enter(desk, an_entry())

    with pytest.raises(DeliveryNoteKnown):
        await enter(desk, an_entry())

    assert await box(desk) == 30


async def test_a_button_pressed_twice_sends_once(desk: Desk) -> None:
    await open_box(desk, counted=20)

    await enter(desk, a_transfer(5), once=a_press(desk))
    await enter(desk, a_transfer(5), once=a_press(desk))

    assert await box(desk) == 15


async def test_what_was_sent_arrives_whole_and_once(desk: Desk) -> None:
    await open_box(desk, counted=20)
    await enter(desk, a_transfer(5))
    (sent,) = (await shown(desk, BEKASI_SELATAN)).on_the_way

    await stock.arrive(desk, NEIGHBOUR, BEKASI_SELATAN, sent.transfer, now=MONDAY_0900)

    with pytest.raises(TransferUnknown):
        await stock.arrive(desk, NEIGHBOUR, BEKASI_SELATAN, sent.transfer, now=MONDAY_0900)
    assert await box(desk, BEKASI_SELATAN) == 5
    assert (await shown(desk, BEKASI_SELATAN)).on_the_way == ()


async def test_of_two_arrivals_at_once_one_counts(real_desk: Desk) -> None:
    await open_box(real_desk, counted=20)
    await enter(real_desk, a_transfer(5))
    (sent,) = (await shown(real_desk, BEKASI_SELATAN)).on_the_way

    answers = await asyncio.gather(
        *(
            stock.arrive(real_desk, NEIGHBOUR, BEKASI_SELATAN, sent.transfer, now=MONDAY_0900)
            for _ in range(4)
        ),
        return_exceptions=True,
    )

    assert answers.count(None) == 1
    assert sum(isinstance(answer, TransferUnknown) for answer in answers) == 3
    assert await box(real_desk, BEKASI_SELATAN) == 5


async def test_the_box_is_counted_once_a_day(desk: Desk) -> None:
    await open_box(desk)

    with pytest.raises(BoxAlreadyCounted):
        await open_box(desk)


async def test_a_count_that_differs_needs_an_explanation(desk: Desk) -> None:
    await open_box(desk, counted=20)

    with pytest.raises(ValidationFailed) as faulty:
        await stock.count(desk, KEEPER, BEKASI_UTARA, BoxCount(18, None), now=TOMORROW)

    (fault,) = faulty.value.errors
    assert (fault.field, fault.code) == ("explanation", "count-differs")
    assert dict(fault.facts) == {"expected": 20, "difference": "-2"}


async def test_the_explanation_of_a_difference_is_sealed_with_its_entry(desk: Desk) -> None:
    await open_box(desk, counted=20)
    counted = BoxCount(18, "Dua kartu basah")

    difference = await stock.count(desk, KEEPER, BEKASI_UTARA, counted, now=TOMORROW)

    newest = (await shown(desk)).lines[0]
    assert difference == -2
    assert newest.words == "Dua kartu basah"
    assert "basah" not in str(newest.facts)
    async with desk.store.transaction() as transaction:
        (row,) = await transaction.rows(
            "SELECT words_cipher FROM blank_entry WHERE words_cipher IS NOT NULL"
        )
    assert b"basah" not in row["words_cipher"]


@pytest.mark.parametrize(
    ("role", "office", "refusal"),
    [
        (Role.HEAD_OF_OFFICE, BEKASI_UTARA, RoleNotAllowed),
        (Role.OFFICE_MANAGER, BEKASI_SELATAN, WrongOffice),
    ],
)
async def test_only_the_offices_manager_writes(
    desk: Desk, role: Role, office: str, refusal: type[MotekarError]
) -> None:
    with pytest.raises(refusal):
        await stock.enter(
            desk, an_officer(role, office=office), BEKASI_UTARA, an_entry(), now=MONDAY_0900
        )


def deliveries(*rows: str) -> tuple[StockEntry, ...]:
    text = "\n".join(("delivery_note,batch,quantity,received_at", *rows))
    return read_deliveries(text, zone=WIB, now=MONDAY_0900)


async def test_a_list_of_deliveries_comes_in_whole(desk: Desk) -> None:
    listed = deliveries("SP-1,B7,30,2026-11-20 08:00", "SP-2,,25,")

    await stock.bring_in(desk, KEEPER, BEKASI_UTARA, listed, now=MONDAY_0900)

    assert await box(desk) == 55


async def test_one_known_note_keeps_the_whole_list_out(desk: Desk) -> None:
    await enter(desk, an_entry(reference="SP-2"))

    listed = deliveries("SP-1,B7,30,", "SP-2,,25,")
    with pytest.raises(ValidationFailed) as faulty:
        await stock.bring_in(desk, KEEPER, BEKASI_UTARA, listed, now=MONDAY_0900)

    (fault,) = faulty.value.errors
    assert (fault.field, fault.code) == ("rows.3.delivery_note", "delivery-note-known")
    assert await box(desk) == 30
