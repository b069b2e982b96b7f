"""Today's files of some offices, what their printers and boxes did today; by indexes alone."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motekar.rules.holds import HoldCause, HoldOn
from motekar.rules.lifecycle import Action, State
from motekar.rules.promise import ServicePolicy
from motekar.rules.request_log import LogEvent
from motekar.rules.sla import History, history_of
from motekar.rules.today import File
from motekar.store import rulebook
from motekar.store.engine import Transaction

# What is open, what is promised for the day, what was printed on it: an index each.
FIND = """
WITH day AS (
  SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[])
    AS given (office, begins, ends)
)
SELECT r.id FROM day, LATERAL (SELECT id FROM print_request
  WHERE office_code = day.office AND state IN ('submitted', 'verified')) r
UNION
SELECT r.id FROM day, LATERAL (SELECT id FROM print_request
  WHERE office_code = day.office
    AND first_promised_by >= day.begins AND first_promised_by < day.ends) r
UNION
SELECT e.request_id FROM day, LATERAL (SELECT request_id FROM request_event
  WHERE office_code = day.office AND action = 'confirm-print'
    AND at >= day.begins AND at < day.ends) e
"""
# A file that waits for documents is held against nothing yet: its log is left alone, or the files
# of a year that nobody came back for would be read at every look.
READ = """
SELECT r.request_no, r.office_code, r.state, r.state_since, r.version, r.hold_cause, r.hold_since,
  r.received_at, r.service_clock_started_at, r.first_promised_by, r.policy_version, r.has_blank,
  a.started_at AS begun_at,
  EXISTS (SELECT FROM request_look l WHERE l.request_id = r.id AND l.until > $2) AS in_hand,
  w.waits,
  CASE WHEN NOT w.waits THEN
    (SELECT jsonb_agg(jsonb_build_array(e.version, e.at, e.action, e.facts)
                      ORDER BY e.version, e.id)
       FROM request_event e WHERE e.request_id = r.id)::text END AS log
FROM unnest($1::uuid[]) wanted (id) JOIN print_request r ON r.id = wanted.id
CROSS JOIN LATERAL (SELECT r.state = 'submitted' AND r.service_clock_started_at IS NULL
                       AND r.first_promised_by IS NULL AS waits) w
LEFT JOIN print_attempt a ON a.request_id = r.id AND a.ended_at IS NULL
"""
USED = """
SELECT day.office, count(e.at) FILTER (WHERE e.at >= day.begins) AS today, count(e.at) AS lately,
  count(DISTINCT (e.at AT TIME ZONE o.zone)::date) AS days
FROM unnest($1::text[], $2::timestamptz[]) AS day (office, begins)
JOIN office o ON o.code = day.office
LEFT JOIN LATERAL (SELECT at FROM blank_entry
  WHERE office_code = day.office AND kind IN ('taken', 'taken_free') AND at >= $3) e ON true
GROUP BY day.office
"""


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """An office's local day from ``begins``, inclusive, to ``ends``, exclusive."""

    office: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class BlankUse:
    """Blanks taken today, and on an average day of late on which any was taken."""

    today: int
    per_day: float


async def files(
    transaction: Transaction, days: Sequence[OfficeDay], *, now: datetime
) -> Mapping[str, list[File]]:
    """By office all that is open there, promised for the day or printed on it."""
    wanted = await transaction.rows(FIND, *_columns(days))
    rows = await transaction.rows(READ, [row["id"] for row in wanted], now)
    policies = {
        version: await rulebook.policy(transaction, version=version)
        for version in sorted({row["policy_version"] for row in rows})
    }
    found: dict[str, list[File]] = defaultdict(list)
    for row in rows:
        found[row["office_code"]].append(_file(row, policies[row["policy_version"]]))
    return found


async def blank_use(
    transaction: Transaction, days: Sequence[OfficeDay], *, since: datetime
) -> Mapping[str, BlankUse]:
    """By office; ``since`` begins what counts as of late."""
    offices, begins, _ = _columns(days)
    return {
        row["office"]: BlankUse(row["today"], row["lately"] / max(row["days"], 1))
        for row in await transaction.rows(USED, offices, begins, since)
    }


def _columns(days: Sequence[OfficeDay]) -> tuple[list[str], list[datetime], list[datetime]]:
    return (
        [day.office for day in days],
        [day.begins for day in days],
        [day.ends for day in days],
    )


def _file(row: Mapping[str, Any], policy: ServicePolicy) -> File:
    log = _log(row)
    history = _told_by_row(row) if row["waits"] else _history(log, row)
    hold = HoldOn(HoldCause(row["hold_cause"]), row["hold_since"]) if row["hold_cause"] else None
    printed = [event.at for event in log if event.action == Action.CONFIRM_PRINT]
    return File(
        request_no=row["request_no"],
        office=row["office_code"],
        state=State(row["state"]),
        state_since=row["state_since"],
        history=history or _told_by_row(row),
        policy=policy,
        hold=hold,
        begun_at=row["begun_at"],
        is_in_hand=row["in_hand"],
        has_blank=row["has_blank"],
        printed_last=max(printed, default=None),
        is_proved=history is not None,
    )


def _log(row: Mapping[str, Any]) -> tuple[LogEvent, ...]:
    if row["log"] is None:
        return ()
    return tuple(
        LogEvent(version, datetime.fromisoformat(at), action, "", row["office_code"], facts)
        for version, at, action, facts in json.loads(row["log"])
    )


def _history(log: Sequence[LogEvent], row: Mapping[str, Any]) -> History | None:
    """What the log tells; None where a step of it is missing or does not read as one."""
    if [event.version for event in log] != list(range(1, row["version"] + 1)):
        return None
    try:
        return history_of(log, first_revised=row["first_promised_by"])
    except (KeyError, TypeError, ValueError):
        return None


def _told_by_row(row: Mapping[str, Any]) -> History:
    return History(received=row["received_at"], complete=row["service_clock_started_at"])
