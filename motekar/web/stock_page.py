"""The office's blanks: how many there are, what came and went, and the day's count."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from motekar.rules.blanks import EntryKind
from motekar.rules.deliveries import read_deliveries, read_moment
from motekar.rules.errors import Conflict, FieldError, ValidationFailed
from motekar.rules.rulebook import OfficeProfile
from motekar.rules.stocktaking import read_count, read_entry
from motekar.usecases import destroying, standing, stock
from motekar.usecases.once import Once
from motekar.web import ledger_csv
from motekar.web.access import for_roles
from motekar.web.faults import Fault, fault_words, faults_of
from motekar.web.language import gettext
from motekar.web.posted import Posted, typed_again
from motekar.web.problems import problem_for
from motekar.web.shell import BOARD, Seat, room

STOCK = "/staff/stock"
_READ, _WRITE = for_roles(*stock.READERS), for_roles(*stock.KEEPERS)
_MOST, _WHOLE, _LATEST_BATCHES = 25, 1_000_000, 3
_FORMS = ("received", "sent", "defect", "returned", "counted")
_FIELDS = ("quantity", "reference", "batch", "at", "to", "counted", "explanation")
_Page = Response[str]


@get(STOCK, opt=_READ)
async def look(seat: NamedDependency[Seat]) -> _Page:
    """The stock and its ledger."""
    query = seat.request.query_params
    before = query.get("before", "")
    office = await chosen(seat, query.get("office", ""))
    return await _page(seat, office, before=int(before) if _is_number(before) else None)


@get(f"{STOCK}/ledger.csv", opt=_READ)
async def ledger(seat: NamedDependency[Seat]) -> _Page:
    """The whole ledger as a file."""
    office = await chosen(seat, seat.request.query_params.get("office", ""))
    found = await stock.look(seat.desk, seat.officer, office.code, now=seat.now, limit=_WHOLE)
    name = f"stok-{office.abbreviation}-{office.local_day(seat.now).isoformat()}.csv"
    return Response(
        ledger_csv.written(found.lines, zone=office.zone),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


@post(f"{STOCK}/arrived", opt=_WRITE, status_code=200)
async def arrive(seat: NamedDependency[Seat]) -> _Page | Redirect:
    """Takes in what another office sent."""
    posted = await Posted.read(seat.request)
    office = await chosen(seat, posted.text("office"))
    try:
        await stock.arrive(
            seat.desk,
            seat.officer,
            office.code,
            posted.text("transfer"),
            now=seat.now,
            once=_once(seat, posted, "arrived"),
        )
    except Conflict as refusal:
        return await _page(seat, office, refusal=refusal)
    return _done(seat, office, gettext("Kiriman antarkantor diterima dan masuk buku."))


@post(f"{STOCK}/deliveries", opt=_WRITE, status_code=200)
async def bring_in(seat: NamedDependency[Seat]) -> _Page | Redirect:
    """Writes a list of deliveries: all its rows or none."""
    posted = await Posted.read(seat.request)
    office = await chosen(seat, posted.text("office"))
    try:
        text = await _file(posted)
        deliveries = read_deliveries(text, zone=office.zone, now=seat.now)
        await stock.bring_in(seat.desk, seat.officer, office.code, deliveries, now=seat.now)
    except ValidationFailed as faulty:
        return await _page(seat, office, errors=[_row_fault(one) for one in faulty.errors])
    told = gettext("%(n)s kiriman masuk buku.", n=str(len(deliveries)))
    return _done(seat, office, told)


@post(f"{STOCK}/{{form:str}}", opt=_WRITE, status_code=200)
async def write(seat: NamedDependency[Seat], form: FromPath[str]) -> _Page | Redirect:
    """A delivery, a transfer, a defect, a return or the day's count."""
    posted = await Posted.read(seat.request)
    office = await chosen(seat, posted.text("office"))
    form = form if form in _FORMS else "received"
    raw = {name: posted.text(f"{form}.{name}") for name in _FIELDS}
    try:
        once = _once(seat, posted, form)
        if form == "counted":
            told = await _counted(seat, office, raw, once)
        else:
            told = await _entered(seat, office, {**raw, "kind": form}, once)
    except ValidationFailed as faulty:
        faults = [Fault(f"{form}.{one.field}", one.message) for one in faults_of(faulty.errors)]
        return await _page(seat, office, form=form, typed=raw, errors=faults)
    except Conflict as refusal:
        return await _page(seat, office, form=form, typed=raw, refusal=refusal)
    return _done(seat, office, told)


async def _counted(
    seat: Seat, office: OfficeProfile, raw: Mapping[str, str], once: Once[Any] | None
) -> str:
    box = read_count(raw)
    difference = await stock.count(
        seat.desk, seat.officer, office.code, box, now=seat.now, once=once
    )
    if not difference:
        return gettext("Hitungan dicatat, cocok dengan buku.")
    return gettext(
        "Hitungan dicatat dengan selisih %(n)s dan penjelasannya.", n=f"{difference:+d}"
    )


