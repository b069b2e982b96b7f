"""Types of the fields a program sends: each takes its own JSON type only, and says what it lacks.

Litestar reads bodies in pydantic's lax mode whatever a model says of strictness, so numbers, truth
values and times are guarded one by one here.
"""

from collections.abc import Callable, Mapping
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from motekar.rules.errors import FieldError, InvalidInput, ValidationFailed
from motekar.rules.intake_form import MOST_NAME_LETTERS, MOST_NOTE_LETTERS, MOST_PAPER_NO_LETTERS
from motekar.rules.nik import Nik
from motekar.rules.phone import Phone

LARGEST_VERSION = 2**31 - 1
_MOST_LETTERS_OF_A_NUMBER = 40
_FAULT = "motekar"


def faulty(code: str, facts: Mapping[str, object] | None = None) -> PydanticCustomError:
    """A fault under its own code, which ``refusals`` finds again."""
    return PydanticCustomError(_FAULT, "{code}", {"code": code, "facts": dict(facts or {})})


def only(kind: type) -> BeforeValidator:
    """Refuses every other JSON type; a truth value is no number."""

    def check(value: object) -> object:
        if type(value) is not kind:
            raise faulty("wrong-type")
        return value

    return BeforeValidator(check)


def tidied(text: str) -> str:
    """Text with its spaces put in order, that can be printed and stored.

    Raises:
        PydanticCustomError: it holds other characters.
    """
    value = " ".join(text.split())
    if not value.isprintable():
        raise faulty("characters")
    return value


def _not_empty(text: str) -> str:
    if not text:
        raise faulty("missing")
    return text


def _readable(read: Callable[[str], object]) -> AfterValidator:
    def check(text: str) -> str:
        try:
            read(text)
        except InvalidInput as fault:
            raise faulty(fault.code, fault.facts) from fault
        return text

    return AfterValidator(check)


def _phone_or_none(text: str) -> object:
    return Phone.parse(text) if text.strip() else None


_TIDY = AfterValidator(tidied)
_NEEDED = AfterValidator(_not_empty)

Version = Annotated[int, Field(ge=1, le=LARGEST_VERSION), only(int)]
Flag = Annotated[bool, only(bool)]
Moment = Annotated[AwareDatetime, only(str)]
NikText = Annotated[str, Field(max_length=40), _readable(Nik.parse)]
PhoneText = Annotated[str, Field(max_length=40), _readable(_phone_or_none)]
SearchedPhone = Annotated[str, Field(max_length=40), _readable(Phone.parse)]
NameText = Annotated[str, Field(max_length=MOST_NAME_LETTERS), _TIDY, _NEEDED]
CodeText = Annotated[str, Field(max_length=20), _TIDY, _NEEDED]
SerialText = Annotated[str, Field(max_length=_MOST_LETTERS_OF_A_NUMBER), _TIDY]
PaperNoText = Annotated[str, Field(max_length=MOST_PAPER_NO_LETTERS), _TIDY]
NoteText = Annotated[str, Field(max_length=MOST_NOTE_LETTERS), _TIDY]
NeededText = Annotated[str, Field(max_length=MOST_NOTE_LETTERS), _TIDY, _NEEDED]


def read_unmask_reason(text: str | None) -> str | None:
    """The reason given for seeing personal data; asking without one is refused.

    Raises:
        ValidationFailed: it is empty, or cannot be printed.
    """
    if text is None:
        return None
    reason = " ".join(text.split())
    if not reason or not reason.isprintable():
        fault = "characters" if reason else "missing"
        raise ValidationFailed(errors=(FieldError("unmask", fault),))
    return reason
