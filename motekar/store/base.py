"""Column types and names shared by all tables; imported before any table class is defined."""

from sqlalchemy import ARRAY, DateTime, LargeBinary, MetaData, SmallInteger, Text, Time
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

MOMENT = DateTime(timezone=True)
TEXTS = ARRAY(Text)
SEALED = LargeBinary
"""Bytes that came out of the vault: a ciphertext bound to its row, or a keyed hash."""

__all__ = ["JSONB", "MOMENT", "SEALED", "TEXTS", "SQLModel", "SmallInteger", "Text", "Time"]
