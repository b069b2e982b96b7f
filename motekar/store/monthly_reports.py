"""Monthly reports in and out of their table; nothing here changes or deletes one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from motekar.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as lists show it; ``office`` None is the whole agency."""

    id: UUID
    office: str | None
    month: date
    made_at: datetime
    figures: Mapping[str, Any]


_ADD = """
INSERT INTO monthly_report (id, office_code, month, made_at, computed_from_events, figures,
  pdf, xlsx, csv, pdf_sha256, xlsx_sha256, csv_sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, encode(sha256($7), 'hex'), encode(sha256($8), 'hex'),
  encode(sha256($9), 'hex'))
ON CONFLICT (office_code, month) DO NOTHING RETURNING id
"""


async def add(
    transaction: Transaction,
    report: UUID,
    *,
    office: str | None,
    month: date,
    now: datetime,
    events: int,
    figures: Mapping[str, Any],
    files: tuple[bytes, bytes, bytes],
) -> bool:
    """Keeps a report; False where the month has one already. ``files``: PDF, XLSX, CSVs."""
    told = json.dumps(figures)
    row = await transaction.row(_ADD, report, office, month, now, events, told, *files)
    return row is not None


_MISSING = """
WITH worked AS (
  SELECT DISTINCT office_code, starts AS month FROM figure_cell
   WHERE grain = 'month' AND facet = 'all' AND value = '' AND measure IN ('visits', 'files')
     AND n > 0 AND starts BETWEEN $1 AND $2)
SELECT office_code, month FROM worked
 WHERE (office_code, month) NOT IN (
   SELECT office_code, month FROM monthly_report WHERE office_code IS NOT NULL)
UNION ALL
SELECT NULL, month FROM (SELECT DISTINCT month FROM worked) every
 WHERE month NOT IN (SELECT month FROM monthly_report WHERE office_code IS NULL)
 ORDER BY month DESC, office_code
"""


async def missing(
    transaction: Transaction, *, first: date, last: date
) -> tuple[tuple[str | None, date], ...]:
    """Months with visits or files that have no report, newest first; the agency's come last."""
    rows = await transaction.rows(_MISSING, first, last)
    return tuple((row["office_code"], row["month"]) for row in rows)


_LINES = """
SELECT id, office_code, month, made_at, figures::text AS figures FROM monthly_report
WHERE office_code = ANY($1::text[]) OR (office_code IS NULL AND $2)
ORDER BY month DESC, office_code NULLS FIRST LIMIT $3
"""


async def lines(
    transaction: Transaction, *, offices: Sequence[str], with_agency: bool, most: int
) -> tuple[ReportLine, ...]:
    """Reports of these offices, newest month first; the agency's before theirs."""
    rows = await transaction.rows(_LINES, offices, with_agency, most)
    return tuple(_line(row) for row in rows)


_FIND = """
SELECT id, office_code, month, made_at, figures::text AS figures, {file} AS content,
  {file}_sha256 AS checksum
FROM monthly_report WHERE id = $1
"""


async def find(
    transaction: Transaction, report: UUID, *, file: str
) -> tuple[ReportLine, bytes, str] | None:
    """One report with one of its files, ``pdf``, ``xlsx`` or ``csv``, and its SHA-256."""
    row = await transaction.row(_FIND.format(file=file), report)
    return (_line(row), row["content"], row["checksum"]) if row else None


def _line(row: Mapping[str, Any]) -> ReportLine:
    return ReportLine(
        row["id"], row["office_code"], row["month"], row["made_at"], json.loads(row["figures"])
    )
