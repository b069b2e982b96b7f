"""Every question can be worded, with an officer, a printer or nobody to name."""

import pytest

from motekar.rules.questions import Finding, Inquiry, Question, Trace
from motekar.web.fairness_words import finding_words, measure_words, trace_words, unknown_words
from tests.builders import MONDAY_0900

NAMES = {"1": "Vera Contoh"}
FACTS = {"marked": 6, "done": 20, "all_marked": 7, "all_done": 90}


def worded(question: Question, **about: str) -> str:
    return finding_words(question, Finding((Trace(MONDAY_0900),), facts=FACTS, **about), NAMES)


def test_an_officer_is_named_with_their_share_of_the_work() -> None:
    assert worded(Question.UNEXPLAINED, officer="1", about="verify") == (
        "Vera Contoh, pemeriksaan berkas: 6 dari 7 langkah tanpa alasan, dari 20 langkahnya di "
        "antara 90 langkah semua petugas."
    )
    assert worded(Question.SPOILED_BY_OFFICER, officer="1").startswith(
        "Vera Contoh: 6 dari 20 kartu rusak"
    )


def test_a_printer_is_named_as_it_was_recorded() -> None:
    assert worded(Question.SPOILED_BY_PRINTER, about="Printer 2") == (
        "Printer 2: 6 dari 20 kartu rusak; di semua printer 7 dari 90."
    )


@pytest.mark.parametrize("question", Question)
def test_every_question_says_what_was_found_and_when_it_is_asked(question: Question) -> None:
    for words in (worded(question), measure_words(question)):
        assert words
        assert "%(" not in words


@pytest.mark.parametrize("question", [one for one in Question if one is not Question.REPRINTS])
def test_what_is_unknown_is_told_with_its_number(question: Question) -> None:
    assert unknown_words(Inquiry(question, (), judged=0, unknown=14)).startswith("14 ")
    assert unknown_words(Inquiry(question, (), judged=3)) == ""


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"passed": 4}, "Mendahului 4 permohonan"),
        ({"printer": "Printer 1"}, "Printer 1"),
        ({"reason": "lost"}, "Hilang"),
        ({"difference": -2, "outcome": "pending"}, "Selisih -2 kartu · menunggu jawaban"),
        ({"difference": 1, "outcome": None}, "Selisih +1 kartu · tidak dimintakan persetujuan"),
        ({}, ""),
    ],
)
def test_a_line_of_evidence_says_what_else_is_known(facts: dict[str, object], words: str) -> None:
    assert trace_words(Trace(MONDAY_0900, facts=facts)) == words
