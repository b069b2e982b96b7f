from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.errors import WordingRefused
from motekar.rules.messages import (
    LONGEST,
    VARIABLES,
    MessageEvent,
    Phrases,
    Wording,
    fill,
    gsm7_parts,
    plain,
)

WIB = ZoneInfo("Asia/Jakarta")
GOOD = "{office}: KTP-el {request_no} dibatalkan. GRATIS."
FACTS = {"office": "Kecamatan Bekasi Utara", "request_no": "BUT-261121-0042"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("\u20ac" * 80, 1),
        ("\u20ac" * 80 + "a", 2),
        ("a" * 158 + "{", 1),
        ("a" * 159 + "{", 2),
        ("a" * 152 + "[" + "a" * 151, 2),
        ("a" * 152 + "[" + "a" * 152, 3),
        ("\u20ac" * 153, 3),
        ("@\u00a3$\u00a5\u00e8\u00e9\u00d8\u00f8\u0394_\u03a6\u00c6\u00df\u00c9\u00a1\u00a7", 1),
        ("\n\r\f^{}\\[~]|", 1),
        ("caf\u00ea", 0),
        ("a\u2019b", 0),
        ("`", 0),
        ("\t", 0),
        ("\U0001f642", 0),
    ],
    ids=[
        "empty",
        "one full part",
        "one sign too many",
        "two full parts",
        "one more than two parts",
        "80 euro signs",
        "80 euro signs and a letter",
        "an escape fills the part",
        "an escape runs over",
        "an escape pair is not torn",
        "an escape pair costs the septet it leaves empty",
        "an odd part leaves a septet empty for each pair",
        "signs beyond ASCII",
        "ends of line and the escaped signs",
        "circumflex",
        "curly apostrophe",
        "backtick",
        "tab",
        "emoji",
    ],
)
def test_parts_are_counted_as_the_networks_do(text: str, parts: int) -> None:
    assert gsm7_parts(text) == parts


def test_values_take_the_place_of_their_names_once() -> None:
    assert fill("{a} dan {b}", {"a": "{b}", "b": "2"}) == "{b} dan 2"


def test_a_missing_value_is_refused_by_name() -> None:
    with pytest.raises(WordingRefused) as refusal:
        fill("{office} {hours}", {"office": "x"})
    assert refusal.value.facts == {"event": "", "problem": "variable-missing", "detail": "hours"}


@pytest.mark.parametrize(
    ("text", "problem", "detail"),
    [
        (GOOD + " {claim_code}", "variable-unknown", "claim_code"),
        (GOOD + " {hours}", "variable-unknown", "hours"),
        (GOOD + " {}", "variable-unknown", "{}"),
        (GOOD + " {Office}", "variable-unknown", "Office"),
        ("{office} dibatalkan. GRATIS.", "variable-missing", "request_no"),
        ("{office} {request_no} gratis", "free-missing", "GRATIS"),
        (GOOD + " https://x", "link", None),
        (GOOD + " www.x", "link", None),
        (GOOD + " bekasikota.go.id", "link", None),
        (GOOD + " BIT.LY/x", "link", None),
        (GOOD + " Telepon 021 889 4567", "number-to-call", "021 889 4567"),
        (GOOD + " Telepon 8894567", "number-to-call", "8894567"),
        (GOOD + " WA +62812-3456-7890", "number-to-call", "+62812-3456-7890"),
        (GOOD + " \u2013 \u2019", "not-gsm7", "\u2013\u2019"),
        (GOOD + " " + "x" * 100, "too-long", None),
    ],
    ids=[
        "claim code",
        "variable of another event",
        "no name",
        "capital letter",
        "no request number",
        "no word on money",
        "link",
        "bare link",
        "domain",
        "short link",
        "fixed line",
        "local number",
        "mobile",
        "typographic signs",
        "too long",
    ],
)
def test_a_wording_that_is_not_ours_is_refused(
    text: str, problem: str, detail: str | None
) -> None:
    with pytest.raises(WordingRefused) as refusal:
        Wording(MessageEvent.CANCELLED, "id", text)
    assert (refusal.value.event, refusal.value.problem) == ("cancelled", problem)
    assert detail is None or refusal.value.detail == detail


