"""What the framework refuses, a database that is away, and what nobody foresaw.

No exception text ever leaves the house: an unknown error is a reference number, and its traceback
goes to the log with the route's template, never with an address, body, header or person.
"""

import secrets
from collections.abc import Mapping

import structlog
from litestar.exceptions import HTTPException, ValidationException

from motekar.rules.errors import FieldError, ValidationFailed
from motekar.usecases.desk import DatabaseAway
from motekar.web.answers import Answer, AnyRequest, as_json, as_page, for_program, refused, told
from motekar.web.language import gettext, language_of, later, speak
from motekar.web.problems import Problem

_log = structlog.get_logger("motekar.web")

FRAMEWORK: Mapping[int, tuple[str, Problem]] = {
    400: (
        "body-malformed",
        Problem(400, later("Kiriman tidak terbaca"), later("Isi kiriman tidak bisa diurai.")),
    ),
    404: (
        "address-unknown",
        Problem(404, later("Halaman tidak ditemukan"), later("Tidak ada apa pun di alamat ini.")),
    ),
    405: (
        "method-not-allowed",
        Problem(
            405, later("Alamat ini tidak untuk itu"), later("Alamat ini ada, metodenya tidak.")
        ),
    ),
    413: (
        "body-too-large",
        Problem(413, later("Kiriman terlalu besar"), later("Isi kiriman paling besar 64 kB.")),
    ),
    415: (
        "media-type-unknown",
        Problem(415, later("Bentuk kiriman tidak dikenal"), later("Kirim JSON atau formulir.")),
    ),
}
AWAY: tuple[str, Problem] = (
    "service-unavailable",
    Problem(
        503,
        later("Ada gangguan di sistem kami"),
        later("Basis data tidak menjawab. Kirim lagi nanti dengan Idempotency-Key yang sama."),
    ),
)
_BACK_IN_SECONDS = 10
UNFORESEEN = Problem(
    500,
    later("Ada gangguan di sistem kami"),
    later("Sebutkan nomor rujukan ini kepada administrator; catatannya ada di log."),
)


def by_framework(request: AnyRequest, refusal: HTTPException) -> Answer:
    """The answer to what Litestar itself refuses."""
    if isinstance(refusal, ValidationException):
        return refused(request, ValidationFailed(errors=_field_errors(refusal)))
    if refusal.status_code not in FRAMEWORK:
        return unforeseen(request, refusal)
    speak(language_of(request))
    code, problem = FRAMEWORK[refusal.status_code]
    headers = {
        name: value for name, value in (refusal.headers or {}).items() if name.lower() == "allow"
    }
    if for_program(request):
        return as_json(problem, code=code, headers=headers)
    if problem.status == 404:
        return as_page(request, "public/not_found.html", 404, {})
    says = [gettext(problem.detail)]
    return told(request, problem.status, gettext(problem.title), says, headers=headers)


def database_away(request: AnyRequest, away: DatabaseAway) -> Answer:
    """The answer while the database is away: what became of the data, and what to do."""
    speak(language_of(request))
    reference = _noted("database-away", request, away.__cause__ or away)
    code, problem = AWAY
    headers = {"Retry-After": str(_BACK_IN_SECONDS)}
    if for_program(request):
        return as_json(problem, code=code, facts={"reference": reference}, headers=headers)
    says = [
        gettext("Yang sudah tersimpan aman; tidak ada yang hilang."),
        _until_then(request),
        gettext("Sebutkan nomor rujukan ini bila bertanya."),
    ]
    return told(request, 503, gettext(problem.title), says, reference=reference, headers=headers)


def _until_then(request: AnyRequest) -> str:
    if not request.url.path.startswith("/staff"):
        return gettext("Resi Anda tetap berlaku. Coba lagi beberapa menit lagi.")
    if request.method == "GET":
        return gettext(
            "Muat ulang beberapa menit lagi. Sementara itu, terima berkas di kertas dan catat"
            " susulan di loket."
        )
    return gettext(
        "Kiriman Anda mungkin belum tersimpan. Tekan tombol kembali, lalu kirim lagi beberapa"
        " menit lagi: kiriman yang sama hanya dicatat sekali."
    )


def unforeseen(request: AnyRequest, error: Exception) -> Answer:
    """The answer to everything else: a reference number for the log."""
    speak(language_of(request))
    reference = _noted("unforeseen", request, error, frames=_frames(error))
    if for_program(request):
        return as_json(UNFORESEEN, code="unforeseen", facts={"reference": reference})
    return as_page(request, "public/failure.html", 500, {"reference": reference})


def _noted(event: str, request: AnyRequest, error: BaseException, **more: list[str]) -> str:
    """Logs no exception's text: it can hold what somebody typed."""
    reference = secrets.token_hex(4).upper()
    _log.error(
        event,
        reference=reference,
        method=request.method,
        route=request.scope.get("path_template") or "unknown",
        error=type(error).__qualname__,
        **more,
    )
    return reference


def _frames(error: BaseException) -> list[str]:
    frames = []
    step = error.__traceback__
    while step:
        code = step.tb_frame.f_code
        frames.append(f"{step.tb_frame.f_globals.get('__name__')}:{code.co_name}:{step.tb_lineno}")
        step = step.tb_next
    if error.__cause__:
        frames.append(f"caused by {type(error.__cause__).__qualname__}")
        frames += _frames(error.__cause__)
    return frames


def _field_errors(refusal: ValidationException) -> tuple[FieldError, ...]:
    extra = refusal.extra if isinstance(refusal.extra, list) else []
    found = tuple(FieldError(str(one.get("key", "")), "malformed") for one in extra)
    return found or (FieldError("", "malformed"),)
