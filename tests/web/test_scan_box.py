"""The scan box in a real browser: what a wedge scanner types, and what a person types."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from page_facts import shell

from motekar.rules.codes import ClaimCode
from motekar.web import render

sync_api = pytest.importorskip("playwright.sync_api")

CODE = ClaimCode.from_bits(471_188_290_335_571_926).digits
OTHER = ClaimCode.from_bits(99).digits
ADDRESS = f"https://cetak.example/status/{CODE}"
MAIN = """
{% extends "staff/base.html" %}
{% from "components/forms.html" import field, submit %}
{% block main %}
<form method="post" action="/kept" id="kept">{{ field("name", "Nama", "Siti") }}
{{ submit("Simpan", key="F8") }}</form>
<form method="post" action="/collected" id="collected">{{ field("note", "Catatan") }}
{{ submit("Serahkan", deliberate=true, key="F10") }}</form>
{% endblock %}
"""
START_PRINT = {
    "kind": "ok",
    "request_no": "BUT-261123-0042",
    "text": "Berkas lengkap.",
    "next_step": {
        "label": "Mulai cetak",
        "url": "/started",
        "method": "post",
        "fields": {},
        "deliberate": False,
    },
}


class Office(ThreadingHTTPServer):
    """Answers every page with the same one and remembers what was posted."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Counter)
        self.env = render.environment()
        self.facts = shell()
        self.posted: list[tuple[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Counter(BaseHTTPRequestHandler):
    server: Office

    def log_message(self, *args: object) -> None:
        """Keeps quiet."""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if not path.startswith("/static/"):
            page = self.server.env.from_string(MAIN).render(**self.server.facts)
            return self.answer(page.encode(), "text/html; charset=utf-8")
        for folder in render.static_folders():
            file = folder / path.removeprefix("/static/")
            if file.is_file():
                kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
                return self.answer(file.read_bytes(), kinds[file.suffix])
        return self.send_error(404)

    def do_POST(self) -> None:
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.posted.append((self.path, body.get("scan", [""])[0]))
        self.send_response(303)
        self.send_header("Location", "/")
        self.end_headers()

    def answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def browser(needs_chromium: str) -> Iterator:
    with sync_api.sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=needs_chromium, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def office() -> Iterator[Office]:
    with Office() as office:
        thread = threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield office
        office.shutdown()
        thread.join()


@pytest.fixture
def page(browser, office):
    context = browser.new_context()
    page = context.new_page()
    page.goto(office.address)
    yield page
    context.close()


def scan(page, text=CODE, ending="Enter"):
    page.keyboard.type(text)
    if ending:
        page.keyboard.press(ending)


def posted(page, office, many=1):
    """What the office was sent, once as much came as was to come."""
    for _ in range(100):
        if len(office.posted) >= many:
            break
        page.wait_for_timeout(25)
    page.wait_for_load_state()
    return office.posted


def nothing_posted(page, office):
    page.wait_for_timeout(250)
    return office.posted == []


def test_the_scan_box_has_the_focus_on_arrival(page):
    assert page.evaluate("document.activeElement.id") == "scan"


@pytest.mark.parametrize("ending", ["Enter", "Tab", None])
@pytest.mark.parametrize("text", [CODE, ADDRESS], ids=["digits", "address"])
def test_a_scan_is_understood_with_any_ending(page, office, text, ending):
    scan(page, text, ending)

    assert posted(page, office) == [("/staff/scan", text)]


def test_a_scan_is_lifted_out_of_the_field_it_fell_into(page, office):
    page.locator("#f-name").focus()
    page.keyboard.press("End")
    fell_into = []
    page.on("request", lambda sent: fell_into.append(sent.post_data or ""))

    scan(page)

    assert posted(page, office) == [("/staff/scan", CODE)]
    assert "name=" not in fell_into[0]


def test_the_field_keeps_what_it_held(page, office):
    office.facts = shell(owes="BUT-261123-0007")
    page.goto(office.address)
    page.locator("#f-name").focus()
    page.keyboard.press("End")

    scan(page)
    page.wait_for_timeout(200)

    assert page.locator("#f-name").input_value() == "Siti"


def test_the_scanners_enter_presses_no_button(page, office):
    office.facts = shell(result=START_PRINT)
    page.goto(office.address)
    page.wait_for_timeout(600)
    assert page.evaluate("document.activeElement.dataset.next") == ""

    scan(page)

    assert posted(page, office) == [("/staff/scan", CODE)]


def test_the_next_step_ignores_keys_for_half_a_second_and_then_takes_them(page, office):
    office.facts = shell(result=START_PRINT)
    page.goto(office.address)

    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert office.posted == []

    page.wait_for_timeout(600)
    page.keyboard.press("Enter")

    assert posted(page, office) == [("/started", "")]


@pytest.mark.parametrize("where", ["#collected button", "#f-note"], ids=["button", "field"])
def test_handing_over_never_follows_from_enter_alone(page, office, where):
    page.locator(where).focus()

    page.keyboard.press("Enter")

    assert nothing_posted(page, office)


@pytest.mark.parametrize("how", ["click", "F10"])
def test_handing_over_follows_from_a_deliberate_press(page, office, how):
    if how == "click":
        page.locator("#collected button").click()
    else:
        page.keyboard.press(how)

    assert posted(page, office) == [("/collected", "")]


def test_what_a_person_types_stays_in_its_field(page, office):
    page.locator("#f-note").focus()

    page.keyboard.type(CODE, delay=75)
    page.wait_for_timeout(200)

    assert page.locator("#f-note").input_value() == CODE
    assert office.posted == []


def test_a_persons_enter_still_sends_the_form(page, office):
    page.locator("#f-name").focus()
    page.keyboard.type("ti", delay=75)
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")

    assert posted(page, office) == [("/kept", "")]


def test_a_scan_does_not_replace_an_open_question(page, office):
    office.facts = shell(owes="BUT-261123-0007")
    page.goto(office.address)

    scan(page)

    assert nothing_posted(page, office)
    assert "Selesaikan dulu BUT-261123-0007" in page.locator("#band").inner_text()


def test_the_same_code_at_once_again_is_one_scan(page, office):
    scan(page)
    posted(page, office)
    scan(page)
    page.wait_for_timeout(250)
    scan(page, OTHER)

    assert posted(page, office, many=2) == [("/staff/scan", CODE), ("/staff/scan", OTHER)]


def test_a_misread_at_scanner_speed_is_answered_too(page, office):
    misread = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
    page.locator("#f-name").focus()

    scan(page, misread)

    assert posted(page, office) == [("/staff/scan", misread)]


def test_two_quick_clicks_send_a_form_once(page, office):
    page.locator("#kept button").dblclick()

    assert posted(page, office) == [("/kept", "")]


def test_a_form_can_be_sent_again_after_going_back(page, office):
    page.locator("#kept button").click()
    posted(page, office)
    page.go_back()
    page.wait_for_load_state()
    page.locator("#kept button").click()

    assert posted(page, office, many=2) == [("/kept", ""), ("/kept", "")]


def test_escape_leads_back(page, office):
    office.facts = shell(back="/staff/board")
    page.goto(office.address)

    page.keyboard.press("Escape")
    page.wait_for_url("**/staff/board")


def test_typed_request_numbers_go_by_the_same_box(page, office):
    page.keyboard.type("BUT-261123-0042", delay=75)
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")

    assert posted(page, office) == [("/staff/scan", "BUT-261123-0042")]
