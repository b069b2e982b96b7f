"""Public pages in a real browser: first view, reading aids, comforts, and life without script."""

from contextlib import ExitStack

import pytest

from motekar.rules.codes import ClaimCode
from tests.web.page_facts import (
    a_day,
    a_told,
    available_page,
    figures_page,
    messages_page,
    monday_1005,
    monday_closing,
    office_screen,
    start_page,
    status_page,
    surroundings,
)
from tests.web.reading_aids import broken_rules

NARROW = {"width": 360, "height": 640}
OWN_CLOCK = {"viewport": NARROW}  # a context's clock, once stopped, is stopped for all its pages
CODE = ClaimCode.from_bits(471_188_290_335_571_926).digits
MOVED = {"first_promised_by": monday_closing.replace(day=20), "late": {"cause": "blanks_out"}}
MISSING = {"cause": "awaiting_documents", "since": monday_1005, "missing": ["police_report"]}
MISSED = {"messages": [a_told()], "unreached": "failed", "may_resend": True}
NOT_OURS = {"verdict": "not_ours", "signs": ["link", "money"]}
WRONG_DIGITS = [{"field": "phone_last4", "message": "4 angka itu tidak cocok."}]
STATUSES = {
    "submitted": status_page(),
    "late": status_page("verified", **MOVED),
    "printed": status_page("printed", bring=["old_card"]),
    "unreached": status_page("verified", reach=MISSED),
    "held": status_page(on_hold=MISSING, promised_by=None, first_promised_by=None),
}
PAGES = {
    "start": ("public/start.html", start_page()),
    "available": ("public/available.html", available_page()),
    "screen": ("public/office_screen.html", office_screen()),
    "screen, nothing left": (
        "public/office_screen.html",
        office_screen(today=a_day(places_left=0, blanks="none", reason="places_gone")),
    ),
    "figures": ("public/figures.html", figures_page()),
    "messages": ("public/messages.html", messages_page()),
    "messages, not ours": (
        "public/messages.html",
        messages_page(finding=NOT_OURS, tone="refused", sent=[a_told("sent")]),
    ),
    "wrong digits": (
        "public/status.html",
        status_page("printed", reach=MISSED, errors=WRONG_DIGITS),
    ),
    "not found": ("public/not_found.html", surroundings()),
    **{name: ("public/status.html", facts) for name, facts in STATUSES.items()},
}


@pytest.fixture(scope="module")
def phone(browser):
    """A context for all pages that leave nothing behind: making one takes longer than a page."""
    context = browser.new_context(viewport=NARROW)
    yield context
    context.close()


@pytest.fixture
def show(browser, phone, shelf, templates):
    """Opens a page; ``how`` gives it a context of its own."""
    opened = ExitStack()

    def shown(template, facts, **how):
        context = phone
        if how:
            context = browser.new_context(**{"viewport": NARROW} | how)
            opened.callback(context.close)
        page = context.new_page()
        opened.callback(page.close)
        shelf.page = templates.get_template(template).render(**facts)
        page.goto(shelf.address)
        return page

    with opened:
        yield shown


@pytest.mark.parametrize("facts", STATUSES.values(), ids=STATUSES)
def test_state_promise_and_need_to_come_are_seen_without_scrolling(show, facts):
    page = show("public/status.html", facts | {"demo": True})

    for part in ("h1", ".four > div:nth-child(1) dd", ".four > div:nth-child(2) dd"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 640, part


@pytest.mark.parametrize(("template", "facts"), PAGES.values(), ids=PAGES)
def test_a_page_runs_out_of_no_narrow_screen_and_axe_finds_nothing(show, template, facts):
    page = show(template, facts)
    page.set_viewport_size(NARROW | {"width": 320})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.set_viewport_size(NARROW)
    for scheme in ("light", "dark"):
        # Without motion the colours of one scheme do not fade into the other's while axe looks.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert broken_rules(page) == [], scheme


def test_a_code_is_read_back_in_groups_and_a_typo_told(show):
    page = show("public/start.html", start_page())

    page.fill("#f-code", f"{CODE[:8]} {CODE[8:]}")
    assert page.locator("#echo").inner_text() == "0471 1882 9033 5571 9267 · Kode terbaca lengkap."

    page.fill("#f-code", CODE[:-1] + "0")
    assert "Ada angka yang keliru." in page.locator("#echo").inner_text()


def test_a_pasted_status_address_is_read_as_its_code(show):
    page = show("public/start.html", start_page())

    page.fill("#f-code", f"https://cetak.example/status/{CODE}")

    assert "Kode terbaca lengkap." in page.locator("#echo").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_code_is_sent_as_typed(show, shelf, script):
    page = show("public/start.html", start_page(), java_script_enabled=script)

    page.fill("#f-code", "0471 1882")
    page.locator("#by-code button:not([type=button])").click()
    page.wait_for_url("**/?after=1")

    assert shelf.posted[0][1]["code"] == "0471 1882"
    assert shelf.posted[0][1]["way"] == "code"


def test_a_miss_keeps_what_was_typed_and_opens_the_second_way(show):
    typed = {"code": CODE, "request_no": "", "phone_last4": "", "way": "code"}
    errors = [{"field": "code", "message": "Kode ini tidak kami temukan."}]

    page = show("public/start.html", start_page(lookup=typed, errors=errors))

    assert page.input_value("#f-code") == CODE
    assert page.locator("#f-request_no").is_visible()
    assert page.evaluate("document.activeElement.className") == "faults"
    assert page.title().startswith("Perlu diperbaiki:")


def test_a_changed_state_appears_by_itself_and_is_announced_once(show, shelf, templates):
    page = show("public/status.html", STATUSES["submitted"], **OWN_CLOCK)
    page.clock.install()
    page.reload()
    shelf.page = templates.get_template("public/status.html").render(**STATUSES["printed"])

    page.clock.fast_forward(61_000)

    page.locator("h1", has_text="Siap diambil").wait_for()
    assert page.locator("#polite").text_content() == "Siap diambil"


def test_a_broken_line_is_said_and_empties_nothing(show, shelf):
    page = show("public/status.html", STATUSES["submitted"], **OWN_CLOCK)
    page.clock.install()
    page.reload()
    page.route("**/*", lambda route: route.abort())

    page.clock.fast_forward(61_000)

    page.locator("#lost").wait_for(state="visible")
    assert page.locator("h1").inner_text() == "Diterima"


def test_the_print_carries_number_place_and_time_but_no_key(show):
    page = show("public/status.html", STATUSES["printed"])
    page.emulate_media(media="print")

    assert page.locator(".paper").inner_text().startswith("BUT-261123-0042 · Kecamatan")
    assert not page.locator("#share").is_visible()
    assert "0000 0000" not in page.locator("body").inner_text()
