"""When a message that did not get through is tried again, and when a person has to look at it.

Pauses after attempts 1 to 11, in minutes: 0.5 1 2 4 8 16 30 60 60 60 60, five hours in all; each
is spread by a quarter to either side, so that a gateway that comes back is not stormed.
"""

from datetime import datetime, timedelta

_PAUSES = (0.5, 1, 2, 4, 8, 16, 30, 60, 60, 60, 60)
MAX_ATTEMPTS = len(_PAUSES) + 1
_SPREAD = 0.25


def next_attempt_at(now: datetime, *, attempts: int, chance: int) -> datetime | None:
    """The moment of the next attempt, or None when this was the last.

    ``chance`` is a random byte: 0 is the earliest moment, 255 the latest.
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    factor = 1 - _SPREAD + 2 * _SPREAD * chance / 255
    return now + timedelta(minutes=_PAUSES[attempts - 1] * factor)
