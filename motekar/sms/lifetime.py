"""How long a message still makes sense, for gateways that want a duration instead of a moment."""

from datetime import UTC, datetime, timedelta


def left(valid_until: datetime) -> timedelta:
    """From this moment on; negative once it is over."""
    # A message may wait for a connection: only the gateway knows the moment it is handed over.
    return valid_until - datetime.now(UTC)  # noqa: TID251
