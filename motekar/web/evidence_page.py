"""What stands behind the figures: the evidence pack to take away, and what each term means."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime
from typing import IO

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Stream

from motekar.reports.pack.definition import definition
from motekar.rules.errors import FieldError, ValidationFailed
from motekar.rules.people import OVERSIGHT
from motekar.usecases.evidence_pack import PACKERS, make_pack
from motekar.web.access import for_roles
from motekar.web.figures_page import FIGURES, chosen
from motekar.web.language import spoken
from motekar.web.shell import Seat, room, zone_of

_AT_ONCE = 1 << 18


@get(f"{FIGURES}/evidence", opt=for_roles(*PACKERS))
async def evidence(seat: NamedDependency[Seat]) -> Stream:
    """The pack of one office, or of all where the person may ask for one; ``at`` as it stood then.

    Raises:
        ValidationFailed: days or moment cannot be read; no pack is made of others.
    """
    at = _moment(seat)
    asked = chosen(seat, seat.now.astimezone(zone_of(await seat.offices())).date())
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who sends it
    try:
        pack = await make_pack(
            seat.desk,
            seat.officer,
            office=asked.office,
            period=asked.period,
            file=file,
            now=seat.now,
            at=at,
        )
    except BaseException:
        file.close()
        raise
    name = f"bukti-{asked.office or 'semua'}-{asked.period.first}-{asked.period.last}.zip"
    return Stream(
        _parts(file),
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(pack.bytes),
            "Cache-Control": "no-store",
        },
    )


def _moment(seat: Seat) -> datetime | None:
    told = seat.request.query_params.get("at")
    if not told:
        return None
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise ValidationFailed(errors=(FieldError("at", "malformed"),))
    if at > seat.now:
        raise ValidationFailed(errors=(FieldError("at", "in-future"),))
    return at


async def _parts(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        file.seek(0)
        while part := await asyncio.to_thread(file.read, _AT_ONCE):
            yield part


@get(f"{FIGURES}/definition", opt=for_roles(*OVERSIGHT))
async def meaning(seat: NamedDependency[Seat]) -> Response[str]:
    """What the figures mean, in the words of the pack."""
    return await seat.page(
        "staff/definition.html",
        current="figures",
        back=FIGURES,
        definition=definition(spoken()),
    )


ROUTES = (room(evidence, meaning),)
