"""Row ids: UUID version 7 (RFC 9562) from a moment and random bits that are passed in."""

from datetime import datetime
from uuid import UUID

RANDOM_BYTES = 10


def row_id(now: datetime, random_bytes: bytes) -> UUID:
    """Sorts by time in steps of one millisecond; needs ten random bytes."""
    milliseconds = int(now.timestamp() * 1000)
    bits = int.from_bytes(random_bytes[:RANDOM_BYTES], "big")
    value = milliseconds << 80 | bits
    value = value & ~(0xF << 76) | 7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
