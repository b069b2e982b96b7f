"""The evidence of requests as figures read it, and what it is held against."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from motekar.rules.calendar import OfficeCalendar
from motekar.rules.request_log import LogEvent, RequestLog, Revised, Yardsticks
from motekar.store import calendars, rulebook
from motekar.store.engine import Transaction

_LOGS = """
SELECT r.id, r.request_no, r.office_code, r.version, r.received_at, r.service_clock_started_at,
  (SELECT jsonb_agg(jsonb_build_array(e.version, e.at, e.action, e.officer_id, e.office_code,
                                      e.facts) ORDER BY e.version, e.id)
     FROM request_event e WHERE e.request_id = r.id) AS events,
  (SELECT jsonb_agg(jsonb_build_array(v.revision, v.at, v.promised_by) ORDER BY v.revision)
     FROM promise_revision v WHERE v.request_id = r.id) AS revised,
  (SELECT array_agg(first_at) FROM (
     SELECT min(e.at) AS first_at FROM print_request o JOIN request_event e ON e.request_id = o.id
      WHERE o.nik_index = r.nik_index AND o.id <> r.id AND e.action = 'confirm-print'
      GROUP BY o.id) other) AS earlier_prints
  FROM unnest($1::uuid[]) wanted (id) JOIN print_request r ON r.id = wanted.id
"""
# By the log; by the request's own row too, so that a request whose log has lost its beginning
# is still asked about.
_TOUCHING = """
SELECT request_id AS id FROM request_event WHERE action IN ('submit', 'complete-documents')
   AND office_code = ANY($1::text[]) AND (at >= $2 AND at < $3
     OR (facts ->> 'received_at')::timestamptz >= $2
        AND (facts ->> 'received_at')::timestamptz < $3)
UNION
SELECT id FROM print_request WHERE office_code = ANY($1::text[])
   AND (received_at >= $2 AND received_at < $3
     OR service_clock_started_at >= $2 AND service_clock_started_at < $3)
"""
_GONE = """
SELECT given.request_no FROM request_counter c JOIN office o ON o.code = c.office_code
  CROSS JOIN LATERAL (SELECT o.abbreviation || '-' || to_char(c.day, 'YYMMDD') || '-'
                        || lpad(n::text, greatest(4, length(n::text)), '0') AS request_no
                        FROM generate_series(1, c.last_no) n) given
 WHERE c.office_code = ANY($1::text[]) AND c.day BETWEEN $2 AND $3
   AND NOT EXISTS (SELECT FROM print_request r WHERE r.request_no = given.request_no)
 ORDER BY 1
"""
_ZONES = "SELECT code, zone FROM office"
_POLICIES = "SELECT version FROM service_policy"
_VERSIONS = "SELECT version FROM calendar_version WHERE version = ANY($1::int[])"

Calendars = dict[tuple[UUID, str, int], OfficeCalendar]
"""By the rulebook's stamp, office and version."""
_remembered: Calendars = {}
_MOST_REMEMBERED = 2000


async def logs(
    transaction: Transaction, requests: Sequence[UUID], *, at: datetime | None = None
) -> tuple[RequestLog, ...]:
    """The logs of these requests, in no order; with ``at``, those there were, as they stood."""
    found = tuple(_log(row) for row in await transaction.rows(_LOGS, requests))
    if at is None:
        return found
    return tuple(log for one in found if (log := one.as_of(at)))


async def touching(
    transaction: Transaction, *, offices: Sequence[str], since: datetime, until: datetime
) -> list[UUID]:
    """Requests that came in, or whose file was complete, between two moments, by id."""
    rows = await transaction.rows(_TOUCHING, list(offices), since, until)
    return sorted(row["id"] for row in rows)


async def gone(
    transaction: Transaction, offices: Sequence[str], *, first: date, last: date
) -> tuple[str, ...]:
    """Numbers that these offices gave out on these days and that no request has."""
    rows = await transaction.rows(_GONE, list(offices), first, last)
    return tuple(row["request_no"] for row in rows)


async def yardsticks(
    transaction: Transaction, read: Iterable[RequestLog], *, seen: Calendars | None = None
) -> Yardsticks:
    """What these logs are held against; a version that is not there is left out.

    A version never changes, so one that was read before is used again; who does not believe that
    hands in what they have ``seen`` themselves.
    """
    calendars_seen = _remembered if seen is None else seen
    zones = {row["code"]: ZoneInfo(row["zone"]) for row in await transaction.rows(_ZONES)}
    policies = [row["version"] for row in await transaction.rows(_POLICIES)]
    wanted = {
        (event.office, event.facts["calendar_version"])
        for log in read
        for event in log.events
        if "calendar_version" in event.facts
    }
    versions = list({version for _, version in wanted})
    known = {row["version"] for row in await transaction.rows(_VERSIONS, versions)}
    stamp = await rulebook.current_stamp(transaction)
    return Yardsticks(
        zones=zones,
        calendars={
            (office, version): await _calendar(
                transaction, calendars_seen, (stamp, office, version)
            )
            for office, version in sorted(wanted)
            if version in known
        },
        policies={
            version: await rulebook.policy(transaction, version=version) for version in policies
        },
    )


async def _calendar(
    transaction: Transaction, seen: Calendars, key: tuple[UUID, str, int]
) -> OfficeCalendar:
    if key not in seen:
        if len(seen) >= _MOST_REMEMBERED:
            seen.clear()
        _, office, version = key
        seen[key] = await calendars.as_it_was(transaction, office=office, version=version)
    return seen[key]


def _log(row: Mapping[str, Any]) -> RequestLog:
    return RequestLog(
        request_id=row["id"],
        request_no=row["request_no"],
        office=row["office_code"],
        version=row["version"],
        received_at=row["received_at"],
        complete_at=row["service_clock_started_at"],
        events=tuple(_event(*told) for told in row["events"] or ()),
        revised=tuple(_revised(*told) for told in row["revised"] or ()),
        earlier_prints=tuple(row["earlier_prints"] or ()),
    )


def _event(  # noqa: PLR0917 - one row
    version: int, at: str, action: str, officer: str, office: str, facts: dict[str, Any]
) -> LogEvent:
    return LogEvent(version, datetime.fromisoformat(at), action, officer, office, facts)


def _revised(revision: int, at: str, by: str | None) -> Revised:
    return Revised(
        revision, datetime.fromisoformat(at), datetime.fromisoformat(by) if by else None
    )
