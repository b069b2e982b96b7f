"""Reads what fairness is judged by: the steps of an office, and what repeats beside them.

The keyed hashes of persons and phones are compared here and never leave the database.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from motekar.rules.questions import Trace, Traces
from motekar.rules.request_log import LogEvent
from motekar.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Stretch:
    """An office from a moment up to another one, not included."""

    office: str
    since: datetime
    until: datetime

    @property
    def values(self) -> tuple[str, datetime, datetime]:
        """As the statements take them."""
        return self.office, self.since, self.until


# Touched meanwhile, waiting now, or waiting until somebody touched them later: a file waits a
# season at the longest. Each is looked up by its key, so that no plan ever walks all requests.
_CONCERNED = """
SELECT request_id FROM request_event WHERE office_code = $1 AND at >= $2 AND at < $3
UNION
SELECT id FROM print_request
 WHERE office_code = $1 AND state IN ('submitted', 'verified') AND submitted_at < $3
UNION
SELECT request_id FROM request_event e
 WHERE office_code = $1 AND at >= $3 AND at < $3 + interval '92 days'
   AND action IN ('verify', 'reject', 'cancel', 'start-print')
   AND (SELECT submitted_at FROM print_request r WHERE r.id = e.request_id) < $3
"""
_LOG = """
SELECT r.request_no, e.version, e.at, e.action, e.officer_id, e.office_code, e.facts::text AS facts
  FROM unnest($1::uuid[]) concerned (id) JOIN print_request r ON r.id = concerned.id
  JOIN request_event e ON e.request_id = concerned.id
 WHERE e.at < $2 AND e.action NOT IN ('collect', 'undo-collect')
 ORDER BY r.request_no, e.version
"""


async def log(transaction: Transaction, stretch: Stretch) -> Mapping[str, tuple[LogEvent, ...]]:
    """All events until the end, by request, of those that waited or were worked on meanwhile."""
    concerned = await transaction.rows(_CONCERNED, *stretch.values)
    ids = [row["request_id"] for row in concerned]
    rows = await transaction.rows(_LOG, ids, stretch.until)
    return {
        request_no: tuple(_event(row) for row in group)
        for request_no, group in groupby(rows, key=lambda row: str(row["request_no"]))
    }


def _event(row: Any) -> LogEvent:  # noqa: ANN401 - a row of the driver's
    return LogEvent(
        version=row["version"],
        at=row["at"],
        action=row["action"],
        officer=str(row["officer_id"]),
        office=row["office_code"],
        facts=json.loads(row["facts"]),
    )


async def names(transaction: Transaction) -> Mapping[str, str]:
    """Everybody who is or was on the staff, by id."""
    rows = await transaction.rows("SELECT id, name FROM staff")
    return {str(row["id"]): row["name"] for row in rows}


_VERSIONS = """
SELECT made_at, version FROM calendar_version
 WHERE (office_code IS NULL OR office_code = $1) AND made_at < $2 ORDER BY made_at
"""


async def calendar_versions(
    transaction: Transaction, stretch: Stretch
) -> tuple[tuple[datetime, int], ...]:
    """When each version of the office's calendar was made, oldest first."""
    rows = await transaction.rows(_VERSIONS, stretch.office, stretch.until)
    return tuple((row["made_at"], row["version"]) for row in rows)


_REPRINTS = """
WITH printed AS (
  SELECT DISTINCT request_id FROM request_event
   WHERE office_code = $1 AND at >= $2 AND at < $3 AND action = 'confirm-print'),
people AS (SELECT DISTINCT nik_index FROM print_request r JOIN printed p ON p.request_id = r.id),
cards AS (
  SELECT r.nik_index, r.request_no, r.reason, e.at, e.officer_id,
         count(*) OVER (PARTITION BY r.nik_index) AS of_one
    FROM people JOIN print_request r USING (nik_index)
    JOIN request_event e ON e.request_id = r.id AND e.action = 'confirm-print'
   WHERE r.office_code = ANY($4::text[])
     AND e.at >= $3 - make_interval(months => $5) AND e.at < $3)
SELECT dense_rank() OVER (ORDER BY nik_index) AS together, request_no, reason, at, officer_id
  FROM cards WHERE of_one >= $6 ORDER BY together, at
"""
_MEANWHILE = """
SELECT r.request_no, r.reason, e.at, e.officer_id, r.phone_index IS NOT NULL AS has_phone
  FROM request_event e JOIN print_request r ON r.id = e.request_id
 WHERE e.office_code = $1 AND e.at >= $2 AND e.at < $3 AND e.action = $4 ORDER BY e.at
"""


