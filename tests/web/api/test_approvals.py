"""A step that waits for a second person, by programs: 202, the list, one answer."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from motekar.rules.people import Role
from tests.builders import BEKASI_SELATAN, MONDAY_0900, an_officer
from tests.web.api.conftest import REQUESTS, Api, problem

APPROVALS = "/api/v1/approvals"
HELD = {"cause": "blanks_out", "evidence": "Kotak terakhir habis pukul 08.50."}
MANAGER = an_officer(Role.OFFICE_MANAGER)


async def waiting(api: Api, number: int = 1) -> tuple[dict[str, Any], dict[str, Any]]:
    """A request, and the approval its hold waits for."""
    request = await api.taken_in(number)
    answer = await api.try_step(request, "hold", **HELD)
    assert answer.status_code == 202, answer.text
    return request, answer.json()["approval"]


async def test_a_hold_on_the_offices_account_answers_202_and_holds_nothing(api: Api) -> None:
    request, approval = await waiting(api)
    assert set(approval) == {"id", "needs", "expires_at"}
    assert approval["needs"] == ["head_of_office", "office_manager"]
    assert approval["expires_at"] == "2026-11-23T11:00:00+07:00"
    seen = (await api.get(f"{REQUESTS}/{request['request_no']}")).json()
    assert (seen["on_hold"], seen["version"]) == (None, 1)


async def test_another_person_finds_it_and_approves_it(api: Api) -> None:
    request, approval = await waiting(api)
    own = (await api.get(APPROVALS)).json()["items"]
    assert [item["yours_to_settle"] for item in own] == [False]
    await api.sign_in(MANAGER)
    (item,) = (await api.get(APPROVALS)).json()["items"]
    assert (item["id"], item["yours_to_settle"]) == (approval["id"], True)
    assert item["evidence"] == HELD["evidence"]
    assert item["facts"]["cause"] == "blanks_out"
    settled = await api.post(f"{APPROVALS}/{approval['id']}/approve", {})
    assert settled.status_code == 200, settled.text
    assert (settled.json()["outcome"], settled.json()["settled_by"]) == ("approved", MANAGER.name)
    seen = (await api.get(f"{REQUESTS}/{request['request_no']}")).json()
    assert seen["on_hold"]["cause"] == "blanks_out"
    placed = seen["timeline"][-1]["facts"]
    assert placed["approval"] == approval["id"]
    assert placed["approved_by"]["username"] == MANAGER.username
    assert (await api.get(APPROVALS)).json()["items"] == []


async def test_a_repeated_hold_gets_the_same_202(api: Api) -> None:
    request = await api.taken_in()
    body = {"expected_version": 1, **HELD}
    path = f"{REQUESTS}/{request['request_no']}/hold"
    first = await api.post(path, body, key="k")
    second = await api.post(path, body, key="k")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.content == second.content


async def test_a_repeated_answer_is_the_same_answer(api: Api) -> None:
    _, approval = await waiting(api)
    await api.sign_in(MANAGER)
    path = f"{APPROVALS}/{approval['id']}/refuse"
    first = await api.post(path, {"reason": "Masih ada satu kotak."}, key="k")
    second = await api.post(path, {"reason": "Masih ada satu kotak."}, key="k")
    assert first.json()["reason"] == "Masih ada satu kotak."
    assert first.content == second.content
    again = await api.post(path, {"reason": "Sungguh."})
    assert problem(again, 409, "approval-settled")["outcome"] == "refused"


async def test_every_refusal_has_its_name(api: Api) -> None:
    request, approval = await waiting(api)
    path = f"{APPROVALS}/{approval['id']}"
    problem(await api.post(f"{path}/approve", {}), 403, "own-approval")
    again = await api.try_step(request, "hold", **HELD)
    assert problem(again, 409, "approval-pending")["expires_at"]
    await api.sign_in(an_officer(Role.VERIFIER))
    problem(await api.post(f"{path}/approve", {}), 403, "role-not-allowed")
    await api.sign_in(an_officer(Role.OFFICE_MANAGER, office=BEKASI_SELATAN))
    problem(await api.post(f"{path}/approve", {}), 403, "wrong-office")
    await api.sign_in(MANAGER)
    silent = problem(await api.post(f"{path}/refuse", {}), 422, "validation-failed")
    assert [(fault["field"], fault["code"]) for fault in silent["errors"]] == [
        ("reason", "no-without-reason")
    ]
    problem(await api.post(f"{APPROVALS}/{uuid4()}/approve", {}), 404, "approval-unknown")
    api.wall.now = MONDAY_0900 + timedelta(hours=2)
    problem(await api.post(f"{path}/approve", {}), 409, "approval-expired")


async def test_the_document_tells_of_the_202(api: Api) -> None:
    told = (await api.client.get("/schema/openapi.json")).json()
    hold = told["paths"]["/api/v1/print-requests/{ref}/hold"]["post"]["responses"]
    where = hold["202"]["content"]["application/json"]["schema"]["$ref"].rsplit("/")[-1]
    approval = told["components"]["schemas"][where]["properties"]["approval"]["$ref"]
    fields = told["components"]["schemas"][approval.rsplit("/")[-1]]["properties"]
    assert set(fields) == {"id", "needs", "expires_at"}
    assert f"{APPROVALS}/{{approval_id}}/approve" in told["paths"]
