"""What leaves the office was decided on; everything else stays."""

import pytest

from motekar.rules.disclosure import disclosed
from motekar.rules.holds import HoldCause, ledger
from tests.rules.test_counting import NINE, a_log


def alias(kind: str, name: str) -> str:
    return f"{kind}:{len(name)}"


@pytest.mark.parametrize(
    ("action", "facts", "told"),
    [
        ("verify", {"central_record": "ready", "seen_by": "Budi"}, {"central_record": "ready"}),
        ("start-print", {"attempt": 1, "printer": "Pencetak Dua"}, {"attempt": 1}),
        ("confirm-print", {"attempt": 2, "card_serial": "S-1"}, {"attempt": 2}),
        ("collect", {"collector": "family", "sleeve_no": "0123456789"}, {"collector": "family"}),
        (
            "amend",
            {"changed": ["full_name"], "became": {"reason": "lost", "priority": "ill"}},
            {"changed": ["full_name"], "became": {"reason": "lost"}},
        ),
        ("resume", {"incident": "abc"}, {"incident": "incident:3"}),
        ("some-later-step", {"reason": "x"}, {}),
    ],
)
def test_a_fact_leaves_by_decision(
    action: str, facts: dict[str, object], told: dict[str, object]
) -> None:
    assert disclosed(action, facts, alias=alias) == told


def test_a_hold_reads_the_same_with_an_alias_for_who_approved() -> None:
    facts = {"cause": "system_down", "approved_by": {"username": "kepala", "name": "Budi"}}
    outside = disclosed("hold", facts, alias=alias)
    (hold,) = ledger(a_log((NINE, "submit", {}), (NINE, "hold", outside)).events)
    assert (hold.cause, hold.approved_by) == (HoldCause.SYSTEM_DOWN, "officer:6")
