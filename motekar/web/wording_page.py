"""The sentences of our SMS: what holds, what comes, and one written anew with its messages beside.

Nothing that could cost a second part, carry a link or hide who sends it can be saved here.
"""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.errors import MotekarError, ValidationFailed, WordingChanged
from motekar.rules.messages import LONGEST, ONE_PART, VARIABLES, MessageEvent
from motekar.rules.wordings import MOST_LETTERS, NewWording, WordingHistory, faults_in
from motekar.usecases import wording
from motekar.usecases.once import Once
from motekar.usecases.sample_messages import samples
from motekar.usecases.wording import Rewrite, Sentences
from motekar.web.access import for_roles
from motekar.web.answers import is_fragment
from motekar.web.faults import Fault, faults_of
from motekar.web.labels import label
from motekar.web.language import LANGUAGES, gettext
from motekar.web.moments import day_words
from motekar.web.posted import Posted
from motekar.web.problems import problem_for
from motekar.web.refusals import refusal_band
from motekar.web.shell import BOARD, Seat, room

WORDING = "/staff/wording"
_ONE = f"{WORDING}/{{event:str}}/{{language:str}}"
_READ, _WRITE = for_roles(*wording.READERS), for_roles(*wording.EDITORS)
_Page = Response[str]


@get(WORDING, opt=_READ)
async def every(seat: NamedDependency[Seat]) -> _Page:
    """All sentences in force, and those to come."""
    return await _every(seat)


@post(f"{WORDING}/price", opt=_WRITE, status_code=200)
async def price(seat: NamedDependency[Seat]) -> _Page | Redirect:
    """Says what an SMS costs."""
    posted = await Posted.read(seat.request)
    typed = {"rupiah": posted.text("rupiah")}
    try:
        await wording.set_price(seat.desk, seat.officer, typed, now=seat.now)
    except ValidationFailed as faulty:
        return await _every(seat, rupiah=typed["rupiah"], errors=faults_of(faulty.errors))
    seat.say("ok", gettext("Harga SMS disimpan."))
    return seat.go(WORDING)


@get([_ONE, f"{_ONE}/look"], opt=_READ)
async def one(seat: NamedDependency[Seat], event: FromPath[str], language: FromPath[str]) -> _Page:
    """One sentence with its messages and its history."""
    sentences = await wording.look(seat.desk, seat.officer, now=seat.now)
    return await _one(seat, sentences, sentences.of(event, language))


@post(f"{_ONE}/look", opt=_WRITE, status_code=200)
async def look(
    seat: NamedDependency[Seat], event: FromPath[str], language: FromPath[str]
) -> _Page:
    """The messages of a sentence as far as it is typed: a fragment or the page."""
    typed = _typed(await Posted.read(seat.request))
    sentences = await wording.look(seat.desk, seat.officer, now=seat.now)
    history = sentences.of(event, language)
    if is_fragment(seat.request):
        shown = _preview(seat, sentences, history, typed["wording"])
        return await seat.part("staff/wording_preview.html", preview=shown)
    return await _one(seat, sentences, history, typed=typed)


@post(_ONE, opt=_WRITE, status_code=200)
async def write(
    seat: NamedDependency[Seat], event: FromPath[str], language: FromPath[str]
) -> _Page | Redirect:
    """Saves the sentence as a new version, from its day on."""
    posted = await Posted.read(seat.request)
    rewrite, typed = _rewrite(seat, posted, event, language), _typed(posted)
    try:
        new = await wording.write(seat.desk, rewrite, typed)
    except (ValidationFailed, WordingChanged) as refusal:
        sentences = await wording.look(seat.desk, seat.officer, now=seat.now)
        history = sentences.of(event, language)
        return await _one(seat, sentences, history, typed=typed, refusal=refusal)
    if isinstance(new, NewWording):
        day = day_words(new.valid_from)
        seat.say("ok", gettext("Kalimat disimpan; dipakai mulai %(day)s.", day=day))
    else:
        seat.say("attention", gettext("Sudah tercatat tadi."))
    return seat.go(f"{WORDING}/{event}/{language}")


def _rewrite(seat: Seat, posted: Posted, event: str, language: str) -> Rewrite:
    key = posted.once_key(seat.officer, seat.desk, path=seat.request.url.path)
    return Rewrite(
        officer=seat.officer,
        event=event,
        language=language,
        seen_version=posted.version("seen_version"),
        now=seat.now,
        once=Once(key, _day) if key else None,
    )


def _day(new: NewWording) -> str:
    return new.valid_from.isoformat()


def _typed(posted: Posted) -> Mapping[str, str]:
    return {name: posted.text(name) for name in ("wording", "valid_from")}


async def _every(
    seat: Seat, *, rupiah: str | None = None, errors: list[Fault] | None = None
) -> _Page:
    sentences = await wording.look(seat.desk, seat.officer, now=seat.now)
    told = "" if sentences.rupiah is None else str(sentences.rupiah)
    return await seat.page(
        "staff/wording.html",
        current="wording",
        status=422 if errors else 200,
        here=WORDING,
        back=BOARD,
        events=[
            (
                event.value,
                [_shown(sentences.of(event.value, spoken), sentences) for spoken in LANGUAGES],
            )
            for event in MessageEvent
        ],
        rupiah=told if rupiah is None else rupiah,
        may_write=_may_write(seat),
        errors=errors or [],
    )


async def _one(
    seat: Seat,
    sentences: Sentences,
    history: WordingHistory,
    *,
    typed: Mapping[str, str] | None = None,
    refusal: MotekarError | None = None,
) -> _Page:
    typed = typed or {
        "wording": history.latest.text,
        "valid_from": sentences.today.isoformat(),
    }
    faulty = refusal if isinstance(refusal, ValidationFailed) else None
    preview = _preview(seat, sentences, history, typed["wording"])
    facts: dict[str, Any] = {}
    if refusal and not faulty:
        facts["result"] = refusal_band(refusal)
    return await seat.page(
        "staff/wording_one.html",
        current="wording",
        status=problem_for(refusal).status if refusal else 200,
        here=f"{WORDING}/{history.event.value}/{history.language}",
        back=WORDING,
        typed=typed,
        shown=_shown(history, sentences),
        parts=[
            (name, label(name, "message_part"), LONGEST[name]) for name in VARIABLES[history.event]
        ],
        # What the form says beside its fields is not said twice.
        preview={**preview, "faults": []} if faulty else preview,
        may_write=_may_write(seat),
        errors=faults_of(faulty.errors) if faulty else [],
        zone=sentences.book.office.zone,
        **facts,
    )


def _shown(history: WordingHistory, sentences: Sentences) -> Mapping[str, Any]:
    return {
        "event": history.event.value,
        "language": history.language,
        "in_force": history.in_force(sentences.today),
        "to_come": history.to_come(sentences.today),
        "versions": history.versions[::-1],
        "latest": history.latest.version,
    }


def _preview(
    seat: Seat, sentences: Sentences, history: WordingHistory, text: str
) -> Mapping[str, Any]:
    text = " ".join(text.split())[:MOST_LETTERS]
    made = samples(text, language=history.language, book=sentences.book, now=seat.now)
    rupiah = None if sentences.rupiah is None else made.parts * sentences.rupiah
    return {
        "made": made,
        "most": ONE_PART,
        "rupiah": rupiah,
        "faults": faults_of(faults_in(history.event, text)) if text else [],
    }


def _may_write(seat: Seat) -> bool:
    return not seat.officer.roles.isdisjoint(wording.EDITORS)


ROUTES = (room(every, price, one, look, write),)
