"""Each named refusal once, with the facts that help its caller on."""

from typing import Any

import pytest

from motekar.rules.people import Role
from tests.builders import BEKASI_SELATAN, ELSEWHERE, an_officer, intake_fields
from tests.web.api.conftest import REQUESTS, Api, problem

STATUS = "/api/v1/status"
UNKNOWN_CODE = "00000000000000000000"
APPLICANT = {"kind": "applicant"}


async def test_without_a_token_nobody_comes_in(api: Api) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}):
        answer = await api.client.get(REQUESTS, headers=headers)
        problem(answer, 401, "not-signed-in")
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("role", "refused"),
    [
        (Role.VERIFIER, "start-print"),
        (Role.PRINT_OPERATOR, "collect"),
        (Role.FRONT_OFFICER, "verify"),
        (Role.INSPECTOR, "hold"),
        (Role.HEAD_OF_OFFICE, "reject"),
        (Role.ADMINISTRATOR, "verify"),
    ],
)
async def test_a_step_is_for_its_roles(api: Api, role: Role, refused: str) -> None:
    request = await api.taken_in()
    await api.sign_in(an_officer(role))
    answer = await api.try_step(request, refused)
    assert role.value not in problem(answer, 403, "role-not-allowed")["needs"]


async def test_an_administrator_sees_no_request(api: Api) -> None:
    request = await api.taken_in()
    await api.sign_in(an_officer(Role.ADMINISTRATOR))
    for path in (REQUESTS, f"{REQUESTS}/{request['request_no']}", "/api/v1/messages"):
        problem(await api.get(path), 403, "role-not-allowed")
    search = await api.post(f"{REQUESTS}/search", {"nik": intake_fields()["nik"]})
    problem(search, 403, "role-not-allowed")


async def test_another_office_is_told_whose_it_is(api: Api) -> None:
    request = await api.taken_in()
    await api.sign_in(ELSEWHERE)
    where = f"{REQUESTS}/{request['request_no']}"
    for answer in (
        await api.get(where),
        await api.get(f"{where}/slip.pdf"),
        await api.try_step(request, "verify", central_record="ready"),
        await api.get(REQUESTS, office="32.75.03"),
        await api.get("/api/v1/messages", office="32.75.03"),
    ):
        assert problem(answer, 403, "wrong-office")["office"] == "32.75.03"
    assert (await api.get(REQUESTS)).json()["items"] == []


async def test_an_unknown_request_is_404(api: Api) -> None:
    for ref in ("BUT-261123-0999", UNKNOWN_CODE):
        problem(await api.get(f"{REQUESTS}/{ref}"), 404, "request-unknown")
        problem(await api.get(f"{REQUESTS}/{ref}/slip.pdf"), 404, "request-unknown")
        answer = await api.post(f"{REQUESTS}/{ref}/start-print", {"expected_version": 1})
        problem(answer, 404, "request-unknown")


@pytest.mark.parametrize("action", ["fly", "transfer", "reprint", "take-print", "submit"])
async def test_a_step_that_is_not_offered_says_which_are(api: Api, action: str) -> None:
    request = await api.taken_in()
    told = problem(await api.try_step(request, action), 404, "action-unknown")
    assert told["action"] == action
    assert "verify" in told["offered"]


async def test_a_second_open_request_names_office_state_and_date_only(api: Api) -> None:
    await api.taken_in()
    await api.sign_in(ELSEWHERE)
    answer = await api.post(REQUESTS, intake_fields(office=BEKASI_SELATAN))
    told = problem(answer, 409, "request-already-open")
    assert (told["office"], told["state"]) == ("32.75.03", "submitted")
    assert set(told) == {"type", "title", "detail", "status", "office", "state", "since"}


async def test_a_step_on_an_old_version_says_the_new_one_and_who(api: Api) -> None:
    request = await api.taken_in()
    await api.step(request, "hold", cause="disputed", evidence="nama berbeda")
    answer = await api.try_step(request, "verify", central_record="ready")
    told = problem(answer, 409, "version-conflict")
    assert (told["expected_version"], told["current_version"]) == (1, 2)
    assert told["by"]


Steps = list[tuple[str, dict[str, Any]]]
READY: tuple[str, dict[str, Any]] = ("verify", {"central_record": "ready"})
HELD: tuple[str, dict[str, Any]] = ("hold", {"cause": "disputed", "evidence": "nama berbeda"})
START: tuple[str, dict[str, Any]] = ("start-print", {})
DONE: tuple[str, dict[str, Any]] = ("confirm-print", {})
TAKEN: tuple[str, dict[str, Any]] = (
    "collect",
    {"collector": APPLICANT, "old_card_surrendered": True},
)


