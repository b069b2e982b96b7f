"""A member of staff at a browser: reads what a page shows and sends the forms that stand on it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Self

import httpx

from motekar.rules.people import Officer
from motekar.usecases.desk import Desk
from tests.builders import ALL_ROLES
from tests.web.visits import Browser, Clock

_SILENT = {"script", "style", "svg", "title"}
_VOID = {"input", "meta", "link", "br", "use", "path", "img"}


@dataclass
class Form:
    """One form with the values a browser would send."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.title = ""
        self._open: list[str] = []
        self._link: tuple[str, list[str]] | None = None
        self._select: str | None = None
        self._area: str | None = None
        self._form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "form":
            self._form = Form(given.get("action") or "")
            self.forms.append(self._form)
        elif tag == "a" and given.get("href"):
            self._link = (given["href"] or "", [])
        elif self._form and "disabled" not in given:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str | None]) -> None:
        name, value = given.get("name") or "", given.get("value")
        assert self._form
        if tag == "input" and name:
            ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
            if ticked:
                self._form.fields.append((name, value or ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._form.fields.append((self._select, value or ""))
        elif tag == "textarea":
            self._area = name
            self._form.fields.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "a" and self._link:
            address, words = self._link
            self.links.setdefault(" ".join(" ".join(words).split()), address)
            self._link = None
        self._select = None if tag == "select" else self._select
        self._area = None if tag == "textarea" else self._area
        self._form = None if tag == "form" else self._form

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["title"] and "svg" not in self._open:
            self.title += data
        if _SILENT.intersection(self._open):
            return
        if self._area and self._form:
            name, before = self._form.fields.pop()
            self._form.fields.append((name, before + data))
        if self._link:
            self._link[1].append(data)
        self.words.append(data)


class Shown:
    """A page as a person sees it."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        self.address = answer.url.raw_path.decode()
        self.source = answer.text
        self._reader = _Reader()
        self._reader.feed(answer.text)

    @property
    def words(self) -> str:
        """All visible words in one line."""
        return " ".join(" ".join(self._reader.words).split())

    @property
    def title(self) -> str:
        """What the tab says."""
        return self._reader.title

    @property
    def links(self) -> dict[str, str]:
        """Addresses by their words."""
        return self._reader.links

    def form(self, action: str) -> Form:
        """The first form with that action."""
        return next(each for each in self._reader.forms if each.action == action)

    def has_form(self, action: str) -> bool:
        """True when such a form stands on the page."""
        return any(each.action == action for each in self._reader.forms)


class Worker:
    """Somebody who is signed in and works by pages alone."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    @classmethod
    async def begin(
        cls, desk: Desk, who: Officer = ALL_ROLES, *, clock: Clock | None = None, **doors: Any
    ) -> Self:
        """Signs in."""
        browser = Browser(desk, clock=clock, **doors)
        answer = await browser.sign_in(who.username)
        assert answer.status_code == 303
        return cls(browser)

    async def open(self, address: str) -> Shown:
        """Opens an address and follows where it leads."""
        return Shown(await self.browser.client.get(address, follow_redirects=True))

    async def send(self, page: Shown, action: str, *, to: str = "", **typed: Any) -> Shown:
        """Fills the form with that action and sends it; ``to`` is another button's address.

        A list gives several ticks; None leaves a field out.
        """
        told: dict[str, Any] = {}
        for name, value in page.form(action).fields:
            told.setdefault(name, []).append(value)
        names = {name.replace("__", "."): value for name, value in typed.items()}
        told |= names
        fields = {name: value for name, value in told.items() if value is not None}
        answer = await self.browser.client.post(to or action, data=fields, follow_redirects=True)
        return Shown(answer)

    async def scan(self, page: Shown, text: str) -> Shown:
        """Scans something on that page."""
        return await self.send(page, "/staff/scan", scan=text)
