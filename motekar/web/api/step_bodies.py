"""What programs send with a step: its facts, and the version it was decided on."""

from pydantic import BaseModel, ConfigDict, Field

from motekar.rules.documents import Reason
from motekar.rules.holds import HoldCause
from motekar.rules.intake_form import Priority
from motekar.rules.steps import (
    Cancel,
    CancelledBy,
    CentralRecord,
    Collect,
    Collector,
    Command,
    CompleteDocuments,
    ConfirmPrint,
    Hold,
    Reject,
    RejectReason,
    Resume,
    SpoilCause,
    SpoilPrint,
    StartPrint,
    Verify,
)
from motekar.web.api.bodies import Documents, example
from motekar.web.api.fields import (
    Flag,
    NameText,
    NeededText,
    NikText,
    NoteText,
    PhoneText,
    SerialText,
    Version,
)


class StepBody(BaseModel):
    """A step without facts of its own."""

    model_config = example(expected_version=1)

    expected_version: Version = Field(
        description="The version the step was decided on; another one is a 409 version-conflict."
    )


class CommandBody(StepBody):
    """A step that is one command of the rules."""

    def command(self) -> Command:
        """The command that was given."""
        raise NotImplementedError


class Changes(BaseModel):
    """What was recorded anew; fields left out stay, ``null`` takes phone or priority away."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    full_name: NameText = ""
    nik: NikText = ""
    phone: PhoneText | None = None
    reason: Reason = Reason.NEW
    documents: Documents = []
    priority: Priority | None = None
    married: Flag = False


class AmendBody(StepBody):
    """Corrects what was recorded at intake."""

    model_config = example(
        expected_version=1, changes={"phone": "0812-0000-0290"}, why="Nomor HP salah ketik."
    )

    changes: Changes
    why: NeededText


class CompleteDocumentsBody(CommandBody):
    """The documents brought now."""

    model_config = example(expected_version=1, documents=["old_card"])

    documents: Documents

    def command(self) -> Command:
        return CompleteDocuments(tuple(self.documents))


class VerifyBody(CommandBody):
    """What the verifier saw in the national system."""

    model_config = example(expected_version=1, central_record="ready")

    central_record: CentralRecord

    def command(self) -> Command:
        return Verify(self.central_record)


class RejectBody(CommandBody):
    """A listed reason, and words for the citizen."""

    model_config = example(
        expected_version=1, reason="document_not_valid", text="Surat kehilangan sudah kedaluwarsa."
    )

    reason: RejectReason
    text: NeededText

    def command(self) -> Command:
        return Reject(self.reason, self.text)


class CancelBody(CommandBody):
    """Who asked to stop, and why."""

    model_config = example(
        expected_version=1, asked_by="applicant", reason="Kartu lama ditemukan."
    )

    asked_by: CancelledBy
    reason: NeededText

    def command(self) -> Command:
        return Cancel(self.asked_by, self.reason)


class HoldBody(CommandBody):
    """Why the request waits, and how one knows."""

    model_config = example(
        expected_version=1, cause="system_down", evidence="SIAK tidak terbuka sejak 08.15."
    )

    cause: HoldCause
    evidence: NeededText

    def command(self) -> Hold:
        return Hold(self.cause, self.evidence)


class ResumeBody(CommandBody):
    """How one knows that the cause is gone."""

    model_config = example(expected_version=2, evidence="SIAK terbuka lagi.")

    evidence: NeededText

    def command(self) -> Command:
        return Resume(self.evidence)


class StartPrintBody(CommandBody):
    """Which printer, where there are several."""

    model_config = example(expected_version=2, printer="P1")

    printer: SerialText | None = None

    def command(self) -> Command:
        return StartPrint(self.printer or None)


class ConfirmPrintBody(CommandBody):
    """The serial number on the card, where it is noted."""

    model_config = example(expected_version=3, card_serial="A0001")

    card_serial: SerialText | None = None

    def command(self) -> Command:
        return ConfirmPrint(self.card_serial or None)


class SpoilPrintBody(CommandBody):
    """Why the blank is lost."""

    model_config = example(expected_version=3, cause="misprint")

    cause: SpoilCause

    def command(self) -> Command:
        return SpoilPrint(self.cause)


class CollectorBody(BaseModel):
    """Who takes the card; anybody but the applicant is named."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    kind: Collector
    name: NoteText = Field(default="", description="Needed of family and representatives.")
    relation: NoteText = Field(default="", description="Needed of family and representatives.")
    authority_no: SerialText = Field(
        default="", description="Number of form F-1.07; needed of representatives."
    )


class CollectBody(CommandBody):
    """The hand-over of the card."""

    model_config = example(
        expected_version=4, collector={"kind": "applicant"}, old_card_surrendered=True
    )

    collector: CollectorBody
    old_card_surrendered: Flag | None = Field(
        default=None, description="Has to be true when the old card was shown at intake."
    )

    def command(self) -> Command:
        return Collect(
            self.collector.kind,
            name=self.collector.name,
            relation=self.collector.relation,
            authority_no=self.collector.authority_no,
            old_card_surrendered=self.old_card_surrendered,
        )
