"""Which constraint PostgreSQL named when it refused a row, and the one error it is told by."""

from sqlalchemy.exc import IntegrityError

__all__ = ["IntegrityError", "violated"]


def violated(refused: IntegrityError) -> str | None:
    """Name of the constraint or unique index that was hit."""
    cause = refused.orig.__cause__ if refused.orig else None
    return getattr(cause, "constraint_name", None)
