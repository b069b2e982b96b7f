"""The versions of the ladder with who wrote them; only ever added."""

from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from motekar.rules.ladder import DatedLadder, LadderHistory
from motekar.rules.ladder_form import NewLadder
from motekar.store import rulebook
from motekar.store.engine import Transaction
from motekar.store.tables import escalation_step, staff

_S = escalation_step.c
_EVERY = (
    select(escalation_step, staff.c.name.label("writer"))
    .select_from(escalation_step.outerjoin(staff, staff.c.id == _S.written_by))
    .order_by(_S.version, _S.rank)
)
_STEP = (
    _S.version,
    _S.rank,
    _S.trigger,
    _S.after_open_minutes,
    _S.unpromised_minutes,
    _S.audience,
    _S.sms,
)


async def history(transaction: Transaction) -> LadderHistory:
    """Every version there ever was."""
    rows = (await transaction.execute(_EVERY)).mappings()
    versions = []
    for _, steps in groupby(rows, key=lambda row: row["version"]):
        first, *others = steps
        told = [[row[column.name] for column in _STEP] for row in (first, *others)]
        versions.append(
            DatedLadder(
                rulebook.ladder(told), first["valid_from"], first["writer"], first["written_at"]
            )
        )
    return LadderHistory(tuple(versions))


def add(
    transaction: Transaction, new: NewLadder, *, version: int, by: UUID, now: datetime
) -> None:
    """Adds a version; a twin of the same number is refused by PostgreSQL."""
    for step in new.steps:
        values = {
            "version": version,
            "rank": step.rank,
            "valid_from": new.valid_from,
            "trigger": step.trigger.value,
            "after_open_minutes": step.after_open_minutes,
            "unpromised_minutes": step.unpromised_minutes,
            "audience": sorted(role.value for role in step.audience),
            "sms": step.sms,
            "written_by": by,
            "written_at": now,
        }
        transaction.add("escalation_step", values)
