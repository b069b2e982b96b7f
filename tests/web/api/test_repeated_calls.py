"""A call under the same key is the same call, at the same instant too."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from motekar.usecases.desk import Desk
from tests.builders import BEKASI_SELATAN, ELSEWHERE, intake_fields
from tests.web.api.conftest import REQUESTS, Api, problem

VERIFY = {"expected_version": 1, "central_record": "ready"}
COLLECT = {"collector": {"kind": "applicant"}, "old_card_surrendered": True}


async def rows(desk: Desk, table: str) -> int:
    async with desk.store.transaction() as transaction:
        return int((await transaction.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())


async def test_a_repeated_intake_gets_the_same_bytes(api: Api) -> None:
    first = await api.post(REQUESTS, intake_fields(), key="visit-1")
    api.wall.now += timedelta(hours=23)
    again = await api.post(REQUESTS, intake_fields(), key="visit-1")
    assert (again.status_code, again.content) == (201, first.content)
    assert await rows(api.desk, "print_request") == 1


async def test_a_repeated_step_gets_the_same_bytes_though_the_version_moved_on(api: Api) -> None:
    request = await api.taken_in()
    where = f"{REQUESTS}/{request['request_no']}/verify"
    first = await api.post(where, VERIFY, key="v")
    await api.step(first.json(), "start-print")
    again = await api.post(where, VERIFY, key="v")
    assert (again.status_code, again.content) == (200, first.content)
    problem(await api.post(where, VERIFY), 409, "version-conflict")


async def test_a_repeated_amendment_and_search_too(api: Api) -> None:
    request = await api.taken_in()
    amend = {"expected_version": 1, "changes": {"full_name": "Sinta"}, "why": "salah"}
    where = f"{REQUESTS}/{request['request_no']}/amend"
    assert (await api.post(where, amend, key="a")).content == (
        await api.post(where, amend, key="a")
    ).content
    search = {"nik": intake_fields(2)["nik"]}
    first = await api.post(f"{REQUESTS}/search", search, key="s")
    await api.taken_in(2)
    assert (await api.post(f"{REQUESTS}/search", search, key="s")).content == first.content
    assert (await api.post(f"{REQUESTS}/search", search)).json()["items"]


async def test_a_key_with_another_body_is_refused(api: Api) -> None:
    await api.post(REQUESTS, intake_fields(), key="k")
    again = await api.post(REQUESTS, intake_fields(2), key="k")
    problem(again, 409, "idempotency-key-reused")
    assert await rows(api.desk, "print_request") == 1


async def test_a_key_means_another_call_elsewhere_and_for_others(api: Api) -> None:
    request = (await api.post(REQUESTS, intake_fields(), key="k")).json()
    verified = await api.post(f"{REQUESTS}/{request['request_no']}/verify", VERIFY, key="k")
    assert verified.status_code == 200
    await api.sign_in(ELSEWHERE)
    other = await api.post(REQUESTS, intake_fields(2, office=BEKASI_SELATAN), key="k")
    assert other.status_code == 201


async def test_a_refusal_is_not_kept(api: Api) -> None:
    broken = await api.post(REQUESTS, intake_fields(nik="1"), key="k")
    problem(broken, 422, "validation-failed")
    assert (await api.post(REQUESTS, intake_fields(), key="k")).status_code == 201


@pytest.mark.parametrize("key", ["x" * 201, "a\tb", "caf\u00e9\u200b"])
async def test_a_key_is_short_and_printable(api: Api, key: str) -> None:
    headers = {**api.headers, "Idempotency-Key": key.encode()}
    answer = await api.client.post(REQUESTS, json=intake_fields(), headers=headers)  # type: ignore[arg-type]
    [fault] = problem(answer, 422, "validation-failed")["errors"]
    assert (fault["field"], fault["code"]) == ("Idempotency-Key", "idempotency-key-malformed")


async def test_neither_code_nor_key_is_kept_in_clear(api: Api) -> None:
    request = await api.taken_in()
    await api.post(f"{REQUESTS}/{request['claim_code']}/verify", VERIFY, key="3275034505900001")
    async with api.desk.store.transaction() as transaction:
        kept = await transaction.execute(text("SELECT i::text FROM idempotency_record AS i"))
        [row] = kept.scalars()
    assert request["claim_code"] not in row
    assert "3275034505900001" not in row


async def at_once(calls: list[Any]) -> list[Any]:
    return list(await asyncio.gather(*calls))


async def test_twins_in_flight_get_one_answer(real_api: Api) -> None:
    answers = await at_once([real_api.post(REQUESTS, intake_fields(), key="k") for _ in range(10)])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    tables = ("print_request", "request_event", "message")
    assert [await rows(real_api.desk, table) for table in tables] == [1, 1, 1]


@pytest.mark.parametrize("action", ["collect", "start-print"])
async def test_one_of_fifty_steps_at_once_wins(real_api: Api, action: str) -> None:
    request = await real_api.taken_in()
    request = await real_api.step(request, "verify", central_record="ready")
    if action == "collect":
        request = await real_api.step(request, "start-print")
        request = await real_api.step(request, "confirm-print")
    before = [await rows(real_api.desk, table) for table in ("request_event", "message")]
    facts = COLLECT if action == "collect" else {}
    answers = await at_once([real_api.try_step(request, action, **facts) for _ in range(50)])
    won = [answer for answer in answers if answer.status_code == 200]
    codes = {answer.json()["type"] for answer in answers if answer.status_code == 409}
    assert (len(won), len(answers) - len(won)) == (1, 49)
    assert codes <= {
        "urn:motekar:problem:already-collected",
        "urn:motekar:problem:version-conflict",
        "urn:motekar:problem:attempt-open",
    }
    after = [await rows(real_api.desk, table) for table in ("request_event", "message")]
    assert after == [before[0] + 1, before[1] + (action == "collect")]


async def test_one_of_fifty_intakes_of_one_person_wins(real_api: Api) -> None:
    answers = await at_once([real_api.post(REQUESTS, intake_fields()) for _ in range(50)])
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] + [409] * 49
    types = {answer.json()["type"] for answer in answers if answer.status_code == 409}
    assert types == {"urn:motekar:problem:request-already-open"}
    assert [await rows(real_api.desk, table) for table in ("request_event", "message")] == [1, 1]
