"""The page that tells our messages from others'."""

import re
from typing import Any

import httpx
import pytest
from sqlalchemy import event, text
from structlog.testing import capture_logs

from motekar.usecases.desk import Desk
from motekar.usecases.vouching import CHECKS_PER_WINDOW
from tests.builders import MONDAY_0900, a_recorded, a_request, end_message, intake_fields
from tests.web.visits import Browser

NEVERS = "Kami tidak pernah meminta biaya, kode OTP, foto KTP, atau memasang aplikasi."


async def ask(browser: Browser, **typed: str) -> httpx.Response:
    return await browser.client.post("/pesan", data=typed)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("<main", 1)[1]).split())


def words_of(html: str) -> str:
    """The same without what a change of style puts between words."""
    return re.sub(r"\s+([.,:])", r"\1", text_of(html))


async def test_the_page_shows_the_nevers_and_every_sentence_we_send(desk: Desk) -> None:
    async with Browser(desk) as browser:
        page = await browser.get("/pesan")

    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    assert NEVERS in page.text
    assert "siap diambil di kantor ini, buka hari ini 08.00-16.00. Bawa resi." in words_of(
        page.text
    )
    assert page.text.count("<blockquote") == 8
    assert "SP4N-LAPOR!" in page.text


@pytest.mark.parametrize("path", ["/", "/pesan", "/status/123", "/nowhere"])
async def test_every_public_page_leads_there(desk: Desk, path: str) -> None:
    async with Browser(desk) as browser:
        page = await browser.get(path)

    foot = page.text.split('<footer class="foot">')[1]
    assert 'href="/pesan"' in foot


async def test_a_swindle_is_named_with_its_reasons(desk: Desk) -> None:
    async with Browser(desk) as browser:
        answer = await ask(
            browser, text="Bayar admin Rp20.000, klik bit.ly/ktp", sender="DUKCAPIL"
        )

    told = text_of(answer.text)
    assert answer.status_code == 200
    assert "Bukan dari kami" in told
    assert "Ada tautan." in told
    assert "Menyebut pembayaran." in told
    assert "Pengirimnya tidak membuktikan" not in told


@pytest.mark.parametrize(
    "typed",
    [{"sender": "DUKCAPIL"}, {"arrived_at": "02.00"}, {"arrived_at": "9:05"}, {"text": "Halo"}],
    ids=["sender", "night", "morning", "words"],
)
async def test_what_cannot_be_told_is_said_to_be_so(desk: Desk, typed: dict[str, str]) -> None:
    async with Browser(desk) as browser:
        answer = await ask(browser, **typed)

    assert '<section class="note wait">' in answer.text
    assert "Tidak bisa dipastikan" in answer.text


