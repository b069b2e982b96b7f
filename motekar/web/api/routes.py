"""Everything the JSON API opens."""

from litestar import Router

from motekar.web.api import (
    approvals,
    availability,
    compliance,
    messages,
    public_figures,
    requests,
    status,
    steps,
)

ROUTES: tuple[Router, ...] = (
    requests.ROUTES,
    steps.ROUTES,
    status.ROUTES,
    availability.ROUTES,
    public_figures.ROUTES,
    messages.ROUTES,
    approvals.ROUTES,
    compliance.ROUTES,
)
