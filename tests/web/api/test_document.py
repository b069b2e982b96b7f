"""The OpenAPI document is whole, and its page loads nothing from outside."""

import re
from typing import Any

from litestar import get

from motekar.usecases.desk import Desk
from motekar.web.access import PUBLIC
from motekar.web.app import build
from motekar.web.doors import Doors
from tests.builders import MONDAY_0900
from tests.web.api.conftest import Api, calling


async def document(api: Api) -> dict[str, Any]:
    answer = await api.client.get("/schema/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json())


async def test_every_call_says_who_may_make_it_and_how_it_refuses(api: Api) -> None:
    for path, calls in (await document(api))["paths"].items():
        if not path.startswith("/api/"):
            continue
        for method, call in calls.items():
            assert call["description"], path
            is_public = call["security"] == [{}]
            is_guessable = path.startswith("/api/v1/status")
            is_for_all = path in {"/api/v1/availability", "/api/v1/public-figures"}
            assert is_public == (is_guessable or is_for_all), path
            wanted = {"422", "503"} | ({"400", "413"} if method == "post" else set())
            wanted |= {"429"} if is_guessable else set()
            wanted |= set() if is_public else {"401", "403"}
            assert wanted <= set(call["responses"]), path
            for status, answer in call["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"]


async def test_bodies_forbid_what_they_do_not_know_and_show_an_example(api: Api) -> None:
    told = await document(api)
    schemas = told["components"]["schemas"]
    for path, calls in told["paths"].items():
        for call in calls.values():
            if "requestBody" not in call:
                continue
            where = call["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            schema = schemas[where.rsplit("/")[-1]]
            assert schema["additionalProperties"] is False, path
            assert schema["example"], path
    assert schemas["IntakeBody"]["properties"]["phone"]["anyOf"][0]["maxLength"] == 40


async def test_every_reference_leads_somewhere_and_no_page_is_listed(api: Api) -> None:
    answer = await api.client.get("/schema/openapi.json")
    told = answer.json()
    for name in re.findall(r'"#/components/schemas/(\w+)"', answer.text):
        assert name in told["components"]["schemas"]
    assert all(path.startswith(("/api/v1/", "/health/", "/metrics")) for path in told["paths"])


async def test_each_application_has_a_document_of_its_own(api: Api, desk: Desk) -> None:
    other = build(Doors(desk, lambda: MONDAY_0900))

    @get("/api/v1/elsewhere", opt=PUBLIC)
    async def elsewhere() -> None: ...

    other.register(elsewhere)
    async with calling(other) as client:
        assert "/api/v1/elsewhere" in (await client.get("/schema/openapi.json")).json()["paths"]
    assert "/api/v1/elsewhere" not in (await document(api))["paths"]


async def test_the_page_loads_only_from_this_house(api: Api) -> None:
    page = await api.client.get("/schema")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "http" not in page.text.replace("http-equiv", "")
    assert "<script>" not in page.text
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(addresses) >= 4
    for address in addresses:
        assert (await api.client.get(address)).status_code == 200, address
