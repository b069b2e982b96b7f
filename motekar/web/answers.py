"""How a refusal is answered: problem+json for programs, a page or a fragment for people.

What each refusal means stands in ``problems``; here it only gets its shape, by who is asking.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from litestar import MediaType, Request, Response
from litestar.response import Redirect

from motekar.rules.errors import (
    FieldError,
    MotekarError,
    NotSignedIn,
    TooManyAttempts,
    ValidationFailed,
)
from motekar.web.access import CHANGE_PASSWORD_PATH, PasswordChangeNeeded
from motekar.web.doors import now_of
from motekar.web.faults import fault_words
from motekar.web.labels import label
from motekar.web.language import gettext, language_of, speak
from motekar.web.moments import near_moment
from motekar.web.pages import Pages, pages_of
from motekar.web.problems import URN, Problem, problem_for

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]

SIGN_IN_PATH = "/staff/sign-in"
_BOARD, _COUNTER = "/staff", "/staff/intake"
PROBLEM_JSON = "application/problem+json"
_FOR_PROGRAMS = ("/api/", "/gateways/", "/health/", "/schema")
_LABELLED = {"state": "state", "cause": "hold", "action": "action", "outcome": "outcome"}


def for_program(request: AnyRequest) -> bool:
    """True when JSON is the answer: the API's addresses, and whoever does not ask for HTML."""
    if request.url.path.startswith(_FOR_PROGRAMS):
        return True
    return not is_fragment(request) and "text/html" not in request.headers.get("accept", "")


def is_fragment(request: AnyRequest) -> bool:
    """True when htmx asks for a part of a page."""
    return "hx-request" in request.headers


def refused(request: AnyRequest, refusal: MotekarError) -> Answer:
    """The answer to a named refusal."""
    speak(language_of(request))
    problem = problem_for(refusal)
    zone, now = pages_of(request).zone, now_of(request)
    words = fact_words(refusal.facts, zone=zone, now=now)
    headers = _headers(refusal, now=now)
    if for_program(request):
        return as_json(
            problem,
            code=refusal.code,
            detail=gettext(problem.detail, **words),
            facts=_facts(refusal),
            headers=headers,
        )
    way = _way_in(request, refusal)
    if way and is_fragment(request):
        return Response("", status_code=problem.status, headers={"HX-Redirect": way})
    if way and request.method in {"GET", "HEAD"}:
        return Redirect(way, status_code=303)
    if isinstance(refusal, NotSignedIn):
        return _came_too_late(request, problem, way or SIGN_IN_PATH, headers)
    if isinstance(refusal, TooManyAttempts) and not is_fragment(request):
        at_staff = request.url.path.startswith("/staff")
        facts = {"retry_at": refusal.retry_at, "zone": zone, "at_staff": at_staff}
        return as_page(request, "public/too_many.html", problem.status, facts, headers=headers)
    if isinstance(refusal, ValidationFailed):
        says = [fault_words(error) for error in refusal.errors]
    else:
        says = [gettext(problem.detail, **words)]
    return told(request, problem.status, gettext(problem.title), says, headers=headers)


def _came_too_late(
    request: AnyRequest, problem: Problem, way: str, headers: Mapping[str, str]
) -> Answer:
    says = [
        gettext("Masa masuk Anda sudah berakhir. Kiriman ini belum dicatat."),
        gettext("Isian loket yang sempat kami simpan ditawarkan lagi kepada Anda."),
    ]
    ways = [{"url": way, "label": gettext("Masuk")}]
    title = gettext(problem.title)
    return told(request, problem.status, title, says, ways=ways, headers=headers)


def told(
    request: AnyRequest,
    status: int,
    title: str,
    says: list[str],
    *,
    ways: list[dict[str, str]] | None = None,
    reference: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """A page, or a fragment, that says what happened and leads on."""
    facts = {"title": title, "says": says, "ways": ways or _ways(request), "reference": reference}
    template = "components/refusal.html" if is_fragment(request) else "public/problem.html"
    return as_page(request, template, status, facts, headers=headers)


def as_page(
    request: AnyRequest,
    template: str,
    status: int,
    facts: Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """A page from what is already known, without asking the database for anything."""
    pages: Pages = pages_of(request)
    text = pages.render(request, template, facts)
    kept = dict(headers or {})
    return Response(text, status_code=status, media_type=MediaType.HTML, headers=kept)


def as_json(
    problem: Problem,
    *,
    code: str,
    detail: str | None = None,
    facts: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """RFC 9457 problem details; the refusal's facts stand beside the five known members."""
    body = dict(facts or {}) | {
        "type": f"{URN}{code}",
        "title": gettext(problem.title),
        "detail": detail or gettext(problem.detail),
        "status": problem.status,
    }
    return Response(
        body, status_code=problem.status, media_type=PROBLEM_JSON, headers=dict(headers or {})
    )


def field_errors(errors: tuple[FieldError, ...]) -> list[dict[str, str]]:
    """Every faulty field with its code and what to do."""
    return [
        {"field": error.field, "code": error.code, "message": fault_words(error)}
        for error in errors
    ]


def _facts(refusal: MotekarError) -> dict[str, Any]:
    if isinstance(refusal, ValidationFailed):
        return {"errors": field_errors(refusal.errors)}
    facts = dict(refusal.facts)
    return {name: list(fact) if isinstance(fact, tuple) else fact for name, fact in facts.items()}


def fact_words(facts: Mapping[str, object], *, zone: ZoneInfo, now: datetime) -> dict[str, str]:
    """The facts of a refusal in words, as its sentence needs them."""
    return {name: _word(name, fact, zone=zone, now=now) for name, fact in facts.items()}


def _word(name: str, fact: object, *, zone: ZoneInfo, now: datetime) -> str:
    if isinstance(fact, datetime):
        return near_moment(fact, zone, now)
    if isinstance(fact, tuple):
        return ", ".join(label(str(part), "document") for part in fact)
    return label(str(fact), _LABELLED[name]) if name in _LABELLED else str(fact)


def _headers(refusal: MotekarError, *, now: datetime) -> dict[str, str]:
    if isinstance(refusal, TooManyAttempts):
        seconds = (refusal.retry_at - now).total_seconds()
        return {"Retry-After": str(max(1, int(seconds) + 1))}
    if isinstance(refusal, NotSignedIn):
        return {"WWW-Authenticate": "Bearer"}
    return {}


def _way_in(request: AnyRequest, refusal: MotekarError) -> str | None:
    if isinstance(refusal, PasswordChangeNeeded):
        return CHANGE_PASSWORD_PATH
    if not isinstance(refusal, NotSignedIn):
        return None
    here = request.url.path
    if is_fragment(request):
        here = urlsplit(request.headers.get("hx-current-url", "")).path
    elif request.method not in {"GET", "HEAD"}:
        here = _COUNTER if here.startswith(_COUNTER) else _BOARD
    elif request.url.query:
        here = f"{here}?{request.url.query}"
    return f"{SIGN_IN_PATH}?next={quote(here, safe='/')}"


def _ways(request: AnyRequest) -> list[dict[str, str]]:
    if request.url.path.startswith("/staff"):
        return [{"url": "/staff", "label": gettext("Ke halaman kerja")}]
    return [{"url": "/", "label": gettext("Ke halaman awal")}]
