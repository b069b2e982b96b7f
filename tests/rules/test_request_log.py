"""A log as it stood at an earlier moment: nothing of what came later is in it."""

from dataclasses import replace

from motekar.rules.request_log import Revised
from tests.rules.test_counting import FOUR, HOUR, MINUTE, NINE, a_log, printed, submitted

VERIFIED = (NINE + HOUR, "verify", {})


def test_what_came_later_is_left_out_and_the_moment_itself_is_not() -> None:
    log = a_log(submitted(), VERIFIED, printed(FOUR))

    assert log.as_of(FOUR) == log
    assert log.as_of(FOUR - MINUTE) == a_log(submitted(), VERIFIED)
    assert log.as_of(NINE) == a_log(submitted())


def test_a_clock_that_was_put_back_leaves_no_gap() -> None:
    log = a_log(submitted(), printed(FOUR), (FOUR - HOUR, "collect", {}))
    assert log.as_of(FOUR - MINUTE) == a_log(submitted())


def test_a_request_that_was_recorded_later_was_not_there() -> None:
    late_entry = a_log(submitted(NINE + HOUR), received_at=NINE)
    assert late_entry.as_of(NINE + MINUTE) is None


def test_promises_cards_and_a_complete_file_of_later_are_left_out() -> None:
    first, second = Revised(1, NINE + HOUR, FOUR), Revised(2, FOUR, None)
    log = a_log(
        submitted(),
        complete_at=NINE + HOUR,
        revised=(first, second),
        earlier_prints=(NINE - HOUR, NINE + 2 * HOUR),
    )

    then = log.as_of(NINE + HOUR)
    assert then == replace(log, revised=(first,), earlier_prints=(NINE - HOUR,))
    before = log.as_of(NINE)
    assert before == replace(then, complete_at=None, revised=())


def test_a_log_that_is_broken_was_broken() -> None:
    lost = a_log(submitted(), VERIFIED, printed(FOUR))
    lost = replace(lost, events=(lost.events[0], lost.events[2]))
    empty = replace(lost, events=())

    for log in (lost, empty):
        then = log.as_of(NINE)
        assert then is not None
        assert not then.is_whole
    assert empty.as_of(NINE - MINUTE) is None
