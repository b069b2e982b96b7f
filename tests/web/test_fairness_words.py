"""Every question can be worded, with an officer, a printer or nobody to name."""

from collections.abc import Mapping
from typing import Any

import pytest
from markupsafe import Markup

from motekar.rules.fairness import TOLERANCE
from motekar.rules.period import Period
from motekar.rules.questions import Finding, Inquiry, Question, Trace, Traces
from motekar.rules.rulebook import OfficeProfile
from motekar.usecases.fairness import FairnessReport
from motekar.web.fairness_labels import FAIRNESS
from motekar.web.fairness_page import Asked
from motekar.web.fairness_words import lists_of, measure_words, trace_words
from tests.builders import BEKASI_UTARA, MONDAY_0900, WIB
from tests.web.fairness_numbers import linked, unlinked
from tests.web.page_facts import shell

UTARA = OfficeProfile(BEKASI_UTARA, "BUT", "Kecamatan Bekasi Utara", WIB)
MONDAY = Period(MONDAY_0900.date(), MONDAY_0900.date())
NAMES = {"1": "Vera Contoh"}


def traces(number: int) -> Traces:
    return (Trace(MONDAY_0900),) * number


SHARE = {
    "marked": traces(6),
    "done": traces(20),
    "all_marked": traces(7),
    "all_done": traces(90),
}
LENGTHS = {name: len(told) for name, told in SHARE.items()} | {"unknown": 14}


def a_report(*inquiries: Inquiry, names: Mapping[str, str] = NAMES) -> FairnessReport:
    return FairnessReport(UTARA, MONDAY, (), inquiries, names)


def page(templates: Any, *inquiries: Inquiry, names: Mapping[str, str] = NAMES) -> str:
    """The page of a report that asks this."""
    report = a_report(*inquiries, names=names)
    facts = shell(
        place=UTARA,
        mine=[(UTARA.code, UTARA.name)],
        typed={"from": "2026-11-23", "to": "2026-11-23"},
        errors=(),
        report=report,
        sizes={name: len(listing.rows) for name, listing in lists_of(report).items()},
        address=Asked(UTARA, {}, MONDAY).address,
        tolerance=TOLERANCE,
        measure_words=measure_words,
        words=FAIRNESS,
    )
    return templates.get_template("staff/fairness.html").render(facts)


def asked(question: Question, **about: str) -> Inquiry:
    unknown = traces(14) if question in FAIRNESS["question_unknown"] else ()
    return Inquiry(question, (Finding(SHARE, **about),), traces(20), unknown)


@pytest.mark.parametrize(
    ("inquiry", "words"),
    [
        (
            asked(Question.UNEXPLAINED, officer="1", about="verify"),
            (
                "Vera Contoh, pemeriksaan berkas: 6 dari 7 langkah tanpa alasan, dari 20 "
                "langkahnya di antara 90 langkah semua petugas."
            ),
        ),
        (
            asked(Question.SPOILED_BY_OFFICER, officer="1"),
            "Vera Contoh: 6 dari 20 kartu rusak; pada semua petugas 7 dari 90.",
        ),
        (
            asked(Question.SPOILED_BY_PRINTER, about="Printer B"),
            "Printer B: 6 dari 20 kartu rusak; di semua printer 7 dari 90.",
        ),
        (asked(Question.OUTSIDE_HOURS), "6 dari 20 kartu mulai dicetak di luar jam buka."),
        (asked(Question.REPRINTS), "Satu orang mendapat 6 kartu."),
    ],
    ids=lambda told: told.question.value if isinstance(told, Inquiry) else "",
)
def test_what_was_found_is_told_with_its_share(
    templates: Any, inquiry: Inquiry, words: str
) -> None:
    assert words in Markup(page(templates, inquiry)).striptags()


@pytest.mark.parametrize("question", Question)
def test_every_number_of_every_question_leads_to_its_list(
    templates: Any, question: Question
) -> None:
    source = page(templates, asked(question, officer="1", about="verify"))

    assert linked(source)
    assert unlinked(source) == []
    assert "%(" not in source
    for address, number in linked(source):
        assert number == LENGTHS[address.rpartition(".")[2]]


def test_every_list_of_a_question_has_a_title_of_its_own() -> None:
    found = lists_of(a_report(asked(Question.OUTSIDE_HOURS)))

    assert {name.rpartition(".")[2] for name in found} == set(FAIRNESS["question_list"])
    assert found["outside-hours.judged"].title == (
        "Mengapa kartu dicetak di luar jam buka? Yang dilihat"
    )


def test_a_number_without_a_list_is_found(templates: Any) -> None:
    source = page(templates, asked(Question.OUTSIDE_HOURS))

    assert unlinked(source.replace("Mengapa kartu", "Mengapa 12 kartu")) == ["12"]


def test_where_nothing_is_asked_what_was_looked_at_leads_to_its_list(templates: Any) -> None:
    source = page(templates, Inquiry(Question.REPRINTS, (), traces(20)))

    assert "Tidak ada yang perlu ditanyakan dari 20 yang dilihat." in Markup(source).striptags()
    assert [number for _, number in linked(source)] == [20]
    assert "Tidak diketahui" not in Markup(source).striptags()


def test_a_name_is_text_whatever_it_holds(templates: Any) -> None:
    source = page(
        templates,
        asked(Question.SPOILED_BY_OFFICER, officer="1"),
        asked(Question.SPOILED_BY_PRINTER, about="<i>Printer</i>"),
        names={"1": "<b>Vera</b> & %(done)s"},
    )

    assert "&lt;b&gt;Vera&lt;/b&gt; &amp; %(done)s: <a href=" in source
    assert "&lt;i&gt;Printer&lt;/i&gt;: <a href=" in source


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"stage": "verify"}, "Pemeriksaan berkas"),
        ({"stage": "print", "passed": 4}, "Pencetakan · mendahului 4 permohonan"),
        ({"printer": "Printer 1"}, "Printer 1"),
        ({"reason": "lost"}, "Hilang"),
        ({"difference": -2, "outcome": "pending"}, "Selisih -2 kartu · menunggu jawaban"),
        ({"difference": 1, "outcome": None}, "Selisih +1 kartu · tidak dimintakan persetujuan"),
        ({"difference": 0, "outcome": None}, "Sesuai buku stok"),
        ({"difference": None}, "Tanpa hitungan kotak sampai tutup"),
        ({}, ""),
    ],
)
def test_a_line_of_evidence_says_what_else_is_known(facts: dict[str, object], words: str) -> None:
    assert trace_words(Trace(MONDAY_0900, facts=facts)) == words
