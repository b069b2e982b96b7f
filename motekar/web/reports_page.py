"""Monthly reports that are ready, and their files as they were made."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from motekar.reports.quantities import percent
from motekar.rules.errors import ReportUnknown
from motekar.rules.people import OVERSIGHT
from motekar.rules.period import month_of
from motekar.usecases import reporting, standing
from motekar.usecases.evidence_pack import PACKERS
from motekar.usecases.reporting import File, ReportLine
from motekar.web.access import for_roles
from motekar.web.chart_words import wording
from motekar.web.figure_tables import period_words
from motekar.web.figures_page import FIGURES
from motekar.web.language import gettext
from motekar.web.shell import Seat, room

REPORTS = f"{FIGURES}/reports"
_READ = for_roles(*OVERSIGHT)
_ENDINGS = {File.PDF: "pdf", File.XLSX: "xlsx", File.CSV: "zip"}
_TYPES = {
    File.PDF: "application/pdf",
    File.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    File.CSV: "application/zip",
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """One line of the list, in words; ``pack`` is empty for who may not take it out."""

    whose: str
    month: str
    made_at: datetime
    share: str
    address: str
    pack: str


@get(REPORTS, opt=_READ)
async def look(seat: NamedDependency[Seat]) -> Response[str]:
    """All reports this person may fetch, newest first."""
    names = {office.code: office.name for office in await standing.offices(seat.desk)}
    lines = await reporting.ready(seat.desk, seat.officer)
    return await seat.page(
        "staff/reports.html",
        current="figures",
        here=REPORTS,
        back=FIGURES,
        reports=[_shown(line, names, packs=set(seat.officer.offices(PACKERS))) for line in lines],
        awaited=[
            gettext("%(month)s, %(whose)s", month=_month(month), whose=_whose(office, names))
            for office, month in await reporting.awaited(seat.desk, seat.officer, now=seat.now)
        ],
    )


def _shown(line: ReportLine, names: dict[str, str], *, packs: set[str]) -> _Shown:
    told = line.figures["same_day"]
    value = told["numerator"] / told["denominator"] if told["denominator"] else None
    share = "–" if value is None else percent(value, wording())
    return _Shown(
        whose=_whose(line.office, names),
        month=_month(line.month),
        made_at=line.made_at,
        share=gettext(
            "%(share)s (%(kept)s dari %(all)s)",
            share=share,
            kept=str(told["numerator"]),
            all=str(told["denominator"]),
        ),
        address=f"{REPORTS}/{line.id}",
        pack=_pack(line) if packs >= ({line.office} if line.office else set(names)) else "",
    )


def _whose(office: str | None, names: dict[str, str]) -> str:
    return names.get(office, office) if office else gettext("Semua kantor")


def _month(month: date) -> str:
    return period_words(month_of(month))


def _pack(line: ReportLine) -> str:
    """Where its evidence is, as it stood then; the first reports kept no such moment."""
    if "as_of" not in line.figures:
        return ""
    month = month_of(line.month)
    told = {"from": month.first, "to": month.last, "at": line.figures["as_of"]}
    office = {"office": line.office} if line.office else {}
    return f"{FIGURES}/evidence?{urlencode(office | told)}"


@get(f"{REPORTS}/{{report:uuid}}/{{file:str}}", opt=_READ)
async def fetch(
    seat: NamedDependency[Seat], report: FromPath[UUID], file: FromPath[str]
) -> Response[bytes]:
    """One file of a report, unchanged; its checksum goes with it."""
    if file not in set(File):
        raise ReportUnknown
    which = File(file)
    found = await reporting.fetch(seat.desk, seat.officer, report, which, now=seat.now)
    line = found.line
    whose = (line.office or "semua").replace(".", "")
    name = f"laporan-ktp-el-{whose}-{line.month:%Y-%m}.{_ENDINGS[which]}"
    return Response(
        found.content,
        media_type=_TYPES[which],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(found.checksum)).decode()}:",
            "Cache-Control": "no-store",
        },
    )


ROUTES = (room(look, fetch),)
