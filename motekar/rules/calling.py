"""When members of staff are called by SMS: at most one an hour, for all that has climbed since."""

from datetime import datetime, timedelta

AT_MOST_EVERY = timedelta(hours=1)
MAKES_SENSE_FOR = timedelta(hours=1)
LOOK_BACK = timedelta(days=14)
"""What climbed longer ago is told to nobody who has just entered a number."""
_RETRY_AFTER = timedelta(minutes=5)


def told_since(last_called_at: datetime | None, *, now: datetime) -> datetime | None:
    """From when on what has climbed is new to somebody; None while they are left in peace."""
    if last_called_at is None:
        return now - LOOK_BACK
    if now - last_called_at < AT_MOST_EVERY:
        return None
    return max(last_called_at, now - LOOK_BACK)


def next_try_at(now: datetime, *, expires_at: datetime) -> datetime | None:
    """When an SMS that did not go out is tried again; None when it would make no sense then."""
    again_at = now + _RETRY_AFTER
    return again_at if again_at < expires_at else None
