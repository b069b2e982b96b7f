"""Public pages in a real browser: first view, reading aids, comforts, and life without script."""

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


@pytest.fixture
def show(browser, shelf, templates):
    contexts = []

    def opened(template, facts, **how):
        context = browser.new_context(**{"viewport": {"width": 360, "height": 640}} | how)
        contexts.append(context)
        page = context.new_page()
        shelf.page = templates.get_template(template).render(**facts)
        page.goto(shelf.address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("facts", STATUSES.values(), ids=STATUSES)
def test_state_promise_and_need_to_come_are_seen_without_scrolling(show, facts):
    page = show("public/status.html", facts | {"demo": True})

    for part in ("h1", ".four > div:nth-child(1) dd", ".four > div:nth-child(2) dd"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 640, part


@pytest.mark.parametrize(("template", "facts"), PAGES.values(), ids=PAGES)
def test_nothing_runs_out_of_a_narrow_screen(show, template, facts):
    page = show(template, facts, viewport={"width": 320, "height": 640})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("template", "facts"), PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(show, template, facts, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # axe is put into the page as a script of its own, which the policy rightly forbids.
    page = show(template, facts, color_scheme=scheme, bypass_csp=True)

    found = axe.run(page).response["violations"]

    assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []


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
    page = show("public/status.html", STATUSES["submitted"])
    page.clock.install()
    page.reload()
    shelf.page = templates.get_template("public/status.html").render(**STATUSES["printed"])

    page.clock.fast_forward(61_000)

    page.locator("h1", has_text="Siap diambil").wait_for()
    assert page.locator("#polite").text_content() == "Siap diambil"


def test_a_broken_line_is_said_and_empties_nothing(show, shelf):
    page = show("public/status.html", STATUSES["submitted"])
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
