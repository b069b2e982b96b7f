"""One card's whole day in a real browser on a real server: by mouse, by scanner, from outside."""

import base64
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from motekar.embedded import Cluster
from motekar.rules.lifecycle import State
from motekar.store.engine import Store, open_engine
from motekar.usecases.desk import Desk
from motekar.usecases.intake import Recorded
from tests.builders import ALL_ROLES, MONDAY_0900, PASSWORD, a_recorded, a_request
from tests.conftest import MASTER_KEY, VAULT, CopiedDatabase, a_copy
from tests.running import answers, eventually
from tests.slips.claim_slips import scans
from tests.web.reading_aids import broken_rules

sync_api = pytest.importorskip("playwright.sync_api")

QUIET_MS = 600
AGAIN_MS = 3000  # the same code within three seconds is one scan
KEY_MS = 6
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="module")
async def database(cluster: Cluster) -> AsyncIterator[CopiedDatabase]:
    """One database for all journeys here; each works on requests of its own."""
    async with a_copy(cluster) as copied:
        yield copied


@pytest.fixture(scope="module")
def address(database: CopiedDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the server answers."""
    key = tmp_path_factory.mktemp("journey") / "master.key"
    key.write_bytes(base64.b64encode(MASTER_KEY))
    key.chmod(0o600)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if "MOTEKAR" not in name},
        "MOTEKAR_DATABASE_URL": database.url,
        "MOTEKAR_MASTER_KEY_FILE": str(key),
        "MOTEKAR_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory"]
    command += ["--log-level", "error", "--port", str(port), "motekar.wiring:create_app"]
    process = subprocess.Popen(command, env=environment)
    address = f"http://127.0.0.1:{port}"
    assert eventually(lambda: answers(address))
    yield address
    process.terminate()
    process.wait(20)


def _is_page(answer: Any, path: str) -> bool:
    """A page, whether or not the browser asked for it twice."""
    return answer.request.is_navigation_request() and urlsplit(answer.url).path == path


@dataclass
class Office:
    """A staff browser that is signed in, a citizen's, and what neither may ever show."""

    address: str
    page: Any
    citizen: Any
    faults: list[str]
    scanned_at: float = 0

    def scan(self, text: str) -> None:
        """What a wedge scanner does, its Enter included."""
        self.page.keyboard.type(text, delay=KEY_MS)
        self.page.keyboard.press("Enter")
        self.scanned_at = time.monotonic()

    def scan_to(self, text: str, path: str) -> None:
        """Scans, and waits for the page that answers, the same one loaded anew included."""
        with self.page.expect_response(lambda answer: _is_page(answer, path)):
            self.scan(text)
        self.page.wait_for_load_state()

    def forgets_the_last_scan(self) -> None:
        """Waits until the same code is another scan."""
        passed_ms = (time.monotonic() - self.scanned_at) * 1000
        self.page.wait_for_timeout(max(0, AGAIN_MS + QUIET_MS - passed_ms))

    def enter_anew(self) -> None:
        """A person presses Enter, long enough after the scan."""
        self.page.wait_for_timeout(QUIET_MS)
        self.page.keyboard.press("Enter")

    def sees(self, words: str) -> None:
        """Waits until the page says so."""
        sync_api.expect(self.page.locator("body")).to_contain_text(words)

    def at(self, path: str) -> None:
        """Waits until the browser stands there."""
        self.page.wait_for_url(f"**{path}")

    def citizen_reads(self, url: str, *words: str) -> None:
        """The status page behind the slip's QR code."""
        self.citizen.goto(url)
        for each in words:
            sync_api.expect(self.citizen.locator("body")).to_contain_text(each)
        self.is_for_everybody(self.citizen)

    def is_for_everybody(self, page: Any = None) -> None:
        """No rule of axe is broken, and nothing needs sideways scrolling."""
        shown = page or self.page
        assert broken_rules(shown) == []
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Two slips in citizens' hands, and the number of a card that can be handed over."""

    slips: tuple[Recorded, Recorded]
    ready_no: str


@pytest.fixture(scope="module")
async def prepared(database: CopiedDatabase) -> Prepared:
    """Recorded before the browser's own loop begins."""
    store = Store(open_engine(database.url), VAULT)
    desk = Desk(store, secrets.token_bytes)
    first = await a_recorded(desk, 2, now=MONDAY_0900)
    second = await a_recorded(desk, 3, now=MONDAY_0900)
    ready = await a_request(desk, 4, state=State.PRINTED, now=MONDAY_0900)
    await store.close()
    return Prepared((first, second), ready.request.request_no)


@pytest.fixture(scope="module")
def browser(needs_chromium: str, prepared: Prepared) -> Iterator[Any]:
    """One Chromium for all journeys here."""
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs_chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def office(browser: Any, address: str) -> Iterator[Office]:
    """A day at the office begins: somebody signs in."""
    staff = browser.new_context(viewport={"width": 1280, "height": 800})
    public = browser.new_context(viewport={"width": 360, "height": 640})
    page, citizen = staff.new_page(), public.new_page()
    faults: list[str] = []
    for each in (page, citizen):
        each.set_default_timeout(15000)
        sync_api.expect.set_options(timeout=15000)
        each.on("pageerror", lambda error: faults.append(str(error)))
        each.on("console", lambda said: faults.append(said.text) if blames(said) else None)
    page.goto(f"{address}/staff")
    page.get_by_label("Nama pengguna").fill(ALL_ROLES.username)
    page.get_by_label("Sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/staff")
    yield Office(address, page, citizen, faults)
    staff.close()
    public.close()


def blames(said: Any) -> bool:
    """Errors of ours, such as a broken content policy; an answer with 4xx is no fault."""
    return said.type == "error" and "status of 4" not in said.text


def fill_counter(page: Any) -> None:
    page.get_by_label("Rusak").check()
    page.get_by_label("NIK", exact=True).fill("3275 0345 0590 0001")
    page.get_by_label("Nama lengkap").fill("Siti Umi Cahyani")
    page.get_by_label("Nomor HP").fill("0812 3456 7890")
    for document in ("Formulir F-1.02", "Kartu Keluarga (KK)", "KTP-el lama"):
        page.get_by_label(document).check()


def test_a_card_goes_through_its_day_by_mouse(office: Office, needs_poppler: str) -> None:
    page = office.page
    office.is_for_everybody()

    page.get_by_role("link", name="Terima berkas").click()
    fill_counter(page)
    office.sees("Lahir 5 Mei 1990")
    sync_api.expect(page.locator("#promise")).not_to_contain_text("Belum dicentang")
    office.is_for_everybody()
    page.get_by_role("button", name="Periksa dan bacakan").click()
    office.sees("Belum ada yang tersimpan.")
    office.is_for_everybody()
    page.get_by_role("button", name="Simpan dan cetak resi").dblclick()
    office.sees("Tersimpan")
    number = page.locator("h1").inner_text()
    assert re.fullmatch(r"BUT-\d{6}-\d{4}", number)
    office.is_for_everybody()

    paper = page.request.get(f"{office.address}/staff/requests/{number}/slip.pdf?paper=a6")
    read = dict(scans(paper.body(), pdftoppm=needs_poppler, dpi=200))
    status_page = read["QRCode"]
    assert status_page == f"{office.address}/status/{read['Code128']}"
    office.citizen_reads(status_page, "Diterima", number, "Rp0")

    page.goto(f"{office.address}/staff/verification/{number}")
    office.sees("3275 0345 0590 0001")
    office.is_for_everybody()
    page.get_by_role("button", name="Nyatakan lengkap").click()
    office.sees("Berkas dinyatakan lengkap.")
    office.citizen_reads(status_page, "Berkas lengkap")

    page.get_by_role("link", name="Cetak", exact=True).click()
    page.locator(".print-row", has_text=number).get_by_role("button").click()
    office.at(f"/staff/printing/{number}")
    office.sees("di printer sejak")
    page.get_by_label("Nomor kartu").fill("A-0001")
    office.is_for_everybody()
    page.get_by_role("button", name="Kartu jadi").click()
    office.sees("Kartu selesai dicetak. Siap diserahkan.")
    office.citizen_reads(status_page, "Siap diambil")

    page.get_by_role("link", name="Papan").click()
    page.get_by_role("link", name=re.compile(number)).click()
    hand_over(office)
    office.citizen_reads(status_page, "Sudah diambil")

    page.goto(f"{office.address}/staff/requests/{number}")
    office.sees("Nomor kartu A-0001")
    office.is_for_everybody()
    page.get_by_role("link", name="Pesan").click()
    office.sees("Kartu sudah diambil")
    office.is_for_everybody()
    assert office.faults == []


def let_through(page: Any, asked: list[Any]) -> None:
    """Answers the question under way; never is there a second one beside it."""
    for _ in range(150):
        page.wait_for_timeout(100)
        if asked:
            break
    (only,) = asked
    asked.clear()
    only.continue_()


def test_on_a_slow_line_the_newest_ticks_stand(office: Office) -> None:
    page, asked = office.page, list[Any]()

    def hold(route: Any) -> None:
        asked.append(route)

    page.goto(f"{office.address}/staff/intake")
    page.route("**/staff/intake/promise", hold)
    promise, family_card = page.locator("#promise"), page.get_by_label("Kartu Keluarga (KK)")

    page.get_by_label("Rusak").check()
    let_through(page, asked)
    page.get_by_label("Formulir F-1.02").check()
    family_card.check()
    page.get_by_label("KTP-el lama").check()
    let_through(page, asked)  # with the first tick, while two newer ones wait
    let_through(page, asked)
    sync_api.expect(promise).not_to_contain_text("Belum dicentang")

    page.get_by_label("Hilang").check()
    family_card.uncheck()
    page.get_by_label("Formulir F-1.02").focus()
    let_through(page, asked)
    let_through(page, asked)
    sync_api.expect(promise).to_contain_text("Belum dicentang: Kartu Keluarga (KK), Surat")
    sync_api.expect(family_card).not_to_be_checked()
    sync_api.expect(page.get_by_label("Formulir F-1.02")).to_be_focused()
    assert office.faults == []


def hand_over(office: Office) -> None:
    """The held screen, with mouse and eyes."""
    page = office.page
    office.sees("Siti Umi Cahyani")
    assert page.locator(".identity").first.evaluate("e => getComputedStyle(e).fontSize") == "32px"
    office.is_for_everybody()
    page.get_by_label("pemohon sendiri").check()
    page.get_by_label("Diserahkan ke petugas").check()
    page.get_by_role("button", name="Cocok, serahkan").click()
    office.sees("Kartu diserahkan.")
    sync_api.expect(page.locator("body")).not_to_contain_text("Siti Umi")


def test_a_card_goes_through_its_day_by_scanner(prepared: Prepared, office: Office) -> None:
    slip = prepared.slips[0]
    code, number = slip.claim_code.digits, slip.view.request.request_no
    page = office.page

    office.scan_to(code, f"/staff/verification/{number}")
    page.keyboard.press("Enter")  # too soon: it still belongs to the scan
    page.wait_for_timeout(QUIET_MS)
    office.at(f"/staff/verification/{number}")
    office.enter_anew()
    office.sees("Berkas dinyatakan lengkap.")

    page.goto(f"{office.address}/staff/printing")
    office.forgets_the_last_scan()
    office.scan_to(f"{office.address}/status/{code}", f"/staff/printing/{number}")
    office.enter_anew()
    office.at(f"/staff/printing/{number}")
    office.sees("di printer sejak")
    office.forgets_the_last_scan()
    page.get_by_label("Nomor kartu").click()
    office.scan_to(code, f"/staff/printing/{number}")
    assert page.get_by_label("Nomor kartu").input_value() == ""
    office.enter_anew()
    office.sees("Kartu selesai dicetak.")

    office.forgets_the_last_scan()
    office.scan_to(code, f"/staff/hand-over/{number}")
    page.wait_for_timeout(QUIET_MS)
    page.get_by_label("pemohon sendiri").check()
    page.get_by_label("Diserahkan ke petugas").check()
    for _ in range(3):
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Cocok, serahkan").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    office.at(f"/staff/hand-over/{number}")
    office.scan("48151623427086420193")  # somebody else's slip, while the answer is owed
    office.sees(f"Selesaikan dulu {number}, atau tekan Esc.")
    page.wait_for_timeout(QUIET_MS)
    page.get_by_role("button", name="Cocok, serahkan").focus()
    page.keyboard.press("Space")
    office.sees("Kartu diserahkan.")
    assert office.faults == []


def test_a_scan_never_spoils_what_is_being_typed(prepared: Prepared, office: Office) -> None:
    code, ready_no = prepared.slips[1].claim_code.digits, prepared.ready_no
    page = office.page

    page.goto(f"{office.address}/staff/intake")
    page.get_by_label("Nama lengkap").type("Siti Umi", delay=100)
    office.scan(code)
    office.sees("Selesaikan dulu isian di loket, atau tekan Esc.")
    assert page.get_by_label("Nama lengkap").input_value() == "Siti Umi"
    page.wait_for_timeout(QUIET_MS)
    page.keyboard.press("Escape")
    office.at("/staff")

    office.forgets_the_last_scan()
    office.scan_to("123456789", "/staff")
    office.sees("Kode resi 20 angka.")
    office.at("/staff")
    page.wait_for_timeout(QUIET_MS)
    page.keyboard.type(ready_no, delay=90)
    page.keyboard.press("Enter")
    office.at(f"/staff/hand-over/{ready_no}")
    assert office.faults == []
