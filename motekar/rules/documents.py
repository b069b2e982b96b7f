"""Which documents a reason needs, and which of them are still missing.

The rules themselves are dated data of the agency; here is only how they are read.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from motekar.rules.errors import DocumentUnknown


class Reason(StrEnum):
    """Why a card is printed."""

    NEW = "new"
    LOST = "lost"
    DAMAGED = "damaged"
    DATA_CHANGE = "data_change"
    MOVED_IN = "moved_in"
    RESIDENT_FOREIGNER = "resident_foreigner"
    OUT_OF_AREA = "out_of_area"


class Document(StrEnum):
    """What a citizen shows at the counter."""

    FORM_F102 = "form_f102"
    FAMILY_CARD = "family_card"
    OLD_CARD = "old_card"
    POLICE_REPORT = "police_report"
    CHANGE_EVIDENCE = "change_evidence"
    MOVING_LETTER = "moving_letter"
    PASSPORT = "passport"
    STAY_PERMIT = "stay_permit"

    @classmethod
    def parse(cls, code: str) -> Self:
        """Reads a document's code.

        Raises:
            DocumentUnknown: the office asks for no such document.
        """
        try:
            return cls(code)
        except ValueError as unknown:
            raise DocumentUnknown from unknown


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """One of these documents is needed for the reason; a reason usually has several rules."""

    reason: Reason
    one_of: tuple[Document, ...]

    @property
    def code(self) -> str:
        """The document's code; alternatives are joined by ``|``."""
        return "|".join(self.one_of)


def missing_documents(
    rules: Iterable[DocumentRule], reason: Reason, received: Collection[str]
) -> tuple[str, ...]:
    """Codes still missing, in the order of the rules; alternatives as ``passport|old_card``."""
    return tuple(
        rule.code
        for rule in rules
        if rule.reason == reason and not set(received).intersection(rule.one_of)
    )
