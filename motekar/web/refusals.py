"""Says on a page of the shell why a step was not made, who was there before, and the way on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response

from motekar.rules.codes import RequestNo
from motekar.rules.errors import (
    AlreadyCollected,
    AttemptOpen,
    DocumentsStillMissing,
    IdempotencyKeyReused,
    MotekarError,
    NoAttemptOpen,
    NoBlanksLeft,
    OldCardRequired,
    RequestOnHold,
    RoleNotAllowed,
    TransitionNotAllowed,
)
from motekar.rules.lifecycle import LIFECYCLE, Action
from motekar.rules.people import Officer
from motekar.rules.requests import PrintRequest, check
from motekar.usecases import tracking
from motekar.usecases.viewing import RequestView
from motekar.web.answers import fact_words
from motekar.web.history import step_words
from motekar.web.labels import label
from motekar.web.language import gettext, later
from motekar.web.moments import near_moment
from motekar.web.pages import pages_of
from motekar.web.problems import problem_for
from motekar.web.shell import BOARD, Seat
from motekar.web.ways import page_of


def refusal_band(refusal: MotekarError) -> Mapping[str, Any]:
    """The refusal as the result on top of the page it came from."""
    problem = problem_for(refusal)
    text = gettext(problem.detail, **{name: str(fact) for name, fact in refusal.facts.items()})
    return {"kind": "refused", "request_no": None, "text": text, "next_step": None}


async def refused(seat: Seat, refusal: MotekarError, request_no: RequestNo) -> Response[str]:
    """The refusal as a page, with the last thing that happened to the request."""
    dossier = await tracking.look(seat.desk, seat.officer, request_no, now=seat.now)
    view = dossier.view
    problem = problem_for(refusal)
    why = reason_words(refusal, zone=view.office.zone, now=seat.now)
    ways = [
        {"url": page_of(str(request_no)), "label": gettext("Buka %(no)s", no=str(request_no))},
        {"url": BOARD, "label": gettext("Ke papan")},
    ]
    return await seat.page(
        "staff/refused.html",
        status=problem.status,
        title=gettext(problem.title),
        says=[*([why] if why else []), last_step_words(view, now=seat.now)],
        ways=ways,
        zone=view.office.zone,
        result={
            "kind": "refused",
            "request_no": str(request_no),
            "text": gettext(problem.title),
            "next_step": None,
        },
    )


def refused_band(seat: Seat, refusal: MotekarError) -> Mapping[str, Any]:
    """The refusal as the result of a page that stays where it is."""
    problem = problem_for(refusal)
    words = fact_words(refusal.facts, zone=pages_of(seat.request).zone, now=seat.now)
    text = f"{gettext(problem.title)}. {gettext(problem.detail, **words)}"
    return {"kind": "refused", "text": text, "request_no": None, "next_step": None}


def last_step_words(view: RequestView, *, now: datetime) -> str:
    """Who did what last, and when."""
    last = view.timeline[-1]
    told = gettext(
        "Langkah terakhir: %(step)s, oleh %(officer)s, %(moment)s.",
        step=label(last.action, "done").lower(),
        officer=last.officer,
        moment=near_moment(last.at, view.office.zone, now),
    )
    says = step_words(last)
    return f"{told} {says}" if says else told


def why_not(
    request: PrintRequest,
    officer: Officer,
    *,
    zone: ZoneInfo,
    now: datetime,
    action: Action | None = None,
) -> str | None:
    """Why this person cannot make a step, else the natural next one; None when they can."""
    action = action or _natural(request)
    if action is None:
        return None
    try:
        check(request, action, officer=officer)
    except MotekarError as refusal:
        return reason_words(refusal, zone=zone, now=now, action=action)
    return None


def _natural(request: PrintRequest) -> Action | None:
    ways: dict[str, Action] = {
        "submitted": Action.VERIFY,
        "verified": Action.CONFIRM_PRINT if request.attempt else Action.START_PRINT,
        "printed": Action.COLLECT,
    }
    return ways.get(request.state.value)


def reason_words(
    refusal: MotekarError, *, zone: ZoneInfo, now: datetime, action: Action | None = None
) -> str:
    """The reason in one plain sentence; empty where the title says it all."""

    def moment(at: datetime) -> str:
        return near_moment(at, zone, now)

    match refusal:
        case RequestOnHold(cause=cause, since=since):
            return gettext(
                "Ditunda sejak %(moment)s: %(cause)s. Langkah lain menunggu sampai dilanjutkan.",
                moment=moment(since),
                cause=label(cause, "hold_short"),
            )
        case AlreadyCollected(at=at):
            return gettext("Sudah diambil %(moment)s. Jangan serahkan lagi.", moment=moment(at))
        case AttemptOpen(started_at=at):
            return gettext(
                "Sedang dicetak sejak %(moment)s. Nyatakan dulu jadi atau rusak.",
                moment=moment(at),
            )
        case _:
            return _standing_words(refusal, action)


def _standing_words(refusal: MotekarError, action: Action | None) -> str:
    match refusal:
        case RoleNotAllowed(needs=needs):
            roles = sorted(LIFECYCLE[action].roles) if action else needs
            names = gettext(" atau ").join(label(role, "role") for role in roles)
            return gettext("Langkah berikutnya dikerjakan %(roles)s.", roles=names.lower())
        case TransitionNotAllowed(state="submitted"):
            return gettext("Berkasnya masih diperiksa; kartunya belum dicetak.")
        case TransitionNotAllowed(action="collect", state="verified"):
            return gettext("Kartunya belum jadi; masih di antrean cetak.")
        case TransitionNotAllowed(action=step, state=state):
            facts: dict[str, Any] = {
                "step": label(step, "action"),
                "state": label(state, "state").lower(),
            }
            return gettext("“%(step)s” tidak bisa lagi: permohonan ini %(state)s.", **facts)
        case DocumentsStillMissing(missing=missing):
            names = ", ".join(label(code, "document") for code in missing)
            return gettext("Masih kurang: %(documents)s.", documents=names)
        case _:
            sentence = _SENTENCES.get(type(refusal))
            return gettext(sentence) if sentence else ""


_SENTENCES: Mapping[type[MotekarError], str] = {
    NoBlanksLeft: later(
        "Kartu kosong yang bebas habis. Catat kiriman di halaman Stok, atau cetak yang sudah"
        " mendapat kartu."
    ),
    NoAttemptOpen: later("Belum ada kartu di printer. Mulai cetak dulu."),
    OldCardRequired: later("Kartu lama diterima dulu, baru kartu baru diserahkan."),
    IdempotencyKeyReused: later(
        "Isian ini sudah terkirim dengan isi lain. Buka dan periksa dulu."
    ),
}
