import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from motekar.web import language, render
from tests.web.page_facts import monday_closing, shell, start_page, status_page, surroundings

FIRST_RUN = (
    *("agency", "office_code", "office_name", "abbreviation", "zone", "address"),
    *("name", "username"),
)
PAGES = {
    "public/start.html": start_page(),
    "public/status.html": status_page(),
    "public/not_found.html": surroundings(),
    "public/too_many.html": surroundings(retry_at=monday_closing, at_staff=False),
    "public/failure.html": surroundings(reference="7F3A-22C1"),
    "public/closed.html": surroundings(opens_at=None),
    "staff/sign_in.html": surroundings(form={"username": ""}, errors=[], next="", accounts=[]),
    "staff/first_run.html": surroundings(
        form=dict.fromkeys(FIRST_RUN, ""),
        zones=[("Asia/Jakarta", "WIB")],
        asks_word=True,
        errors=[],
    ),
    "staff/change_password.html": surroundings(required=True, username="siti", errors=[]),
    "staff/refused.html": shell(title="Tidak bisa", says=["Sebab."], ways=[]),
}


@pytest.fixture
def env(templates):
    return templates


def text_of(env, template, context):
    html = env.get_template(template).render(**context)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_template_compiles(env):
    for name in env.list_templates(extensions=["html"]):
        env.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_demo_says_so(env, name):
    assert "CONTOH" in text_of(env, name, PAGES[name] | {"demo": True})
    assert "CONTOH" not in text_of(env, name, PAGES[name])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_brings_no_style_script_or_address_of_its_own(env, name):
    html = env.get_template(name).render(**PAGES[name])

    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!www\.openstreetmap\.org/search)', html)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_speaks_english_throughout(env, name):
    language.speak("en")

    html = env.get_template(name).render(**PAGES[name])

    assert '<html lang="en"' in html
    assert "Skip to content" in html


@pytest.mark.parametrize("name", ["public/not_found.html", "public/failure.html"])
def test_an_error_page_needs_no_database(env, name):
    nothing_known = {"agency": None, "help": {"phone": None, "hours": None, "complaint": None}}

    assert "Motekar" in text_of(env, name, PAGES[name] | nothing_known)


def test_a_forgotten_fact_is_an_error_and_not_an_empty_place(env):
    with pytest.raises(UndefinedError):
        env.get_template("public/start.html").render(**surroundings())


def test_what_people_typed_is_escaped(env):
    typed = {"code": '"><script>', "request_no": "", "phone_last4": "", "way": "code"}

    assert "<script>" not in env.get_template("public/start.html").render(
        **start_page(lookup=typed)
    )


def test_an_address_changes_with_its_file(tmp_path: Path):
    (tmp_path / "a.css").write_text("a")
    before = render.asset_addresses((tmp_path,))("a.css")
    (tmp_path / "a.css").write_text("b")

    assert before.startswith("/static/a.css?v=")
    assert render.asset_addresses((tmp_path,))("a.css") != before


def test_htmx_comes_out_of_its_package(env):
    assert env.globals["asset"]("htmx/htmx.min.js").startswith("/static/htmx/htmx.min.js?v=")


def test_an_unknown_file_is_refused(env):
    with pytest.raises(KeyError):
        env.globals["asset"]("nothing.css")


def test_digits_stand_in_groups_of_four():
    assert render.groups("12345678901234567890") == "1234 5678 9012 3456 7890"


def test_a_sentence_begins_with_a_capital_and_keeps_the_names_of_months():
    assert render.sentence("rabu, 18 November") == "Rabu, 18 November"


def test_the_name_of_the_card_is_never_broken_and_still_escaped():
    assert render.whole("<KTP-el>") == '&lt;<span class="whole">KTP-el</span>&gt;'
