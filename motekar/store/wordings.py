"""Wordings with who wrote them, and the price of an SMS; both are only ever added or set anew."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import Row, select, update

from motekar.rules.messages import MessageEvent
from motekar.rules.wordings import DatedWording, NewWording, WordingHistory
from motekar.store.engine import Transaction
from motekar.store.tables import agency, sms_wording, staff

OURS = "Susunan instansi"
_W = sms_wording.c
_EVERY = (
    select(
        _W.event, _W.language, _W.version, _W.template, _W.valid_from, staff.c.name, _W.written_at
    )
    .select_from(sms_wording.outerjoin(staff, staff.c.id == _W.written_by))
    .order_by(_W.event, _W.language, _W.version)
)


async def histories(transaction: Transaction) -> Mapping[tuple[str, str], WordingHistory]:
    """Every wording there ever was, by event and language."""
    rows = await transaction.execute(_EVERY)
    grouped = groupby(rows, key=lambda row: (row.event, row.language))
    return {
        (event, language): WordingHistory(
            MessageEvent(event), language, tuple(map(_dated, versions))
        )
        for (event, language), versions in grouped
    }


def _dated(row: Row[tuple[str, str, int, str, date, str, datetime]]) -> DatedWording:
    return DatedWording(row.version, row.template, row.valid_from, row.name, row.written_at)


def add(
    transaction: Transaction,
    row_id: UUID,
    new: NewWording,
    *,
    after: WordingHistory,
    by: UUID,
    now: datetime,
) -> None:
    """Adds the version after the latest; a twin of the same number is refused by PostgreSQL."""
    values = {
        "id": row_id,
        "event": after.event.value,
        "language": after.language,
        "version": after.latest.version + 1,
        "template": new.text,
        "valid_from": new.valid_from,
        "source": OURS,
        "written_by": by,
        "written_at": now,
    }
    transaction.add("sms_wording", values)


async def price(transaction: Transaction) -> int | None:
    """Rupiah a part; None when nobody has said."""
    rows = await transaction.execute(select(agency.c.sms_part_rupiah))
    return rows.scalar_one_or_none()


async def set_price(transaction: Transaction, rupiah: int | None) -> None:
    """Says what a part costs from now on."""
    await transaction.execute(update(agency).values(sms_part_rupiah=rupiah))
