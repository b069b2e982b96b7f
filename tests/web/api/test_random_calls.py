"""Calls made up from the document: none breaks the house, none is answered off the record."""

import asyncio
from contextlib import suppress
from typing import Any

import schemathesis
from httpx import Response
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.api.conftest import Api

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CALLS_EACH = 8


async def answered(api: Api, case: Case) -> Response:
    sent = case.as_transport_kwargs(base_url="http://motekar.test", headers=api.headers)
    kept = ("method", "url", "headers", "params", "json", "data")
    wanted = {name: sent[name] for name in kept if sent.get(name) is not None}
    if "data" in wanted:
        wanted["content"] = wanted.pop("data")
    return await api.client.request(**wanted)


def try_all(api: Api, operation: APIOperation, known: dict[str, Any], loop: Any) -> None:
    """Draws cases in this thread and makes the calls in the loop of the test."""

    def attempt(case: Case) -> None:
        calling = asyncio.run_coroutine_threadsafe(answered(api, case), loop)
        case.validate_response(calling.result(timeout=10), checks=CHECKS)

    steady = settings(
        max_examples=CALLS_EACH,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    made_up = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]
    if "{ref}" in operation.path:
        made_up.append(operation.as_strategy(path_parameters=known))
    for cases in made_up:
        # A path of any text cannot be wrong by its type.
        with suppress(Unsatisfiable):
            steady(given(cases)(attempt))()


async def test_no_call_breaks_the_house_or_leaves_the_document(api: Api) -> None:
    document = (await api.client.get("/schema/openapi.json")).json()
    request = await api.taken_in()
    schema = schemathesis.openapi.from_dict(document).include(path_regex="^/api/")
    loop = asyncio.get_running_loop()
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        known = {"ref": request["request_no"]}
        await asyncio.to_thread(try_all, api, operation, known, loop)
        tried += 1
    assert tried == 25
