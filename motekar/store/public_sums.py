"""Reads how offices kept their promises by month, in one statement for all of them."""

from collections.abc import Sequence
from datetime import date

from motekar.rules.period import next_month
from motekar.rules.tallying import ALL, Sum, Tally
from motekar.store.engine import Transaction

_BY_MONTH = """
SELECT office_code, date_trunc('month', starts)::date AS month, measure, sum(n)::bigint AS n
  FROM figure_cell
 WHERE office_code = ANY($1::text[]) AND facet = 'all' AND value = ''
   AND (grain = 'month' AND starts BETWEEN $2 AND $3 OR grain = 'day' AND starts BETWEEN $4 AND $5)
   AND (starts_with(measure, 'promise_') OR starts_with(measure, 'standard_'))
 GROUP BY 1, 2, 3
"""


async def add_months(transaction: Transaction, tallies: Sequence[Tally]) -> None:
    """Adds to the tallies of months on end, by office; the last may end before its month."""
    first, last = tallies[0].period, tallies[-1].period
    over = last.last if last.is_whole_months else last.first - date.resolution
    days = (first.first, over, next_month(over), last.last)
    by_month = {tally.period.first: tally.by_office for tally in tallies}
    for row in await transaction.rows(_BY_MONTH, sorted(tallies[0].offices), *days):
        by_month[row["month"]][row["office_code"]][Sum(ALL, "", row["measure"])] += row["n"]
