"""What programs are answered about a step that waits for a second person."""

from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from motekar.rules.approvals import ApprovalKind, Outcome
from motekar.rules.people import Role


class Awaited(BaseModel):
    """Who has to agree, and until when; nothing has changed yet."""

    id: str = Field(examples=["0199a3f0-5c00-7000-8000-000000000000"])
    needs: list[Role] = Field(description="Any other person with one of these roles.")
    expires_at: AwareDatetime


class PendingAnswer(BaseModel):
    """A step that waits for a second person."""

    model_config = ConfigDict(title="Pending")

    approval: Awaited


class ApprovalAnswer(BaseModel):
    """A question for a second person, with the facts to judge it by."""

    model_config = ConfigDict(title="Approval")

    id: str
    kind: ApprovalKind
    office: str = Field(examples=["32.75.03"])
    subject: str = Field(examples=["request:BUT-261123-0001"])
    facts: dict[str, Any]
    evidence: str
    asked_by: str
    asked_at: AwareDatetime
    expires_at: AwareDatetime
    needs: list[Role]
    yours_to_settle: bool
    outcome: Outcome
    settled_by: str | None
    settled_at: AwareDatetime | None
    reason: str | None
    overtaken_by: str | None = Field(
        description="With overtaken: the code of the refusal that stood in the way."
    )


class ApprovalPage(BaseModel):
    """What waits, nearest expiry first."""

    items: list[ApprovalAnswer]
