"""One request's whole day by a program with a token."""

import json

from motekar.rules.codes import ClaimCode
from tests.builders import intake_fields
from tests.web.api.conftest import REQUESTS, Api

COLLECTED = {"collector": {"kind": "applicant"}, "old_card_surrendered": True}


async def test_a_request_goes_through_its_day(api: Api) -> None:
    request = await api.taken_in()
    assert request["state"] == "submitted"
    assert request["promised_by"] == "2026-11-23T16:00:00+07:00"
    assert request["allowed_actions"][0] == "verify"
    assert ClaimCode.parse(request["claim_code"])

    steps = [
        ("hold", {"cause": "disputed", "evidence": "Nama ibu berbeda."}),
        ("resume", {"evidence": "Sudah dicocokkan."}),
        ("amend", {"changes": {"phone": None, "full_name": "Sinta Uji"}, "why": "salah ketik"}),
        ("amend", {"changes": {"phone": "0812 9999 0000"}, "why": "nomor baru"}),
        ("verify", {"central_record": "ready"}),
        ("start-print", {"printer": "P1"}),
        ("spoil-print", {"cause": "misprint"}),
        ("start-print", {}),
        ("confirm-print", {"card_serial": "A0001"}),
        ("collect", COLLECTED),
    ]
    for version, (action, facts) in enumerate(steps, start=2):
        request = await api.step(request, action, **facts)
        assert request["version"] == version
    assert request["state"] == "collected"
    assert [step["action"] for step in request["timeline"]] == [
        "submit",
        *(action for action, _ in steps),
    ]
    assert request["allowed_actions"] == []


async def test_the_citizen_follows_it_with_the_code_of_the_slip(api: Api) -> None:
    request = await api.printed()
    code = (await api.taken_in(2))["claim_code"]
    told = (await api.client.get(f"/api/v1/status/{code}")).json()
    assert (told["state"], told["state_label"]) == ("submitted", "Diterima")
    assert told["fee"] == {"amount": 0, "currency": "IDR"}
    found = await api.client.post(
        "/api/v1/status/lookup",
        json={"request_no": request["request_no"], "phone_last4": "0001"},
    )
    assert found.json()["state"] == "printed"
    assert set(found.json()) == set(told)
    assert [step["at"] is not None for step in found.json()["steps"]] == [True, True, True, False]


async def test_an_incomplete_file_is_recorded_held_and_completed(api: Api) -> None:
    request = await api.taken_in(documents=["form_f102", "family_card"])
    assert request["on_hold"]["cause"] == "awaiting_documents"
    assert request["missing_documents"] == ["old_card"]
    assert (request["promised_by"], request["promise"]["kind"]) == (None, "unknown")
    request = await api.step(request, "complete-documents", documents=["old_card"])
    assert request["on_hold"] is None
    assert request["promise"]["kind"] == "today"
    assert {"code", "facts", "text"} == set(request["promise"]["explanation"][0])


async def test_a_request_can_be_rejected_or_cancelled(api: Api) -> None:
    request = await api.taken_in()
    request = await api.step(request, "reject", reason="not_recorded", text="Belum direkam.")
    assert request["state"] == "rejected"
    request = await api.taken_in()
    request = await api.step(request, "cancel", asked_by="applicant", reason="Kartu ditemukan.")
    assert request["state"] == "cancelled"


async def test_a_request_is_called_by_its_code_too(api: Api) -> None:
    request = await api.taken_in()
    answer = await api.post(
        f"{REQUESTS}/{request['claim_code']}/verify",
        {"expected_version": 1, "central_record": "ready"},
    )
    assert answer.json()["state"] == "verified"
    seen = await api.get(f"{REQUESTS}/{request['request_no'].lower()}")
    assert seen.json()["state"] == "verified"


async def test_a_late_entry_keeps_the_hour_of_the_paper(api: Api) -> None:
    request = await api.taken_in(received_at="2026-11-21T10:00:00+07:00", paper_no="K-17")
    assert request["received_at"] == "2026-11-21T10:00:00+07:00"
    assert request["submitted_at"] == "2026-11-23T09:00:00+07:00"


async def test_a_person_is_found_by_nik_or_phone_and_not_by_others(api: Api) -> None:
    request = await api.taken_in(7)
    fields = intake_fields(7)
    for body in ({"nik": fields["nik"]}, {"phone": fields["phone"]}):
        found = (await api.post(f"{REQUESTS}/search", body)).json()
        assert [item["request_no"] for item in found["items"]] == [request["request_no"]]
    nobody = await api.post(f"{REQUESTS}/search", {"nik": intake_fields(8)["nik"]})
    assert nobody.json() == {"items": [], "next_cursor": None}


async def test_the_messages_of_the_day_are_listed_masked(api: Api) -> None:
    request = await api.printed()
    page = (await api.get("/api/v1/messages")).json()
    assert {item["event"] for item in page["items"]} == {"received", "ready"}
    assert {item["request_no"] for item in page["items"]} == {request["request_no"]}
    first = (await api.get("/api/v1/messages", limit=1, state="queued")).json()
    second = (await api.get("/api/v1/messages", limit=1, cursor=first["next_cursor"])).json()
    assert second["next_cursor"] is None
    assert first["items"] + second["items"] == page["items"]
    assert (await api.get("/api/v1/messages", state="failed")).json()["items"] == []


async def test_nobody_is_named_unless_the_reason_is_given(api: Api) -> None:
    fields = intake_fields()
    request = await api.printed()
    collector = {"kind": "family", "name": "Budi Uji Contoh", "relation": "suami"}
    await api.step(request, "collect", collector=collector, old_card_surrendered=True)
    where = f"{REQUESTS}/{request['request_no']}"
    answers = [
        await api.get(where),
        await api.get(REQUESTS),
        await api.post(f"{REQUESTS}/search", {"nik": fields["nik"]}),
        await api.get("/api/v1/messages"),
    ]
    for answer in answers:
        assert answer.status_code == 200
        for secret in (fields["nik"], fields["full_name"], fields["phone"][1:], "Budi"):
            assert secret not in answer.text
    unmasked = (await api.get(where, unmask="memeriksa keluhan")).json()
    assert unmasked["applicant"]["nik"] == fields["nik"]
    assert unmasked["applicant"]["full_name"] == fields["full_name"]
    assert unmasked["timeline"][-1]["facts"]["name"] == "Budi Uji Contoh"
    assert "claim_code" not in json.dumps(unmasked)
