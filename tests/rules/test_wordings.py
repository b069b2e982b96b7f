"""A wording counts from its day on; a new one is read with everything that is wrong with it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.errors import ValidationFailed
from motekar.rules.messages import VARIABLES, MessageEvent, Wording, longest_of, septets
from motekar.rules.wordings import (
    DatedWording,
    NewWording,
    WordingHistory,
    faults_in,
    read_price,
    read_wording,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 1)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
GOOD = "{office}: KTP-el {request_no} dibatalkan. GRATIS."
OTHER = "{office}: permohonan {request_no} dibatalkan. GRATIS."
SHIPPED = DatedWording(1, GOOD, FIRST)


def a_history(*later: DatedWording) -> WordingHistory:
    return WordingHistory(MessageEvent.CANCELLED, "id", (SHIPPED, *later))


def typed(wording: str = OTHER, valid_from: str = "2026-11-23") -> dict[str, str]:
    return {"wording": wording, "valid_from": valid_from}


def faults_of(raw: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(ValidationFailed) as refused:
        read_wording(raw, a_history(), today=MONDAY)
    return [(error.field, error.code) for error in refused.value.errors]


def test_the_shipped_one_holds_until_another_begins() -> None:
    history = a_history(DatedWording(2, OTHER, TUESDAY, "Petugas"))
    assert history.in_force(MONDAY) is SHIPPED
    assert [one.version for one in history.to_come(MONDAY)] == [2]
    assert history.in_force(LAST) is history.latest
    assert history.to_come(TUESDAY) == ()


def test_of_two_for_one_day_the_later_one_holds() -> None:
    history = a_history(DatedWording(2, OTHER, TUESDAY), DatedWording(3, GOOD, TUESDAY))
    assert history.in_force(TUESDAY) is history.latest
    assert history.to_come(MONDAY) == (history.latest,)


def test_what_is_dated_later_takes_over_even_if_written_before() -> None:
    history = a_history(DatedWording(2, OTHER, LAST), DatedWording(3, GOOD, MONDAY))
    assert [history.in_force(day).version for day in (MONDAY, TUESDAY, LAST)] == [3, 3, 2]


def test_nothing_holds_before_the_first_day() -> None:
    assert a_history().in_force(date(2025, 12, 31)) is None


def test_a_good_sentence_is_read_with_its_day_and_its_spaces_in_order() -> None:
    raw = typed("  {office}: permohonan {request_no}\r\n dibatalkan.  GRATIS.")
    assert read_wording(raw, a_history(), today=MONDAY) == NewWording(OTHER, MONDAY)


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        (typed(""), [("wording", "missing")]),
        (typed("x" * 1001 + GOOD), [("wording", "too-long"), ("wording", "too-long")]),
        (typed(valid_from=""), [("valid_from", "missing")]),
        (typed(valid_from="besok"), [("valid_from", "day-malformed")]),
        (typed(valid_from="2026-11-22"), [("valid_from", "in-past")]),
        (typed(GOOD), [("wording", "nothing-changed")]),
        (
            typed("Buka bit.ly/x \u2019"),
            [
                ("wording", "variable-missing"),
                ("wording", "free-missing"),
                ("wording", "link"),
                ("wording", "not-gsm7"),
            ],
        ),
    ],
    ids=["empty", "endless", "no day", "no date", "yesterday", "the same", "all at once"],
)
def test_every_fault_is_told_at_once(raw: dict[str, str], faults: list[Any]) -> None:
    assert faults_of(raw) == faults


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (f"{GOOD} {{hours}} {{}}", {"detail": "{hours}, {}"}),
        ("{office} GRATIS", {"detail": "{request_no}"}),
        (f"{GOOD} Lihat www.bekasi.go.id/ktp, ya", {"detail": "www.bekasi.go.id/ktp"}),
        (f"{GOOD} Bawa resi.Lalu antre", {"detail": "resi.Lalu"}),
        (f"{GOOD} Telepon 021 889 4567", {"detail": "021 889 4567"}),
        (f"{GOOD} \u201chari\u201d", {"detail": "\u201c \u201d"}),
        (f"{GOOD} {'x' * 74}", {"used": 161, "most": 160, "over": 1}),
    ],
    ids=["unknown", "missing", "link", "no space", "number", "signs", "one too many"],
)
def test_a_fault_names_what_to_change(text: str, facts: dict[str, object]) -> None:
    [fault] = faults_in(MessageEvent.CANCELLED, text)
    assert dict(fault.facts) == facts


@given(st.sampled_from(MessageEvent), st.text("{}aoGRATIS .0159\u2019:/", max_size=80))
def test_a_text_without_faults_is_a_wording_and_only_that(event: MessageEvent, more: str) -> None:
    text = " ".join(f"{{{name}}}" for name in VARIABLES[event]) + f" GRATIS {more}"
    faults = faults_in(event, text)
    if faults:
        with pytest.raises(Exception, match=faults[0].code):
            Wording(event, "id", text)
    else:
        assert septets(longest_of(Wording(event, "id", text).text)) <= 160


@pytest.mark.parametrize(
    ("told", "price"), [("", None), ("0", 0), (" 350 ", 350), ("10000", 10_000)]
)
def test_a_price_is_a_whole_number_of_rupiah_or_unknown(told: str, price: int | None) -> None:
    assert read_price({"rupiah": told}) == price


@pytest.mark.parametrize("told", ["10001", "-1", "3,5", "Rp350"])
def test_anything_else_is_no_price(told: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        read_price({"rupiah": told})
    assert [error.code for error in refused.value.errors] == ["out-of-range"]
