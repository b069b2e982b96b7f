"""Lists narrow down and go on where they stopped; the slip is drawn again."""

from datetime import timedelta

import pytest

from tests.builders import BEKASI_UTARA
from tests.slips.claim_slips import text_of
from tests.web.api.conftest import REQUESTS, Api, problem


async def listed(api: Api, **params: object) -> list[str]:
    answer = await api.get(REQUESTS, **params)
    assert answer.status_code == 200, answer.text
    return [item["request_no"] for item in answer.json()["items"]]


async def test_pages_follow_one_another_without_gap_or_repetition(api: Api) -> None:
    numbers = []
    for number in range(1, 8):
        # Two share each moment: the row id has to decide between them.
        api.wall.now += timedelta(minutes=number % 2)
        numbers.append((await api.taken_in(number))["request_no"])
    seen: list[str] = []
    cursor = None
    while True:
        page = (await api.get(REQUESTS, limit=3, **({"cursor": cursor} if cursor else {}))).json()
        seen += [item["request_no"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        assert len(page["items"]) == 3
    assert sorted(seen) == sorted(numbers)
    assert len(set(seen)) == len(seen)
    assert await listed(api) == seen


async def test_a_list_is_narrowed_by_what_is_asked(api: Api) -> None:
    first = await api.taken_in(1)
    second = await api.step(await api.taken_in(2), "verify", central_record="ready")
    third = await api.taken_in(3, documents=["form_f102"])
    number = {
        name: one["request_no"] for name, one in zip("abc", (first, second, third), strict=True)
    }
    assert await listed(api, state="verified") == [number["b"]]
    both = await listed(api, state=["verified", "submitted"])
    assert sorted(both) == sorted(number.values())
    assert await listed(api, on_hold="true") == [number["c"]]
    assert sorted(await listed(api, on_hold="false")) == sorted([number["a"], number["b"]])
    assert await listed(api, due_before="2026-11-23T16:00:00+07:00") == []
    due = await listed(api, due_before="2026-11-23T16:00:01+07:00")
    assert sorted(due) == sorted([number["a"], number["b"]])
    assert len(await listed(api, office=BEKASI_UTARA)) == 3


async def test_a_list_holds_neither_code_nor_note(api: Api) -> None:
    request = await api.taken_in(1, note="rahasia kecil")
    await api.step(request, "hold", cause="disputed", evidence="nama ibu berbeda")
    answer = await api.get(REQUESTS)
    [item] = answer.json()["items"]
    assert item["on_hold"]["cause"] == "disputed"
    for secret in (request["claim_code"], "rahasia", "nama ibu", "claim_code", "timeline"):
        assert secret not in answer.text


@pytest.mark.parametrize("paper", ["a6", "a4", "receipt80", "receipt58"])
async def test_the_slip_is_drawn_on_every_paper(api: Api, paper: str) -> None:
    request = await api.taken_in()
    answer = await api.get(request["slip_url"], paper=paper)
    assert answer.headers["content-type"] == "application/pdf"
    assert "no-store" in answer.headers["cache-control"]
    words = text_of(answer.content)
    assert request["request_no"] in words
    assert "Rp0" in words
    assert "Sinta" not in words


async def test_a_paper_nobody_has_is_refused(api: Api) -> None:
    request = await api.taken_in()
    [fault] = problem(await api.get(request["slip_url"], paper="a3"), 422, "validation-failed")[
        "errors"
    ]
    assert fault["field"] == "paper"


async def test_the_log_never_holds_a_code_or_a_person(
    api: Api, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    request = await api.taken_in()
    await api.get(f"{REQUESTS}/{request['claim_code']}", unmask="periksa")
    await api.client.get(f"/api/v1/status/{request['claim_code']}")
    # The caller's own log is not ours.
    ours = [record.getMessage() for record in caplog.records if record.name != "httpx"]
    told = "".join((*capsys.readouterr(), *ours))
    for secret in (request["claim_code"], "3275034505900001", "Sinta"):
        assert secret not in told
