"""Reads what a request is called in an address, and where the next page of a list begins."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar.params import PathParameter

from motekar.rules.codes import ClaimCode, RequestNo
from motekar.rules.errors import (
    ClaimCodeMalformed,
    FieldError,
    RequestNoMalformed,
    ValidationFailed,
)
from motekar.usecases.viewing import Reference

_MOST_SIGNS = 200

Position = tuple[datetime, UUID]
Ref = Annotated[str, PathParameter(description="The request_no, or the claim_code of its slip.")]


def read_reference(text: str) -> Reference:
    """A request_no or a claim_code.

    Raises:
        ValidationFailed: neither; the code says which of them it looks like.
    """
    try:
        if text[:1].isalpha():
            return RequestNo.parse(text)
        return ClaimCode.parse(text)
    except (RequestNoMalformed, ClaimCodeMalformed) as fault:
        raise _refused("ref", fault) from fault


def read_claim_code(text: str) -> ClaimCode:
    """A claim_code.

    Raises:
        ValidationFailed: it cannot be one.
    """
    try:
        return ClaimCode.parse(text)
    except ClaimCodeMalformed as fault:
        raise _refused("claim_code", fault) from fault


def read_request_no(text: str) -> RequestNo:
    """A request_no.

    Raises:
        ValidationFailed: it cannot be one.
    """
    try:
        return RequestNo.parse(text)
    except RequestNoMalformed as fault:
        raise _refused("request_no", fault) from fault


def _refused(field: str, fault: RequestNoMalformed | ClaimCodeMalformed) -> ValidationFailed:
    return ValidationFailed(errors=(FieldError(field, fault.code, tuple(fault.facts.items())),))


def cursor_of(position: Position | None) -> str | None:
    """The cursor that continues behind this row."""
    if position is None:
        return None
    at, row_id = position
    told = json.dumps([at.isoformat(), row_id.hex]).encode()
    return urlsafe_b64encode(told).decode().rstrip("=")


def read_cursor(text: str | None) -> Position | None:
    """Where a cursor of ours points.

    Raises:
        ValidationFailed: it is none of ours.
    """
    if text is None:
        return None
    try:
        padded = text[:_MOST_SIGNS] + "=" * (-len(text[:_MOST_SIGNS]) % 4)
        at, row_id = json.loads(urlsafe_b64decode(padded.encode("ascii")))
        return datetime.fromisoformat(at).astimezone(UTC), UUID(row_id)
    except (ValueError, TypeError, AttributeError, OverflowError) as fault:
        raise ValidationFailed(errors=(FieldError("cursor", "cursor-malformed"),)) from fault
