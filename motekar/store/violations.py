"""Which constraint PostgreSQL named when it refused a row, whoever had sent it."""

from asyncpg import IntegrityConstraintViolationError
from sqlalchemy.exc import IntegrityError

ROW_REFUSED = (IntegrityError, IntegrityConstraintViolationError)
"""How a refused row shows: from a statement of SQLAlchemy, or from the driver."""


def violated(refused: Exception) -> str | None:
    """Name of the constraint or unique index that was hit."""
    cause: BaseException = refused
    if isinstance(refused, IntegrityError) and refused.orig:
        cause = refused.orig.__cause__ or refused.orig
    return getattr(cause, "constraint_name", None)
