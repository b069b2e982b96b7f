"""The record of burned cards: what a form may say, and which cards it may list."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.destruction import (
    MOST_CARDS,
    CardKind,
    WaitingCard,
    Witness,
    cards_of,
    out_of_ledger,
    read_destruction,
    tally,
)
from motekar.rules.errors import CardsNotWaiting, ValidationFailed
from motekar.rules.rulebook import OfficeProfile
from tests.builders import WIB, destruction_fields

FRIDAY = date(2026, 11, 27)
OFFICE = OfficeProfile("32.75.03", "BUT", "Kecamatan Bekasi Utara", WIB)


def a_card(key: str, **changes: Any) -> WaitingCard:
    facts: dict[str, Any] = {
        "kind": CardKind.OLD_CARD,
        "since": datetime(2026, 11, 23, 9, 0, tzinfo=WIB),
        "quantity": 1,
        "is_in_ledger": False,
        "request_no": "BUT-261123-0001",
        "number": None,
        "about": "damaged",
    }
    return WaitingCard(key=key, **{**facts, **changes})


def a_defect(quantity: int) -> WaitingCard:
    kind = CardKind.DEFECT
    return a_card(
        "defect:7", kind=kind, quantity=quantity, is_in_ledger=True, request_no=None, number=7
    )


def faults(**changes: Any) -> list[tuple[str, str, tuple[tuple[str, object], ...]]]:
    with pytest.raises(ValidationFailed) as refused:
        read_destruction(destruction_fields([a_card("a")], **changes), today=FRIDAY)
    return [(error.field, error.code, error.facts) for error in refused.value.errors]


def test_a_record_has_number_day_place_witnesses_count_and_list() -> None:
    form = read_destruction(
        destruction_fields([a_card("a"), a_defect(3)], number=" 470/1 "), today=FRIDAY
    )

    assert (form.number, form.day, form.place) == ("470/1", date(2026, 11, 23), "Halaman kantor")
    assert form.counted == 4
    assert form.cards == {"a", "defect:7"}
    assert form.witnesses == (
        Witness("Budi Contoh, S.H.", "Satpol PP"),
        Witness("Ratna Contoh", "Inspektorat"),
    )


def test_names_of_witnesses_are_not_shown_by_chance() -> None:
    assert "Budi" not in repr(read_destruction(destruction_fields([a_card("a")]), today=FRIDAY))


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(ValidationFailed) as refused:
        read_destruction({}, today=FRIDAY)

    assert [(error.field, error.code) for error in refused.value.errors] == [
        ("cards", "how-many"),
        ("number", "missing"),
        ("day", "missing"),
        ("place", "missing"),
        ("witnesses", "how-many"),
        ("hand_count", "missing"),
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"day": "2026-11-28"}, ("day", "in-future", ())),
        ({"day": "kemarin"}, ("day", "day-malformed", ())),
        ({"hand_count": "0"}, ("hand_count", "out-of-range", (("least", 1), ("most", 10_000)))),
        ({"number": "x" * 61}, ("number", "too-long", (("most", 60),))),
        (
            {"cards": [str(number) for number in range(MOST_CARDS + 1)]},
            ("cards", "how-many", (("least", 1), ("most", MOST_CARDS))),
        ),
    ],
    ids=["tomorrow", "no day", "nothing counted", "long number", "too many cards"],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], told: tuple[object, ...]) -> None:
    assert faults(**changes) == [told]


BUDI, RATNA = "Budi Contoh - Satpol PP", "Ratna Contoh \u2013 Inspektorat"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([BUDI, "", " "], ("how-many", (("least", 2), ("most", 8)))),
        ([BUDI + str(number) for number in range(9)], ("how-many", (("least", 2), ("most", 8)))),
        ([BUDI, "budi  contoh - satpol pp"], ("twice", ())),
        ([BUDI, "Ratna Contoh, Inspektorat"], ("witness-without-post", (("line", 2),))),
        ([RATNA, "-", BUDI], ("witness-without-post", (("line", 2),))),
        ([BUDI, "R" * 150 + " - Inspektorat"], ("too-long", (("most", 160),))),
        ([BUDI, "Ra\u200btna - Inspektorat"], ("characters", ())),
    ],
    ids=["one", "nine", "the same", "no dash", "no name", "long", "unseen sign"],
)
def test_there_are_at_least_two_witnesses_each_with_a_post(
    lines: list[str], told: tuple[object, ...]
) -> None:
    assert faults(witnesses="\r\n".join(lines)) == [("witnesses", *told)]


def test_a_dash_within_a_name_or_a_post_parts_nothing() -> None:
    lines = "Siti Nur-Aini Contoh, S.H. - Kasi Trantib - Kec. Bekasi Utara\n" + BUDI
    form = read_destruction(destruction_fields([a_card("a")], witnesses=lines), today=FRIDAY)

    assert form.witnesses[0] == Witness(
        "Siti Nur-Aini Contoh, S.H.", "Kasi Trantib - Kec. Bekasi Utara"
    )


def chosen(cards: list[WaitingCard], waiting: list[WaitingCard], **changes: Any) -> list[str]:
    form = read_destruction(destruction_fields(cards, **changes), today=FRIDAY)
    return [card.key for card in cards_of(form, waiting, office=OFFICE)]


def test_what_is_not_ticked_is_not_listed() -> None:
    one, other = a_card("a"), a_card("b")

    assert chosen([other], [one, other]) == ["b"]


def test_a_count_that_differs_says_both_numbers() -> None:
    with pytest.raises(ValidationFailed) as refused:
        chosen([a_card("a"), a_defect(3)], [a_card("a"), a_defect(3)], hand_count="3")

    (error,) = refused.value.errors
    assert (error.field, error.code) == ("hand_count", "differs-from-ticked")
    assert dict(error.facts) == {"counted": 3, "ticked": 4}


def test_no_card_is_burned_before_it_came() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=WIB)
    cards = [a_card("a"), a_card("b", since=late)]

    with pytest.raises(ValidationFailed) as refused:
        chosen(cards, cards, day="2026-11-22", hand_count="1")

    assert [(error.field, error.code) for error in refused.value.errors] == [
        ("day", "before-newest-card"),
        ("hand_count", "differs-from-ticked"),
    ]
    assert refused.value.errors[0].facts == (("newest", date(2026, 11, 23)),)
    assert chosen(cards, cards, day="2026-11-23") == ["a", "b"]


def test_a_card_that_does_not_wait_is_refused_with_how_many() -> None:
    with pytest.raises(CardsNotWaiting) as refused:
        chosen([a_card("a"), a_card("b"), a_card("c")], [a_card("b")])

    assert refused.value.cards == 2


@given(
    st.lists(st.tuples(st.sampled_from(CardKind), st.integers(1, 50), st.booleans()), max_size=20)
)
def test_the_counts_add_up(told: list[tuple[CardKind, int, bool]]) -> None:
    cards = [
        a_card(str(number), kind=kind, quantity=quantity, is_in_ledger=is_in_ledger)
        for number, (kind, quantity, is_in_ledger) in enumerate(told)
    ]

    assert sum(tally(cards).values()) == sum(quantity for _, quantity, _ in told)
    assert set(tally(cards)) == {kind for kind, _, _ in told}
    outside = sum(quantity for _, quantity, is_in_ledger in told if not is_in_ledger)
    assert out_of_ledger(cards) == sum(tally(cards).values()) - outside
