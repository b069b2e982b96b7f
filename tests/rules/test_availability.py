from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.rules.availability import (
    FURTHEST,
    BlanksState,
    GroupPlaces,
    Obstacle,
    availability,
    promise_now,
)
from motekar.rules.blanks import Balance
from motekar.rules.calendar import ClosedDay, ClosedKind, OfficeCalendar, OpeningSpan
from motekar.rules.capacity import Equipment, Pace, Situation
from motekar.rules.documents import Reason
from motekar.rules.places import EVERYBODY, DayLoad, Place, Quota
from motekar.rules.promise import PromiseKind
from motekar.rules.rulebook import OfficeProfile, RuleBook
from tests.builders_calendar import ONE_HOUR

WIB = ZoneInfo("Asia/Jakarta")
MONDAY, TUESDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 28)
NINE = datetime(2026, 11, 23, 9, tzinfo=WIB)
FEW = Quota("hilang-rusak", 1, frozenset({Reason.LOST, Reason.DAMAGED}), (2, 2, 2, 2, 2, 0, 0))
REST = Quota("lainnya", 2, frozenset(Reason) - FEW.reasons, (3, 3, 3, 3, 3, 0, 0))
BOOK = RuleBook(
    office=OfficeProfile("32.75.03", "BUT", "Kecamatan Bekasi Utara", WIB),
    calendar=OfficeCalendar(
        office_code="32.75.03",
        zone="Asia/Jakarta",
        version=1,
        spans=tuple(OpeningSpan(day, time(8), time(16)) for day in range(5)),
        closed_days=(
            ClosedDay(date(2026, 11, 25), "Libur", ClosedKind.PUBLIC_HOLIDAY),
            ClosedDay(date(2026, 11, 26), "Cuti", ClosedKind.JOINT_LEAVE),
            ClosedDay(date(2026, 11, 27), "Banjir", ClosedKind.CLOSURE),
        ),
        known_years=frozenset({2026}),
    ),
    policy=ONE_HOUR,
    document_rules=(),
    wordings=(),
)


def standing(at: datetime = NINE, **changes: object) -> Situation:
    plain = Situation(at=at, pace=Pace(verify_minutes=10, print_minutes=5))
    return replace(plain, **changes)  # type: ignore[arg-type]


def reason_on(day: date, situation: Situation, book: RuleBook = BOOK) -> Obstacle | None:
    return availability(book, situation, day).reason


def load(day: date, taken: int, group: str = EVERYBODY, total: int | None = None) -> DayLoad:
    return DayLoad(Place(day, group), total, taken)


def test_an_open_morning_shows_its_hours_and_no_reason() -> None:
    found = availability(BOOK, standing(), MONDAY)

    assert found.spans == ((NINE.replace(hour=8), NINE.replace(hour=16)),)
    assert (found.reason, found.places, found.places_left) == (None, (), None)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (MONDAY - timedelta(days=1), Obstacle.DAY_PASSED),
        (TUESDAY, None),
        (date(2026, 11, 25), Obstacle.PUBLIC_HOLIDAY),
        (date(2026, 11, 26), Obstacle.JOINT_LEAVE),
        (date(2026, 11, 27), Obstacle.CLOSURE),
        (SATURDAY, Obstacle.NO_HOURS),
        (date(2027, 1, 4), Obstacle.YEAR_UNKNOWN),
    ],
)
def test_a_day_says_why_it_is_closed(day: date, reason: Obstacle | None) -> None:
    assert reason_on(day, standing()) is reason


def test_at_the_cut_off_today_is_over_and_tomorrow_is_not() -> None:
    late = standing(NINE.replace(hour=15))

    assert reason_on(MONDAY, late) is Obstacle.PAST_CUT_OFF
    assert reason_on(TUESDAY, late) is None


