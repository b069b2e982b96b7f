"""The strip before a session ends, in a real browser: seen, out of the way, one press to stay."""

from datetime import timedelta

import pytest

from motekar.web.session import Ending
from tests.web.page_facts import monday_1005, shell

MAIN = """
{% extends "staff/base.html" %}
{% from "components/forms.html" import field %}
{% block main %}<form>{{ field("name", "Nama", "Siti") }}</form>{% endblock %}
"""
NEAR = Ending(monday_1005 + timedelta(minutes=2), 120, may_stay=True)


@pytest.fixture
def page(browser, shelf, templates):
    """A page whose session is two minutes and a second from its end; answers as the house does."""
    context = browser.new_context()
    page = context.new_page()
    strip = templates.get_template("staff/leaving.html")

    def answer(route):
        has_stayed = route.request.method == "POST"
        body = strip.render(shell(ending=NEAR, is_near=not has_stayed, has_stayed=has_stayed))
        left = "3600" if has_stayed else "120"
        route.fulfill(body=body, content_type="text/html", headers={"Leaves-In": left})

    page.route("**/staff/session", answer)
    shelf.page = templates.from_string(MAIN).render(shell(leaves_in=121))
    page.goto(shelf.address)
    yield page
    context.close()


def test_the_warning_takes_no_focus_and_one_press_stays_on_the_page(page) -> None:
    page.get_by_label("Nama").fill("Siti R")
    page.get_by_text("Anda akan keluar pukul 10.07.").wait_for()
    assert page.evaluate("document.activeElement.name") == "name"

    page.get_by_role("button", name="Tetap masuk").click()
    page.locator(".strip").wait_for(state="detached")

    assert page.locator("#leaving").inner_text() == "Anda tetap masuk."
    assert page.evaluate("document.activeElement.name") == "name"
    assert page.get_by_label("Nama").input_value() == "Siti R"


def test_when_it_is_over_the_page_says_so_and_leads_to_signing_in(page) -> None:
    page.unroute("**/staff/session")
    page.route("**/staff/session", lambda route: route.fulfill(status=401))
    page.get_by_label("Nama").fill("Siti R")

    page.get_by_role("link", name="Masuk lagi").wait_for()

    assert "Anda sudah keluar." in page.locator("#leaving").inner_text()
    assert page.get_by_label("Nama").input_value() == "Siti R"
