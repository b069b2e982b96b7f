"""Why a request may wait: the listed causes, and who may place and lift a hold.

The clock is not stopped here: gross figures ignore holds, and ``sla`` shows them by cause.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HoldCause(StrEnum):
    """Listed causes; a cause that is not listed cannot be recorded."""

    AWAITING_DOCUMENTS = "awaiting_documents"
    AWAITING_CENTRAL_RECORD = "awaiting_central_record"
    BLANKS_OUT = "blanks_out"
    SYSTEM_DOWN = "system_down"
    DISPUTED = "disputed"
    FORCE_MAJEURE = "force_majeure"


PLACED_BY_HAND = frozenset(HoldCause) - {HoldCause.AWAITING_DOCUMENTS}
"""Causes a person can choose; the hold for documents comes from the document list alone."""


@dataclass(frozen=True, slots=True)
class HoldOn:
    """A hold in force; the evidence text behind it stays with its event."""

    cause: HoldCause
    since: datetime
