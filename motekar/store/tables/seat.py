"""What an officer has at hand: the form being typed and the request being looked at."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from motekar.store.base import MOMENT, SEALED, SQLModel


class IntakeDraftRow(SQLModel, table=True):
    """The one intake form an officer has typed and not saved."""

    __tablename__ = "intake_draft"

    staff_id: UUID = Field(primary_key=True, foreign_key="staff.id")
    form_cipher: bytes = Field(sa_type=SEALED)
    saved_at: datetime = Field(sa_type=MOMENT)


class RequestLookRow(SQLModel, table=True):
    """Who has a request open for verification, until then; it is a hint and holds nobody up."""

    __tablename__ = "request_look"

    request_id: UUID = Field(primary_key=True, foreign_key="print_request.id")
    staff_id: UUID = Field(foreign_key="staff.id")
    since: datetime = Field(sa_type=MOMENT)
    until: datetime = Field(sa_type=MOMENT)
