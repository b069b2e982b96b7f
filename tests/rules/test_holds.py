"""The ledger of waiting, told from events alone, and the troubles that hold a whole office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from motekar.rules.errors import IncidentClosed, ValidationFailed
from motekar.rules.holds import ON_THE_OFFICES_SIDE, HoldCause, Waiting, ledger
from motekar.rules.incidents import (
    AFFECTS,
    CAUSES,
    Incident,
    IncidentKind,
    read_since,
    require_open,
)
from motekar.rules.lifecycle import OPEN_STATES

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Event:
    minute: int
    action: str
    officer: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return at(self.minute)


def at(minute: int) -> datetime:
    return NINE + timedelta(minutes=minute)


def test_every_stretch_says_who_placed_approved_and_lifted_it() -> None:
    events = [
        Event(0, "submit", "Ani", {"missing_documents": ["old_card"]}),
        Event(5, "complete-documents", "Budi", {"documents": ["old_card"]}),
        Event(10, "verify", "Citra"),
        Event(
            20,
            "hold",
            "Ani",
            {"cause": "system_down", "approved_by": {"name": "Dewi"}, "incident": "i"},
        ),
        Event(50, "resume", "Dewi", {"cause": "system_down"}),
        Event(60, "hold", "Citra", {"cause": "disputed"}),
    ]

    assert ledger(events) == (
        Waiting(HoldCause.AWAITING_DOCUMENTS, at(0), "Ani", until=at(5), lifted_by="Budi"),
        Waiting(HoldCause.SYSTEM_DOWN, at(20), "Ani", "Dewi", "i", at(50), "Dewi"),
        Waiting(HoldCause.DISPUTED, at(60), "Citra"),
    )


def test_an_amendment_that_lacks_documents_begins_a_stretch() -> None:
    events = [
        Event(0, "submit", "Ani", {"missing_documents": []}),
        Event(5, "amend", "Ani", {"changed": ["reason"], "missing_documents": ["police_report"]}),
    ]

    assert [waiting.since for waiting in ledger(events)] == [at(5)]


def test_a_request_that_never_waited_has_an_empty_ledger() -> None:
    assert ledger([Event(0, "submit", "Ani"), Event(1, "verify", "Budi")]) == ()


@pytest.mark.parametrize("kind", IncidentKind)
def test_every_trouble_excuses_the_office_and_affects_open_requests(kind: IncidentKind) -> None:
    assert CAUSES[kind] in ON_THE_OFFICES_SIDE
    assert AFFECTS[kind] <= OPEN_STATES
    assert AFFECTS[kind]


@pytest.mark.parametrize(
    ("since", "code"),
    [(at(1), "in-future"), (at(-24 * 60 - 1), "too-old")],
    ids=["ahead", "the day before"],
)
def test_a_trouble_began_within_the_last_day(since: datetime, code: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        read_since(since, now=NINE)
    assert [error.code for error in refused.value.errors] == [code]
    assert read_since(NINE, now=NINE) == NINE


def test_a_trouble_ends_once() -> None:
    running = Incident(UUID(int=1), IncidentKind.POWER_CUT, "32.75.03", NINE, NINE)
    require_open(running)
    ended = Incident(UUID(int=1), IncidentKind.POWER_CUT, "32.75.03", NINE, NINE, at(9))
    with pytest.raises(IncidentClosed):
        require_open(ended)
