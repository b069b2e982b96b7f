"""Puts the web application together: doors, sessions, answers, and every room's routes."""

from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.plugins.pydantic import PydanticPlugin
from litestar.types import Middleware

from motekar.rules.errors import MotekarError
from motekar.usecases.desk import DatabaseAway
from motekar.web import (
    answers,
    approvals,
    authentic,
    board,
    calendar_page,
    counter,
    delivery_page,
    destruction_page,
    escalation_page,
    evidence_page,
    failures,
    fairness_page,
    figure_files,
    figures_page,
    first_run,
    handover,
    health,
    incidents,
    ladder_page,
    messages_page,
    my_phone,
    office_screen,
    places_page,
    printing,
    public,
    public_figures,
    reaching_page,
    receipts,
    reports_page,
    request_page,
    resending,
    scanning,
    sign_in,
    static_files,
    staying,
    stock_page,
    today_events,
    today_page,
    verification,
    wording_page,
)
from motekar.web.access import Doorkeeper, FormTokens
from motekar.web.api import routes as api
from motekar.web.api.document import document
from motekar.web.doors import DEPENDENCIES, Doors
from motekar.web.figures_hub import FiguresHub
from motekar.web.headers import SecurityHeaders
from motekar.web.language import choose_language
from motekar.web.pages import Pages
from motekar.web.published_figures import PublishedFigures
from motekar.web.published_offices import PublishedOffices
from motekar.web.session import config_for

LARGEST_BODY = 64 * 1024


def build(doors: Doors) -> Litestar:
    """The application, ready to serve."""
    hub = FiguresHub()
    return Litestar(
        route_handlers=[
            *public.ROUTES,
            *resending.ROUTES,
            *authentic.ROUTES,
            *public_figures.ROUTES,
            *office_screen.ROUTES,
            *sign_in.ROUTES,
            *first_run.ROUTES,
            *static_files.ROUTES,
            *health.ROUTES,
            *receipts.ROUTES,
            *board.ROUTES,
            *today_page.ROUTES,
            *today_events.ROUTES,
            *counter.ROUTES,
            *verification.ROUTES,
            *printing.ROUTES,
            *handover.ROUTES,
            *request_page.ROUTES,
            *scanning.ROUTES,
            *approvals.ROUTES,
            *incidents.ROUTES,
            *messages_page.ROUTES,
            *reaching_page.ROUTES,
            *delivery_page.ROUTES,
            *escalation_page.ROUTES,
            *figure_files.ROUTES,
            *figures_page.ROUTES,
            *evidence_page.ROUTES,
            *ladder_page.ROUTES,
            *my_phone.ROUTES,
            *staying.ROUTES,
            *calendar_page.ROUTES,
            *stock_page.ROUTES,
            *destruction_page.ROUTES,
            *places_page.ROUTES,
            *reports_page.ROUTES,
            *wording_page.ROUTES,
            *fairness_page.ROUTES,
            *api.ROUTES,
        ],
        on_shutdown=[hub.end],
        state=State(
            {
                "doors": doors,
                "pages": Pages(),
                "offices": PublishedOffices(),
                "public_figures": PublishedFigures(),
                "hub": hub,
            }
        ),
        dependencies=DEPENDENCIES,
        middleware=_middleware(doors),
        before_request=choose_language,
        before_send=[SecurityHeaders(is_https=doors.is_https), health.count_answer],
        exception_handlers={
            MotekarError: answers.refused,
            HTTPException: failures.by_framework,
            DatabaseAway: failures.database_away,
            Exception: failures.unforeseen,
        },
        request_max_body_size=LARGEST_BODY,
        openapi_config=document(),
        plugins=[PydanticPlugin(prefer_alias=True)],
        logging_config=None,  # our own log says what may be said
    )


def _middleware(doors: Doors) -> list[Middleware]:
    """Outermost first: the meter, the session, who it belongs to, and the form's token."""
    tokens = CSRFConfig(
        secret=doors.desk.vault.cookie_secret,
        cookie_name="__Host-motekar-form" if doors.is_https else "motekar-form",
        cookie_secure=doors.is_https,
        cookie_httponly=True,
        cookie_samesite="lax",
    )
    return [
        health.begin_timing,
        config_for(doors).middleware,
        DefineMiddleware(Doorkeeper),
        DefineMiddleware(FormTokens, config=tokens),
    ]
