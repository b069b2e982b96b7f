"""Whether this process lives, whether it can serve, and its figures for monitoring.

``/metrics`` answers only callers on this machine, and never through a proxy.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any, cast

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from motekar.usecases import delivery_figures, standing
from motekar.usecases.delivery_figures import Gauges
from motekar.usecases.desk import Desk
from motekar.web.access import PUBLIC
from motekar.web.doors import is_at_the_machine

MESSAGES_LATE_AFTER = timedelta(minutes=10)
_BEGUN = "motekar.begun"
_SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_ANSWERED = Histogram(
    "motekar_http_seconds",
    "Time to answer, by route",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
_observers: dict[tuple[str, str, int], Callable[[float], None]] = {}


@get("/health/live", opt=PUBLIC, sync_to_thread=False)
def live() -> dict[str, str]:
    """This process answers."""
    return {"status": "ok"}


@get("/health/ready", opt=PUBLIC)
async def ready(
    desk: NamedDependency[Desk], now: NamedDependency[datetime]
) -> Response[dict[str, Any]]:
    """What is degraded, by name; 503 only when nothing can be served."""
    found = await standing.readiness(desk)
    due = found.message_due_since
    waiting = now - due if due and due < now else timedelta()
    degraded = {
        "database": not found.database_answers,
        "schema": found.schema_found != found.schema_wanted,
        "messages": waiting > MESSAGES_LATE_AFTER,
    }
    names = [name for name, is_bad in degraded.items() if is_bad]
    body = {
        "status": "degraded" if names else "ok",
        "degraded": names,
        "schema": {"found": found.schema_found, "wanted": found.schema_wanted},
        "oldest_message_seconds": int(waiting.total_seconds()),
    }
    return Response(body, status_code=200 if found.database_answers else 503)


@get("/metrics", opt=PUBLIC, include_in_schema=False)
async def metrics(
    request: Request[Any, Any, Any],
    desk: NamedDependency[Desk],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """Prometheus' text format; of all processes when they share a folder."""
    if not is_at_the_machine(request):
        raise NotFoundException
    messages = CollectorRegistry()
    messages.register(_Messages(await delivery_figures.watched(desk, now=now), now))
    registry: CollectorRegistry = REGISTRY
    if _SHARED_FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    told = generate_latest(registry) + generate_latest(messages)
    return Response(told, media_type=CONTENT_TYPE_LATEST)


@dataclass(frozen=True, slots=True, eq=False)
class _Messages(Collector):
    """The messages' figures as the database has them."""

    gauges: Gauges
    now: datetime

    def collect(self) -> Iterator[Metric]:
        """One family a figure."""
        messages = GaugeMetricFamily(
            "motekar_messages",
            "Messages of the last day or still waiting",
            labels=("state", "failure", "gateway"),
        )
        for kind, count in sorted(self.gauges.messages.items()):
            messages.add_metric(kind, count)
        yield messages
        seconds = GaugeMetricFamily(
            "motekar_message_seconds", "From the step to the delivery", labels=("quantile",)
        )
        for quantile, value in self.gauges.seconds.items():
            seconds.add_metric((str(quantile),), value)
        yield seconds
        works = GaugeMetricFamily(
            "motekar_gateway_works", "1 while a gateway is not resting", labels=("gateway",)
        )
        for name, is_working in sorted(self.gauges.working.items()):
            works.add_metric((name,), is_working)
        yield works
        oldest = self.gauges.oldest_queued_at
        waits = (self.now - oldest).total_seconds() if oldest else 0
        yield GaugeMetricFamily(
            "motekar_message_oldest_seconds", "Age of the oldest message that waits", waits
        )
        yield GaugeMetricFamily(
            "motekar_message_tasks", "Citizens who have to be told by hand", self.gauges.open_tasks
        )


def begin_timing(app: ASGIApp) -> ASGIApp:
    """Middleware that notes when a routed request began."""

    async def timed(scope: Scope, receive: Receive, send: Send) -> None:
        cast("dict[str, Any]", scope)[_BEGUN] = perf_counter()
        await app(scope, receive, send)

    return timed


async def count_answer(message: Message, scope: Scope) -> None:
    """A ``before_send`` hook: refusals made before the route's own handler count as well."""
    begun = cast("dict[str, Any]", scope).get(_BEGUN)
    if begun is None or message["type"] != "http.response.start":
        return
    key = (str(scope.get("method")), scope.get("path_template", ""), message["status"])
    observe = _observers.get(key)
    if observe is None:
        observe = _observers[key] = _ANSWERED.labels(*map(str, key)).observe
    observe(perf_counter() - begun)


ROUTES = (live, ready, metrics)
