"""Which language a page speaks, and the words in it.

Source strings are Bahasa Indonesia; every other language is a catalogue read once from its .po
file. The choice is a cookie set by a plain link (``?bahasa=en`` on any page) and travels in a
ContextVar, so rendering needs no request at hand.
"""

from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Any
from urllib.parse import quote, unquote, urlencode

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.response import Redirect

SOURCE_LANGUAGE = "id"
LANGUAGES = (SOURCE_LANGUAGE, "en")
COOKIE = "bahasa"
_A_YEAR_SECONDS = 365 * 24 * 3600

_spoken: ContextVar[str] = ContextVar("spoken", default=SOURCE_LANGUAGE)


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations into one language; the source language needs none."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    po_file = files("motekar") / "locale" / language / "LC_MESSAGES" / "motekar.po"
    compiled = BytesIO()
    with po_file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def speak(language: str) -> None:
    """Makes the rest of this request speak ``language``; an unknown one means the source."""
    _spoken.set(language if language in LANGUAGES else SOURCE_LANGUAGE)


def spoken() -> str:
    """The language of this request."""
    return _spoken.get()


def later(message: str) -> str:
    """Names a string of a table for the catalogue; it is translated where it is shown."""
    return message


def gettext(message: str, **facts: object) -> str:
    """The message in the spoken language, its ``%(name)s`` filled from the facts."""
    told = raw_gettext(message)
    return told % facts if facts else told


def ngettext(one: str, many: str, n: int) -> str:
    """As gettext for a number, which the message calls ``%(n)d``."""
    return catalogue(spoken()).ngettext(one, many, n) % {"n": n}


def raw_ngettext(one: str, many: str, n: int) -> str:
    """The unfilled form, for templates that fill it themselves."""
    return catalogue(spoken()).ngettext(one, many, n)


def raw_gettext(message: str) -> str:
    """The unfilled form, for templates that fill it themselves."""
    language = spoken()
    return message if language == SOURCE_LANGUAGE else catalogue(language).gettext(message)


def language_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The language a browser asked for by its cookie, else the source language."""
    wished = connection.cookies.get(COOKIE, SOURCE_LANGUAGE)
    return wished if wished in LANGUAGES else SOURCE_LANGUAGE


async def choose_language(request: Request[Any, Any, Any]) -> Redirect | None:
    """Goes before every page; asynchronous because a thread would lose the ContextVar.

    A page address with ``?bahasa=`` is answered by a redirect to the same page without it, and
    the cookie. An error page for an unknown address has no such moment: its handler calls
    ``speak(language_of(request))`` itself.
    """
    speak(language_of(request))
    wished = request.query_params.get(COOKIE)
    if request.method == "GET" and wished in LANGUAGES:
        return _switched(request, wished)
    return None


def _switched(request: Request[Any, Any, Any], language: str) -> Redirect:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != COOKIE]
    # One slash only: a path beginning with two would send the browser to another host.
    path = "/" + quote(unquote(request.url.path).lstrip("/\\"))
    cookie = Cookie(
        key=COOKIE,
        value=language,
        path="/",
        max_age=_A_YEAR_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    address = f"{path}?{urlencode(kept)}" if kept else path
    return Redirect(address, status_code=303, cookies=[cookie])
