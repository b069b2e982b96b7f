import pytest
from litestar import Litestar, get
from litestar.params import FromPath
from litestar.testing import TestClient

from motekar.web import language


@get("/{rest:path}")
async def page(rest: FromPath[str]) -> str:
    return f"{rest} {language.gettext('Diterima')}"


@pytest.fixture
def client():
    app = Litestar([page], before_request=language.choose_language)
    with TestClient(app) as client:
        yield client


def test_indonesian_is_spoken_first(client):
    assert client.get("/status").text.endswith("Diterima")


def test_a_plain_link_switches_and_leads_back_to_the_same_page(client):
    answer = client.get("/staff/board?reason=lost&bahasa=en", follow_redirects=False)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/staff/board?reason=lost"
    assert client.get("/status").text.endswith("Received")


def test_the_choice_lasts_until_changed_back(client):
    client.get("/a?bahasa=en")
    client.get("/a?bahasa=id")

    assert client.get("/a").text.endswith("Diterima")


@pytest.mark.parametrize("wish", ["xx", "", "../en"])
def test_an_unknown_language_changes_nothing(client, wish):
    assert client.get("/a", params={"bahasa": wish}).text.endswith("Diterima")
    assert not client.cookies


def test_a_planted_cookie_is_not_believed(client):
    client.cookies.set("bahasa", "../../etc")

    assert client.get("/a").text.endswith("Diterima")


@pytest.mark.parametrize("path", ["//evil.example/", "///evil.example", "/\\evil.example"])
def test_the_switch_never_leads_to_another_host(client, path):
    answer = client.get(f"http://testserver{path}?bahasa=en", follow_redirects=False)

    assert answer.headers["location"].startswith("/evil.example")


def test_the_way_back_cannot_write_headers(client):
    answer = client.get("/a%0d%0aX-Bad:1?bahasa=en", follow_redirects=False)

    assert "x-bad" not in answer.headers
    assert answer.headers["location"] == "/a%0D%0AX-Bad%3A1"


def test_the_cookie_is_kept_from_scripts_and_for_a_year(client):
    cookie = client.get("/a?bahasa=en", follow_redirects=False).headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=31536000" in cookie


def test_facts_fill_a_message_and_numbers_choose_its_form():
    assert language.gettext("Coba lagi pukul %(time)s.", time="10.25") == "Coba lagi pukul 10.25."
    assert language.ngettext("%(n)d jam", "%(n)d jam", 2) == "2 jam"


def test_a_sentence_nobody_translated_is_shown_as_written():
    language.speak("en")

    assert language.gettext("Kalimat tanpa terjemahan") == "Kalimat tanpa terjemahan"
