"""The evidence pack: an outsider gets the same figures, and finds whatever was changed."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from motekar.reports.pack.binding import Bound
from motekar.rules.disclosure import FATES
from motekar.rules.errors import OfficeUnknown, PackInTheMaking, RoleNotAllowed, WrongOffice
from motekar.rules.lifecycle import Action, State
from motekar.rules.people import Officer, Role
from motekar.rules.steps import OFFERED, Collect, Collector, ConfirmPrint, Reject, RejectReason
from motekar.rules.steps import StartPrint as Print
from motekar.store import evidence_rows
from motekar.usecases.desk import Desk
from motekar.usecases.evidence_pack import make_pack
from tests.builders import (
    BEKASI_SELATAN,
    BEKASI_UTARA,
    MONDAY_0900,
    a_held,
    a_request,
    a_step,
    an_officer,
)
from tests.usecases import test_incidents as trouble
from tests.usecases.test_amending import amended
from tests.usecases.test_figures import (
    HEAD,
    NOVEMBER,
    TUESDAY_1000,
    a_day_of_all_kinds,
    from_evidence,
    summed,
    the_page,
    without_messages,
)
from tests.usecases.test_repromising import POWER_CUT, close

INSPECTOR = an_officer(Role.INSPECTOR)
MONDAY_1000 = MONDAY_0900.replace(hour=10)
Rows = list[dict[str, Any]]


async def all_that_can_happen(desk: Desk) -> None:
    """Every step there is, with all the facts it can store; a promise made anew too."""
    await a_request(desk, 20)
    await trouble.ended(desk, await trouble.begun(desk))
    await a_held(desk, await a_request(desk, 21), now=MONDAY_1000)
    await amended(desk, await a_request(desk, 22), reason="data_change", priority="elderly")
    refused = await a_request(desk, 23)
    no = Reject(RejectReason.DATA_MISMATCH, "Nama berbeda.")
    await a_step(desk, refused, no, now=MONDAY_1000)
    card = await a_request(desk, 24, state=State.VERIFIED)
    for command in (
        Print("Pencetak Dua"),
        ConfirmPrint("SERI-99887766"),
        Collect(Collector.FAMILY, "Rina Contoh", "istri", old_card_surrendered=True),
    ):
        card = await a_step(desk, card, command, now=MONDAY_1000)
    await close(desk, POWER_CUT)
    await a_day_of_all_kinds(desk)


async def a_pack(
    desk: Desk, officer: Officer | None = HEAD, *, office: str | None = BEKASI_UTARA
) -> tuple[Bound, bytes]:
    file = BytesIO()
    bound = await make_pack(
        desk, officer, office=office, period=NOVEMBER, file=file, now=TUESDAY_1000
    )
    return bound, file.getvalue()


def unpacked(pack: bytes, folder: Path) -> Path:
    with ZipFile(BytesIO(pack)) as archive:
        archive.extractall(folder)
    return folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """As on a machine with nothing but Python: no environment, no installed package, no path."""
    command = [sys.executable, "-I", "-S", "-W", "error", *words]
    return subprocess.run(
        command, cwd=folder, env={}, capture_output=True, encoding="utf-8", check=False
    )


def rows_of(folder: Path, name: str) -> Rows:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def write_rows(folder: Path, name: str, rows: Iterable[dict[str, Any]]) -> None:
    (folder / name).write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")


def changed_json(folder: Path, name: str, change: Callable[[Any], object]) -> None:
    data = json.loads((folder / name).read_text("utf-8"))
    change(data)
    (folder / name).write_text(json.dumps(data), "utf-8")


def repair_sums(folder: Path) -> None:
    """What somebody does who wants a change to pass unnoticed."""
    names = [line.partition("  ")[2] for line in (folder / "SHA256SUMS").read_text().splitlines()]
    sums = (f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / "SHA256SUMS").write_text("".join(sums))


async def test_an_outsider_gets_the_figures_of_page_and_recomputation(
    desk: Desk, tmp_path: Path
) -> None:
    await all_that_can_happen(desk)
    await summed(desk)
    page = without_messages((await the_page(desk)).figures)
    bound, pack = await a_pack(desk)

    (tmp_path / "bukti.zip").write_bytes(pack)
    as_zip = run(tmp_path, "bukti.zip")
    folder = unpacked(pack, tmp_path / "bukti")
    as_folder = run(folder, "hitung.py")

    assert (as_folder.returncode, as_folder.stderr) == (0, "")
    assert as_zip.stdout == as_folder.stdout
    assert "figures.json: SAMA" in as_folder.stdout
    share = page.whole.same_day
    assert f"standar layanan: {share.numerator} dari {share.denominator} (" in as_folder.stdout
    written = json.loads((folder / "figures.json").read_text("utf-8"))
    assert written == page.to_data(office=BEKASI_UTARA)
    assert written == (await from_evidence(desk)).to_data(office=BEKASI_UTARA)
    assert bound.sha256 == sha256(pack).hexdigest()
    assert bound.requests == len(rows_of(folder, "requests.ndjson")) == 15
    assert not list(folder.rglob("__pycache__"))
