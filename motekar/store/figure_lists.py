"""The requests behind a figure: as many rows as the figure says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from motekar.rules.counting import Case, Verdict, WhyUnknown
from motekar.rules.delivery import MessageState
from motekar.rules.holds import HoldCause
from motekar.rules.period import Period
from motekar.rules.spreads import LENGTHS
from motekar.rules.tallying import STAGES
from motekar.store.engine import Transaction
from motekar.store.figures import CASES_TOLD, FACET_VALUES, READ_CASE, as_told


@dataclass(frozen=True, slots=True)
class ListedRequest:
    """A request behind a figure; ``turn`` counts where one request counts more than once."""

    request_no: str
    office: str
    state: str
    reason: str
    visit_day: date
    day: date | None
    standard_by: datetime | None
    promised_by: datetime | None
    why_unknown: str | None
    turn: int


_OVERDUE = {
    "standard": "standard = 'open' AND standard_by < $6",
    "net": "net = 'open' AND net_by < least($6, coalesce(held_since, $6))",
    "promise": "promise = 'open' AND promised_by < $6",
}
_NOT_YET = {
    "standard": "standard = 'open' AND standard_by >= $6",
    "net": "net = 'open' AND net_by >= least($6, coalesce(held_since, $6))",
    "promise": "promise = 'open' AND risk_at > $6",
}
_VISITS = {"visits": "true", "incomplete": "is_incomplete", "late_entries": "is_late_entry"}
_BETWEEN = (
    f"<= {LENGTHS[0]}",
    *(f"BETWEEN {less + 1} AND {most}" for less, most in pairwise(LENGTHS)),
    f"> {LENGTHS[-1]}",
)
_FILES = {
    "files": "true",
    "printed": "is_printed",
    "collected": "is_collected",
    "reprints": "is_reprint",
    "promise_at_risk": "promise = 'open' AND promised_by >= $6 AND risk_at <= $6",
    **{
        f"{against}_{verdict}": f"{against} = '{verdict}'"
        for against in ("standard", "net", "promise")
        for verdict in Verdict
    },
    **{f"{against}_overdue": condition for against, condition in _OVERDUE.items()},
    **{f"{against}_on_track": condition for against, condition in _NOT_YET.items()},
    **{
        f"{against}_decided": f"({against} IN ('kept', 'late', 'unknown') OR {condition})"
        for against, condition in _OVERDUE.items()
    },
    **{
        f"{against}_missed": f"({against} IN ('late', 'unknown') OR {condition})"
        for against, condition in _OVERDUE.items()
    },
    **{f"unknown_{why}": f"why_unknown = '{why}'" for why in WhyUnknown},
    **{f"{stage}_minutes": f"{stage}_minutes IS NOT NULL" for stage in STAGES},
    **{
        f"{stage}_length_{place}": f"{stage}_minutes {between}"
        for stage in STAGES
        for place, between in enumerate(_BETWEEN)
    },
}
_HELD = "(SELECT (one ->> 1)::int FROM jsonb_array_elements(holds) one WHERE one ->> 0 = '{}')"
_TIMES = {"spoiled": "spoiled", **{f"held_{cause}": _HELD.format(cause) for cause in HoldCause}}
_MESSAGES = {f"messages_{state}": state for state in MessageState}
WHAT = frozenset({*_VISITS, *_FILES, *_TIMES, *_MESSAGES})
"""The figures that have a list."""
_SAID = """
WITH chosen AS (
  SELECT m.request_id, m.office_code, m.id, (m.created_at AT TIME ZONE o.zone)::date AS said_on
    FROM message m JOIN office o ON o.code = m.office_code
   WHERE m.office_code = ANY($1::text[]) AND m.state = $4
     AND m.created_at >= $2::date - 1 AND m.created_at < $3::date + 2
     AND (m.created_at AT TIME ZONE o.zone)::date BETWEEN $2 AND $3
), page AS (
  SELECT r.request_no, c.office_code, r.state, r.reason, c.said_on, NULL::date AS day,
         NULL::timestamptz AS standard_by, NULL::timestamptz AS promised_by, NULL AS why_unknown,
         1 AS turn
    FROM chosen c JOIN print_request r ON r.id = c.request_id
   ORDER BY c.said_on, r.request_no, c.id LIMIT $5 OFFSET $6
)
SELECT total, page.* FROM (SELECT count(*) AS total FROM chosen) t LEFT JOIN page ON true
"""


async def listed(
    transaction: Transaction,
    *,
    offices: tuple[str, ...],
    period: Period,
    what: str,
    facet: tuple[str, str],
    fresh: Mapping[UUID, Case],
    skip: int,
    limit: int,
    now: datetime,
) -> tuple[int, tuple[ListedRequest, ...]]:
    """How many rows there are, and some of them; ``fresh`` stand in for what was summed.

    Raises:
        KeyError: no such figure or facet.
    """
    days = (list(offices), period.first, period.last)
    if what in _MESSAGES:
        rows = await transaction.rows(_SAID, *days, _MESSAGES[what].value, limit, skip)
    else:
        statement = _statement(what, facet[0])
        values = (as_told(fresh), *days, facet[1], now, list(fresh), limit, skip)
        rows = await transaction.rows(statement, *values)
    found = tuple(ListedRequest(*list(row.values())[1:]) for row in rows if row["request_no"])
    return (rows[0]["total"] if rows else 0), found


def _statement(what: str, facet: str) -> str:
    day = "c.visit_day" if what in _VISITS else "c.day"
    times = _TIMES.get(what, "1")
    condition = {**_VISITS, **_FILES}.get(what, "true")
    value = FACET_VALUES[facet].format(day=day)
    return f"""
WITH c AS (
  SELECT {READ_CASE} FROM counted_request
   WHERE office_code = ANY($2::text[]) AND {day.removeprefix("c.")} BETWEEN $3 AND $4
     AND request_id <> ALL($7::uuid[])
  UNION ALL
  SELECT {READ_CASE} FROM {CASES_TOLD}
   WHERE office_code = ANY($2::text[]) AND {day.removeprefix("c.")} BETWEEN $3 AND $4
), chosen AS (
  SELECT c.*, turn FROM c CROSS JOIN LATERAL generate_series(1, {times}) turn
   WHERE {value} = $5 AND $6::timestamptz IS NOT NULL AND {condition}
), page AS (
  SELECT r.request_no, p.office_code, r.state, p.reason, p.visit_day, p.day, p.standard_by,
         p.promised_by, p.why_unknown, p.turn
    FROM (SELECT * FROM chosen ORDER BY day, visit_day, request_id, turn LIMIT $8 OFFSET $9) p
    JOIN print_request r ON r.id = p.request_id
)
SELECT total, page.* FROM (SELECT count(*) AS total FROM chosen) t LEFT JOIN page ON true
 ORDER BY page.day, page.visit_day, page.request_no, page.turn
"""  # noqa: S608 - our names
