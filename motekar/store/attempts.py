"""Print attempts: opened when a blank goes in, ended once."""

from datetime import datetime

from motekar.rules.requests import PrintRequest
from motekar.store.engine import Transaction


def begin(transaction: Transaction, request: PrintRequest, *, printer: str | None) -> None:
    """Stores the open attempt of a request; a second open one is refused by the database."""
    attempt = request.attempt
    if attempt is None:
        return
    values = {
        "request_id": request.id,
        "attempt_no": attempt.attempt_no,
        "started_at": attempt.started_at,
        "started_by": attempt.started_by,
        "printer": printer,
        "took_blank": attempt.took_blank,
    }
    transaction.add("print_attempt", values)


_END = """
UPDATE print_attempt SET ended_at = $2, outcome = $3, cause = $4, card_serial = $5
WHERE request_id = $1 AND ended_at IS NULL
"""


def end(
    transaction: Transaction,
    request: PrintRequest,
    *,
    now: datetime,
    outcome: str,
    cause: str | None = None,
    card_serial: str | None = None,
) -> None:
    """Ends the open attempt as confirmed or spoiled."""
    transaction.write(_END, request.id, now, outcome, cause, card_serial)
