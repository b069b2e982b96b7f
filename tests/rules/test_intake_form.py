"""What is typed at the counter, read: every fault at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from motekar.rules.applicant import Applicant
from motekar.rules.documents import Document, Reason
from motekar.rules.errors import ValidationFailed
from motekar.rules.ids import row_id
from motekar.rules.intake_form import Channel, Priority, read_intake
from motekar.rules.nik import Nik
from motekar.rules.phone import Phone

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
GOOD = {
    "office": "32.75.03",
    "nik": "3275 0345 0590 0001",
    "full_name": "  Sinta   Uji ",
    "reason": "lost",
}


def faults(**changes: Any) -> set[tuple[str, str]]:
    with pytest.raises(ValidationFailed) as refused:
        read_intake({**GOOD, **changes}, now=NOW)
    return {(error.field, error.code) for error in refused.value.errors}


def test_the_least_that_is_needed() -> None:
    form = read_intake(GOOD, now=NOW)
    assert (form.name, form.reason, form.channel) == ("Sinta Uji", Reason.LOST, Channel.COUNTER)
    assert (form.phone, form.priority, form.documents, form.married) == (None, None, (), False)


def test_all_that_can_be_said() -> None:
    form = read_intake(
        {
            **GOOD,
            "phone": "0812-3456-7890",
            "documents": ["police_report", "form_f102", "police_report"],
            "channel": "outreach",
            "priority": "elderly",
            "married": True,
            "received_at": NOW - timedelta(days=2),
            "paper_no": "L 7",
            "note": "kursi roda",
        },
        now=NOW,
    )
    assert form.documents == (Document.POLICE_REPORT, Document.FORM_F102)
    assert form.priority is Priority.ELDERLY
    assert form.received_at == NOW - timedelta(days=2)
    assert form.note == "kursi roda"


def test_an_empty_form_names_every_field_it_needs() -> None:
    with pytest.raises(ValidationFailed) as refused:
        read_intake({}, now=NOW)
    assert {(error.field, error.code) for error in refused.value.errors} == {
        ("office", "missing"),
        ("nik", "missing"),
        ("full_name", "missing"),
        ("reason", "missing"),
    }


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"nik": "123"}, ("nik", "nik-malformed")),
        ({"phone": "021 555"}, ("phone", "phone-malformed")),
        ({"reason": "kaya"}, ("reason", "unknown-choice")),
        ({"channel": "merpati"}, ("channel", "unknown-choice")),
        ({"priority": "kenalan"}, ("priority", "unknown-choice")),
        ({"documents": ["ijazah"]}, ("documents", "document-unknown")),
        ({"full_name": "A" * 101}, ("full_name", "too-long")),
        ({"full_name": "Si\x00ti"}, ("full_name", "characters")),
        ({"note": "n" * 501}, ("note", "too-long")),
        (
            {"received_at": NOW + timedelta(minutes=1), "paper_no": "1"},
            ("received_at", "in-future"),
        ),
        ({"received_at": NOW - timedelta(days=15), "paper_no": "1"}, ("received_at", "too-old")),
        ({"received_at": NOW - timedelta(days=1)}, ("paper_no", "missing")),
        ({"paper_no": "L-1"}, ("received_at", "missing")),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else None,
)
def test_a_fault_is_told_with_its_field(changes: dict[str, Any], fault: tuple[str, str]) -> None:
    assert faults(**changes) == {fault}


def test_several_faults_are_told_at_once() -> None:
    assert faults(nik="1", phone="x", reason="") == {
        ("nik", "nik-malformed"),
        ("phone", "phone-malformed"),
        ("reason", "missing"),
    }


def test_an_applicant_never_shows_in_a_repr() -> None:
    applicant = Applicant(Nik.parse("3275034505900001"), "Sinta Uji", Phone.parse("081234567890"))
    assert repr(applicant) == "Applicant(S. U.)"
    assert applicant.nik_masked == "3275••••••••••01"
    assert applicant.phone_masked == "+62812••••••90"
    assert Applicant(applicant.nik, "Sinta", None).phone_masked is None


def test_row_ids_sort_by_time_and_are_version_7() -> None:
    first = row_id(NOW, b"\xff" * 10)
    second = row_id(NOW + timedelta(milliseconds=1), b"\x00" * 10)
    assert first < second
    assert first.version == second.version == 7
    assert first.variant == "specified in RFC 4122"
