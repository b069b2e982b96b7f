"""The figures of a period, from sums alone: shares with their denominators, spreads, causes.

A share never hides what is unknown: unknown files stand in the denominator and are counted beside
it, so that nothing that gets lost makes a share rise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from motekar.rules.holds import HoldCause
from motekar.rules.sla import Outcome
from motekar.rules.spreads import LENGTHS, Spread, spread_of
from motekar.rules.tallying import ALL, MESSAGES, OFFICE, POLICY, STAGES, Sum, Sums, Tally

OUTCOMES = (
    Outcome.KEPT,
    Outcome.LATE,
    Outcome.ON_TRACK,
    Outcome.AT_RISK,
    Outcome.OVERDUE,
    Outcome.UNKNOWN,
)
_DECIDED = (Outcome.KEPT, Outcome.LATE, Outcome.OVERDUE, Outcome.UNKNOWN)
_SHARES = ("standard", "net")
_NO_MINUTES: Mapping[str, Sequence[int]] = MappingProxyType({})
DAILY = ("files", *(f"{what}_{outcome}" for what in _SHARES for outcome in _DECIDED))
"""The measures that a day is told by."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; ``unknown`` of them are in the denominator and not in the numerator."""

    numerator: int
    denominator: int
    unknown: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None where nothing has been decided yet."""
        return self.numerator / self.denominator if self.denominator else None

    def to_data(self) -> dict[str, Any]:
        """As the contract has it, the value to four places."""
        value = self.value
        return {
            "value": None if value is None else round(value, 4),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "unknown": self.unknown,
        }


@dataclass(frozen=True, slots=True)
class HoldFigure:
    """Holds of one cause; the open minutes are those of the holds that have ended."""

    cause: str
    count: int
    open_minutes: int


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one value of a grouping; some wait for their day, or ended before it came.

    ``visits`` are those of this value, complete or not.
    """

    value: str
    visits: int
    files: int
    waiting: int
    out: int
    same_day: Share
    net_of_holds: Share
    outcomes: Mapping[Outcome, int]
    stages: Mapping[str, Spread]


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The files that were complete on one day; ``value`` is its date."""

    value: str
    files: int
    same_day: Share
    net_of_holds: Share


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of the files that were complete, and the visits that were made, in a period."""

    first: date
    last: date
    whole: Group
    visits: int
    incomplete: int
    late_entries: int
    printed: int
    collected: int
    spoiled: int
    reprints: int
    stages: Mapping[str, Spread]
    holds: tuple[HoldFigure, ...]
    unknown: Mapping[str, int]
    messages: Mapping[str, int]
    policy_versions: tuple[int, ...]
    events: int

    def to_data(self, *, office: str | None) -> dict[str, Any]:
        """The contract's object; ``office`` None means all that were asked for."""
        return {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "office": office,
            "same_day": self.whole.same_day.to_data(),
            "net_of_holds": self.whole.net_of_holds.to_data(),
            "stages": {
                stage: {
                    "median_minutes": spread.median_minutes,
                    "p90_minutes": spread.p90_minutes,
                    "count": spread.count,
                }
                for stage, spread in self.stages.items()
            },
            "lengths": {
                stage: [
                    {"most_minutes": most, "count": count}
                    for most, count in zip((*LENGTHS, None), spread.by_length, strict=True)
                ]
                for stage, spread in self.stages.items()
            },
            "outcomes": {outcome.value: self.whole.outcomes[outcome] for outcome in OUTCOMES},
            "holds": [
                {"cause": hold.cause, "count": hold.count, "open_minutes": hold.open_minutes}
                for hold in self.holds
            ],
            "files": self.whole.files,
            "visits": {
                "all": self.visits,
                "incomplete": self.incomplete,
                "late_entries": self.late_entries,
            },
            "cards": {
                "printed": self.printed,
                "collected": self.collected,
                "spoiled": self.spoiled,
                "reprints": self.reprints,
            },
            "unknown": dict(self.unknown),
            "policy_versions": list(self.policy_versions),
            "computed_from_events": self.events,
        }


