"""Words for what figures count: how a file stands, why it is unknown, the stages."""

from collections.abc import Mapping

from motekar.web.language import later

FIGURE: Mapping[str, Mapping[str, str]] = {
    "standing": {
        "kept": later("tepat waktu"),
        "late": later("terlambat"),
        "on_track": later("belum jatuh tempo"),
        "at_risk": later("terancam"),
        "overdue": later("lewat, belum selesai"),
        "unknown": later("tidak diketahui"),
        "open": later("belum selesai"),
        "out": later("batal atau ditolak sebelum tempo"),
        "decided": later("yang sudah jatuh tempo"),
        "missed": later("tidak pada waktunya"),
    },
    "why_unknown": {
        "log-broken": later("catatan langkahnya tidak utuh"),
        "policy-missing": later("aturan yang dipakai tidak ada"),
        "calendar-missing": later("kalender yang dipakai tidak ada"),
        "standard-differs": later("kalender tidak lagi seperti saat dijanjikan"),
        "no-opening": later("hari bukanya tidak diketahui"),
    },
    "stage": {
        "verify": later("pemeriksaan berkas"),
        "print": later("pencetakan"),
        "ready": later("berkas lengkap sampai kartu jadi"),
        "collect": later("kartu jadi sampai diambil"),
    },
}
