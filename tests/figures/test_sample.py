"""The forty requests that were worked out by hand count exactly so, one by one and in sums."""

from dataclasses import replace
from datetime import datetime

import pytest

from motekar.rules.compliance import Figures, figures
from motekar.rules.counting import Case, HeldFor, Verdict, case_of
from motekar.rules.period import Period
from motekar.rules.spreads import LENGTHS
from motekar.rules.tallying import Tally, standings
from tests.figures import sample
from tests.figures.sample import NOW, SELATAN, UTARA, WIB, Sampled

CASES = {number: case_of(log, sample.yardsticks()) for number, log in sample.logs().items()}


def told(moment: datetime | None) -> str:
    return moment.astimezone(WIB).strftime("%m-%d %H:%M") if moment else ""


def stands(case: Case, against: str, verdict: Verdict | None) -> str:
    now = dict(standings(case, now=NOW)).get(against)
    return str(now or verdict or "")


def minutes(taken: int | None) -> str:
    return "" if taken is None else str(taken)


def holds(case: Case) -> str:
    return "; ".join(f"{one.cause}={_length(one, case)}" for one in case.holds)


def _length(hold: HeldFor, case: Case) -> str:
    return "running" if case.held_since else str(hold.minutes)


@pytest.mark.parametrize("one", sample.read(), ids=lambda one: str(one.number))
def test_a_request_counts_as_it_was_worked_out(one: Sampled) -> None:
    case, wanted = CASES[one.number], one.expected
    is_measured = case.why_unknown is None
    assert {
        "day": case.day.strftime("%m-%d") if case.day else "",
        "due": told(case.standard_by) if is_measured else wanted["due"],
        "gross": stands(case, "standard", case.standard),
        "net_due": told(case.net_by),
        "net": stands(case, "net", case.net),
        "outcome": stands(case, "promise", case.promise),
        "verify": minutes(case.verify_minutes),
        "print": minutes(case.print_minutes),
        "ready": minutes(case.ready_minutes),
        "collect": minutes(case.collect_minutes),
        "held": holds(case),
    } == {name: text for name, text in wanted.items() if name != "why"}


BY_LENGTH = (*(f"up_to_{minutes}" for minutes in LENGTHS), "longer")


def counted(*offices: str) -> Figures:
    """The figures of the month the sample tells of."""
    tally = Tally(Period(sample.FIRST, sample.LAST), frozenset(offices))
    for case in CASES.values():
        tally.add(case)
    tally.add_open(CASES.values(), now=NOW)
    return figures(tally)


def named(told: Figures) -> dict[str, int | None]:
    """The figures as the table of sums calls them."""
    whole = told.whole
    shares = {"headline": whole.same_day, "net": whole.net_of_holds}
    return {
        "visits": told.visits,
        "incomplete": told.incomplete,
        "late_entries": told.late_entries,
        "files": whole.files,
        "gross_kept": whole.same_day.numerator,
        "gross_unknown": whole.same_day.unknown,
        "gross_out": whole.out,
        "gross_on_track": whole.waiting,
        **{f"{name}_numerator": share.numerator for name, share in shares.items()},
        **{f"{name}_denominator": share.denominator for name, share in shares.items()},
        "net_kept": whole.net_of_holds.numerator,
        "net_unknown": whole.net_of_holds.unknown,
        **{f"outcome_{outcome}": number for outcome, number in whole.outcomes.items()},
        "printed": told.printed,
        "collected": told.collected,
        "spoiled": told.spoiled,
        "reprints": told.reprints,
        **{f"{stage}_count": spread.count for stage, spread in told.stages.items()},
        **{f"{stage}_median": spread.median_minutes for stage, spread in told.stages.items()},
        **{f"{stage}_p90": spread.p90_minutes for stage, spread in told.stages.items()},
        **{
            f"{stage}_{length}": number
            for stage, spread in told.stages.items()
            for length, number in zip(BY_LENGTH, spread.by_length, strict=True)
        },
        **{f"held_{hold.cause}": hold.count for hold in told.holds},
        **{f"held_minutes_{hold.cause}": hold.open_minutes for hold in told.holds},
    }


@pytest.mark.parametrize("office", [None, UTARA, SELATAN])
def test_the_sums_are_those_worked_out(office: str | None) -> None:
    found = named(counted(*([office] if office else [UTARA, SELATAN])))
    wanted = sample.sums(office)
    told = {name: found.get(name, 0) for name in wanted if name in found or not wanted[name]}
    assert told == {name: wanted[name] for name in told}
    assert set(found) <= set(wanted) or office
    assert len(told) > 30


def test_a_lost_step_of_any_request_never_raises_the_share() -> None:
    before = counted(UTARA, SELATAN).whole.same_day
    for number, log in sample.logs().items():
        for event in log.events:
            left = tuple(other for other in log.events if other is not event)
            lost = case_of(replace(log, events=left), sample.yardsticks())
            tally = Tally(Period(sample.FIRST, sample.LAST), frozenset({UTARA, SELATAN}))
            cases = [lost if one == number else case for one, case in CASES.items()]
            for case in cases:
                tally.add(case)
            tally.add_open(cases, now=NOW)
            after = figures(tally).whole.same_day
            assert (after.value or 0) <= (before.value or 0), (number, event.action)
            assert after.unknown >= before.unknown