def figures(tally: Tally) -> Figures:
    """The figures that this tally says, those of open files (``open_sums``) among them."""
    sums = tally.sums
    whole = group(sums, ALL, "", tally.minutes)

    def of_all(measure: str) -> int:
        return sums[Sum(ALL, "", measure)]

    return Figures(
        first=tally.period.first,
        last=tally.period.last,
        whole=whole,
        visits=of_all("visits"),
        incomplete=of_all("incomplete"),
        late_entries=of_all("late_entries"),
        printed=of_all("printed"),
        collected=of_all("collected"),
        spoiled=of_all("spoiled"),
        reprints=of_all("reprints"),
        stages=whole.stages,
        holds=tuple(
            HoldFigure(cause, of_all(f"held_{cause}"), of_all(f"held_minutes_{cause}"))
            for cause in HoldCause
            if of_all(f"held_{cause}")
        ),
        unknown=_named(sums, ALL, "unknown_"),
        messages=_named(sums, MESSAGES, ""),
        policy_versions=tuple(
            sorted(int(key.value) for key, n in sums.items() if n and key.facet == POLICY)
        ),
        events=of_all("events"),
    )


def groups(tally: Tally) -> tuple[Group, ...]:
    """The files by each value of the tally's facet that has any, or visits, in their order."""
    sums, facet = tally.sums, tally.facet
    values = {key.value for key, n in sums.items() if n and key.facet == facet}
    found = (group(sums, facet, value, tally.minutes_by[facet, value]) for value in sorted(values))
    return tuple(one for one in found if one.files or one.visits)


def office_groups(tally: Tally) -> tuple[Group, ...]:
    """The files by office, named by its code."""
    return tuple(
        replace(group(sums, ALL, "", tally.minutes_by[OFFICE, code]), value=code)
        for code, sums in sorted(tally.by_office.items())
    )


def group(
    sums: Sums, facet: str, value: str, minutes: Mapping[str, Sequence[int]] = _NO_MINUTES
) -> Group:
    """The files of one value; ``minutes`` are rows of ``spreads`` by stage."""
    return Group(
        value=value,
        visits=sums[Sum(facet, value, "visits")],
        files=sums[Sum(facet, value, "files")],
        waiting=sums[Sum(facet, value, "standard_on_track")],
        out=sums[Sum(facet, value, "standard_out")],
        same_day=_share(sums, facet, value, "standard"),
        net_of_holds=_share(sums, facet, value, "net"),
        outcomes=_held_against(sums, facet, value, "promise"),
        stages={stage: spread_of(minutes.get(stage, ())) for stage in STAGES},
    )


def day_figures(day: date, sums: Sums) -> DayFigures:
    """What the ``DAILY`` sums of all files of a day say."""
    same_day, net_of_holds = (_share(sums, ALL, "", what) for what in _SHARES)
    return DayFigures(day.isoformat(), sums[Sum(ALL, "", "files")], same_day, net_of_holds)


def _held_against(sums: Sums, facet: str, value: str, what: str) -> dict[Outcome, int]:
    return {outcome: sums[Sum(facet, value, f"{what}_{outcome}")] for outcome in OUTCOMES}


def _share(sums: Sums, facet: str, value: str, what: str) -> Share:
    outcomes = _held_against(sums, facet, value, what)
    return Share(
        numerator=outcomes[Outcome.KEPT],
        denominator=sum(outcomes[outcome] for outcome in _DECIDED),
        unknown=outcomes[Outcome.UNKNOWN],
    )


def _named(sums: Sums, facet: str, prefix: str) -> dict[str, int]:
    return {
        key.measure.removeprefix(prefix): n
        for key, n in sorted(sums.items())
        if n and key.facet == facet and key.measure.startswith(prefix)
    }
