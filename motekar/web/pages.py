"""Renders a page: its own facts and those that every page needs.

Agency and standard are read anew once a minute at most. A page about a fault takes what was
read last, so that it never needs what is at fault.
"""

import html
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment
from litestar import MediaType, Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.utils.empty import value_or_default
from litestar.utils.scope.state import ScopeState

from motekar.usecases import standing
from motekar.usecases.desk import DatabaseAway
from motekar.usecases.standing import Agency, ServiceStandard
from motekar.web.doors import doors_of, now_of
from motekar.web.language import LANGUAGES, spoken
from motekar.web.render import environment
from motekar.web.settled import settle

AnyRequest = Request[Any, Any, Any]
_FRESH_FOR = timedelta(minutes=1)


@cache
def _environment(language: str) -> Environment:
    """Compiles each template once, however many applications a process has."""
    return settle(environment(), language)


class Pages:
    """The templates of one application and the agency they speak for."""

    def __init__(self) -> None:
        self._environments: dict[str, Environment] = {
            language: _environment(language) for language in LANGUAGES
        }
        self._agency: Agency | None = None
        self._standard: ServiceStandard | None = None
        self._read_at: datetime | None = None

    async def refresh(self, request: AnyRequest) -> None:
        """Reads the agency when the last reading is old, or there was none yet.

        While the database is away the last reading stays good.

        Raises:
            DatabaseAway: it is, and nothing was read before.
        """
        now = now_of(request)
        if self._agency and self._read_at and now - self._read_at < _FRESH_FOR:
            return
        desk = doors_of(request).desk
        try:
            agency = await standing.agency(desk)
            standard = await standing.service_standard(desk, now=now)
        except DatabaseAway:
            if self._agency is None:
                raise
            return
        self._agency, self._standard, self._read_at = agency, standard, now

    def render(self, request: AnyRequest, template: str, facts: Mapping[str, Any]) -> str:
        """The page as text."""
        agency = self._agency
        common: dict[str, Any] = {
            "agency": agency.name if agency else None,
            "demo": bool(agency and agency.is_demo),
            "help": {
                "phone": None,  # agency rows carry neither yet
                "hours": None,
                "complaint": agency.complaint_channel if agency else None,
            },
            "now": now_of(request),
            "csrf_input": csrf_input(request),
        }
        return self._environments[spoken()].get_template(template).render(common | dict(facts))

    @property
    def standard(self) -> ServiceStandard | None:
        """As last read; None before set-up."""
        return self._standard

    @property
    def is_demo(self) -> bool:
        """As last read."""
        return bool(self._agency and self._agency.is_demo)

    @property
    def zone(self) -> ZoneInfo:
        """For clock times that belong to no office."""
        return self._agency.zone if self._agency else standing.CAPITAL_ZONE


def pages_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Pages:
    """The pages of the application that serves this connection."""
    pages: Pages = connection.app.state.pages
    return pages


def csrf_input(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The hidden field with the form's token; empty where a form needs none."""
    token = value_or_default(ScopeState.from_scope(connection.scope).csrf_token, "")
    if not token:
        return ""
    return f'<input type="hidden" name="_csrf_token" value="{html.escape(token)}">'


async def page(
    request: AnyRequest,
    template: str,
    *,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
    cookies: list[Cookie] | None = None,
    **facts: Any,  # noqa: ANN401 - what a template needs is its own affair
) -> Response[str]:
    """An answer with the page and all that its base templates ask for."""
    pages = pages_of(request)
    await pages.refresh(request)
    return Response(
        pages.render(request, template, facts),
        status_code=status_code,
        media_type=MediaType.HTML,
        headers=dict(headers or {}),
        cookies=cookies,
    )
