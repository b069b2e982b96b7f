"""The form that has a message sent once more, as a citizen meets it."""

import re

import pytest

from motekar.rules.lifecycle import State
from motekar.usecases.desk import Desk
from motekar.usecases.intake import Recorded
from tests.builders import MONDAY_0900, a_recorded, a_request, end_message
from tests.web.visits import Browser

MISSED = "Kami tidak berhasil mengirim SMS ke nomor Anda."


async def a_missed(desk: Desk) -> Recorded:
    recorded = await a_recorded(desk)
    await end_message(desk, recorded.view, "failed", now=MONDAY_0900)
    return recorded


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("<main", 1)[1]).split())


async def test_a_message_that_failed_is_said_with_what_to_do(desk: Desk) -> None:
    recorded = await a_missed(desk)
    async with Browser(desk) as browser:
        page = await browser.get(f"/status/{recorded.claim_code.digits}")

    told = text_of(page.text)
    assert MISSED in told
    assert "Nomornya keliru? Minta petugas loket membetulkannya, bawa resi." in told
    assert "Berkas diterima SMS · tidak sampai · hari ini pukul 09.00" in told
    assert 'id="resend"' in page.text


async def test_the_right_digits_have_it_sent_once_more(desk: Desk) -> None:
    recorded = await a_missed(desk)
    address = f"/status/{recorded.claim_code.digits}"
    async with Browser(desk) as browser:
        answer = await browser.post(address, {"phone_last4": "0001"})
        page = await browser.get(address)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{address}#sent")
    assert "Berkas diterima (kirim ulang) SMS · menunggu dikirim" in text_of(page.text)
    assert MISSED not in page.text
    assert 'id="resend"' not in page.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("typed", "says"),
    [("9999", "4 angka itu tidak cocok"), ("12", "Tulis 4 angka terakhir nomor HP.")],
    ids=["wrong", "too short"],
)
async def test_digits_that_do_not_fit_come_back_beside_their_field(
    desk: Desk, typed: str, says: str
) -> None:
    recorded = await a_missed(desk)
    address = f"/status/{recorded.claim_code.digits}"
    async with Browser(desk) as browser:
        answer = await browser.post(address, {"phone_last4": typed})

    assert answer.status_code == 422
    assert f'<a href="#f-phone_last4">{says}' in answer.text
    assert 'id="e-phone_last4"' in answer.text
    assert "<title>Perlu diperbaiki: Status" in answer.text
    assert answer.text.count("wrong") == 1


async def test_a_second_click_is_told_kindly_where_the_message_is(desk: Desk) -> None:
    recorded = await a_missed(desk)
    address = f"/status/{recorded.claim_code.digits}"
    async with Browser(desk) as browser:
        await browser.post(address, {"phone_last4": "0001"})
        second = await browser.post(address, {"phone_last4": "0001"})

    assert second.status_code == 409
    assert "Pesan ini sudah kami kirim ulang" in second.text
    assert text_of(second.text).count("SMS · menunggu dikirim") == 1


async def test_a_re_send_that_fails_too_leads_to_the_counter(desk: Desk) -> None:
    recorded = await a_missed(desk)
    address = f"/status/{recorded.claim_code.digits}"
    async with Browser(desk) as browser:
        await browser.post(address, {"phone_last4": "0001"})
        await end_message(desk, recorded.view, "failed", now=MONDAY_0900)
        page = await browser.get(address)

    assert MISSED in page.text
    assert "Kirim ulang hanya sekali untuk tiap keadaan, dan itu sudah dipakai." in page.text
    assert 'id="resend"' not in page.text


async def test_after_a_look_up_by_number_the_digits_are_asked_again(desk: Desk) -> None:
    recorded = await a_missed(desk)
    number = recorded.view.request.request_no
    lookup = {"way": "number", "request_no": number, "phone_last4": "0001"}
    async with Browser(desk) as browser:
        found = await browser.post("/", lookup)
        wrong = await browser.post("/kirim-ulang", lookup | {"phone_last4": "9999"}, page="/")
        short = await browser.post("/kirim-ulang", lookup | {"phone_last4": "1"}, page="/")
        unknown = await browser.post(
            "/kirim-ulang", lookup | {"request_no": "BUT-991231-9999"}, page="/"
        )
        right = await browser.post("/kirim-ulang", lookup, page="/")

    assert 'action="/kirim-ulang"' in found.text
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert "tidak cocok. Periksa keduanya" in wrong.text
    assert MISSED not in wrong.text
    assert short.status_code == 422
    assert "(kirim ulang) SMS · menunggu dikirim" in text_of(right.text)
    assert recorded.claim_code.digits not in right.text


async def test_the_address_of_that_form_leads_back_to_the_look_up(desk: Desk) -> None:
    async with Browser(desk) as browser:
        answer = await browser.get("/kirim-ulang")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    ("path", "says"),
    [("/status/123", "baru ada 3"), (f"/status/{'0' * 20}", "tidak ada pada kami")],
    ids=["malformed", "unknown"],
)
async def test_a_code_that_opens_nothing_sends_nothing(desk: Desk, path: str, says: str) -> None:
    async with Browser(desk) as browser:
        answer = await browser.post(path, {"phone_last4": "0001"})

    assert answer.status_code == 404
    assert says in answer.text


async def test_guessing_the_digits_ends_with_a_clock_time(desk: Desk) -> None:
    recorded = await a_missed(desk)
    address = f"/status/{recorded.claim_code.digits}"
    async with Browser(desk) as browser:
        for place in range(10):
            await browser.client.post(address, data={"phone_last4": f"1{place:03d}"})
        stopped = await browser.client.post(address, data={"phone_last4": "0001"})

    assert stopped.status_code == 429
    assert "Coba lagi pukul 09.15." in stopped.text


async def test_without_a_phone_no_message_is_spoken_of(desk: Desk) -> None:
    recorded = await a_recorded(desk, phone="")
    async with Browser(desk) as browser:
        page = await browser.get(f"/status/{recorded.claim_code.digits}")

    assert "Yang kami kirim kepada Anda" not in page.text
    assert 'id="resend"' not in page.text


async def test_programs_read_the_messages_in_the_same_shape(desk: Desk) -> None:
    view = await a_request(desk, state=State.PRINTED)
    lookup = {"request_no": view.request.request_no, "phone_last4": "0001"}
    async with Browser(desk) as browser:
        answer = await browser.client.post("/api/v1/status/lookup", json=lookup)

    messages = answer.json()["messages"]
    assert [each["event"] for each in messages] == ["received", "ready"]
    assert {tuple(each) for each in messages} == {("event", "state", "at")}
