"""Writes an office's printers, supply and quotas; they are read with its rulebook."""

from datetime import date

from motekar.rules.capacity import Equipment
from motekar.rules.places import Quota
from motekar.store.engine import Transaction

_EQUIP = """
INSERT INTO office_equipment (office_code, valid_from, printers, daily_blanks, low_blanks)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (office_code, valid_from) DO UPDATE
   SET printers = $3, daily_blanks = $4, low_blanks = $5
"""
_CLEAR = "DELETE FROM place_quota WHERE office_code = $1 AND valid_from = $2"
# A day that was divided before takes the new numbers; what is promised on it stays.
_TOTALS = """
UPDATE day_places SET total = ($4::integer[])[extract(isodow FROM day)::int]
WHERE office_code = $1 AND day >= $2 AND group_name = $3
"""
_UNBOUND = "UPDATE day_places SET total = NULL WHERE office_code = $1 AND day >= $2"


def set_equipment(transaction: Transaction, office: str, chosen: Equipment, *, day: date) -> None:
    """From that day on."""
    values = (chosen.printers, chosen.daily_blanks, chosen.low_blanks)
    transaction.write(_EQUIP, office, day, *values)


async def set_quotas(
    transaction: Transaction, office: str, quotas: tuple[Quota, ...], *, day: date
) -> None:
    """From that day on; a plan without groups is kept as one that binds nobody."""
    await transaction.rows(_CLEAR, office, day)
    await transaction.rows(_UNBOUND, office, day)
    if not quotas:
        _add(transaction, office, day, _NOBODY)
    for quota in quotas:
        _add(transaction, office, day, quota)
        await transaction.rows(_TOTALS, office, day, quota.group, list(quota.places))


_NOBODY = Quota("", 1, frozenset(), (0, 0, 0, 0, 0, 0, 0))


def _add(transaction: Transaction, office: str, day: date, quota: Quota) -> None:
    values = {
        "office_code": office,
        "valid_from": day,
        "group_name": quota.group,
        "rank": quota.rank,
        "reasons": sorted(quota.reasons),
        "places": list(quota.places),
        "release_at": quota.release_at,
    }
    transaction.add("place_quota", values)
