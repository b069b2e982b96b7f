"""Today's page in a real browser: it changes by itself, calmly, and never empties."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from motekar.rules.blanks import Balance
from motekar.rules.calendar import OfficeCalendar, OpeningSpan
from motekar.rules.forecast import PaceSource, Rate, forecast
from motekar.rules.lifecycle import State
from motekar.rules.rulebook import OfficeProfile
from motekar.rules.sla import History
from motekar.rules.today import Day, File, Listed, expected_by_now, lists_of
from motekar.usecases.today import OfficeToday
from motekar.web.today_view import blanks_of, part_of
from tests.builders import BEKASI_UTARA, MONDAY_0900, WIB
from tests.builders_calendar import ONE_HOUR
from tests.web.page_facts import shell

WEEK = tuple(OpeningSpan(day, time(8), time(16)) for day in range(5))
CALENDAR = OfficeCalendar(BEKASI_UTARA, "Asia/Jakarta", 1, WEEK, (), frozenset({2026}))
UTARA = OfficeProfile(BEKASI_UTARA, "BUT", "Kecamatan Bekasi Utara", WIB)
SELATAN = replace(UTARA, code="32.75.04", name="Kecamatan Bekasi Selatan")
FOUR = MONDAY_0900.replace(hour=16)
HEARD = """(words) => new Promise((heard) => {
  const polite = document.getElementById("polite");
  new MutationObserver(() => polite.textContent.startsWith(words) && heard(true))
    .observe(polite, { childList: true });
  setTimeout(() => heard(false), 20000);
})"""
NEWS = "retry: 100\nid: a-{}\nevent: changed\ndata: changed\n\n"


def a_file(number: int, printed: datetime | None = None, promised: datetime | None = FOUR) -> File:
    history = History(MONDAY_0900, MONDAY_0900, promised, printed=printed)
    state = State.PRINTED if printed else State.SUBMITTED
    return File(f"BUT-{number:04d}", "a", state, MONDAY_0900, history, ONE_HOUR)


def an_office(office: OfficeProfile, *, now: datetime, done: int) -> OfficeToday:
    """Nine promises of today, so many of them kept, one file without, one of the week before."""
    made = [a_file(n, MONDAY_0900 + timedelta(minutes=n)) for n in range(done)]
    waiting = [a_file(n) for n in range(done, 9)]
    others = [a_file(10, promised=None), a_file(11, promised=FOUR - timedelta(days=7))]
    day = Day(CALENDAR, now)
    lists = lists_of([*made, *waiting, *others], day)
    rate = Rate(80, PaceSource.RECENT)
    foreseen = forecast(
        lists[Listed.WORK], day, rate=rate, still_to_keep=lists[Listed.OPEN], box=3
    )
    assert foreseen
    return OfficeToday(
        office=office,
        day=day,
        lists={**lists, Listed.WILL_MISS: foreseen.misses, Listed.UNFORESEEN: ()},
        expected=expected_by_now(len(lists[Listed.COUNTED]), day.open_share()),
        rate=rate,
        forecast=foreseen,
        blanks=Balance(box=3),
        days_left=0.5,
    )


def facts(*offices: OfficeProfile, done: int = 5, minute: int = 0) -> dict:
    now = MONDAY_0900 + timedelta(hours=2, minutes=minute)
    found = [an_office(office, now=now, done=done) for office in offices]
    return shell(
        whole=part_of(found, office="", name="Semua kantor"),
        each=[part_of([one], office=one.office.code, name=one.office.name) for one in found],
        blanks=[blanks_of(one) for one in found],
        mine=[(office.code, office.name) for office in offices],
        chosen="",
        part="/staff/today/part",
        events="/staff/today/events",
        wall="/staff/today/wall",
        here="/staff/today",
        current="today",
        now=now,
        zone=WIB,
    )


@pytest.fixture
def page(browser, shelf, templates):
    """The page with five cards done; what it asks for is answered as ``page.answers`` says."""
    context = browser.new_context()
    page = context.new_page()
    part = templates.get_template("staff/today_part.html")
    page.answers = {"status": 200, "done": 5, "turn": 0, "asked": 0}

    def answer(route):
        answers = page.answers
        answers["asked"] += 1
        body = part.render(facts(UTARA, done=answers["done"], minute=answers["done"]))
        route.fulfill(status=answers["status"], body=body, content_type="text/html")

    def tell(route):
        body = NEWS.format(page.answers["turn"])
        route.fulfill(body=body, content_type="text/event-stream")

    page.route("**/staff/today/part", answer)
    page.route("**/staff/today/events", tell)
    shelf.page = templates.get_template("staff/today.html").render(facts(UTARA))
    page.goto(shelf.address)
    yield page
    context.close()


def test_news_changes_numbers_alone_and_a_broken_line_empties_nothing(page) -> None:
    link = page.locator(".legend a").nth(2)
    link.focus()
    before = page.locator("#today").bounding_box()

    page.answers["done"] = 7
    page.get_by_text("Data pukul 11.07.").wait_for()

    assert "7 dari 10 janji hari ini jadi tepat waktu" in page.locator(".fraction").inner_text()
    assert page.locator("#polite").inner_text().startswith("7 dari 10 janji hari ini")
    assert page.evaluate("document.activeElement.textContent") == "2"
    assert page.locator("#today").bounding_box()["y"] == before["y"]
    # The stream says "changed" ten times a second; the page asks once in two.
    assert page.answers["asked"] <= 3

    page.answers["status"] = 503
    page.locator("#today-lost").wait_for(state="visible")

    told = page.locator(".age").inner_text()
    assert told == "Data pukul 11.07. Sambungan terputus, muat ulang."
    assert "7 dari 10" in page.locator(".fraction").inner_text()
    assert page.locator("#polite").inner_text() == "Sambungan terputus, muat ulang."

    # Who hears the page learns that the line is back, though this stream breaks off again at once.
    page.answers["status"] = 200
    assert page.evaluate(HEARD, "7 dari 10 janji hari ini")


def test_a_hidden_tab_asks_for_nothing_and_catches_up_when_it_is_seen_again(page) -> None:
    page.get_by_text("Data pukul 11.05.").wait_for()
    hide(page, is_hidden=True)
    asked = page.answers["asked"]
    page.answers |= {"done": 8, "turn": 1}
    page.wait_for_timeout(2500)
    assert page.answers["asked"] == asked

    hide(page, is_hidden=False)
    page.get_by_text("Data pukul 11.08.").wait_for()


def test_on_paper_no_two_classes_look_alike(page) -> None:
    page.emulate_media(media="print")
    keys = page.locator(".key rect")
    fills = keys.evaluate_all("keys => keys.map((key) => getComputedStyle(key).fill)")
    assert len(fills) == len(set(fills)) == 6


def hide(page, *, is_hidden: bool) -> None:
    page.evaluate(
        "(value) => { Object.defineProperty(document, 'hidden', { value, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        is_hidden,
    )


def test_offices_that_keep_no_ledger_are_named(templates) -> None:
    told = facts(UTARA, SELATAN)
    told["blanks"][1] = replace(told["blanks"][1], free=None)

    part = templates.get_template("staff/today_part.html").render(told)

    assert f"jadi sisanya tidak diketahui: {SELATAN.name}." in part


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "template", ["staff/today.html", "staff/today_wall.html"], ids=["page", "wall"]
)
def test_axe_finds_nothing_and_nothing_runs_out(
    browser, shelf, templates, template: str, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    view = {"width": 360, "height": 740}
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport=view)
    page = context.new_page()
    page.route("**/staff/today/*", lambda route: route.abort())
    shelf.page = templates.get_template(template).render(facts(UTARA, SELATAN))
    page.goto(shelf.address)

    found = axe.run(page).response["violations"]

    assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
