"""The OpenAPI document of the API, and the page that shows it from this house's own files."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

from litestar import Request, Router
from litestar.datastructures import CacheControlHeader
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme, Server, Tag
from litestar.static_files import create_static_files_router
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from motekar.web.access import PUBLIC
from motekar.web.api import (
    answers,
    approval_answers,
    bodies,
    public_figure_answers,
    step_bodies,
)

_READ: JsonSchemaMode = "validation"
_WRITTEN: JsonSchemaMode = "serialization"
PATH = "/schema"
VERSION = "1"


class DocumentFile(JsonRenderPlugin):
    """The document as JSON, its bodies and answers described by pydantic itself.

    Litestar's own description of them leaves out examples, what is forbidden, and the limits of
    whatever may be null.
    """

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The whole document."""
        return super().render(request, completed(openapi_schema))


def completed(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with pydantic's schemas, and without statuses that cannot come."""
    known = document["components"]["schemas"]
    schemas = {name: schema for name, schema in known.items() if name not in _DESCRIBED}
    components = {**document["components"], "schemas": {**schemas, **_DESCRIBED}}
    return {**document, "components": components, "paths": _sober(document["paths"])}


def _described() -> dict[str, Any]:
    models = [(model, _READ) for room in (bodies, step_bodies) for model in _models(room)]
    written = (answers, approval_answers, public_figure_answers)
    models += [(model, _WRITTEN) for room in written for model in _models(room)]
    _, told = models_json_schema(models, ref_template="#/components/schemas/{model}")
    return dict(told["$defs"])


def _models(room: ModuleType) -> list[type[BaseModel]]:
    return [
        model
        for model in vars(room).values()
        if isinstance(model, type) and issubclass(model, BaseModel) and model is not BaseModel
    ]


def _sober(paths: Mapping[str, Any]) -> dict[str, Any]:
    """Without the 400 that Litestar adds to whatever has a parameter: ours are 422."""
    return {
        path: {
            method: {
                **operation,
                "responses": {
                    status: response
                    for status, response in operation["responses"].items()
                    if status != "400" or "requestBody" in operation
                },
            }
            for method, operation in calls.items()
        }
        for path, calls in paths.items()
    }


class DocumentPage(OpenAPIRenderPlugin):
    """The document made readable, without a file or a script line from outside."""

    def __init__(self) -> None:
        super().__init__(path="/", favicon="")

    def render(
        self,
        request: Request[Any, Any, Any],  # noqa: ARG002 - the frame is the same for everybody
        openapi_schema: dict[str, Any],
    ) -> bytes:
        """A frame whose script fetches the document; nothing stands in line."""
        return _PAGE.format(title=openapi_schema["info"]["title"]).encode()


_PAGE = """<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/schema/files/swagger-ui.css">
<script src="/schema/files/swagger-ui-bundle.js" defer></script>
<script src="/static/api.js" defer></script>
</head>
<body>
<main id="api"><p><a href="/schema/openapi.json">openapi.json</a></p></main>
</body>
</html>
"""

_DESCRIBED = _described()
_CONVENTIONS = (
    "Staff calls carry `Authorization: Bearer TOKEN` or the browser's session; status calls"
    " are public. `{ref}` is a `request_no` or a `claim_code`. Times are RFC 3339 with an"
    " offset. Unknown fields are refused. Refusals are problem+json (RFC 9457) with a stable"
    " `urn:motekar:problem:<code>`."
)
_KEYS = Components(
    security_schemes={
        "token": SecurityScheme(
            type="http",
            scheme="bearer",
            description="From `motekar token issue USERNAME`, shown there once.",
        ),
        "session": SecurityScheme(
            type="apiKey",
            name="motekar",
            security_scheme_in="cookie",
            description="The browser session of the staff pages; POSTs need the form's token.",
        ),
    }
)
_TAGS = (
    Tag("requests", "Print requests and their steps"),
    Tag("status", "For citizens, without signing in"),
    Tag("approvals", "What waits for a second person"),
    Tag("availability", "What an office can still do today, for everybody"),
    Tag("compliance", "How promises were kept in a period, from the evidence"),
    Tag("public-figures", "How offices keep their promises, for everybody"),
    Tag("messages", "The SMS that were queued and sent"),
)


def document() -> OpenAPIConfig:
    """The document in one application; never shared, because Litestar adds routes to it."""
    page_files = create_static_files_router(
        "/files",
        directories=[Path(str(files("litestar_offline_docs") / "static"))],
        opt=PUBLIC,
        cache_control=CacheControlHeader(public=True, max_age=24 * 3600),
        include_in_schema=False,
    )
    return OpenAPIConfig(
        title="Motekar API",
        version=VERSION,
        summary="Print requests for KTP-el cards: taken in, verified, printed, handed over.",
        description=_CONVENTIONS,
        components=_KEYS,
        servers=[Server(url="/")],
        tags=list(_TAGS),
        use_handler_docstrings=True,
        openapi_router=Router(
            PATH, route_handlers=[page_files], opt=PUBLIC, include_in_schema=False
        ),
        render_plugins=[DocumentPage(), DocumentFile()],
    )
