"""Reads the sums of a period, and the requests that have to be looked at one by one."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from motekar.rules.compliance import DAILY
from motekar.rules.counting import Case
from motekar.rules.period import Grain, Piece
from motekar.rules.spreads import place_of, put, together
from motekar.rules.tallying import ALL, HOUR, MESSAGES, OFFICE, POLICY, STAGES, Sum, Tally
from motekar.store import figure_spreads
from motekar.store.engine import Transaction
from motekar.store.figures import FACET_VALUES, READ_CASE, case

_SUMS = """
SELECT facet, value, measure, sum(n)::bigint AS n FROM figure_cell
 WHERE office_code = ANY($1::text[]) AND facet = ANY($2::text[])
   AND grain = $3 AND starts BETWEEN $4 AND $5 GROUP BY 1, 2, 3
"""
_BY_OFFICE = """
SELECT office_code, measure, sum(n)::bigint AS n FROM figure_cell
 WHERE office_code = ANY($1::text[]) AND facet = 'all'
   AND grain = $2 AND starts BETWEEN $3 AND $4 GROUP BY 1, 2
"""
_BY_DAY = """
SELECT starts, measure, sum(n)::bigint AS n FROM figure_cell
 WHERE office_code = ANY($1::text[]) AND facet = 'all' AND grain = 'day'
   AND starts BETWEEN $2 AND $3 AND value = '' AND measure = ANY($4::text[]) GROUP BY 1, 2
"""
_BY_HOUR = """
SELECT value, sum(n)::bigint AS n FROM figure_cell
 WHERE office_code = ANY($1::text[]) AND facet = 'hour' AND measure = 'visits'
   AND grain = $2 AND starts BETWEEN $3 AND $4 GROUP BY 1
"""
_SPREAD = """
SELECT {value} AS value, {stage}_minutes AS minutes, count(*) AS n
  FROM counted_request
 WHERE office_code = ANY($1::text[]) AND day BETWEEN $2 AND $3 AND {stage}_minutes IS NOT NULL
 GROUP BY 1, 2
"""
_OPEN = f"""
SELECT {READ_CASE} FROM counted_request
 WHERE (standard = 'open' OR promise = 'open') AND office_code = ANY($1::text[])
   AND day BETWEEN $2 AND $3
"""  # noqa: S608 - our names
_MARKED = "SELECT DISTINCT request_id FROM figure_delta"
_UNSUMMED = "SELECT count(*) AS n FROM figure_delta"
_MESSAGES = """
SELECT d.state, sum(d.n)::bigint AS n FROM message_delta d JOIN office o ON o.code = d.office_code
 WHERE d.office_code = ANY($1::text[])
   AND (d.created_at AT TIME ZONE o.zone)::date BETWEEN $2 AND $3 GROUP BY 1
"""


async def add_sums(
    transaction: Transaction, tally: Tally, *, pieces: Iterable[Piece], facets: Sequence[str]
) -> None:
    """Adds what has been summed for these offices and facets."""
    offices = sorted(tally.offices)
    wanted = [*(facet for facet in facets if facet != ALL), POLICY]
    for piece in pieces:
        days = (piece.grain.value, piece.first, piece.last)
        await _add(transaction, tally, wanted, piece)
        for row in await transaction.rows(_BY_OFFICE, offices, *days):
            told = Sum(ALL, "", row["measure"])
            tally.by_office[row["office_code"]][told] += row["n"]
            tally.sums[told] += row["n"]
        await _add_minutes(transaction, tally, piece)
    if tally.facet != ALL:
        first, last = tally.period.first, tally.period.last
        await _ask_minutes(transaction, tally, first, last, facet=tally.facet)


async def _add(
    transaction: Transaction, tally: Tally, facets: Sequence[str], piece: Piece
) -> None:
    days = (piece.grain.value, piece.first, piece.last)
    for row in await transaction.rows(_SUMS, sorted(tally.offices), facets, *days):
        tally.sums[Sum(row["facet"], row["value"], row["measure"])] += row["n"]


async def _add_minutes(transaction: Transaction, tally: Tally, piece: Piece) -> None:
    if piece.grain is Grain.DAY:
        await _ask_minutes(transaction, tally, piece.first, piece.last, facet=OFFICE)
    else:
        rows = await figure_spreads.read(
            transaction, offices=sorted(tally.offices), first=piece.first, last=piece.last
        )
        for office, stage, row in rows:
            for minutes in (tally.minutes, tally.minutes_by[OFFICE, office]):
                minutes[stage] = together(minutes[stage], row)


async def _ask_minutes(
    transaction: Transaction, tally: Tally, first: date, last: date, *, facet: str
) -> None:
    """Minutes of single days, or of a grouping, are not kept; the requests are asked."""
    value = FACET_VALUES[facet].format(day="day")
    for stage in STAGES:
        query = _SPREAD.format(stage=stage, value=value)
        for row in await transaction.rows(query, sorted(tally.offices), first, last):
            place, n = place_of(row["minutes"]), row["n"]
            put(tally.minutes_by[facet, row["value"]][stage], place, n)
            if facet == OFFICE:
                put(tally.minutes[stage], place, n)


async def add_days(transaction: Transaction, tally: Tally) -> None:
    """Adds what has been summed of all files by day, as far as a day is told by it."""
    days = (tally.period.first, tally.period.last)
    for row in await transaction.rows(_BY_DAY, sorted(tally.offices), *days, list(DAILY)):
        tally.by_day[row["starts"]][Sum(ALL, "", row["measure"])] += row["n"]


async def add_visits_by_hour(
    transaction: Transaction, tally: Tally, *, pieces: Iterable[Piece]
) -> None:
    """Adds what has been summed of visits by the hour, without anything else of the hour."""
    for piece in pieces:
        days = (piece.grain.value, piece.first, piece.last)
        for row in await transaction.rows(_BY_HOUR, sorted(tally.offices), *days):
            tally.sums[Sum(HOUR, row["value"], "visits")] += row["n"]


async def add_messages(transaction: Transaction, tally: Tally, *, pieces: Iterable[Piece]) -> None:
    """Adds messages by their state, and those whose state changed since they were summed."""
    for piece in pieces:
        await _add(transaction, tally, [MESSAGES], piece)
    days = (tally.period.first, tally.period.last)
    for row in await transaction.rows(_MESSAGES, sorted(tally.offices), *days):
        tally.sums[Sum(MESSAGES, "", row["state"])] += row["n"]


async def open_cases(transaction: Transaction, tally: Tally) -> dict[UUID, Case]:
    """The requests of the tally that are still open, as they were summed."""
    days = (tally.period.first, tally.period.last)
    rows = await transaction.rows(_OPEN, sorted(tally.offices), *days)
    return {row["request_id"]: case(row) for row in rows}


async def marked(transaction: Transaction) -> list[UUID]:
    """Requests whose log has grown since they were summed."""
    return [row["request_id"] for row in await transaction.rows(_MARKED)]


async def unsummed(transaction: Transaction) -> int:
    """How many marks wait."""
    row = await transaction.row(_UNSUMMED)
    return int(row["n"]) if row else 0