@pytest.mark.parametrize(
    ("blanks", "state"),
    [
        (None, BlanksState.UNKNOWN),
        (Balance(), BlanksState.NONE),
        (Balance(box=4, reserved=4), BlanksState.NONE),
        (Balance(box=10), BlanksState.LOW),
        (Balance(box=11), BlanksState.ENOUGH),
    ],
)
def test_blanks_are_only_good_where_a_ledger_says_so(
    blanks: Balance | None, state: BlanksState
) -> None:
    assert availability(BOOK, standing(blanks=blanks), MONDAY).blanks is state


def test_without_blanks_no_day_is_promised_until_others_come() -> None:
    nobody_knows = standing(blanks=Balance())
    daily = standing(blanks=Balance(), equipment=Equipment(daily_blanks=5))

    assert reason_on(MONDAY, nobody_knows) is Obstacle.BLANKS_GONE
    assert reason_on(TUESDAY, nobody_knows) is Obstacle.BLANKS_GONE
    assert reason_on(MONDAY, daily) is Obstacle.BLANKS_GONE
    assert reason_on(TUESDAY, daily) is None


def test_more_promised_than_the_printers_make_is_a_full_queue() -> None:
    full = standing(loads=(load(MONDAY, 100),))

    assert reason_on(MONDAY, full) is Obstacle.QUEUE_FULL
    # 410 minutes are left today and 480 come tomorrow, so that 178 cards are made until then.
    assert reason_on(TUESDAY, full) is None


def test_places_are_counted_by_group_as_booked() -> None:
    book = replace(BOOK, quotas=(FEW, REST))
    loads = (load(MONDAY, 2, "hilang-rusak", 2), load(MONDAY, 1, "lainnya", 5))

    found = availability(book, standing(quotas=book.quotas, loads=loads), MONDAY)

    assert found.places == (
        GroupPlaces("hilang-rusak", 2, 0, taken=2),
        GroupPlaces("lainnya", 5, 4, taken=1),
    )
    assert found.places_left == 4
    assert found.reason is None


def test_a_day_is_full_when_every_group_is() -> None:
    book = replace(BOOK, quotas=(FEW, REST))
    loads = (load(MONDAY, 2, "hilang-rusak", 2), load(MONDAY, 3, "lainnya"))

    full = standing(quotas=book.quotas, loads=loads)

    assert reason_on(MONDAY, full, book) is Obstacle.PLACES_GONE
    assert reason_on(TUESDAY, full, book) is None


def test_a_reason_without_a_group_still_finds_its_day() -> None:
    book = replace(BOOK, quotas=(FEW,))
    full = standing(quotas=book.quotas, loads=(load(MONDAY, 2, "hilang-rusak", 2),))

    assert reason_on(MONDAY, full, book) is None


def test_nothing_is_promised_where_nobody_entered_the_year() -> None:
    book = replace(BOOK, calendar=replace(BOOK.calendar, known_years=frozenset()))

    assert promise_now(book, standing()).kind is PromiseKind.UNKNOWN


@given(
    minutes=st.integers(0, 3 * 24 * 60),
    taken=st.lists(st.integers(0, 120), min_size=3, max_size=3),
    box=st.none() | st.integers(0, 200),
    daily=st.none() | st.integers(0, 30),
    quotas=st.sampled_from([(), (FEW,), (FEW, REST)]),
)
def test_the_first_day_without_a_reason_is_the_day_promised_now(
    minutes: int,
    taken: list[int],
    box: int | None,
    daily: int | None,
    quotas: tuple[Quota, ...],
) -> None:
    book = replace(BOOK, quotas=quotas)
    situation = standing(
        NINE.replace(hour=0) + timedelta(minutes=minutes),
        quotas=quotas,
        loads=tuple(load(MONDAY + timedelta(days=ahead), n) for ahead, n in enumerate(taken)),
        blanks=None if box is None else Balance(box=box),
        equipment=Equipment(daily_blanks=daily),
    )
    today = situation.at.date()

    days = (today + timedelta(days=ahead) for ahead in range(FURTHEST.days + 1))
    first = next((day for day in days if not reason_on(day, situation, book)), None)

    promised = promise_now(book, situation).promised_by
    assert first == (promised.date() if promised else None)
