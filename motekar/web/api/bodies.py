"""What programs send: unknown fields are refused, and every faulty field is told at once."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from motekar.rules.documents import Document, Reason
from motekar.rules.errors import FieldError, ValidationFailed
from motekar.rules.intake_form import Channel, Priority
from motekar.rules.nik import Nik
from motekar.rules.phone import Phone
from motekar.web.api.fields import (
    CodeText,
    Flag,
    Moment,
    NameText,
    NikText,
    NoteText,
    PaperNoText,
    PhoneText,
    SearchedPhone,
    faulty,
)

_MOST_DOCUMENTS = 20


def example(**facts: Any) -> ConfigDict:  # noqa: ANN401 - an example is any JSON
    """How all bodies are read, and an example of this one."""
    return ConfigDict(
        extra="forbid", hide_input_in_errors=True, json_schema_extra={"example": facts}
    )


Documents = Annotated[
    list[Document], Field(max_length=_MOST_DOCUMENTS, description="Codes of documents shown.")
]


class IntakeBody(BaseModel):
    """One visit to the counter."""

    model_config = example(
        office="32.75.03",
        nik="3275034505900001",
        full_name="Sinta Uji Contoh",
        phone="0812-0000-0190",
        reason="damaged",
        documents=["form_f102", "family_card", "old_card"],
    )

    office: CodeText = Field(description="Code of the office that takes the file.")
    nik: NikText = Field(description="16 digits; spaces and dots are ignored.")
    full_name: NameText
    phone: PhoneText | None = Field(
        default=None, description="Indonesian mobile number, any usual spelling."
    )
    reason: Reason
    documents: Documents = []
    channel: Channel = Channel.COUNTER
    priority: Priority | None = None
    married: Flag = False
    received_at: Moment | None = Field(
        default=None, description="Late entry: when the file was taken on paper; needs paper_no."
    )
    paper_no: PaperNoText | None = Field(default=None, validate_default=True)
    note: NoteText | None = None

    @field_validator("paper_no")
    @classmethod
    def _says_which_paper(cls, paper_no: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("received_at") and not paper_no:
            raise faulty("missing")
        return paper_no


class SearchBody(BaseModel):
    """A person by NIK or by phone number: exactly one of them."""

    model_config = example(nik="3275034505900001")

    nik: NikText | None = None
    phone: SearchedPhone | None = None

    def who(self) -> Nik | Phone:
        """Whom to look for.

        Raises:
            ValidationFailed: neither, or both.
        """
        if self.nik is not None and self.phone is None:
            return Nik.parse(self.nik)
        if self.phone is not None and self.nik is None:
            return Phone.parse(self.phone)
        fault = "missing" if self.nik is None else "one-only"
        raise ValidationFailed(errors=(FieldError("who", fault),))


class LookupBody(BaseModel):
    """The number of a request and the end of the phone number given with it."""

    model_config = example(request_no="BUT-261123-0001", phone_last4="0190")

    request_no: CodeText
    phone_last4: Annotated[str, Field(pattern=r"^[0-9]{4}$")]


class SettleBody(BaseModel):
    """The second person's word; a no needs its reason."""

    model_config = example(reason="Printer kedua masih berjalan.")

    reason: NoteText | None = None
