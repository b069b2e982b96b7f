"""Sentences and lists of a fairness report: what stands on the page, and behind each number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from motekar.rules.fairness import Deviation, LeftBehind, Order, Step
from motekar.rules.questions import (
    MEASURE,
    PERSONS_OF_ONE_PHONE,
    PRINTS_OF_ONE_PERSON,
    WITHIN_MONTHS,
    Inquiry,
    Question,
    Trace,
)
from motekar.rules.waiting_line import ListedReason
from motekar.usecases.fairness import FairnessReport
from motekar.web.fairness_labels import FAIRNESS
from motekar.web.labels import label
from motekar.web.language import gettext
from motekar.web.render import sentence

Row = Deviation | LeftBehind | Step | Trace
_MEASURES = {
    "floor": MEASURE.floor,
    "times": MEASURE.times,
    "beside": MEASURE.beside,
    "prints": PRINTS_OF_ONE_PERSON,
    "months": WITHIN_MONTHS,
    "persons": PERSONS_OF_ONE_PHONE,
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands behind one number; ``kind`` says what its rows are."""

    title: str
    kind: str
    rows: Sequence[Row]


def lists_of(report: FairnessReport) -> Mapping[str, Listing]:
    """Every list of the report by its name in an address."""
    found: dict[str, Listing] = {}
    for order in report.orders:
        found |= {
            f"{order.stage.value}.{name}": listing for name, listing in _of_order(order).items()
        }
    for inquiry in report.inquiries:
        found |= {
            f"{inquiry.question.value}.{name}": listing
            for name, listing in _of_inquiry(inquiry).items()
        }
    return found


def _of_order(order: Order) -> Mapping[str, Listing]:
    told: dict[str, tuple[str, Sequence[Row]]] = {
        "all": ("steps", order.steps),
        "in-order": ("steps", order.in_order),
        "unlisted": ("deviations", order.flagged),
        "left-behind": ("left-behind", order.left_behind),
        "unknown": ("steps", order.unknown),
    }
    listed: dict[str, tuple[str, Sequence[Row]]] = {
        reason.value: ("deviations", [one for one in order.deviations if one.reason is reason])
        for reason in ListedReason
    }
    stage = sentence(label(order.stage, "stage"))
    return {
        name: Listing(f"{stage}: {_name(name)}", kind, rows)
        for name, (kind, rows) in (told | listed).items()
    }


def _of_inquiry(inquiry: Inquiry) -> Mapping[str, Listing]:
    told = {"judged": inquiry.judged, "unknown": inquiry.unknown}
    for number, finding in enumerate(inquiry.findings, start=1):
        told |= {f"{number}.{kind}": traces for kind, traces in finding.lists.items()}
    question = label(inquiry.question, "question")
    return {
        name: Listing(f"{question} {_part(name)}", "traces", traces)
        for name, traces in told.items()
    }


def _part(name: str) -> str:
    return sentence(label(name.rpartition(".")[2], "question_list"))


def _name(name: str) -> str:
    kind = "listed_reason" if name in set(ListedReason) else "fairness_list"
    return label(name, kind)


def measure_words(question: Question) -> str:
    """When the question is asked."""
    told = FAIRNESS["question_measure"][question]
    return gettext(told, **_MEASURES)


def trace_words(trace: Trace) -> str:
    """What else a line of evidence says."""
    facts, told = trace.facts, []
    if "stage" in facts:
        told.append(label(facts["stage"], "stage"))
    if "passed" in facts:
        told.append(gettext("mendahului %(n)s permohonan", n=facts["passed"]))
    if "printer" in facts:
        told.append(facts["printer"])
    if "reason" in facts:
        told.append(label(facts["reason"], "reason"))
    if "difference" in facts:
        told += _difference(**facts)
    return sentence(" · ".join(told))


def _difference(*, difference: int | None, outcome: str | None = None, **_: object) -> list[str]:
    if difference is None:
        return [gettext("tanpa hitungan kotak sampai tutup")]
    if not difference:
        return [gettext("sesuai buku stok")]
    asked = label(outcome, "outcome") if outcome else gettext("tidak dimintakan persetujuan")
    return [gettext("selisih %(n)s kartu", n=f"{difference:+d}"), asked]
