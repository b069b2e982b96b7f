"""No door without a doorkeeper: every route says who may come in."""

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from motekar.rules.people import Role
from motekar.vault import Vault
from motekar.web.access import DOORSTEP, PUBLIC, WHO
from motekar.web.app import build
from motekar.web.doors import Doors
from tests.builders import MONDAY_0900

FOR_EVERYBODY = {
    "GET /",
    "POST /",
    "GET /tersedia",
    "GET /papan/{office:str}",
    "GET /status/{claim_code:str}",
    "POST /status/{claim_code:str}",
    "GET /kirim-ulang",
    "POST /kirim-ulang",
    "GET /pesan",
    "POST /pesan",
    "GET /kinerja",
    "GET /api/v1/status/{claim_code:str}",
    "POST /api/v1/status/lookup",
    "GET /api/v1/availability",
    "GET /api/v1/public-figures",
    "GET /gateways/{name:str}/receipts",
    "POST /gateways/{name:str}/receipts",
    "GET /static/{name:path}",
    "GET /favicon.ico",
    "GET /robots.txt",
    "GET /health/live",
    "GET /health/ready",
    "GET /metrics",
}
BEFORE_SIGNING_IN = {
    "GET /staff/sign-in",
    "POST /staff/sign-in",
    "GET /staff/first-run",
    "POST /staff/first-run",
}


class NoDesk:
    """Routes are only listed here; nobody asks anything of the database."""

    vault = Vault.from_master_key(b"only-for-tests-only-for-tests-00")


@pytest.fixture(scope="module")
def app() -> Litestar:
    return build(Doors(NoDesk(), lambda: MONDAY_0900))  # type: ignore[arg-type]


def handlers(app: Litestar) -> Iterator[tuple[str, HTTPRouteHandler]]:
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            yield route.path_format, getattr(route, "route_handler")  # noqa: B009
            continue
        for handler in route.route_handlers:
            for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                yield f"{method} {route.path}", handler


def told(app: Litestar, who: object) -> set[str]:
    return {name for name, handler in handlers(app) if handler.opt.get(WHO) == who}


def is_documentation(name: str) -> bool:
    return "/schema" in name


def test_every_route_says_who_may_come_in(app: Litestar) -> None:
    silent = [
        name
        for name, handler in handlers(app)
        if WHO not in handler.opt and "OPTIONS" not in getattr(handler, "http_methods", ())
    ]

    assert silent == []


def test_what_is_open_to_everybody_is_on_this_list(app: Litestar) -> None:
    open_doors = {name for name in told(app, PUBLIC[WHO]) if not is_documentation(name)}

    assert open_doors == FOR_EVERYBODY


def test_what_comes_before_signing_in_is_on_this_list(app: Litestar) -> None:
    assert told(app, DOORSTEP[WHO]) == BEFORE_SIGNING_IN


def test_every_other_route_names_known_roles(app: Litestar) -> None:
    for name, handler in handlers(app):
        who = handler.opt.get(WHO)
        if not isinstance(who, str):
            assert isinstance(who, frozenset), name
            assert who <= frozenset(Role), name


def test_everything_under_staff_needs_somebody_known(app: Litestar) -> None:
    public = told(app, PUBLIC[WHO])

    assert not [name for name in public if " /staff" in name]


def test_only_public_routes_go_without_the_forms_token(app: Litestar) -> None:
    for name, handler in handlers(app):
        if handler.opt.get("exclude_from_csrf"):
            assert handler.opt[WHO] == PUBLIC[WHO], name
