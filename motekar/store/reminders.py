"""Finished cards that nobody has fetched, and whose owners were not reminded yet."""

from datetime import datetime

from sqlalchemy import and_, exists, select

from motekar.store.engine import Transaction
from motekar.store.print_requests import found, selected
from motekar.store.sealing import Found
from motekar.store.tables import message, print_request

REMINDER = "reminder"
_MOST = 100
_R, _M = print_request.c, message.c
_LIES = and_(
    _R.state == "printed",
    _R.hold_cause.is_(None),
    _R.phone_cipher.is_not(None),
    ~exists().where(_M.request_id == _R.id, _M.event == REMINDER),
)


async def offices(transaction: Transaction) -> tuple[str, ...]:
    """Offices where such a card lies."""
    rows = await transaction.execute(select(_R.office_code).where(_LIES).distinct())
    return tuple(row.office_code for row in rows)


async def locked(
    transaction: Transaction, *, office: str, ready_before: datetime
) -> tuple[Found, ...]:
    """Some of them, longest ready first; not those that another worker or a step holds."""
    fit = (_R.office_code == office, _R.state_since <= ready_before)
    oldest = select(_R.id).where(_LIES, *fit).order_by(_R.state_since).limit(_MOST)
    ids = await transaction.execute(oldest.with_for_update(of=print_request, skip_locked=True))
    # Asked again under the lock: the worker that let go of it has told some of them meanwhile.
    rows = await transaction.execute(
        selected().where(_LIES, _R.id.in_([row.id for row in ids])).order_by(_R.state_since)
    )
    return tuple(found(dict(row)) for row in rows.mappings())
