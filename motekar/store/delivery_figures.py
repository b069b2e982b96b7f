"""How many messages went where, how fast, and how the gateways stand: for pages and monitoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motekar.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Messages queued on one local day by what became of them until now."""

    day: date
    queued: int
    sent: int
    delivered: int
    failed: int
    unknown: int


@dataclass(frozen=True, slots=True)
class FailureFigure:
    """Messages that are nobody's success, by class and by the gateway that had them last."""

    failure: str
    gateway: str | None
    count: int


@dataclass(frozen=True, slots=True)
class GatewayFigure:
    """How a gateway stands; ``parts`` of its day."""

    name: str
    breaker: str
    since: datetime | None
    until: datetime | None
    reason: str | None
    parts: int


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """A switch or a warning."""

    gateway: str
    at: datetime
    kind: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class DeliveryFigures:
    """Of these offices since a moment; the times run from the step to the delivery."""

    days: tuple[DayFigures, ...]
    failures: tuple[FailureFigure, ...]
    oldest_queued_at: datetime | None
    delivered: int
    median: timedelta | None
    p95: timedelta | None
    gateways: tuple[GatewayFigure, ...]
    events: tuple[GatewayEvent, ...]


_DAYS = """
SELECT (m.created_at AT TIME ZONE o.zone)::date AS day,
       count(*) FILTER (WHERE m.state IN ('queued', 'sending')) AS queued,
       count(*) FILTER (WHERE m.state = 'sent') AS sent,
       count(*) FILTER (WHERE m.state = 'delivered') AS delivered,
       count(*) FILTER (WHERE m.state = 'failed') AS failed,
       count(*) FILTER (WHERE m.state = 'unknown') AS unknown
  FROM message m JOIN office o ON o.code = m.office_code
 WHERE m.office_code = ANY($1::text[]) AND m.created_at >= $2 GROUP BY 1 ORDER BY 1 DESC
"""
_FAILURES = """
SELECT failure, gateway, count(*) AS count FROM message
 WHERE office_code = ANY($1::text[]) AND created_at >= $2 AND failure IS NOT NULL
 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""
_PACE = """
SELECT (SELECT min(created_at) FROM message
         WHERE office_code = ANY($1::text[]) AND state IN ('queued', 'sending')) AS oldest,
       count(*) AS delivered,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY settled_at - created_at) AS median,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY settled_at - created_at) AS p95
  FROM message WHERE office_code = ANY($1::text[]) AND created_at >= $2 AND state = 'delivered'
"""
_GATEWAYS = "SELECT name, breaker, since, until, reason, parts FROM sms_gateway ORDER BY name"
_EVENTS = "SELECT gateway, at, kind, reason FROM sms_gateway_event ORDER BY id DESC LIMIT 20"


async def read(
    transaction: Transaction, *, offices: tuple[str, ...], since: datetime
) -> DeliveryFigures:
    """All of it."""
    wanted = (list(offices), since)
    pace = await transaction.row(_PACE, *wanted)
    assert pace is not None  # noqa: S101 - an aggregate always returns its row
    return DeliveryFigures(
        days=tuple(DayFigures(*row.values()) for row in await transaction.rows(_DAYS, *wanted)),
        failures=tuple(
            FailureFigure(*row.values()) for row in await transaction.rows(_FAILURES, *wanted)
        ),
        oldest_queued_at=pace["oldest"],
        delivered=pace["delivered"],
        median=pace["median"],
        p95=pace["p95"],
        gateways=tuple(GatewayFigure(*row.values()) for row in await transaction.rows(_GATEWAYS)),
        events=tuple(GatewayEvent(*row.values()) for row in await transaction.rows(_EVENTS)),
    )


@dataclass(frozen=True, slots=True)
class Gauges:
    """Of all offices: messages by (state, failure, gateway), the oldest that waits, gateways.

    ``seconds`` run from the step to the delivery, by quantile.
    """

    messages: Mapping[tuple[str, str, str], int]
    seconds: Mapping[float, float]
    oldest_queued_at: datetime | None
    working: Mapping[str, bool]
    open_tasks: int


_STATES = """
SELECT state, coalesce(failure, '') AS failure, coalesce(gateway, '') AS gateway,
       count(*) AS count, min(created_at) AS oldest
  FROM message WHERE created_at >= $1 OR state IN ('queued', 'sending') GROUP BY 1, 2, 3
"""
_QUANTILES = (0.5, 0.95)
_SECONDS = """
SELECT percentile_cont($2::float[]) WITHIN GROUP (
         ORDER BY extract(epoch FROM settled_at - created_at)) AS seconds
  FROM message WHERE created_at >= $1 AND state = 'delivered'
"""
_WORKING = "SELECT name, breaker = 'working' AS works FROM sms_gateway"
_TASKS = "SELECT count(*) AS open FROM message_task WHERE closed_at IS NULL"


async def gauges(transaction: Transaction, *, since: datetime) -> Gauges:
    """What monitoring watches."""
    states = await transaction.rows(_STATES, since)
    waiting = [row["oldest"] for row in states if row["state"] in {"queued", "sending"}]
    tasks = await transaction.row(_TASKS)
    pace = await transaction.row(_SECONDS, since, list(_QUANTILES))
    assert tasks is not None and pace is not None  # noqa: PT018, S101 - aggregates return a row
    return Gauges(
        messages={(row["state"], row["failure"], row["gateway"]): row["count"] for row in states},
        seconds=dict(zip(_QUANTILES, pace["seconds"] or (), strict=False)),
        oldest_queued_at=min(waiting, default=None),
        working={row["name"]: row["works"] for row in await transaction.rows(_WORKING)},
        open_tasks=tasks["open"],
    )
