"""At night messages wait for the morning of their office, but for two that never wait."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.messages import MessageEvent
from motekar.rules.quiet_hours import AT_ONCE, is_quiet, send_from
from tests.builders_calendar import ONE_HOUR

JAKARTA, MAKASSAR, JAYAPURA = map(ZoneInfo, ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"))
READY = MessageEvent.READY
_moments = st.integers(0, 2 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
_zones = st.sampled_from([JAKARTA, MAKASSAR, JAYAPURA])
_clocks = st.times().map(lambda clock: clock.replace(microsecond=0))
_policies = st.builds(
    lambda begins, ends: replace(ONE_HOUR, quiet_from=begins, quiet_until=ends), _clocks, _clocks
)


def november(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("due", "goes_out"),
    [
        (november(23, 19, 59), november(23, 19, 59)),
        (november(23, 20), november(24, 7)),
        (november(24, 0), november(24, 7)),
        (november(24, 6, 59), november(24, 7)),
        (november(24, 7), november(24, 7)),
    ],
    ids=["just before", "the first moment", "midnight", "the last minute", "morning"],
)
def test_a_card_ready_at_night_is_told_in_the_morning(due: datetime, goes_out: datetime) -> None:
    assert send_from(READY, policy=ONE_HOUR, zone=JAKARTA, now=due) == goes_out


def test_the_night_is_the_one_on_the_wall_of_the_office() -> None:
    half_past_six_in_jakarta = november(23, 18, 30)
    at_once = send_from(READY, policy=ONE_HOUR, zone=JAKARTA, now=half_past_six_in_jakarta)
    assert at_once == half_past_six_in_jakarta
    waits = send_from(READY, policy=ONE_HOUR, zone=JAYAPURA, now=half_past_six_in_jakarta)
    assert waits == datetime(2026, 11, 24, 7, tzinfo=JAYAPURA)


def test_a_night_may_lie_within_one_day() -> None:
    early = replace(ONE_HOUR, quiet_from=time(0), quiet_until=time(6))
    assert send_from(READY, policy=early, zone=JAKARTA, now=november(23, 23)) == november(23, 23)
    assert send_from(READY, policy=early, zone=JAKARTA, now=november(24, 5)) == november(24, 6)


@given(_moments, _zones, _clocks)
def test_a_night_that_ends_as_it_begins_is_none(
    now: datetime, zone: ZoneInfo, clock: time
) -> None:
    never = replace(ONE_HOUR, quiet_from=clock, quiet_until=clock)
    assert send_from(READY, policy=never, zone=zone, now=now) == now


@given(_moments, _zones, _policies, st.sampled_from(sorted(AT_ONCE)))
def test_what_is_awaited_at_the_counter_or_warns_never_waits(
    now: datetime, zone: ZoneInfo, policy: object, event: MessageEvent
) -> None:
    assert send_from(event, policy=policy, zone=zone, now=now) == now


@given(_moments, _zones, _policies, st.sampled_from(sorted(set(MessageEvent) - AT_ONCE)))
def test_the_rest_goes_out_at_the_first_moment_that_is_not_night(
    now: datetime, zone: ZoneInfo, policy: object, event: MessageEvent
) -> None:
    goes_out = send_from(event, policy=policy, zone=zone, now=now)
    assert timedelta() <= goes_out - now < timedelta(days=1)
    assert not is_quiet(policy, zone=zone, now=goes_out)
    if goes_out != now:
        assert is_quiet(policy, zone=zone, now=now)
        assert is_quiet(policy, zone=zone, now=goes_out - timedelta(microseconds=1))
        assert send_from(event, policy=policy, zone=zone, now=goes_out) == goes_out
