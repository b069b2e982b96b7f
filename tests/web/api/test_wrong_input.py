"""Whatever is sent amiss is named field by field, all at once, and nothing is saved."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.builders import intake_fields
from tests.web.api.conftest import REQUESTS, Api, problem

LOOKUP = "/api/v1/status/lookup"
# Of each JSON type one value; null only where a field may not be empty.
VALUES: dict[str, Any] = {
    "text": "x",
    "number": 7,
    "fraction": 1.5,
    "truth": False,
    "list": [1],
    "object": {"a": 1},
    "null": None,
}
TEXT, NUMBER, TRUTH, LIST, OBJECT = "text", "number", "truth", "list", "object"
INTAKE = {
    "office": TEXT,
    "nik": TEXT,
    "full_name": TEXT,
    "phone": "text or null",
    "reason": TEXT,
    "documents": LIST,
    "channel": TEXT,
    "priority": "text or null",
    "married": TRUTH,
    "received_at": "text or null",
    "paper_no": "text or null",
    "note": "text or null",
}
STEPS = {
    "amend": {"changes": OBJECT, "why": TEXT},
    "complete-documents": {"documents": LIST},
    "verify": {"central_record": TEXT},
    "reject": {"reason": TEXT, "text": TEXT},
    "cancel": {"asked_by": TEXT, "reason": TEXT},
    "hold": {"cause": TEXT, "evidence": TEXT},
    "resume": {"evidence": TEXT},
    "start-print": {"printer": "text or null"},
    "confirm-print": {"card_serial": "text or null"},
    "spoil-print": {"cause": TEXT},
    "collect": {"collector": OBJECT, "old_card_surrendered": "truth or null"},
}
CHANGES = {
    "full_name": TEXT,
    "nik": TEXT,
    "phone": "text or null",
    "reason": TEXT,
    "documents": LIST,
    "priority": "text or null",
    "married": TRUTH,
}
COLLECTOR = {"kind": TEXT, "name": TEXT, "relation": TEXT, "authority_no": TEXT}


def others(own: str) -> list[Any]:
    """Values of every other type."""
    return [value for name, value in VALUES.items() if name not in own.split(" or ")]


def rounds(fields: dict[str, str]) -> list[dict[str, Any]]:
    """Bodies in which every field has a wrong type, one for each way to be wrong."""
    wrong = {name: others(own) for name, own in fields.items()}
    most = max(len(values) for values in wrong.values())
    return [
        {name: values[turn % len(values)] for name, values in wrong.items()}
        for turn in range(most)
    ]


def faults(answer: Any) -> dict[str, str]:
    """Field and code of every fault."""
    told = problem(answer, 422, "validation-failed")["errors"]
    assert all(fault["message"] for fault in told)
    return {fault["field"]: fault["code"] for fault in told}


async def count(api: Api) -> int:
    async with api.desk.store.transaction() as transaction:
        counted = await transaction.execute(text("SELECT count(*) FROM print_request"))
        return int(counted.scalar_one())


@pytest.mark.parametrize("body", rounds(INTAKE))
async def test_every_field_of_the_intake_takes_its_own_type_only(
    api: Api, body: dict[str, Any]
) -> None:
    assert set(faults(await api.post(REQUESTS, body))) == set(INTAKE)
    assert await count(api) == 0


@pytest.mark.parametrize("action", STEPS)
async def test_every_field_of_a_step_takes_its_own_type_only(api: Api, action: str) -> None:
    request = await api.taken_in()
    where = f"{REQUESTS}/{request['request_no']}/{action}"
    fields = {"expected_version": NUMBER, **STEPS[action]}
    for body in rounds(fields):
        assert set(faults(await api.post(where, body))) == set(fields)
    seen = (await api.get(f"{REQUESTS}/{request['request_no']}")).json()
    assert seen["version"] == 1


async def test_what_lies_within_a_field_is_named_too(api: Api) -> None:
    request = await api.taken_in()
    where = f"{REQUESTS}/{request['request_no']}"
    for action, outer, fields, facts in (
        ("amend", "changes", CHANGES, {"why": "salah"}),
        ("collect", "collector", COLLECTOR, {}),
    ):
        for inner in rounds(fields):
            body = {"expected_version": 1, outer: inner, **facts}
            answer = await api.post(f"{where}/{action}", body)
            assert set(faults(answer)) == {f"{outer}.{name}" for name in fields}


async def test_search_and_lookup_take_their_own_types_only(api: Api) -> None:
    for body in rounds({"nik": "text or null", "phone": "text or null"}):
        assert set(faults(await api.post(f"{REQUESTS}/search", body))) == {"nik", "phone"}
    for body in rounds({"request_no": TEXT, "phone_last4": TEXT}):
        answer = await api.post(LOOKUP, body)
        assert set(faults(answer)) == {"request_no", "phone_last4"}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("nik", "123", "nik-malformed"),
        ("nik", "3275039905900001", "nik-malformed"),
        ("nik", "", "nik-malformed"),
        ("full_name", "  ", "missing"),
        ("full_name", "x" * 101, "too-long"),
        ("full_name", "Sinta\u0000Uji", "characters"),
        ("phone", "021-555", "phone-malformed"),
        ("reason", "curious", "unknown-choice"),
        ("channel", "fax", "unknown-choice"),
        ("priority", "rich", "unknown-choice"),
        ("office", "99.99.99", "office-unknown"),
        ("office", "", "missing"),
        ("received_at", "yesterday", "malformed"),
        ("received_at", "2026-11-23T08:00:00", "zone-missing"),
        ("received_at", "0001-01-01T00:00:00+14:00", "too-old"),
        ("received_at", "9999-12-31T23:59:59-14:00", "in-future"),
        ("note", "x" * 501, "too-long"),
        ("secret", 1, "unknown-field"),
    ],
)
async def test_a_faulty_value_is_named_by_its_code(
    api: Api, field: str, value: Any, code: str
) -> None:
    paper = {"paper_no": "K-17"} if field == "received_at" else {}
    answer = await api.post(REQUESTS, intake_fields(**{field: value, **paper}))
    assert faults(answer)[field] == code
    assert await count(api) == 0


async def test_a_document_nobody_asks_for_is_named_with_its_place(api: Api) -> None:
    answer = await api.post(REQUESTS, intake_fields(documents=["form_f102", "tax_card"]))
    assert faults(answer) == {"documents.1": "document-unknown"}


async def test_missing_fields_are_named_together(api: Api) -> None:
    assert faults(await api.post(REQUESTS, {})) == dict.fromkeys(
        ("office", "nik", "full_name", "reason"), "missing"
    )


async def test_a_late_entry_needs_its_paper(api: Api) -> None:
    late = intake_fields(received_at="2026-11-23T08:00:00+07:00", nik="1")
    assert faults(await api.post(REQUESTS, late)) == {
        "nik": "nik-malformed",
        "paper_no": "missing",
    }
    unsaid = intake_fields(paper_no="K-17")
    assert faults(await api.post(REQUESTS, unsaid)) == {"received_at": "missing"}


async def test_a_search_is_for_one_of_the_two(api: Api) -> None:
    nik, phone = intake_fields()["nik"], intake_fields()["phone"]
    search = f"{REQUESTS}/search"
    assert faults(await api.post(search, {})) == {"who": "missing"}
    assert faults(await api.post(search, {"nik": nik, "phone": phone})) == {"who": "one-only"}


@pytest.mark.parametrize(
    ("params", "fault"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"limit": "all"}, "limit"),
        ({"state": "lost"}, "state"),
        ({"due_before": "noon"}, "due_before"),
        ({"due_before": "2026-11-23T16:00:00"}, "due_before"),
        ({"on_hold": "perhaps"}, "on_hold"),
        ({"cursor": "bm9uZSBvZiBvdXJz"}, "cursor"),
        ({"cursor": "é"}, "cursor"),
        ({"ofice": "32.75.03"}, "ofice"),
    ],
)
async def test_a_faulty_question_is_named(api: Api, params: dict[str, Any], fault: str) -> None:
    assert set(faults(await api.get(REQUESTS, **params))) == {fault}


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("12345678901234567890", "claim-code-malformed"),
        ("123", "claim-code-malformed"),
        ("BUT-999999-0001", "request-no-malformed"),
        ("hello", "request-no-malformed"),
    ],
)
async def test_a_malformed_reference_is_told_from_an_unknown_one(
    api: Api, ref: str, code: str
) -> None:
    assert faults(await api.get(f"{REQUESTS}/{ref}")) == {"ref": code}
    assert faults(await api.get(f"{REQUESTS}/{ref}/slip.pdf")) == {"ref": code}
    answer = await api.post(
        f"{REQUESTS}/{ref}/verify", {"expected_version": 1, "central_record": "ready"}
    )
    assert faults(answer) == {"ref": code}


async def test_an_empty_reason_unmasks_nothing(api: Api) -> None:
    request = await api.taken_in()
    where = f"{REQUESTS}/{request['request_no']}"
    assert faults(await api.get(where, unmask=" ")) == {"unmask": "missing"}
    assert faults(await api.get(where, unmask="a\u0000b")) == {"unmask": "characters"}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1,", b"\xff\xfe", b'{"nik": "\xff"}', b'{"nik": "\\ud800"}', b"NaN"],
    ids=["empty", "open", "list", "bytes", "not-utf8", "surrogate", "nan"],
)
async def test_what_cannot_be_parsed_is_400(api: Api, content: bytes) -> None:
    answer = await api.client.post(REQUESTS, content=content, headers=api.headers)
    problem(answer, 400, "body-malformed")


@pytest.mark.parametrize("content", [b"[]", b"null", b'"x"', b"7", b"true"])
async def test_a_body_that_is_no_object_is_422(api: Api, content: bytes) -> None:
    answer = await api.client.post(REQUESTS, content=content, headers=api.headers)
    assert set(faults(answer)) == {""}


async def test_deep_nesting_is_refused_like_any_other_body(api: Api) -> None:
    for content in (b"[" * 60_000, b'{"documents":' + b"[" * 5_000 + b"]" * 5_000 + b"}"):
        answer = await api.client.post(REQUESTS, content=content, headers=api.headers)
        assert answer.status_code in {400, 422}, answer.text


async def test_ten_megabytes_are_413(api: Api) -> None:
    body = intake_fields(note="x" * 10_000_000)
    problem(await api.post(REQUESTS, body), 413, "body-too-large")


@pytest.mark.parametrize("version", [0, -1, 2**31, 10**40])
async def test_a_version_is_a_small_positive_number(api: Api, version: int) -> None:
    body = {"expected_version": version}
    answer = await api.post(f"{REQUESTS}/BUT-261123-0001/start-print", body)
    assert set(faults(answer)) == {"expected_version"}


async def test_numbers_are_not_taken_from_text_or_truth(api: Api) -> None:
    for version in ("1", True, False, 1.0):
        answer = await api.post(
            f"{REQUESTS}/BUT-261123-0001/start-print", {"expected_version": version}
        )
        assert faults(answer) == {"expected_version": "wrong-type"}
