"""What stands beside the figures of a period: blanks of each evening, versions of calendars."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from motekar.rules.capacity import Pace
from motekar.store.engine import Transaction
from motekar.store.situation import pace_of

# The newest entry of an evening has the balance it led to: one look into the index each.
_BLANKS = """
SELECT o.code, d.day::date AS day, e.box FROM office o
CROSS JOIN generate_series($2::date::timestamp, $3::date, '1 day') AS d (day)
CROSS JOIN LATERAL (
  SELECT box FROM blank_entry
   WHERE office_code = o.code AND at < (d.day + interval '1 day') AT TIME ZONE o.zone
   ORDER BY at DESC, entry_no DESC LIMIT 1) e
WHERE o.code = ANY($1::text[]) AND d.day AT TIME ZONE o.zone <= $4
"""
_VISITED = """
SELECT office_code, starts FROM figure_cell
 WHERE office_code = ANY($1::text[]) AND grain = 'day' AND starts BETWEEN $2 AND $3
   AND facet = 'all' AND value = '' AND measure = 'visits' AND n > 0
 ORDER BY starts
"""
_PACES = "SELECT office_code, step, minutes, samples FROM pace WHERE office_code = ANY($1::text[])"
_CALENDARS = """
SELECT DISTINCT (e.facts ->> 'calendar_version')::int AS version
FROM counted_request c JOIN request_event e ON e.request_id = c.request_id
WHERE c.office_code = ANY($1::text[]) AND c.day BETWEEN $2 AND $3
  AND e.facts ->> 'calendar_version' IS NOT NULL
ORDER BY 1
"""


async def blanks_left(
    transaction: Transaction, *, offices: Sequence[str], first: date, last: date, now: datetime
) -> Mapping[str, Mapping[date, int]]:
    """Blanks in the box at the end of each day, or now, as the ledger had it then.

    Days before an office's first entry and days to come are left out, as is who keeps no ledger.
    """
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for row in await transaction.rows(_BLANKS, offices, first, last, now):
        found[row["code"]][row["day"]] = row["box"]
    return found


async def visited_days(
    transaction: Transaction, *, offices: Sequence[str], first: date, last: date
) -> Mapping[str, Sequence[date]]:
    """Days on which anybody came, by office, as far as they have been summed."""
    found: dict[str, list[date]] = defaultdict(list)
    for row in await transaction.rows(_VISITED, offices, first, last):
        found[row["office_code"]].append(row["starts"])
    return found


async def paces(transaction: Transaction, *, offices: Sequence[str]) -> Mapping[str, Pace]:
    """How long steps take at each of these offices."""
    measured: dict[str, dict[str, tuple[float, int]]] = {office: {} for office in offices}
    for row in await transaction.rows(_PACES, offices):
        measured[row["office_code"]][row["step"]] = (row["minutes"], row["samples"])
    return {office: pace_of(steps) for office, steps in measured.items()}


async def calendar_versions(
    transaction: Transaction, *, offices: Sequence[str], first: date, last: date
) -> tuple[int, ...]:
    """Versions by which files of these days were promised."""
    rows = await transaction.rows(_CALENDARS, offices, first, last)
    return tuple(row["version"] for row in rows)
