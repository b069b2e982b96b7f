"""What a program sent amiss, every faulty field at once under the contract's codes."""

from collections.abc import Mapping
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.types import ExceptionHandlersMap

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
    return answers.refused(request, ValidationFailed(errors=field_errors(refusal)))


def field_errors(refusal: ValidationException) -> tuple[FieldError, ...]:
    """The faults of a body, or of what stands in the address and the headers."""
    of_body: list[Mapping[str, Any]] | None = getattr(refusal.__cause__, "errors", None)
    if of_body:
        return tuple(_of_body(fault) for fault in of_body)
    extra = refusal.extra if isinstance(refusal.extra, list) else []
    return tuple(_of_address(fault) for fault in extra) or (FieldError("", "malformed"),)


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


def _of_address(fault: Mapping[str, Any]) -> FieldError:
    key = str(fault.get("key", ""))
    return FieldError("" if key == "data" else key, "malformed")


REFUSED_HERE: ExceptionHandlersMap = {ValidationException: faulty_fields}


def known_questions(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Refuses a query parameter the call does not know, so that a typo never widens a list.

    Raises:
        ValidationFailed: naming each of them.
    """
    parameters = handler.parsed_fn_signature.parameters.values()
    known = {getattr(one.kwarg_definition, "name", None) or one.name for one in parameters}
    unknown = [name for name in connection.query_params if name not in known]
    if unknown:
        raise ValidationFailed(errors=tuple(FieldError(one, "unknown-field") for one in unknown))
