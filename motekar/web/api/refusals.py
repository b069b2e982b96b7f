"""What a program sent amiss, every faulty field at once under the contract's codes."""

from collections.abc import Mapping
from typing import Any

from litestar.connection import ASGIConnection, Request
from litestar.exceptions import (
    ClientException,
    SerializationException,
    ValidationException,
)
from litestar.handlers import BaseRouteHandler
from litestar.params import QueryParameter
from litestar.types import ExceptionHandlersMap, Guard

from motekar.rules.errors import FieldError, ValidationFailed
from motekar.web import answers
from motekar.web.answers import Answer, AnyRequest

_CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown-field",
    "enum": "unknown-choice",
    "string_too_long": "too-long",
    "too_long": "too-long",
    "greater_than_equal": "malformed",
    "less_than_equal": "malformed",
    "string_pattern_mismatch": "malformed",
    "datetime_from_date_parsing": "malformed",
    "datetime_parsing": "malformed",
    "timezone_aware": "zone-missing",
}
_DOCUMENTS = "documents"


def faulty_fields(request: AnyRequest, refusal: ValidationException) -> Answer:
    """Every faulty field at once: 422 validation-failed."""
    errors = _field_errors(refusal, _outside_names(request.route_handler))
    return answers.refused(request, ValidationFailed(errors=errors))


def _outside_names(handler: BaseRouteHandler) -> dict[str, str]:
    """What a handler calls its parameters, and what callers call them."""
    parameters = handler.parsed_fn_signature.parameters
    return {
        name: getattr(one.kwarg_definition, "name", None) or name
        for name, one in parameters.items()
    }


def _field_errors(
    refusal: ValidationException, names: Mapping[str, str]
) -> tuple[FieldError, ...]:
    of_body: list[Mapping[str, Any]] | None = getattr(refusal.__cause__, "errors", None)
    if of_body:
        return tuple(_of_body(fault) for fault in of_body)
    extra = refusal.extra if isinstance(refusal.extra, list) else []
    return tuple(_of_address(fault, names) for fault in extra) or (FieldError("", "malformed"),)


def _of_body(fault: Mapping[str, Any]) -> FieldError:
    place = ".".join(str(step) for step in fault["loc"])
    told = fault.get("ctx", {})
    if "code" in told:
        return FieldError(place, told["code"], tuple(told["facts"].items()))
    code = _CODES.get(fault["type"], "wrong-type")
    if code == "unknown-choice" and _DOCUMENTS in fault["loc"]:
        return FieldError(place, "document-unknown")
    if code == "too-long":
        return FieldError(place, code, (("most", told["max_length"]),))
    return FieldError(place, code)


def _of_address(fault: Mapping[str, Any], names: Mapping[str, str]) -> FieldError:
    key = str(fault.get("key", "")).split(".")[0]
    return FieldError("" if key == "data" else names.get(key, key), "malformed")


REFUSED_HERE: ExceptionHandlersMap = {ValidationException: faulty_fields}


async def known_questions(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Refuses a query parameter the call does not know, so that a typo never widens a list.

    Raises:
        ValidationFailed: naming each of them, and each that the call needs and lacks.
    """
    names, asked = _outside_names(handler), connection.query_params
    unknown = [name for name in asked if name not in names.values()]
    missing = [
        names[name]
        for name, one in handler.parsed_fn_signature.parameters.items()
        if isinstance(one.kwarg_definition, QueryParameter) and not one.has_default
        if names[name] not in asked
    ]
    errors = [
        *(FieldError(name, "unknown-field") for name in unknown),
        *(FieldError(name, "missing") for name in missing),
    ]
    if errors:
        raise ValidationFailed(errors=tuple(errors))


async def readable_body(
    connection: ASGIConnection[Any, Any, Any, Any],
    _handler: BaseRouteHandler,
) -> None:
    """Parses what was posted before anything else does, so that any bytes at all are a 400.

    Litestar answers broken JSON itself, but neither other alphabets nor bottomless nesting.

    Raises:
        ClientException: it cannot be parsed.
    """
    if not isinstance(connection, Request) or connection.method != "POST":
        return
    try:
        await connection.json()
    except (SerializationException, UnicodeDecodeError, RecursionError):
        raise ClientException from None
    if not await connection.body():
        raise ClientException


GUARDS: list[Guard] = [known_questions, readable_body]