async def test_a_slip_shows_its_messages_without_number_or_name(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    await end_message(desk, recorded.view, "sent", now=MONDAY_0900)
    fields = intake_fields()
    async with Browser(desk) as browser:
        shown = await ask(browser, code=recorded.claim_code.grouped)
        number = recorded.view.request.request_no
        body = re.search(rf">([^<]*{number}[^<]*)</blockquote>", shown.text)
        assert body
        told = await ask(browser, code=recorded.claim_code.digits, text=body[1])

    assert "Hari ini pukul 09.00 · sudah kami kirim, belum ada kabar sampai" in text_of(shown.text)
    for private in (fields["nik"], fields["phone"], "0812", "+62", "Sinta"):
        assert private not in shown.text
    assert '<section class="note done">' in told.text
    assert "Sama dengan pesan kami kepada Anda" in told.text


async def test_a_slip_without_messages_says_so(desk: Desk) -> None:
    recorded = await a_recorded(desk, phone="")
    async with Browser(desk) as browser:
        answer = await ask(browser, code=recorded.claim_code.digits)

    assert "Kami belum mengirim SMS apa pun" in answer.text


@pytest.mark.parametrize("field", ["code", "text", "sender"])
async def test_a_request_number_alone_reveals_nothing(real_desk: Desk, field: str) -> None:
    view = await a_request(real_desk)
    sent: list[str] = []

    def listen(connection: Any, _: object) -> None:
        connection.driver_connection.add_query_logger(lambda told: sent.append(told.query))

    engine = real_desk.store.engine
    event.listen(engine.sync_engine, "connect", listen)
    await real_desk.store.close()

    async def asked(number: str) -> tuple[int, str, list[str]]:
        del sent[:]
        async with Browser(real_desk) as browser:
            answer = await ask(browser, **{field: number})
        return answer.status_code, answer.text.replace(number, "NUMBER"), list(sent)

    await asked("BUT-991231-9998")  # whatever is read but once a process is read
    known = await asked(view.request.request_no)
    unknown = await asked("BUT-991231-9999")

    assert known == unknown
    assert not [query for query in known[2] if "print_request" in query or "message" in query]
    assert known[2]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Tempel isi pesannya, atau isi salah satu bagian lain."),
        ({"text": "x" * 1001}, "Tulis paling banyak 1000 huruf."),
        ({"arrived_at": "25"}, "Tulis jam seperti 14.05, atau kosongkan."),
        ({"code": "but 261123 0042"}, "Itu nomor permohonan, dan dengan itu saja"),
        ({"code": "1234"}, "Tulis 20 angka kode resi; baru ada 4."),
    ],
    ids=["nothing", "too long", "no time", "request number", "short code"],
)
async def test_a_fault_comes_back_beside_its_field(
    desk: Desk, typed: dict[str, str], says: str
) -> None:
    async with Browser(desk) as browser:
        answer = await ask(browser, **typed)

    assert answer.status_code == 422
    assert answer.text.count(says) == 2
    assert "<title>Perlu diperbaiki: Apakah" in answer.text
    assert all(value in answer.text for value in typed.values())


async def test_a_code_that_opens_nothing_is_told_beside_its_field(desk: Desk) -> None:
    async with Browser(desk) as browser:
        answer = await ask(browser, code="0" * 20, text="Halo")

    assert answer.status_code == 404
    assert "Kode itu tidak ada pada kami." in answer.text
    assert "Halo</textarea>" in answer.text


async def test_markup_that_was_pasted_stays_text(desk: Desk) -> None:
    async with Browser(desk) as browser:
        answer = await ask(browser, text="</textarea><script>alert(1)</script>")

    assert "<script>alert" not in answer.text


async def test_what_was_typed_is_kept_nowhere(desk: Desk) -> None:
    typed = "Halo dari 0812999888777 rahasia"
    async with Browser(desk) as browser:
        with capture_logs() as logs:
            await ask(browser, text=typed, sender=typed)

    assert "rahasia" not in repr(logs)
    async with desk.store.transaction() as transaction:
        tables = await transaction.rows(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        for table in tables:
            name = table["tablename"]
            statement = text(f"SELECT count(*) FROM {name} t WHERE t::text LIKE '%rahasia%'")
            assert (await transaction.execute(statement)).scalar_one() == 0, name


async def test_too_many_questions_end_with_a_clock_time(desk: Desk) -> None:
    async with Browser(desk) as browser:
        for _ in range(CHECKS_PER_WINDOW):
            await ask(browser, text="Halo")
        stopped = await ask(browser, text="Halo")

    assert stopped.status_code == 429
    assert "Coba lagi pukul 09.15." in stopped.text


async def test_the_page_speaks_english_and_leaves_our_words_as_they_are_sent(desk: Desk) -> None:
    async with Browser(desk) as browser:
        page = await browser.get("/pesan", headers={"cookie": "bahasa=en"})

    assert "This is all we ever send" in page.text
    assert '<blockquote lang="id">' in page.text
    assert "Bawa resi. GRATIS." in page.text
