"""Puts the web application together: doors, guard, sessions, answers, and every room's routes."""

from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware

from motekar.rules.errors import MotekarError
from motekar.web import answers, failures
from motekar.web.access import Authentication, FormTokens, hold_the_door
from motekar.web.doors import DEPENDENCIES, Doors
from motekar.web.language import choose_language
from motekar.web.pages import Pages
from motekar.web.session import config_for

LARGEST_BODY = 64 * 1024


def build(doors: Doors) -> Litestar:
    """The application, ready to serve."""
    return Litestar(
        route_handlers=[],  # each room's ROUTES, one line a room
        state=State({"doors": doors, "pages": Pages()}),
        dependencies=DEPENDENCIES,
        guards=[hold_the_door],
        middleware=_middleware(doors),
        before_request=choose_language,
        exception_handlers={
            MotekarError: answers.refused,
            HTTPException: failures.by_framework,
            Exception: failures.unforeseen,
        },
        request_max_body_size=LARGEST_BODY,
        openapi_config=None,  # the API's
        logging_config=None,  # our own log says what may be said
    )


def _middleware(doors: Doors) -> list[DefineMiddleware]:
    """Outermost first: the session, who it belongs to, and the form's token."""
    tokens = CSRFConfig(
        secret=doors.desk.vault.cookie_secret,
        cookie_name="__Host-motekar-form" if doors.is_https else "motekar-form",
        cookie_secure=doors.is_https,
        cookie_httponly=True,
        cookie_samesite="lax",
    )
    return [
        config_for(doors).middleware,
        DefineMiddleware(Authentication),
        DefineMiddleware(FormTokens, config=tokens),
    ]
