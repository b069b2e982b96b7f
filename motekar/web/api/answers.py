"""What programs are answered: the contract's request, promise and lists, field by field.

Masked unless an audited reason was given; a claim code stands in the answer to the intake alone.
"""

from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from motekar.rules.availability import BlanksState, Obstacle
from motekar.rules.capacity import BindingConstraint
from motekar.rules.delivery import MessageState
from motekar.rules.documents import Document, Reason
from motekar.rules.holds import HoldCause
from motekar.rules.intake_form import Channel, Priority
from motekar.rules.lifecycle import Action, State
from motekar.rules.messages import MessageEvent
from motekar.rules.promise import PromiseKind


def _absent(value: object) -> bool:
    return value is None


class Office(BaseModel):
    """The office a request belongs to."""

    code: str = Field(examples=["32.75.03"])
    name: str = Field(examples=["Kecamatan Bekasi Utara"])
    abbreviation: str = Field(examples=["BUT"])


class Applicant(BaseModel):
    """The citizen, masked; NIK, name, phone and note in clear only after ``?unmask=reason``."""

    nik_masked: str = Field(examples=["3275••••••••••01"])
    initials: str = Field(examples=["S. U. C."])
    phone_masked: str | None = Field(examples=["+62812••••••90"])
    nik: str | None = Field(default=None, exclude_if=_absent)
    full_name: str | None = Field(default=None, exclude_if=_absent)
    phone: str | None = Field(default=None, exclude_if=_absent)
    note: str | None = Field(default=None, exclude_if=_absent)


class Reckoned(BaseModel):
    """One step towards the promise."""

    code: str = Field(examples=["cut-off"])
    facts: dict[str, str]
    text: str = Field(examples=["Berkas lengkap sebelum pukul 15.00 selesai hari itu juga."])


class PromiseAnswer(BaseModel):
    """What was promised and why, with the versions it was reckoned from."""

    kind: PromiseKind
    office: str = Field(examples=["32.75.03"])
    reason: Reason
    at: AwareDatetime
    promised_by: AwareDatetime | None
    binding_constraint: BindingConstraint | None
    explanation: list[Reckoned]
    policy_version: int
    calendar_version: int


class OnHold(BaseModel):
    """Why the request waits; the note only where a single request is shown."""

    cause: HoldCause
    since: AwareDatetime
    note: str | None


class TimelineStep(BaseModel):
    """One step of the request's way; names of collectors are initials unless unmasked."""

    at: AwareDatetime
    action: Action
    from_state: State | None
    to_state: State
    officer: str
    office: str
    facts: dict[str, Any]


class Warned(BaseModel):
    """Something for the verifier to look at; never an error."""

    code: str = Field(examples=["prefix-foreign"])
    message: str


class RequestLine(BaseModel):
    """A request in a list."""

    request_no: str = Field(examples=["BUT-261123-0001"])
    state: State
    version: int
    office: Office
    reason: Reason
    channel: Channel
    priority: Priority | None
    applicant: Applicant
    documents: list[Document]
    missing_documents: list[str] = Field(
        description="Codes; alternatives joined by a bar.", examples=[["old_card|police_report"]]
    )
    on_hold: OnHold | None
    received_at: AwareDatetime
    submitted_at: AwareDatetime
    service_clock_started_at: AwareDatetime | None
    promise: PromiseAnswer
    promised_by: AwareDatetime | None
    allowed_actions: list[Action] = Field(
        description="What the caller could do now; the first is the natural next step."
    )
    warnings: list[Warned]


class RequestAnswer(RequestLine):
    """A request as it stands."""

    timeline: list[TimelineStep]


class RecordedAnswer(RequestAnswer):
    """A new request, and the one time its claim code is told."""

    claim_code: str = Field(
        description="20 digits, for the citizen's slip only.", examples=["00000000000000000000"]
    )
    slip_url: str = Field(examples=["/api/v1/print-requests/BUT-261123-0001/slip.pdf"])


class RequestPage(BaseModel):
    """Requests by intake, oldest first."""

    items: list[RequestLine]
    next_cursor: str | None = Field(description="For ``cursor``; null on the last page.")


class PersonAnswer(BaseModel):
    """Requests of one person in the caller's offices, newest first."""

    items: list[RequestLine]
    next_cursor: None = None


class MessageAnswer(BaseModel):
    """An SMS as staff see it."""

    id: str
    request_no: str = Field(examples=["BUT-261123-0001"])
    office: str = Field(examples=["32.75.03"])
    event: MessageEvent
    state: MessageState
    phone_masked: str = Field(examples=["+62812••••••90"])
    text: str
    parts: int
    attempts: int
    gateway: str | None
    last_error: str | None
    created_at: AwareDatetime
    not_before: AwareDatetime
    settled_at: AwareDatetime | None


class MessagePage(BaseModel):
    """Messages, newest first."""

    items: list[MessageAnswer]
    next_cursor: str | None


class PublicStep(BaseModel):
    """A rung of the ladder; without a time it lies ahead."""

    state: State
    label: str
    at: AwareDatetime | None


class PublicOffice(BaseModel):
    """Where the card is collected."""

    name: str
    address: str | None
    open_today: tuple[str, str] | None = Field(examples=[["08:00", "16:00"]])


class PublicHold(BaseModel):
    """Why it waits, and what the citizen can do."""

    cause: HoldCause
    label: str
    since: AwareDatetime
    what_to_do: str


class Fee(BaseModel):
    """Nothing, by law."""

    amount: int = 0
    currency: str = "IDR"


class Told(BaseModel):
    """A message sent to the citizen."""

    event: MessageEvent
    state: str
    at: AwareDatetime


class StatusAnswer(BaseModel):
    """What the holder of a slip may know."""

    model_config = ConfigDict(title="Status")

    state: State
    state_label: str
    steps: list[PublicStep]
    promised_by: AwareDatetime | None
    first_promised_by: AwareDatetime | None
    office: PublicOffice
    on_hold: PublicHold | None
    next_step: str
    fee: Fee
    messages: list[Told]


class GroupPlacesAnswer(BaseModel):
    """Places of one group of reasons on the day."""

    model_config = ConfigDict(title="GroupPlaces")

    group: str = Field(examples=["hilang-rusak"])
    total: int
    left: int


class AvailabilityAnswer(BaseModel):
    """What an office can still do on a day."""

    model_config = ConfigDict(title="Availability")

    office: str = Field(examples=["32.75.03"])
    date: str = Field(examples=["2026-11-23"])
    open: list[tuple[str, str]] = Field(examples=[[("07:30", "12:00"), ("13:00", "16:00")]])
    places: list[GroupPlacesAnswer]
    blanks: BlanksState = Field(description="Unknown where no ledger is kept.")
    reason: Obstacle | None = Field(
        description="Why a complete file is not done that day; null when it is."
    )
    changed_at: AwareDatetime


class FieldFault(BaseModel):
    """A faulty field of what was sent."""

    field: str = Field(examples=["nik"])
    code: str = Field(examples=["nik-malformed"])
    message: str


class ProblemAnswer(BaseModel):
    """RFC 9457 problem details; the refusal's own facts stand beside these members."""

    model_config = ConfigDict(extra="allow", title="Problem")

    type: str = Field(examples=["urn:motekar:problem:version-conflict"])
    title: str = Field(description="For a citizen.")
    detail: str = Field(description="For staff.")
    status: int
    errors: list[FieldFault] | None = Field(
        default=None, description="With validation-failed: every faulty field."
    )
