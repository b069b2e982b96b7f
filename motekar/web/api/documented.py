"""How a call documents who may make it, and the refusals it can be answered with."""

from collections.abc import Mapping
from typing import Any

from litestar.openapi import ResponseSpec
from litestar.openapi.spec import Example

from motekar.rules import errors
from motekar.rules.errors import MotekarError
from motekar.web.answers import PROBLEM_JSON
from motekar.web.api.answers import ProblemAnswer
from motekar.web.failures import AWAY, FRAMEWORK
from motekar.web.problems import TABLE, URN, Problem

FOR_STAFF: list[dict[str, list[str]]] = [{"token": []}, {"session": []}]
_AWAY_STATUS = AWAY[1].status
FOR_ALL: list[dict[str, list[str]]] = [{}]


def _refusal(kind: type[MotekarError]) -> tuple[str, Problem]:
    return kind.code, TABLE[kind]


_EXAMPLES: Mapping[int, tuple[str, str, Problem, Mapping[str, Any]]] = {
    status: (says, code, problem, facts)
    for status, says, code, problem, facts in (
        (400, "The body cannot be parsed.", *FRAMEWORK[400], {}),
        (401, "No token, or one that opens nothing.", *_refusal(errors.NotSignedIn), {}),
        (
            403,
            "Another role's step (role-not-allowed), or another office's (wrong-office).",
            *_refusal(errors.RoleNotAllowed),
            {"needs": ["verifier"]},
        ),
        (404, "No such request.", *_refusal(errors.RequestUnknown), {}),
        (
            409,
            "The request is not, or no longer, as the call needs it; the code says how.",
            *_refusal(errors.VersionConflict),
            {"expected_version": 1, "current_version": 2, "by": "Petugas Contoh"},
        ),
        (413, "More than 64 kB.", *FRAMEWORK[413], {}),
        (
            422,
            "Every faulty field at once.",
            *_refusal(errors.ValidationFailed),
            {
                "errors": [
                    {"field": "nik", "code": "nik-malformed", "message": "Tulis 16 angka NIK."}
                ]
            },
        ),
        (
            429,
            "Retry-After says in how many seconds to try again.",
            *_refusal(errors.TooManyAttempts),
            {"retry_at": "2026-11-23T09:15:00+07:00"},
        ),
        (
            503,
            "The database is away. Retry-After says in how many seconds to try again.",
            *AWAY,
            {"reference": "5F2A90C1"},
        ),
    )
}


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """The refusals a call can be answered with; any call may find the database away."""
    return {status: _problem(status) for status in (*statuses, _AWAY_STATUS)}


def _problem(status: int) -> ResponseSpec:
    says, code, problem, facts = _EXAMPLES[status]
    value = {
        "type": f"{URN}{code}",
        "title": problem.title,
        "detail": problem.detail % facts if facts else problem.detail,
        "status": status,
        **facts,
    }
    return ResponseSpec(
        ProblemAnswer,
        generate_examples=False,
        description=says,
        media_type=PROBLEM_JSON,
        examples=[Example(summary=code, value=value)],
    )
