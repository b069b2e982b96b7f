import pytest

from motekar.rules.errors import ValidationFailed
from motekar.rules.reaching import CHOSEN, TaskClosing, TaskOutcome, read_closing


@pytest.mark.parametrize("outcome", CHOSEN)
def test_an_outcome_with_a_note_closes_a_task(outcome: TaskOutcome) -> None:
    read = read_closing({"outcome": outcome.value, "note": " dua  kali "})
    assert read == TaskClosing(outcome, "dua kali")


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        ({}, [("outcome", "missing")]),
        ({"outcome": "gone"}, [("outcome", "unknown-choice")]),
        ({"outcome": "arrived"}, [("outcome", "unknown-choice")]),
        ({"outcome": "not_reachable"}, [("note", "missing")]),
    ],
)
def test_what_is_missing_is_told(raw: dict[str, str], faults: list[tuple[str, str]]) -> None:
    with pytest.raises(ValidationFailed) as refused:
        read_closing(raw)
    assert [(error.field, error.code) for error in refused.value.errors] == faults
