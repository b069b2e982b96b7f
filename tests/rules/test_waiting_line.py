"""From the events of one request to its place, its waiting and what it was served for."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from motekar.rules.intake_form import Priority
from motekar.rules.request_log import LogEvent
from motekar.rules.sla import Stage
from motekar.rules.waiting_line import ListedReason, Stretch, Taken, Waiter, waiter
from tests.builders import WIB

VERA = "vera"


def at(hour: int, minute: int = 0, *, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=WIB)


def did(action: str, moment: datetime, **facts: object) -> LogEvent:
    return LogEvent(1, moment, action, VERA, "32.75.03", facts)


def came(moment: datetime, **facts: object) -> LogEvent:
    told = {"received_at": moment.isoformat(), "missing_documents": [], "priority": None}
    return did("submit", moment, **(told | {"promised_from": moment.isoformat()} | facts))


def verifying(*events: LogEvent) -> Waiter:
    return waiter(Stage.VERIFY, "BUT-261123-0001", events)


def printing(*events: LogEvent) -> Waiter:
    return waiter(Stage.PRINT, "BUT-261123-0001", events)


def test_a_complete_file_waits_from_intake_until_it_is_verified() -> None:
    found = verifying(came(at(8)), did("verify", at(9)))

    assert found.place == at(8)
    assert found.stretches == (Stretch(at(8), at(9), is_held=False),)
    assert found.taken == (Taken(at(9), VERA),)


def test_an_incomplete_file_has_no_place_until_it_is_complete() -> None:
    incomplete = came(at(8), missing_documents=["family_card"], promised_from=None)
    completed = did("complete-documents", at(10), promised_from=at(10).isoformat())

    assert verifying(incomplete).place is None
    assert verifying(incomplete).stretches == ()
    found = verifying(incomplete, completed)
    assert (found.place, found.stretches) == (at(10), (Stretch(at(10), None, is_held=False),))


def test_a_paper_keyed_in_late_has_its_visits_place_and_waits_from_when_it_was_keyed_in() -> None:
    late = came(at(8), promised_from=None)
    keyed = replace(late, at=at(12))

    found = verifying(keyed)

    assert found.place == at(8)
    assert found.stretches == (Stretch(at(12), None, is_held=False),)


def test_a_first_card_waits_from_the_birthday_on() -> None:
    birthday = at(0, day=25)
    found = verifying(came(at(8), promised_from=birthday.isoformat()))

    assert found.place == birthday
    assert found.stretches == (Stretch(birthday, None, is_held=False),)


def test_served_before_the_birthday_it_never_waited() -> None:
    birthday = at(0, day=25)
    events = (came(at(8), promised_from=birthday.isoformat()), did("verify", at(9)))

    assert verifying(*events).stretches == ()
    assert printing(*events).stretches == (Stretch(birthday, None, is_held=False),)


def test_a_hold_keeps_the_place() -> None:
    found = verifying(
        came(at(8)), did("hold", at(9), cause="disputed"), did("resume", at(11), cause="disputed")
    )

    assert found.place == at(8)
    assert [(one.since, one.until, one.is_held) for one in found.stretches] == [
        (at(8), at(9), False),
        (at(9), at(11), True),
        (at(11), None, False),
    ]


def test_an_amendment_that_asks_for_documents_holds_until_they_are_there() -> None:
    found = verifying(
        came(at(8)),
        did("amend", at(9), became={"reason": "lost"}, missing_documents=["police_report"]),
        did("complete-documents", at(10), documents=["police_report"]),
    )

    assert found.place == at(8)
    assert [one.is_held for one in found.stretches] == [False, True, False]


@pytest.mark.parametrize("ending", ["reject", "cancel"])
def test_what_ends_waits_no_more_and_was_not_served(ending: str) -> None:
    found = verifying(came(at(8)), did(ending, at(9)))

    assert found.stretches == (Stretch(at(8), at(9), is_held=False),)
    assert found.taken == ()


def test_the_print_line_goes_by_verification_and_by_the_beginning_of_the_print() -> None:
    found = printing(
        came(at(8)),
        did("verify", at(9)),
        did("start-print", at(10)),
        did("confirm-print", at(10, 5)),
    )

    assert found.place == at(9)
    assert found.stretches == (Stretch(at(9), at(10), is_held=False),)
    assert found.taken == (Taken(at(10), VERA),)


def test_a_spoiled_card_is_printed_anew_from_the_same_place_for_a_listed_reason() -> None:
    found = printing(
        came(at(8)),
        did("verify", at(9)),
        did("start-print", at(10)),
        did("spoil-print", at(10, 5), cause="misprint"),
        did("start-print", at(10, 20)),
    )

    assert found.place == at(9)
    assert [one.since for one in found.stretches] == [at(9), at(10, 5)]
    assert [one.reason for one in found.taken] == [None, ListedReason.SPOILED_CARD]


def test_every_ground_of_priority_is_a_listed_reason() -> None:
    for ground in Priority:
        (taken,) = verifying(came(at(8), priority=ground.value), did("verify", at(9))).taken

        assert (taken.reason, taken.noted_at) == (ListedReason(ground.value), at(8))


def test_a_ground_counts_from_the_moment_it_was_recorded() -> None:
    added = did("amend", at(9), became={"priority": "ill"})
    step = did("verify", at(10))

    assert verifying(came(at(8)), added, step).taken[0].noted_at == at(9)
    assert verifying(came(at(8)), step, added).taken[0].reason is None


def test_a_ground_taken_back_or_not_on_the_list_is_none() -> None:
    back = did("amend", at(9), became={"priority": None})
    step = did("verify", at(10))

    assert verifying(came(at(8), priority="ill"), back, step).taken == (Taken(at(10), VERA),)
    assert verifying(came(at(8), priority="cousin"), step).taken == (Taken(at(10), VERA),)


def test_where_the_events_do_not_tell_it_there_is_no_place() -> None:
    assert verifying(did("verify", at(9))).place is None
    assert printing(did("start-print", at(9)), did("spoil-print", at(10))).place is None


def test_an_old_event_that_names_no_promise_goes_by_the_visit() -> None:
    old = did("submit", at(8, 30), received_at=at(8).isoformat(), missing_documents=[])
    later = did("complete-documents", at(9), documents=[])

    assert verifying(old).place == at(8)
    assert verifying(later).place == at(9)


def test_a_request_waits_open_ended_until_something_happens() -> None:
    assert verifying(came(at(8)), did("amend", at(8) + timedelta(minutes=1))).stretches == (
        Stretch(at(8), None, is_held=False),
    )
