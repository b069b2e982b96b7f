"""What an outsider runs: checks the sums, reckons the figures anew, says whether they are the same.

Needs Python's own library alone. Speaks Indonesian, as the pack's readers do.
"""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile

from motekar.reports.pack.checking import differences, differing_files
from motekar.reports.pack.recounting import Fault, Place, Recount, read_json, recount
from motekar.rules.compliance import Figures, Share
from motekar.rules.counting import WhyUnknown
from motekar.rules.holds import HoldCause
from motekar.rules.period import Period
from motekar.rules.sla import Outcome

MANIFEST, FIGURES = "manifest.json", "figures.json"
_MOST_NAMED = 50
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
_STAGES = {
    "verify": "Periksa berkas",
    "print": "Cetak",
    "ready": "Berkas lengkap sampai kartu jadi",
    "collect": "Kartu jadi sampai diambil",
}
_OUTCOMES = {
    Outcome.KEPT: "ditepati",
    Outcome.LATE: "terlambat",
    Outcome.ON_TRACK: "masih sempat",
    Outcome.AT_RISK: "terancam",
    Outcome.OVERDUE: "lewat waktu",
    Outcome.UNKNOWN: "tidak diketahui",
}
_CAUSES = {
    HoldCause.AWAITING_DOCUMENTS: "menunggu berkas",
    HoldCause.AWAITING_CENTRAL_RECORD: "menunggu data pusat",
    HoldCause.BLANKS_OUT: "blangko habis",
    HoldCause.SYSTEM_DOWN: "sistem terganggu",
    HoldCause.DISPUTED: "data dipersoalkan",
    HoldCause.FORCE_MAJEURE: "keadaan darurat",
}


def main(place: Place, words: Sequence[str]) -> int:
    """0 when nothing differs, 1 when something does, 2 when it cannot be read at all."""
    given = _asked(words)
    try:
        return _examine(place, given.now)
    except (OSError, BadZipFile, KeyError, TypeError, ValueError) as trouble:
        print(f"Paket ini tidak bisa dibaca: {type(trouble).__name__}: {trouble}")
        print("Salin lagi paketnya. Di Windows pasang dulu data zona waktu: pip install tzdata")
        return 2


def _asked(words: Sequence[str]) -> argparse.Namespace:
    asked = argparse.ArgumentParser(
        prog="hitung.py", description="Hitung ulang angka paket bukti ini."
    )
    asked.add_argument(
        "--now",
        type=datetime.fromisoformat,
        help="nilai permohonan yang belum selesai pada saat lain, mis. 2026-12-01T08:00:00+07:00",
    )
    given = asked.parse_args(words)
    if given.now and given.now.tzinfo is None:
        asked.error("--now perlu selisih waktu, mis. 2026-12-01T08:00:00+07:00")
    return given


def _examine(place: Place, now: datetime | None) -> int:
    about = read_json(place, MANIFEST)
    period = Period(date.fromisoformat(about["from"]), date.fromisoformat(about["to"]))
    moment = now or datetime.fromisoformat(about["now"])
    offices = about["office"] or ", ".join(about["offices"])
    print(f"Paket bukti Motekar, {period.first} sampai {period.last}, kantor {offices}")
    print(f"Permohonan yang belum selesai dinilai pada {moment.isoformat()}")

    changed = list(differing_files(place))
    print("\nJumlah periksa SHA256SUMS:", "BERBEDA" if changed else "semua berkas cocok")
    _list(f"BERBEDA: {name}" for name in changed)

    found = recount(place, period=period, now=moment)
    print(f"\nCatatan: {found.requests} permohonan,", _of_rows(found))
    _list(f"{one.file}: {one.row}: {_FAULTS[one.fault]}" for one in found.troubles)

    print("\nAngka yang dihitung ulang:")
    for line in _told(found.figures):
        print(f"  {line}")
    if found.unknown:
        print("\nTidak diketahui, jadi tidak pernah dihitung ditepati:")
        _list(f"{number}: {_WHY[why]}" for number, why in found.unknown)

    written = read_json(place, FIGURES)
    same = _compared(written, found.figures, office=about["office"]) if now is None else True
    return 0 if same and not changed and not found.troubles else 1


def _of_rows(found: Recount) -> str:
    if not found.troubles:
        return "tidak ada baris yang hilang atau berubah"
    return f"{len(found.troubles)} baris hilang, berubah, atau tidak terbaca"


def _list(lines: Iterator[str]) -> None:
    told = list(lines)
    for line in told[:_MOST_NAMED]:
        print(f"  {line}")
    if len(told) > _MOST_NAMED:
        print(f"  dan {len(told) - _MOST_NAMED} lagi")


def _compared(written: Any, figures: Figures, *, office: str | None) -> bool:
    found = list(differences(written, figures.to_data(office=office)))
    if not found:
        print("\nfigures.json: SAMA dengan hasil hitung ulang")
        return True
    print("\nfigures.json: BERBEDA dari hasil hitung ulang")
    _list(f"{name}: tertulis {was}, dihitung {now}" for name, was, now in found)
    return False


def _told(figures: Figures) -> Iterator[str]:
    whole = figures.whole
    yield f"Menurut standar layanan: {_share(whole.same_day)}"
    yield f"Tanpa waktu tunda: {_share(whole.net_of_holds)}"
    yield f"Berkas lengkap: {whole.files}; belum jatuh waktu {whole.waiting}, gugur {whole.out}"
    outcomes = (f"{words} {whole.outcomes[outcome]}" for outcome, words in _OUTCOMES.items())
    yield f"Terhadap janji pertama: {', '.join(outcomes)}"
    for stage, words in _STAGES.items():
        spread = figures.stages[stage]
        yield (
            f"{words}, menit buka: separuhnya paling lama {_or_none(spread.median_minutes)},"
            f" sembilan dari sepuluh paling lama {_or_none(spread.p90_minutes)},"
            f" dari {spread.count}"
        )
    for hold in figures.holds:
        cause = _CAUSES[HoldCause(hold.cause)]
        yield f"Ditunda karena {cause}: {hold.count} kali, {hold.open_minutes} menit buka"
    yield (
        f"Kunjungan: {figures.visits}, berkasnya kurang {figures.incomplete},"
        f" dicatat menyusul {figures.late_entries}"
    )
    yield (
        f"Kartu: dicetak {figures.printed}, diambil {figures.collected},"
        f" rusak {figures.spoiled}, cetak lagi dalam setahun {figures.reprints}"
    )
    yield f"Dihitung dari {figures.events} peristiwa"


def _share(share: Share) -> str:
    if share.value is None:
        return "belum ada yang bisa dinilai"
    percent = f"{share.value * 100:.2f}".replace(".", ",")
    return (
        f"{share.numerator} dari {share.denominator} ({percent} %),"
        f" {share.unknown} di antaranya tidak diketahui"
    )


def _or_none(minutes: int | None) -> str:
    return "-" if minutes is None else str(minutes)
