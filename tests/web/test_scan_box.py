"""The scan box in a real browser: what a wedge scanner types, and what a person types."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from motekar.rules.codes import ClaimCode
from tests.web.page_facts import shell

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


@pytest.fixture(scope="module")
def desktop(browser):
    """A context for all whose clock runs: making one takes longer than a page."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def show(browser, desktop, shelf, templates):
    """Opens the page with these facts and hands it over.

    ``stands_still`` stops the page's clock, so that a slow machine is no slow person; ``at_once``
    stops its date alone, and its timers go on.
    """
    opened = ExitStack()

    def shown(*, stands_still=False, at_once=False, **facts):
        context = desktop
        if stands_still or at_once:
            context = browser.new_context()
            opened.callback(context.close)
        page = context.new_page()
        opened.callback(page.close)
        if at_once:
            page.clock.set_fixed_time(datetime.now(UTC))
        if stands_still:
            page.clock.install()
            page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))
        shelf.page = templates.from_string(MAIN).render(**shell(**facts))
        page.goto(shelf.address)
        return page

    with opened:
        yield shown


@pytest.fixture
def page(show):
    return show()


def scan(page, text=CODE, ending="Enter"):
    page.keyboard.type(text)
    if ending:
        page.keyboard.press(ending)


def posted(page, shelf, many=1):
    """Path and scanned text of what was sent, once as much came as was to come."""
    for _ in range(100):
        if len(shelf.posted) >= many:
            break
        page.wait_for_timeout(25)
    page.wait_for_url(f"**/?after={len(shelf.posted)}")
    return [(path, form.get("scan", "")) for path, form in shelf.posted]


def nothing_posted(page, shelf):
    page.wait_for_timeout(250)
    return not shelf.posted


def test_the_scan_box_has_the_focus_on_arrival(page):
    assert page.evaluate("document.activeElement.id") == "scan"


@pytest.mark.parametrize("ending", ["Enter", "Tab", None])
@pytest.mark.parametrize("text", [CODE, ADDRESS], ids=["digits", "address"])
def test_a_scan_is_understood_with_any_ending(page, shelf, text, ending):
    scan(page, text, ending)

    assert posted(page, shelf) == [("/staff/scan", text)]


def test_a_scan_is_lifted_out_of_the_field_it_fell_into(page, shelf):
    page.locator("#f-name").focus()
    page.keyboard.press("End")
    fell_into = []
    page.on("request", lambda sent: fell_into.append(sent.post_data or ""))

    scan(page)

    assert posted(page, shelf) == [("/staff/scan", CODE)]
    assert "name=" not in fell_into[0]


def test_the_field_keeps_what_it_held(show, shelf):
    page = show(owes="BUT-261123-0007")
    page.locator("#f-name").focus()
    page.keyboard.press("End")

    scan(page)
    page.wait_for_timeout(200)

    assert page.locator("#f-name").input_value() == "Siti"


def test_the_scanners_enter_presses_no_button(show, shelf):
    page = show(result=START_PRINT)
    page.wait_for_timeout(600)
    assert page.evaluate("document.activeElement.dataset.next") == ""

    scan(page)

    assert posted(page, shelf) == [("/staff/scan", CODE)]


def test_the_next_step_ignores_keys_for_half_a_second_and_then_takes_them(show, shelf):
    page = show(result=START_PRINT, stands_still=True)

    page.clock.run_for(450)
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert nothing_posted(page, shelf)

    page.clock.run_for(100)
    page.clock.resume()
    page.keyboard.press("Enter")

    assert posted(page, shelf) == [("/started", "")]


@pytest.mark.parametrize("where", ["#collected button", "#f-note"], ids=["button", "field"])
def test_handing_over_never_follows_from_enter_alone(page, shelf, where):
    page.locator(where).focus()

    page.keyboard.press("Enter")

    assert nothing_posted(page, shelf)


@pytest.mark.parametrize("how", ["click", "F10"])
def test_handing_over_follows_from_a_deliberate_press(page, shelf, how):
    if how == "click":
        page.locator("#collected button").click()
    else:
        page.keyboard.press(how)

    assert posted(page, shelf) == [("/collected", "")]


def test_what_a_person_types_stays_in_its_field(page, shelf):
    page.locator("#f-note").focus()

    page.keyboard.type(CODE, delay=75)
    page.wait_for_timeout(200)

    assert page.locator("#f-note").input_value() == CODE
    assert not shelf.posted


def test_a_persons_enter_still_sends_the_form(page, shelf):
    page.locator("#f-name").focus()
    page.keyboard.type("ti", delay=75)
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")

    assert posted(page, shelf) == [("/kept", "")]


def test_a_scan_does_not_replace_an_open_question(show, shelf):
    page = show(owes="BUT-261123-0007")

    scan(page)

    assert nothing_posted(page, shelf)
    assert "Selesaikan dulu BUT-261123-0007" in page.locator("#band").inner_text()


def test_the_same_code_at_once_again_is_one_scan(show, shelf):
    page = show(at_once=True)
    scan(page)
    posted(page, shelf)
    scan(page)
    page.wait_for_timeout(250)
    scan(page, OTHER)

    assert posted(page, shelf, many=2) == [("/staff/scan", CODE), ("/staff/scan", OTHER)]


def test_a_misread_at_scanner_speed_is_answered_too(page, shelf):
    misread = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
    page.locator("#f-name").focus()

    scan(page, misread)

    assert posted(page, shelf) == [("/staff/scan", misread)]


def test_a_scan_that_stutters_on_its_way_is_still_whole(page, shelf):
    page.keyboard.type(CODE[:4])
    page.wait_for_timeout(400)
    scan(page, CODE[4:])

    assert posted(page, shelf) == [("/staff/scan", CODE)]


def test_a_scan_replaces_what_was_half_typed_in_the_box(page, shelf):
    page.keyboard.type("BUT-", delay=75)

    scan(page)

    assert posted(page, shelf) == [("/staff/scan", CODE)]


def test_two_quick_clicks_send_a_form_once(page, shelf):
    page.locator("#kept button").dblclick()

    assert posted(page, shelf) == [("/kept", "")]


def test_a_form_can_be_sent_again_after_going_back(page, shelf):
    page.locator("#kept button").click()
    posted(page, shelf)
    page.go_back()
    page.wait_for_load_state()
    page.locator("#kept button").click()

    assert posted(page, shelf, many=2) == [("/kept", ""), ("/kept", "")]


def test_escape_leads_back(show, shelf):
    page = show(back="/staff/board")

    page.keyboard.press("Escape")
    page.wait_for_url("**/staff/board")


def test_typed_request_numbers_go_by_the_same_box(page, shelf):
    page.keyboard.type("BUT-261123-0042", delay=75)
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")

    assert posted(page, shelf) == [("/staff/scan", "BUT-261123-0042")]
