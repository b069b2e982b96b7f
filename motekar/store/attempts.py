"""Print attempts: opened when a blank goes in, ended once."""

from datetime import datetime

from sqlalchemy import insert, update

from motekar.rules.requests import PrintRequest
from motekar.store.engine import Transaction
from motekar.store.tables import print_attempt

_A = print_attempt.c


async def begin(transaction: Transaction, request: PrintRequest, *, printer: str | None) -> None:
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
    }
    await transaction.execute(insert(print_attempt).values(values))


async def end(
    transaction: Transaction,
    request: PrintRequest,
    *,
    now: datetime,
    outcome: str,
    cause: str | None = None,
    card_serial: str | None = None,
) -> None:
    """Ends the open attempt as confirmed or spoiled."""
    statement = (
        update(print_attempt)
        .where(_A.request_id == request.id, _A.ended_at.is_(None))
        .values(ended_at=now, outcome=outcome, cause=cause, card_serial=card_serial)
    )
    await transaction.execute(statement)