@dataclass(frozen=True, slots=True)
class Groups:
    """What belongs together; ``judged`` were looked at, ``unknown`` could not be."""

    traces: tuple[Traces, ...]
    judged: Traces
    unknown: Traces = ()


async def reprints(
    transaction: Transaction,
    stretch: Stretch,
    *,
    offices: tuple[str, ...],
    months: int,
    least: int,
) -> Groups:
    """Persons for whom a card was printed meanwhile, and ``least`` or more in so many months.

    Judged are the cards printed meanwhile.
    """
    rows = await transaction.rows(_REPRINTS, *stretch.values, list(offices), months, least)
    printed = await transaction.rows(_MEANWHILE, *stretch.values, "confirm-print")
    return Groups(_together(rows), judged=_traces(printed))


_PHONES = """
WITH came AS (
  SELECT r.phone_index, r.nik_index, r.request_no, r.reason, e.at, e.officer_id
    FROM request_event e JOIN print_request r ON r.id = e.request_id
   WHERE e.office_code = $1 AND e.at >= $2 AND e.at < $3 AND e.action = 'submit'),
shared AS (
  SELECT phone_index FROM came WHERE phone_index IS NOT NULL
   GROUP BY phone_index HAVING count(DISTINCT nik_index) >= $4)
SELECT dense_rank() OVER (ORDER BY phone_index) AS together, request_no, reason, at, officer_id
  FROM came JOIN shared USING (phone_index) ORDER BY together, at
"""


async def shared_phones(transaction: Transaction, stretch: Stretch, *, least: int) -> Groups:
    """Phones that ``least`` or more persons left meanwhile; who left none is unknown."""
    rows = await transaction.rows(_PHONES, *stretch.values, least)
    came = await transaction.rows(_MEANWHILE, *stretch.values, "submit")
    return Groups(
        _together(rows),
        judged=_traces(row for row in came if row["has_phone"]),
        unknown=_traces(row for row in came if not row["has_phone"]),
    )


def _together(rows: Iterable[Any]) -> tuple[Traces, ...]:
    return tuple(
        _traces(group) for _, group in groupby(rows, key=lambda row: int(row["together"]))
    )


def _traces(rows: Iterable[Any]) -> Traces:
    return tuple(
        Trace(row["at"], row["request_no"], str(row["officer_id"]), {"reason": row["reason"]})
        for row in rows
    )


_COUNTS = """
SELECT e.at, e.officer_id, e.entry_no, e.quantity, (e.facts->>'difference')::int AS difference,
       a.outcome
  FROM blank_entry e LEFT JOIN approval a ON a.subject = 'stock:' || e.office_code
   AND a.kind = 'stock_difference' AND a.asked_at = e.at
 WHERE e.kind = 'counted' AND e.office_code = $1 AND e.at >= $2 AND e.at < $3 ORDER BY e.at
"""
_OPENED = "SELECT at FROM blank_entry WHERE office_code = $1 AND entry_no = 1"


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts of the box; ``opened_on`` None where no ledger is kept."""

    counts: Traces
    opened_on: date | None


async def counting(transaction: Transaction, stretch: Stretch, *, zone: ZoneInfo) -> Counting:
    """The counts of the box meanwhile, with what became of their differences."""
    opened = await transaction.row(_OPENED, stretch.office)
    rows = await transaction.rows(_COUNTS, *stretch.values)
    return Counting(
        tuple(_counted(row) for row in rows),
        opened["at"].astimezone(zone).date() if opened else None,
    )


def _counted(row: Any) -> Trace:  # noqa: ANN401 - a row of the driver's
    facts = {name: row[name] for name in ("entry_no", "quantity", "difference", "outcome")}
    return Trace(row["at"], officer=str(row["officer_id"]), facts=facts)
