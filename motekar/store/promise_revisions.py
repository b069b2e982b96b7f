"""Promises made anew, one row each for ever, and the offices where some are wanted."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from motekar.rules.repromise import Revision
from motekar.store.engine import Transaction

_COUNTS = """
SELECT request_id, max(revision) AS revision FROM promise_revision
WHERE request_id = ANY($1) GROUP BY request_id
"""
# A broken promise, none yet, or no blank for a card while the box has free ones.
_WANTED = """
SELECT DISTINCT r.office_code FROM print_request r JOIN blank_stock s USING (office_code)
 WHERE r.state IN ('submitted', 'verified') AND r.service_clock_started_at IS NOT NULL
   AND NOT EXISTS (SELECT FROM print_attempt a WHERE a.request_id = r.id AND a.ended_at IS NULL)
   AND (r.promised_by IS NULL OR (r.promised_by <= $1 AND r.hold_cause IS NULL)
        OR (NOT r.has_blank AND r.place_day IS NOT NULL AND s.box > s.reserved))
"""


async def latest(transaction: Transaction, requests: list[UUID]) -> Mapping[UUID, int]:
    """Number of the last revision by request; those never revised are left out."""
    rows = await transaction.rows(_COUNTS, requests)
    return {row["request_id"]: row["revision"] for row in rows}


def add(
    transaction: Transaction, revision: Revision, *, number: int, because: str, now: datetime
) -> None:
    """Keeps a promise made anew beside the first one."""
    after = revision.after
    values = {
        "request_id": after.id,
        "revision": number,
        "at": now,
        "because": because,
        "promise": after.promise.to_data(),
        "promised_by": after.promised_by,
    }
    transaction.add("promise_revision", values)


async def offices_waiting(transaction: Transaction, *, now: datetime) -> tuple[str, ...]:
    """Offices where a promise has to be made anew or a blank can be put aside."""
    return tuple(row["office_code"] for row in await transaction.rows(_WANTED, now))
