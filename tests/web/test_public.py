"""The citizen's door: code or number in, status out, nothing told that is not theirs."""

import gzip
import re

import pytest
from sqlalchemy import text

from motekar.rules.lifecycle import State
from motekar.usecases.desk import Desk
from motekar.usecases.intake import Recorded
from motekar.usecases.public_status import LOOKUPS_PER_WINDOW, MISSES_PER_WINDOW
from tests.builders import BEKASI_SELATAN, BEKASI_UTARA, a_recorded, a_request, intake_fields
from tests.web.office import Shown
from tests.web.visits import Browser

NOBODYS_CODE = "00000000000000000000"


async def by_number(browser: Browser, request_no: str, phone_last4: str) -> str:
    fields = {"way": "number", "request_no": request_no, "phone_last4": phone_last4}
    return (await browser.post("/", fields)).text


def number_of(recorded: Recorded) -> str:
    return recorded.view.request.request_no


async def test_the_start_page_asks_for_the_code_and_sets_no_cookie(desk: Desk) -> None:
    async with Browser(desk) as browser:
        page = await browser.get("/")

    assert page.status_code == 200
    assert "Kode di resi Anda" in page.text
    assert "Surat kehilangan dari polisi" in page.text
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize(
    "typed",
    ["{digits}", " {grouped} ", "https://elsewhere.example/status/{digits}?x=1#y"],
    ids=["digits", "groups", "address"],
)
async def test_a_code_leads_to_its_page_however_it_was_typed(desk: Desk, typed: str) -> None:
    recorded = await a_recorded(desk)
    code = recorded.claim_code
    async with Browser(desk) as browser:
        answer = await browser.post(
            "/", {"way": "code", "code": typed.format(digits=code.digits, grouped=code.grouped)}
        )
        page = await browser.get(answer.headers["location"])

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/status/{code.digits}"
    assert page.status_code == 200
    assert number_of(recorded) in page.text


async def test_the_status_page_names_nobody_and_keeps_its_key_out_of_the_title(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    fields = intake_fields()
    async with Browser(desk) as browser:
        page = await browser.get(f"/status/{recorded.claim_code.digits}")

    title = re.search("<title>(.*?)</title>", page.text, re.DOTALL)
    assert title
    assert recorded.claim_code.digits not in title[1]
    for private in (fields["nik"], fields["full_name"], fields["phone"], "Sinta"):
        assert private not in page.text


async def test_the_status_page_is_kept_by_nobody_and_found_by_no_search_engine(
    desk: Desk,
) -> None:
    recorded = await a_recorded(desk)
    async with Browser(desk) as browser:
        page = await browser.get(f"/status/{recorded.claim_code.digits}")

    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in page.headers


async def test_a_policy_lets_nothing_in_from_outside(desk: Desk) -> None:
    async with Browser(desk) as browser:
        policies = [
            (await browser.get(path)).headers["content-security-policy"]
            for path in ("/", "/nowhere", "/staff/sign-in")
        ]

    for policy in policies:
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


async def test_a_typo_comes_back_with_what_was_typed_and_what_to_do(desk: Desk) -> None:
    async with Browser(desk) as browser:
        answer = await browser.post("/", {"way": "code", "code": "1234 5678 9012 3456 7890"})

    assert answer.status_code == 422
    assert 'value="1234 5678 9012 3456 7890"' in answer.text
    assert "Ada angka yang keliru. Cocokkan lagi dengan resi." in answer.text
    assert "<title>Perlu diperbaiki" in answer.text


async def test_too_few_digits_are_counted(desk: Desk) -> None:
    async with Browser(desk) as browser:
        answer = await browser.post("/", {"way": "code", "code": "1234"})

    assert "Tulis 20 angka kode resi; baru ada 4." in answer.text


async def test_markup_that_was_typed_stays_text(desk: Desk) -> None:
    async with Browser(desk) as browser:
        answer = await browser.post("/", {"way": "code", "code": '"><script>alert(1)</script>'})

    assert "<script>alert" not in answer.text


async def test_a_miss_keeps_the_code_and_offers_the_second_way(desk: Desk) -> None:
    async with Browser(desk) as browser:
        page = await browser.get(f"/status/{NOBODYS_CODE}")

    assert page.status_code == 404
    assert f'value="{NOBODYS_CODE}"' in page.text
    assert "cari dengan nomor permohonan" in page.text
    assert re.search(r"<details[^>]* open", page.text)


async def test_number_and_phone_show_the_status_without_the_code(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    async with Browser(desk) as browser:
        page = await by_number(browser, number_of(recorded).lower(), "0001")

    assert "Diterima" in page
    assert number_of(recorded) in page
    assert recorded.claim_code.digits not in page
    assert "/status/" not in page


async def test_a_wrong_phone_and_an_unknown_number_are_told_alike(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    async with Browser(desk) as browser:
        wrong = await by_number(browser, number_of(recorded), "9999")
        unknown = await by_number(browser, "BUT-991231-9999", "9999")

    sentence = "tidak cocok. Periksa keduanya"
    assert sentence in wrong
    assert sentence in unknown
    assert f'value="{number_of(recorded)}"' in wrong


async def test_all_faults_of_the_second_way_come_at_once(desk: Desk) -> None:
    async with Browser(desk) as browser:
        page = await by_number(browser, "sesuatu", "12")

    assert "misalnya BUT-261123-0042." in page
    assert "Tulis 4 angka terakhir nomor HP." in page
    assert 'value="sesuatu"' in page


async def test_guessing_codes_ends_with_a_clock_time_but_a_right_code_still_opens(
    desk: Desk,
) -> None:
    recorded = await a_recorded(desk)
    async with Browser(desk) as browser:
        for _ in range(MISSES_PER_WINDOW):
            await browser.get(f"/status/{NOBODYS_CODE}")
        stopped = await browser.get(f"/status/{NOBODYS_CODE}")
        right = await browser.get(f"/status/{recorded.claim_code.digits}")

    assert stopped.status_code == 429
    assert stopped.headers["retry-after"] == "901"
    assert "Coba lagi pukul 09.15." in stopped.text
    assert right.status_code == 200


async def test_guessing_phones_at_one_number_is_stopped_from_any_network(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    for place in range(LOOKUPS_PER_WINDOW):
        async with Browser(desk, address=f"10.0.0.{place + 1}") as browser:
            await by_number(browser, number_of(recorded), f"{place:04d}")
    async with Browser(desk, address="10.0.1.1") as browser:
        assert "Terlalu banyak percobaan" in await by_number(browser, number_of(recorded), "0001")


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (State.SUBMITTED, "Diterima"),
        (State.VERIFIED, "Berkas lengkap"),
        (State.PRINTED, "Siap diambil"),
        (State.COLLECTED, "Sudah diambil"),
    ],
)
async def test_every_state_has_its_word(desk: Desk, state: State, word: str) -> None:
    recorded = await a_recorded(desk, 7)
    view = await a_request(desk, 8, state=state)
    async with Browser(desk) as browser:
        page = await by_number(browser, view.request.request_no, "0008")

    assert recorded.view.request.request_no not in page
    heading = re.search("<h1>(.*?)</h1>", page, re.DOTALL)
    assert heading
    assert word in heading[1]


async def test_a_missing_document_is_named_with_what_to_do(desk: Desk) -> None:
    recorded = await a_recorded(desk, documents=["form_f102"])
    async with Browser(desk) as browser:
        page = (await browser.get(f"/status/{recorded.claim_code.digits}")).text

    assert "Ditunda sementara" in page
    assert "Kartu Keluarga (KK)" in page
    assert "bawa dokumen yang kurang ke kantor" in page


async def test_english_is_a_link_away_and_stays_on_the_page(desk: Desk) -> None:
    recorded = await a_recorded(desk)
    async with Browser(desk) as browser:
        switched = await browser.get(f"/status/{recorded.claim_code.digits}?bahasa=en")
        page = await browser.get(switched.headers["location"])

    assert switched.headers["location"] == f"/status/{recorded.claim_code.digits}"
    assert '<html lang="en"' in page.text


async def test_pages_travel_zipped(desk: Desk) -> None:
    async with Browser(desk) as browser, browser.client.stream("GET", "/") as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])

    assert answer.headers["content-encoding"] == "gzip"
    assert "Kode di resi Anda" in gzip.decompress(raw).decode()
    assert len(raw) < 8_000