@pytest.mark.parametrize(
    ("steps", "refused", "code"),
    [
        ([], START, "transition-not-allowed"),
        ([HELD], READY, "request-on-hold"),
        ([], ("resume", {"evidence": "beres"}), "request-not-on-hold"),
        ([READY], DONE, "no-attempt-open"),
        ([READY, START], START, "attempt-open"),
        ([READY, START, DONE, TAKEN], TAKEN, "already-collected"),
        ([READY, START, DONE], ("collect", {"collector": APPLICANT}), "old-card-required"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
async def test_a_step_at_the_wrong_time_is_a_named_conflict(
    api: Api, steps: Steps, refused: tuple[str, dict[str, Any]], code: str
) -> None:
    request = await api.taken_in()
    for action, facts in steps:
        request = await api.step(request, action, **facts)
    problem(await api.try_step(request, refused[0], **refused[1]), 409, code)


async def test_documents_still_missing_are_named(api: Api) -> None:
    request = await api.taken_in(documents=["form_f102"])
    for action, facts in (
        ("complete-documents", {"documents": ["old_card"]}),
        ("resume", {"evidence": "beres"}),
    ):
        answer = await api.try_step(request, action, **facts)
        assert "family_card" in problem(answer, 409, "documents-still-missing")["missing"]


async def test_a_collector_who_is_not_the_applicant_is_named(api: Api) -> None:
    request = await api.printed()
    answer = await api.try_step(
        request, "collect", collector={"kind": "representative"}, old_card_surrendered=True
    )
    fields = [fault["field"] for fault in problem(answer, 422, "validation-failed")["errors"]]
    assert fields == ["collector.name", "collector.relation", "collector.authority_no"]


async def test_an_amendment_that_changes_nothing_is_refused(api: Api) -> None:
    request = await api.taken_in()
    for changes in ({}, {"full_name": intake_fields()["full_name"]}):
        answer = await api.try_step(request, "amend", changes=changes, why="salah")
        [fault] = problem(answer, 422, "validation-failed")["errors"]
        assert (fault["field"], fault["code"]) == ("changes", "nothing-changed")
    request = await api.step(request, "verify", central_record="ready")
    answer = await api.try_step(request, "amend", changes={"reason": "lost"}, why="salah")
    [fault] = problem(answer, 422, "validation-failed")["errors"]
    assert fault["field"] == "changes.reason"


async def test_codes_that_open_nothing_are_counted_and_right_ones_never_wait(api: Api) -> None:
    code = (await api.taken_in())["claim_code"]
    for _ in range(20):
        answer = await api.client.get(f"{STATUS}/{UNKNOWN_CODE}")
        problem(answer, 404, "claim-code-unknown")
    answer = await api.client.get(f"{STATUS}/{UNKNOWN_CODE}")
    problem(answer, 429, "too-many-attempts")
    assert int(answer.headers["retry-after"]) > 0
    assert (await api.client.get(f"{STATUS}/{code}")).status_code == 200


async def test_a_wrong_phone_and_a_wrong_number_are_answered_alike(api: Api) -> None:
    number = (await api.taken_in())["request_no"]
    answers = [
        await api.client.post(f"{STATUS}/lookup", json={"request_no": no, "phone_last4": last4})
        for no, last4 in ((number, "9999"), ("BUT-261123-0999", "0001"))
    ]
    for answer in answers:
        problem(answer, 404, "claim-code-unknown")
    assert answers[0].text == answers[1].text
    for _ in range(8):
        answer = await api.client.post(
            f"{STATUS}/lookup", json={"request_no": number, "phone_last4": "9999"}
        )
    answer = await api.client.post(
        f"{STATUS}/lookup", json={"request_no": number, "phone_last4": "0001"}
    )
    problem(answer, 429, "too-many-attempts")


async def test_an_unknown_address_and_method_are_problems_too(api: Api) -> None:
    problem(await api.get("/api/v1/nothing"), 404, "address-unknown")
    answer = await api.client.delete(REQUESTS, headers=api.headers)
    problem(answer, 405, "method-not-allowed")
    assert "POST" in answer.headers["allow"]


async def test_a_browser_session_without_the_forms_token_posts_nothing(api: Api) -> None:
    answer = await api.client.post(REQUESTS, json=intake_fields())
    assert answer.status_code in {401, 403}
