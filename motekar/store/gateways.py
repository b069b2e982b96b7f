"""How the SMS gateways stand, shared by all workers: breaker, pace, parts of the day, history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from motekar.rules.failover import Breaker, GatewayStanding, Limits, Pace, ceilings_passed
from motekar.store.engine import Transaction

_STANDING = "name, breaker, failures, rests, since, until, reason"
_READ = f"SELECT {_STANDING} FROM sms_gateway WHERE name = ANY($1::text[])"  # noqa: S608 - our names
_LOCK = f"{_READ} ORDER BY name FOR UPDATE"


_PREPARE = """
INSERT INTO sms_gateway (name, breaker, failures, rests, tokens, parts)
SELECT name, 'working', 0, 0, 0, 0 FROM unnest($1::text[]) AS name ON CONFLICT DO NOTHING
"""


async def standings(
    transaction: Transaction, names: Iterable[str], *, lock: bool = False
) -> Mapping[str, GatewayStanding]:
    """Each of these, locked if asked; one that was never used works."""
    wanted = sorted(names)
    if lock:
        await transaction.rows(_PREPARE, wanted)
    rows = await transaction.rows(_LOCK if lock else _READ, wanted)
    known = {
        row["name"]: GatewayStanding(**{**dict(row), "breaker": Breaker(row["breaker"])})
        for row in rows
    }
    return {name: known.get(name, GatewayStanding(name)) for name in wanted}


_SAVE = """
INSERT INTO sms_gateway AS g (name, breaker, failures, rests, since, until, reason, tokens, parts)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0)
ON CONFLICT (name) DO UPDATE SET breaker = $2, failures = $3, rests = $4, since = $5, until = $6,
  reason = $7
"""


def save(
    transaction: Transaction, before: GatewayStanding, after: GatewayStanding, *, now: datetime
) -> None:
    """Writes a changed standing; a rest and a return are history."""
    if before == after:
        return
    values = (after.breaker.value, after.failures, after.rests)
    transaction.write(_SAVE, after.name, *values, after.since, after.until, after.reason)
    if before.breaker is not after.breaker and after.breaker is not Breaker.TRYING:
        note(transaction, after.name, after.breaker.value, after.reason, now=now)


def note(
    transaction: Transaction, gateway: str, kind: str, reason: str | None, *, now: datetime
) -> None:
    """Adds to a gateway's history."""
    values = {"gateway": gateway, "at": now, "kind": kind, "reason": reason}
    transaction.add("sms_gateway_event", values)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages a gateway may carry now.

    ``again_at`` is when its pace lets the next one go, None where the day's ceiling was reached.
    """

    gateway: str
    messages: int
    again_at: datetime | None
    limits: Limits
    pace: Pace
    day: date
    parts: int


# The day of the parts is the agency's: that of its first office.
_COUNTED = """
WITH here AS (
  SELECT coalesce((SELECT zone FROM office ORDER BY code LIMIT 1), 'Asia/Jakarta') AS zone
), today AS (SELECT ($2::timestamptz AT TIME ZONE zone)::date AS day FROM here)
SELECT g.tokens, g.filled_at, t.day,
       CASE WHEN g.day = t.day THEN g.parts ELSE 0 END AS parts
  FROM sms_gateway g, today t WHERE g.name = $1 FOR UPDATE OF g
"""
_COUNT = """
UPDATE sms_gateway SET tokens = $2, filled_at = $3, day = $4, parts = $5 WHERE name = $1
"""


async def allowance(
    transaction: Transaction, name: str, *, wanted: int, limits: Limits, now: datetime
) -> Allowance:
    """What a gateway's pace and its ceiling leave; other workers wait until it is used."""
    await transaction.rows(_PREPARE, [name])
    row = await transaction.row(_COUNTED, name, now)
    assert row is not None  # noqa: S101 - the row was prepared in this transaction
    parts, ceiling = row["parts"], limits.parts_a_day
    room = wanted if ceiling is None else max(min(ceiling - parts, wanted), 0)
    pace = Pace(row["tokens"], row["filled_at"]).filled(limits.a_minute, now)
    messages = int(min(pace.ready(limits.a_minute), room))
    again_at = pace.next_at(limits.a_minute) if limits.a_minute and room else None
    return Allowance(name, messages, again_at, limits, pace, row["day"], parts)


async def use(
    transaction: Transaction, allowed: Allowance, messages: int, *, now: datetime
) -> None:
    """Counts messages of one part each that are about to be sent."""
    after, pace = allowed.parts + messages, allowed.pace.drawn(messages)
    told = f"{after} of {allowed.limits.parts_a_day}"
    for kind in ceilings_passed(allowed.parts, after, allowed.limits):
        note(transaction, allowed.gateway, kind, told, now=now)
        await transaction.flush()
    values = (pace.tokens, pace.filled_at, allowed.day, after)
    await transaction.rows(_COUNT, allowed.gateway, *values)


_GIVE_BACK = "UPDATE sms_gateway SET parts = greatest(parts - $2, 0) WHERE name = $1"


async def give_back(transaction: Transaction, name: str, messages: int) -> None:
    """Takes messages out of the day's count that were not handed over after all."""
    if messages:
        await transaction.rows(_GIVE_BACK, name, messages)