async def test_a_file_may_be_kept_for_ever_under_its_own_address(desk: Desk) -> None:
    async with Browser(desk) as browser:
        page = (await browser.get("/")).text
        address = re.search(r'href="(/static/motekar\.css\?v=[0-9a-f]+)"', page)
        assert address
        kept = await browser.get(address[1])
        stale = await browser.get("/static/motekar.css?v=0000000000")

    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert kept.headers["content-type"].startswith("text/css")
    assert stale.headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize("name", ["../app.py", "..%2fapp.py", "/etc/passwd", "nothing.js"])
async def test_only_our_own_files_are_served(desk: Desk, name: str) -> None:
    async with Browser(desk) as browser:
        assert (await browser.get(f"/static/{name}")).status_code == 404


async def test_a_demo_says_so_on_every_page(desk: Desk) -> None:
    async with desk.store.transaction() as transaction:
        await transaction.execute(text("UPDATE agency SET is_demo = true"))
    async with Browser(desk) as browser:
        await browser.get("/")
        pages = [(await browser.get(path)).text for path in ("/", "/nowhere", "/staff/sign-in")]

    assert all("CONTOH" in page for page in pages)


async def test_the_start_page_tells_todays_hours_and_folds_all_but_the_chosen_office(
    desk: Desk,
) -> None:
    async with Browser(desk) as browser:
        shown = Shown(await browser.get("/", params={"kantor": BEKASI_SELATAN}))

    today = shown.words.partition("Masih bisa hari ini?")[2]
    assert "Kartu kosong belum dicatat." in today
    assert "Diperiksa pukul 09.00." in today
    named = [name for name, to in shown.links.items() if to.startswith("/tersedia")]
    assert len(named) == 14
    assert shown.links[named[0]] == f"/tersedia?office={BEKASI_SELATAN}"
    before_the_fold = today.partition("Kantor lain")[0].partition("Tampilkan")[2]
    assert [name for name in named if name in before_the_fold] == [named[0]]


async def test_an_offices_page_lists_today_and_five_open_days(desk: Desk) -> None:
    async with Browser(desk) as browser:
        shown = Shown(await browser.get("/tersedia", params={"office": BEKASI_UTARA}))

    assert shown.source.count("<h2>") == 6
    assert "Senin, 30 November 2026" in shown.words
    assert "Sabtu" not in shown.words


async def test_an_unknown_offices_page_leads_back_to_the_start(desk: Desk) -> None:
    async with Browser(desk) as browser:
        answer = await browser.get("/tersedia", params={"office": "99.99.99"})

    assert answer.status_code == 404
    assert "Masih bisa hari ini?" in answer.text