async def _entered(
    seat: Seat, office: OfficeProfile, raw: Mapping[str, str], once: Once[Any] | None
) -> str:
    moment = _moment(raw, office, now=seat.now)
    entry = read_entry({**raw, "at": moment}, kind=EntryKind(raw["kind"]), now=seat.now)
    await stock.enter(seat.desk, seat.officer, office.code, entry, now=seat.now, once=once)
    return gettext("%(n)s kartu dicatat di buku stok.", n=str(entry.quantity))


def _moment(raw: Mapping[str, str], office: OfficeProfile, *, now: datetime) -> datetime | None:
    """The typed moment; where it cannot be read, the form's other faults are told with it."""
    try:
        return read_moment(raw["at"], zone=office.zone)
    except ValidationFailed as faulty:
        try:
            read_entry({**raw, "at": None}, kind=EntryKind(raw["kind"]), now=now)
        except ValidationFailed as others:
            raise ValidationFailed(errors=(*others.errors, *faulty.errors)) from faulty
        raise


def _once(seat: Seat, posted: Posted, form: str) -> Once[Any] | None:
    key = posted.once_key(seat.officer, seat.desk, path=f"{STOCK}/{form}")
    return Once(key, str) if key else None


async def _file(posted: Posted) -> str:
    file = posted.fields.get("deliveries")
    content = await file.read() if isinstance(file, UploadFile) else b""
    if not content:
        raise ValidationFailed(errors=(FieldError("deliveries", "missing"),))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationFailed(errors=(FieldError("deliveries", "malformed"),)) from None


def _row_fault(error: FieldError) -> Fault:
    _, *cell = error.field.split(".")
    if not cell:
        return Fault("deliveries", fault_words(error))
    number, name = cell
    words = fault_words(FieldError(name or "deliveries", error.code, error.facts))
    told = gettext("Baris %(n)s, %(column)s: %(words)s", n=number, column=name or "–", words=words)
    return Fault("deliveries", told)


def _done(seat: Seat, office: OfficeProfile, told: str) -> Redirect:
    seat.say("ok", told)
    return seat.go(address_of(office.code))


def address_of(office: str, **more: object) -> str:
    """Where the stock of an office is."""
    return f"{STOCK}?{urlencode({'office': office, **more})}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


async def mine(seat: Seat) -> list[OfficeProfile]:
    """The offices whose stock and places this person may read."""
    codes = seat.officer.offices(stock.READERS)
    return [office for office in await seat.offices() if office.code in codes]


async def chosen(seat: Seat, code: str) -> OfficeProfile:
    """The office that was asked for, else the first.

    Raises:
        WrongOffice: it is not this person's.
    """
    if code:
        seat.officer.require(stock.READERS, office=code)
    found = await mine(seat)
    return next((office for office in found if office.code == code), found[0])


async def _page(
    seat: Seat,
    office: OfficeProfile,
    *,
    before: int | None = None,
    form: str = "",
    typed: Mapping[str, str] | None = None,
    errors: list[Fault] | None = None,
    refusal: Conflict | None = None,
) -> _Page:
    newest = {} if before is None else {"before": before}
    found = await stock.look(
        seat.desk, seat.officer, office.code, now=seat.now, limit=_MOST + 1, **newest
    )
    lines = found.lines[:_MOST]
    more = len(found.lines) > _MOST
    facts: dict[str, Any] = {}
    if refusal:
        facts["result"] = _refused(refusal)
    problem = problem_for(refusal) if refusal else None
    return await seat.page(
        "staff/stock.html",
        current="stock",
        status=problem.status if problem else 422 if errors else 200,
        here=STOCK,
        back=BOARD,
        place=office,
        zone=office.zone,
        mine=[(each.code, each.name) for each in await mine(seat)],
        names={each.code: each.name for each in await standing.offices(seat.desk)},
        may_write=seat.officer.holds(stock.KEEPERS, office=office.code),
        stock=found,
        burning=await destroying.glance(
            seat.desk, seat.officer, office.code, batches=_LATEST_BATCHES
        ),
        lines=lines,
        older=address_of(office.code, before=lines[-1].entry_no) if more else None,
        is_newest=before is None,
        form=form,
        typed={form: typed_again(typed)},
        empty_form=typed_again(None),
        errors=errors or [],
        **facts,
    )


def _refused(refusal: Conflict) -> dict[str, Any]:
    problem = problem_for(refusal)
    told = {name: str(value) for name, value in refusal.facts.items()}
    return {
        "kind": "refused",
        "request_no": None,
        "text": f"{gettext(problem.title)}. {gettext(problem.detail, **told)}",
        "next_step": None,
    }


ROUTES = (room(look, ledger, arrive, bring_in, write),)
