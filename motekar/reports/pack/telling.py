"""The figures in Indonesian, each share with what it is a share of."""

from collections.abc import Iterator

from motekar.rules.compliance import Figures, Share
from motekar.rules.holds import HoldCause
from motekar.rules.sla import Outcome

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


def told(figures: Figures) -> Iterator[str]:
    """A line for each figure."""
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
