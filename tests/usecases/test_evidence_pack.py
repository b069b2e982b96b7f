"""The evidence pack: an outsider gets the same figures, and finds whatever was changed."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import Path as ZipPath
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from motekar.reports.pack import program
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
    desk: Desk,
    officer: Officer | None = HEAD,
    *,
    office: str | None = BEKASI_UTARA,
    now: datetime = TUESDAY_1000,
    at: datetime | None = None,
) -> tuple[Bound, bytes]:
    file = BytesIO()
    bound = await make_pack(
        desk, officer, office=office, period=NOVEMBER, file=file, now=now, at=at
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


def examined(folder: Path, *words: str) -> tuple[int, str]:
    """The same program within ours, where only its answer matters."""
    with redirect_stdout(StringIO()) as said:
        status = program.main(folder, words)
    return status, said.getvalue()


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


async def test_a_pack_of_a_past_moment_says_what_was_said_then(desk: Desk, tmp_path: Path) -> None:
    await a_day_of_all_kinds(desk)
    then = await from_evidence(desk)
    later = TUESDAY_1000 + timedelta(hours=3)
    await a_request(desk, 12, state=State.PRINTED, now=later)
    await a_request(desk, 13, now=later + timedelta(days=1))

    _, pack = await a_pack(desk, now=later + timedelta(days=2), at=TUESDAY_1000)
    folder = unpacked(pack, tmp_path / "bukti")
    assert json.loads((folder / "figures.json").read_text("utf-8")) == then.to_data(
        office=BEKASI_UTARA
    )
    assert examined(folder)[0] == 0
    assert len(rows_of(folder, "requests.ndjson")) == 10
    whole_days = {row["code"]: row["numbers"] for row in json_of(folder, "offices.json")}
    assert list(whole_days[BEKASI_UTARA]) == ["2026-11-23"]


def json_of(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


async def test_a_pack_without_a_part_of_its_program_says_so(desk: Desk, tmp_path: Path) -> None:
    folder = await a_folder(desk, tmp_path)
    (folder / "motekar" / "rules" / "counting.py").unlink()
    told = run(folder, "hitung.py")
    assert (told.returncode, told.stderr) == (2, "")
    assert told.stdout.startswith("Paket ini tidak lengkap: ")


async def a_folder(desk: Desk, tmp_path: Path) -> Path:
    _, pack = await a_pack(desk)
    return unpacked(pack, tmp_path / "bukti")


@pytest.fixture
async def folder(desk: Desk, tmp_path: Path) -> Path:
    """A pack of a day of all kinds, unpacked."""
    await all_that_can_happen(desk)
    return await a_folder(desk, tmp_path)


def without_confirmed_print(folder: Path) -> None:
    rows = rows_of(folder, "events.ndjson")
    kept_for = next(row for row in rows if row["action"] == "confirm-print")
    write_rows(folder, "events.ndjson", [row for row in rows if row is not kept_for])


def with_an_earlier_print(folder: Path) -> None:
    rows = rows_of(folder, "events.ndjson")
    late = [row for row in rows if row["action"] == "confirm-print"][-1]
    late["at"] = late["at"].replace("2026-11-24", "2026-11-23")
    write_rows(folder, "events.ndjson", rows)


def without_a_request(folder: Path) -> None:
    write_rows(folder, "requests.ndjson", rows_of(folder, "requests.ndjson")[1:])


def without_all_of_a_request(folder: Path) -> None:
    late = [row for row in rows_of(folder, "events.ndjson") if row["action"] == "confirm-print"][
        -1
    ]
    for name in ("requests.ndjson", "events.ndjson", "revisions.ndjson"):
        rows = rows_of(folder, name)
        write_rows(folder, name, [r for r in rows if r["request_no"] != late["request_no"]])


def without_a_revision(folder: Path) -> None:
    write_rows(folder, "revisions.ndjson", rows_of(folder, "revisions.ndjson")[1:])


def with_half_a_line(folder: Path) -> None:
    file = folder / "events.ndjson"
    file.write_bytes(file.read_bytes()[:-20])


def without_policies(folder: Path) -> None:
    changed_json(folder, "policies.json", list.clear)


def without_weekly_hours(folder: Path) -> None:
    changed_json(folder, "calendars.json", lambda told: told[-1]["weekly_hours"].clear())


def without_a_holiday(folder: Path) -> None:
    changed_json(folder, "calendars.json", lambda told: told[-1]["closed_days"].pop())


FORGERIES: tuple[tuple[Callable[[Path], None], str], ...] = (
    (without_confirmed_print, "events.ndjson"),
    (with_an_earlier_print, "events.ndjson"),
    (without_a_request, "requests.ndjson"),
    (without_all_of_a_request, "requests.ndjson"),
    (without_a_revision, "revisions.ndjson"),
    (with_half_a_line, "events.ndjson"),
    (without_policies, "policies.json"),
    (without_weekly_hours, "calendars.json"),
    (without_a_holiday, "calendars.json"),
)


async def test_whatever_is_changed_is_named_and_never_makes_the_share_rise(
    folder: Path, tmp_path: Path
) -> None:
    true = json.loads((folder / "figures.json").read_text())["same_day"]
    for forge, file in FORGERIES:
        copy = tmp_path / forge.__name__
        shutil.copytree(folder, copy)
        forge(copy)
        status, said = examined(copy)
        assert status == 1, forge.__name__
        assert f"BERBEDA: {file}" in said

        repair_sums(copy)
        status, said = examined(copy)
        assert status == 1, forge.__name__
        assert "SHA256SUMS: semua berkas cocok" in said
        kept, decided = told_share(said)
        assert kept * true["denominator"] <= true["numerator"] * decided, forge.__name__
        assert NAMED.search(said), forge.__name__


NAMED = re.compile(
    r"\.(ndjson|json): \S+.*: (hilang|baris ini tidak terbaca|isinya tidak lagi seperti saat"
    r" ditulis)|figures\.json: BERBEDA"
)


def told_share(said: str) -> tuple[int, int]:
    found = re.search(r"Menurut standar layanan: (\d+) dari (\d+)", said)
    assert found
    return int(found[1]), int(found[2])


async def test_a_figure_that_was_written_differently_is_named(folder: Path) -> None:
    changed_json(folder, "figures.json", lambda told: told["cards"].update(spoiled=0))
    repair_sums(folder)
    status, said = examined(folder)
    assert status == 1
    assert "cards.spoiled: tertulis 0, dihitung 1" in said


async def test_open_requests_can_be_judged_at_another_moment(folder: Path) -> None:
    _, before = told_share(examined(folder)[1])
    status, said = examined(folder, "--now", "2026-12-01T08:00:00+07:00")
    assert status == 0
    assert told_share(said)[1] > before


async def test_no_moment_before_the_pack_was_made_flatters_the_share(folder: Path) -> None:
    status, said = examined(folder, "--now", "2026-11-01T08:00:00+07:00")
    assert (status, said) == (
        2,
        f"--now paling awal {TUESDAY_1000.isoformat()}, saat paket ini dibuat.\n",
    )


async def test_a_file_whose_sum_was_taken_out_is_named(folder: Path) -> None:
    (folder / "SHA256SUMS").write_text("")
    status, said = examined(folder)
    assert status == 1
    for name in ("events.ndjson", "policies.json", "DEFINISI.md"):
        assert f"BERBEDA: {name}" in said


async def test_a_pack_that_is_no_pack_is_said_to_be_unreadable(folder: Path) -> None:
    (folder / "manifest.json").write_text("{}")
    status, said = examined(folder)
    assert status == 2
    assert "tidak bisa dibaca" in said


SECRET = re.compile(
    r"327503\d{10}|Sinta|Rina|Petugas |semua\.|\.32\.75|0812\d|\+62812|SERI-|Pencetak Dua|K-7"
    r"|Listrik padam|4411|salah ketik|elderly"
)


async def test_nothing_personal_leaves(desk: Desk, folder: Path) -> None:
    hidden = [SECRET]
    async with desk.store.transaction() as transaction:
        ids = "SELECT id::text FROM staff UNION SELECT id::text FROM print_request"
        hashes = " UNION SELECT encode(nik_index, 'hex') FROM print_request"
        known = (await transaction.execute(text(ids + hashes))).scalars().all()
    hidden.append(re.compile("|".join(known)))
    hidden.append(re.compile(r"(?<![0-9a-f])\d{20}(?![0-9a-f])"))  # a claim code
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} == {".ndjson", ".json", ".md", ".py", ""}
    for file in files:
        content = file.read_text("utf-8")
        assert not [found[0] for each in hidden if (found := each.search(content))], file.name


async def test_every_fact_that_a_step_stores_has_been_decided_on(desk: Desk) -> None:
    await all_that_can_happen(desk)
    async with desk.store.transaction() as transaction:
        query = "SELECT DISTINCT action, jsonb_object_keys(facts) FROM request_event"
        stored = {tuple(row) for row in await transaction.execute(text(query))}
    decided = {(str(action), name) for action, facts in FATES.items() for name in facts}
    assert stored <= decided
    assert {action for action, _ in stored} == {Action.SUBMIT.value, *OFFERED}
    # Decisions on what is stored no more would let it out unseen when it comes back.
    assert decided - stored == {("hold", "alone")}


async def test_two_packs_say_the_same_of_people_nobody_can_join(
    desk: Desk, folder: Path, tmp_path: Path
) -> None:
    other = unpacked((await a_pack(desk))[1], tmp_path / "lagi")
    assert (other / "figures.json").read_bytes() == (folder / "figures.json").read_bytes()
    for name, who in (("requests.ndjson", "person"), ("events.ndjson", "officer")):
        one, two = ({row[who] for row in rows_of(where, name)} for where in (folder, other))
        assert len(one) == len(two) > 1
        assert one.isdisjoint(two)


async def test_an_approver_has_the_alias_of_his_own_steps(folder: Path) -> None:
    rows = rows_of(folder, "events.ndjson")
    approvers = {
        row["facts"]["approved_by"]["name"] for row in rows if "approved_by" in row["facts"]
    }
    assert all(re.fullmatch("petugas-[0-9a-f]{8}", alias) for alias in approvers)
    assert len(approvers) == 2


async def test_a_pack_of_all_offices_is_of_those_where_one_may_ask(desk: Desk) -> None:
    await a_request(desk, 1)
    await a_request(desk, 2, office=BEKASI_SELATAN)
    assert (await a_pack(desk, INSPECTOR, office=None))[0].requests == 1
    assert (await a_pack(desk, None, office=None))[0].requests == 2


async def test_a_pack_leaves_its_sum_in_the_audit(desk: Desk) -> None:
    await a_request(desk)
    bound, _ = await a_pack(desk)
    async with desk.store.transaction() as transaction:
        query = text(
            "SELECT officer_id, office_code, subject, facts FROM audit_entry"
            " WHERE action = 'figures.evidence'"
        )
        (row,) = await transaction.execute(query)
    assert (row.officer_id, row.office_code) == (HEAD.id, BEKASI_UTARA)
    assert row.subject == "period:2026-11-01..2026-11-30"
    assert (row.facts["sha256"], row.facts["requests"]) == (bound.sha256, 1)


async def test_only_head_and_inspector_take_evidence_out(desk: Desk) -> None:
    for officer, office, refusal in (
        (an_officer(Role.OFFICE_MANAGER), BEKASI_UTARA, RoleNotAllowed),
        (HEAD, BEKASI_SELATAN, WrongOffice),
        (None, "99", OfficeUnknown),
    ):
        with pytest.raises(refusal):
            await a_pack(desk, officer, office=office)


async def test_one_person_has_one_pack_made_at_a_time(real_desk: Desk) -> None:
    async with real_desk.store.snapshot() as transaction:
        assert await evidence_rows.lock(transaction, who=str(HEAD.id))
        with pytest.raises(PackInTheMaking):
            await a_pack(real_desk)
        assert (await a_pack(real_desk, INSPECTOR))[0].requests == 0
    assert (await a_pack(real_desk))[0].requests == 0


async def test_a_pack_that_broke_on_its_way_is_said_to_be_unreadable(
    desk: Desk, tmp_path: Path
) -> None:
    _, pack = await a_pack(desk)
    with ZipFile(BytesIO(pack)) as archive:
        entry = archive.getinfo("manifest.json")
    begin = entry.header_offset + len(entry.FileHeader())
    (tmp_path / "bukti.zip").write_bytes(pack[:begin] + b"\xff" + pack[begin + 1 :])
    with redirect_stdout(StringIO()) as said:
        status = program.main(ZipPath(str(tmp_path / "bukti.zip")), [])
    assert status == 2
    assert "tidak bisa dibaca" in said.getvalue()
