"""The table of problems is complete: every refusal of the office has an answer and its words."""

import inspect
import re

import pytest

import motekar.web.access  # noqa: F401 - brings its own refusals
from motekar.rules import errors
from motekar.rules.errors import MotekarError
from motekar.web.problems import TABLE

_FACT = re.compile(r"%\((\w+)\)s")
CONTRACT = {
    "validation-failed": 422,
    "nik-malformed": 422,
    "phone-malformed": 422,
    "claim-code-malformed": 422,
    "office-unknown": 422,
    "document-unknown": 422,
    "not-signed-in": 401,
    "role-not-allowed": 403,
    "wrong-office": 403,
    "request-unknown": 404,
    "claim-code-unknown": 404,
    "version-conflict": 409,
    "transition-not-allowed": 409,
    "request-on-hold": 409,
    "request-already-open": 409,
    "already-collected": 409,
    "old-card-required": 409,
    "idempotency-key-reused": 409,
    "too-many-attempts": 429,
}


def leaves(kind: type[MotekarError] = MotekarError) -> list[type[MotekarError]]:
    below = [leaf for child in kind.__subclasses__() for leaf in leaves(child)]
    return below or [kind]


REFUSALS = [leaf for leaf in leaves() if leaf.__module__.startswith("motekar.")]
by_name = pytest.mark.parametrize("refusal", REFUSALS, ids=lambda kind: kind.__name__)


@by_name
def test_every_refusal_has_its_row(refusal: type[MotekarError]) -> None:
    assert refusal in TABLE


@by_name
def test_the_words_name_only_facts_of_the_refusal(refusal: type[MotekarError]) -> None:
    facts = set(inspect.signature(refusal).parameters)
    problem = TABLE[refusal]

    assert set(_FACT.findall(problem.title + problem.detail)) <= facts


def test_every_code_stands_for_one_refusal() -> None:
    codes = [refusal.code for refusal in REFUSALS]

    assert len(codes) == len(set(codes))


def test_the_codes_of_the_contract_keep_their_status() -> None:
    found = {kind.code: problem.status for kind, problem in TABLE.items()}

    assert {code: found.get(code) for code in CONTRACT} == CONTRACT


def test_nothing_in_the_table_is_without_a_refusal() -> None:
    assert set(TABLE) <= {*REFUSALS, errors.ValidationFailed}
