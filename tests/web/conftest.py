"""A real browser and a shelf of pages for it; the tests that use them skip without Chromium."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from motekar.web import language, render
from tests.web import visits
from tests.web.shelf import Shelf


@pytest.fixture(autouse=True)
def indonesian():
    """Every test begins and ends in the language people meet first."""
    language.speak("id")
    yield
    language.speak("id")


@pytest.fixture(autouse=True)
def applications():
    """What a test's browsers used is another's afterwards."""
    yield
    visits.take_back()


@pytest.fixture(scope="session")
def templates():
    """The environment all pages come from."""
    return render.environment()


@pytest.fixture(scope="module")
def browser(needs_chromium: str) -> Iterator[Any]:
    """One Chromium a module; every test opens a context of its own.

    Ends with its module: while it lives its event loop runs, and no other test could start one.
    """
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=needs_chromium, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """A server that shows one page."""
    with Shelf() as shelf:
        thread = threading.Thread(target=shelf.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield shelf
        shelf.shutdown()
        thread.join()
