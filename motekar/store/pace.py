"""How long steps took at each office lately: medians measured from its own events."""

from datetime import datetime

from motekar.store.engine import Transaction

# A file that waited overnight says nothing about the minutes of work: the same local day counts.
_MEASURE = """
INSERT INTO pace AS p (office_code, step, minutes, samples, measured_at)
SELECT office_code, step, percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes), count(*), $2
FROM (
  SELECT r.office_code, 'print' AS step,
         extract(epoch FROM a.ended_at - a.started_at)::float / 60 AS minutes
    FROM print_attempt a JOIN print_request r ON r.id = a.request_id
   WHERE a.outcome = 'confirmed' AND a.ended_at >= $1
  UNION ALL
  SELECT e.office_code, 'verify', extract(epoch FROM e.at - r.service_clock_started_at)::float / 60
    FROM request_event e JOIN print_request r ON r.id = e.request_id
    JOIN office o ON o.code = e.office_code
   WHERE e.action = 'verify' AND e.at >= $1
     AND (e.at AT TIME ZONE o.zone)::date
         = (r.service_clock_started_at AT TIME ZONE o.zone)::date
) steps WHERE minutes > 0 GROUP BY office_code, step
ON CONFLICT (office_code, step) DO UPDATE
   SET minutes = excluded.minutes, samples = excluded.samples, measured_at = excluded.measured_at
"""


async def measure(transaction: Transaction, *, since: datetime, now: datetime) -> None:
    """Measures all offices from the steps since a moment; what rests keeps its last figure."""
    await transaction.rows(_MEASURE, since, now)
