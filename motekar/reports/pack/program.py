"""What an outsider runs: checks the sums, reckons the figures anew, compares them.

Needs Python's own library alone. Speaks Indonesian, as the pack's readers do.
"""

import argparse
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from zipfile import BadZipFile

from motekar.reports.pack.checking import differences, differing_files
from motekar.reports.pack.recounting import Fault, Place, Recount, read_json, recount
from motekar.reports.pack.rows import LOGS
from motekar.reports.pack.telling import told
from motekar.reports.pack.yardsticks import CALENDARS, OFFICES, POLICIES
from motekar.rules.counting import WhyUnknown
from motekar.rules.period import Period

MANIFEST, FIGURES = "manifest.json", "figures.json"
READ_ME, DEFINITION = "BACA-SAYA.md", "DEFINISI.md"
_NEEDED = (MANIFEST, FIGURES, READ_ME, DEFINITION, OFFICES, POLICIES, CALENDARS, *LOGS)
_MOST_NAMED = 50
_UNREADABLE = (
    OSError,
    EOFError,
    BadZipFile,
    zlib.error,
    KeyError,
    TypeError,
    ValueError,
    RecursionError,
)
_FAULTS = {
    Fault.UNREADABLE: "baris ini tidak terbaca",
    Fault.CHANGED: "isinya tidak lagi seperti saat ditulis",
    Fault.LOST: "hilang",
    Fault.GAP: "nomor urutnya berlubang sejak paket dibuat",
}
_WHY = {
    WhyUnknown.LOG_BROKEN: "catatannya tidak utuh",
    WhyUnknown.POLICY_MISSING: "aturan layanannya tidak ada",
    WhyUnknown.CALENDAR_MISSING: "kalendernya tidak ada",
    WhyUnknown.STANDARD_DIFFERS: "kalender atau aturannya memberi standar lain",
    WhyUnknown.NO_OPENING: "tidak ada hari buka",
}


def main(place: Place, words: Sequence[str]) -> int:
    """0 when nothing differs, 1 when something does, 2 when it cannot be read at all."""
    given = _asked(words)
    lines: list[str] = []
    try:
        status = _examine(place, given.now, lines)
    except _UNREADABLE as trouble:
        lines += (
            f"Paket ini tidak bisa dibaca: {type(trouble).__name__}: {trouble}",
            "Salin lagi paketnya. Di Windows pasang dulu data zona waktu: pip install tzdata",
        )
        status = 2
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return status


def _asked(words: Sequence[str]) -> argparse.Namespace:
    asked = argparse.ArgumentParser(
        prog="hitung.py", description="Hitung ulang angka paket bukti ini."
    )
    asked.add_argument(
        "--now",
        type=datetime.fromisoformat,
        help="nilai permohonan yang belum selesai pada saat kemudian,"
        " mis. 2026-12-01T08:00:00+07:00",
    )
    given = asked.parse_args(words)
    if given.now and given.now.tzinfo is None:
        asked.error("--now perlu selisih waktu, mis. 2026-12-01T08:00:00+07:00")
    return given


def _examine(place: Place, now: datetime | None, lines: list[str]) -> int:
    about = read_json(place, MANIFEST)
    period = Period(date.fromisoformat(about["from"]), date.fromisoformat(about["to"]))
    made = datetime.fromisoformat(about["now"])
    if now and now < made:
        # The pack knows what came after that moment: steps that nobody had taken yet would count.
        lines.append(f"--now paling awal {made.isoformat()}, saat paket ini dibuat.")
        return 2
    moment = now or made
    offices = about["office"] or ", ".join(about["offices"])
    changed = list(differing_files(place, needed=_NEEDED))
    found = recount(place, period=period, now=moment)
    figures = found.figures.to_data(office=about["office"])
    # At another moment open requests stand differently: there is nothing to compare with.
    other = [] if now else list(differences(read_json(place, FIGURES), figures))

    lines += (
        f"Paket bukti Motekar, {period.first} sampai {period.last}, kantor {offices}",
        f"Permohonan yang belum selesai dinilai pada {moment.isoformat()}",
        "",
        f"Jumlah periksa SHA256SUMS: {'BERBEDA' if changed else 'semua berkas cocok'}",
        *_few(f"BERBEDA: {name}" for name in changed),
        "",
        f"Catatan: {found.requests} permohonan, {_of_rows(found)}",
        *_few(f"{one.file}: {one.row}: {_FAULTS[one.fault]}" for one in found.troubles),
        "",
        "Angka yang dihitung ulang:",
        *(f"  {line}" for line in told(found.figures)),
    )
    if found.unknown:
        lines += ("", "Tidak diketahui, jadi tidak pernah dihitung ditepati:")
        lines += _few(f"{number}: {_WHY[why]}" for number, why in found.unknown)
    if now is None:
        says = "BERBEDA dari" if other else "SAMA dengan"
        lines += ("", f"figures.json: {says} hasil hitung ulang")
        lines += _few(f"{name}: tertulis {was}, dihitung {is_now}" for name, was, is_now in other)
    return 1 if changed or found.troubles or other else 0


def _of_rows(found: Recount) -> str:
    if not found.troubles:
        return "tidak ada baris yang hilang atau berubah"
    return f"{len(found.troubles)} baris hilang, berubah, atau tidak terbaca"


def _few(named: Iterable[str]) -> Iterator[str]:
    lines = list(named)
    yield from (f"  {line}" for line in lines[:_MOST_NAMED])
    if len(lines) > _MOST_NAMED:
        yield f"  dan {len(lines) - _MOST_NAMED} lagi"