def test_a_wording_is_measured_with_its_longest_values() -> None:
    fixed = ": , GRATIS"
    room = 160 - LONGEST["office"] - LONGEST["request_no"] - len(fixed)
    text = "{office}: {request_no}, GRATIS"
    fitting = Wording(MessageEvent.CANCELLED, "id", text + "x" * room)
    longest = fitting.filled(dict.fromkeys(LONGEST, "y" * 99))
    assert (len(longest), gsm7_parts(longest)) == (160, 1)
    with pytest.raises(WordingRefused) as refusal:
        Wording(MessageEvent.CANCELLED, "id", text + "x" * (room + 1))
    assert refusal.value.detail == "161"


def test_a_message_is_the_wording_with_its_values() -> None:
    assert Wording(MessageEvent.CANCELLED, "id", GOOD).filled(FACTS) == (
        "Kecamatan Bekasi Utara: KTP-el BUT-261121-0042 dibatalkan. GRATIS."
    )


def test_more_facts_than_needed_do_no_harm() -> None:
    wording = Wording(MessageEvent.CANCELLED, "id", GOOD)
    assert wording.filled({**FACTS, "note": "x" * 500}) == wording.filled(FACTS)


def test_a_message_without_a_value_is_refused() -> None:
    with pytest.raises(WordingRefused, match="variable-missing"):
        Wording(MessageEvent.CANCELLED, "id", GOOD).filled({"office": "x"})


@given(
    st.sampled_from(MessageEvent),
    st.dictionaries(st.sampled_from(sorted(LONGEST)), st.text(max_size=80)),
)
def test_a_message_is_one_part_whatever_the_values(
    event: MessageEvent, facts: dict[str, str]
) -> None:
    names = " ".join(f"{{{name}}}" for name in VARIABLES[event])
    wording = Wording(event, "id", f"{names} GRATIS")
    empty = dict.fromkeys(LONGEST, "")
    assert gsm7_parts(wording.filled(empty | facts)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bekasi Utara 07.30", "Bekasi Utara 07.30"),
        ("Caf\u00e9 Ng\u00fb", "Cafe Ngu"),
        ("[Loket] {1}", "?Loket? ?1?"),
        ("A\u2013B \u4e2d", "A?B ?"),
    ],
    ids=["plain", "accents", "escaped signs", "foreign signs"],
)
def test_values_become_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


PHRASES = Phrases(
    language="id",
    days=("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"),
    clock="%H.%M",
    moment="{day} {date} pukul {time}",
    promise="selesai {moment}",
    no_promise="waktu selesai belum pasti",
    hours_today="hari ini {opens}-{closes}",
    hours_later="{day} {date} {opens}-{closes}",
    no_hours="sesuai jam kantor",
    causes={"blanks_out": "kartu kosong habis"},
)
monday_0730 = datetime(2026, 11, 23, 7, 30, tzinfo=WIB)
monday_1600 = datetime(2026, 11, 23, 16, 0, tzinfo=WIB)


def test_moments_promises_and_hours_are_said_shortly() -> None:
    assert PHRASES.when(monday_1600) == "Sen 23/11 pukul 16.00"
    assert PHRASES.promised(monday_1600) == "selesai Sen 23/11 pukul 16.00"
    assert PHRASES.promised(None) == "waktu selesai belum pasti"
    assert PHRASES.hours((monday_0730, monday_1600), is_today=True) == "hari ini 07.30-16.00"
    assert PHRASES.hours((monday_0730, monday_1600), is_today=False) == "Sen 23/11 07.30-16.00"
    assert PHRASES.hours(None, is_today=False) == "sesuai jam kantor"
