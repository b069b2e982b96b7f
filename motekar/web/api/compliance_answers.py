"""The contract's compliance object, field by field."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from motekar.rules.holds import HoldCause


class ShareAnswer(BaseModel):
    """So many of so many; unknown files stand in the denominator and never in the numerator."""

    value: float | None = Field(description="Four places; null while nothing is decided.")
    numerator: int
    denominator: int
    unknown: int


class SpreadAnswer(BaseModel):
    """Whole minutes of open time, by nearest rank; above 480 rounded up to full hours."""

    median_minutes: int | None
    p90_minutes: int | None
    count: int


class StagesAnswer(BaseModel):
    """From the complete file to the check, on to the print, both together, on to the citizen."""

    verify: SpreadAnswer
    print: SpreadAnswer
    ready: SpreadAnswer
    collect: SpreadAnswer


class LengthAnswer(BaseModel):
    """How many took so long, and longer than the entry before it."""

    most_minutes: int | None = Field(description="Open minutes; null: longer than all before.")
    count: int


class LengthsAnswer(BaseModel):
    """How long each stage took, shortest first."""

    verify: list[LengthAnswer]
    print: list[LengthAnswer]
    ready: list[LengthAnswer]
    collect: list[LengthAnswer]


class OutcomesAnswer(BaseModel):
    """How files stand to the first promise that was made for them."""

    kept: int
    late: int
    on_track: int
    at_risk: int
    overdue: int
    unknown: int


class HoldAnswer(BaseModel):
    """Holds of one cause; the minutes are of those that have ended."""

    cause: HoldCause
    count: int
    open_minutes: int


class VisitsAnswer(BaseModel):
    """Visits made in the period, complete or not."""

    all: int
    incomplete: int
    late_entries: int


class CardsAnswer(BaseModel):
    """Of the files of the period."""

    printed: int
    collected: int
    spoiled: int
    reprints: int = Field(description="The person had another card printed within a year.")


class ComplianceAnswer(BaseModel):
    """Files that were complete in the period; ``same_day`` is against the published standard."""

    model_config = ConfigDict(populate_by_name=True)

    first: date = Field(alias="from")
    to: date
    office: str | None = Field(description="Null: all offices of whoever asked.")
    same_day: ShareAnswer
    net_of_holds: ShareAnswer
    stages: StagesAnswer
    lengths: LengthsAnswer
    outcomes: OutcomesAnswer
    holds: list[HoldAnswer]
    files: int
    visits: VisitsAnswer
    cards: CardsAnswer
    unknown: dict[str, int] = Field(description="Why files count as unknown.")
    policy_versions: list[int]
    computed_from_events: int
    not_yet_counted: int = Field(description="Steps that the worker has still to sum; mostly 0.")
