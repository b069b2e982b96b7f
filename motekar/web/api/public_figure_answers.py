"""What programs are answered of promises kept and broken, field by field."""

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class PublicFigureAnswer(BaseModel):
    """One office's month; a number that was withheld is null."""

    model_config = ConfigDict(title="PublicFigure")

    month: str = Field(examples=["2026-10"])
    office: str | None = Field(description="Null: all offices together.", examples=["32.75.03"])
    kept: int | None = Field(description="Against the first promise made to the citizen.")
    broken: int | None = Field(description="Late, or due and not ready yet.")
    unknown: int | None = Field(description="The log is not whole; never counted as kept.")
    promised: int | None = Field(description="Kept, broken and unknown together.")
    same_day_share: float | None = Field(
        description="In time by the published standard, holds not taken off, to four places;"
        " null too while nothing is due.",
        examples=[0.9731],
    )
    finished: bool = Field(
        description="False for the month that is not over, told of all offices together alone."
    )
    suppressed: bool = Field(description="A number of this row was withheld.")


class PublicFiguresAnswer(BaseModel):
    """How promises were kept, newest month first."""

    model_config = ConfigDict(title="PublicFigures")

    definition: str = Field(description="What is counted, in one paragraph of Indonesian.")
    suppressed_below: int = Field(
        description="Numbers from 1 to below this are withheld, and those that give them away."
    )
    until: str = Field(description="The last day that is counted.", examples=["2026-11-22"])
    computed_at: AwareDatetime
    months: list[PublicFigureAnswer]
