"""Words for the codes of figures: outcomes, stages, and why a file counts as unknown."""

from collections.abc import Mapping

from motekar.web.language import later

FIGURES: Mapping[str, Mapping[str, str]] = {
    "promise_outcome": {
        "kept": later("Tepat janji"),
        "late": later("Terlambat, sudah selesai"),
        "overdue": later("Janji lewat, belum selesai"),
        "unknown": later("Tidak diketahui"),
        "at_risk": later("Belum jatuh janji, terancam"),
        "on_track": later("Belum jatuh janji"),
    },
    "figure_stage": {
        "verify": later("Pemeriksaan berkas"),
        "print": later("Pencetakan"),
        "ready": later("Dari berkas lengkap sampai siap"),
        "collect": later("Dari siap sampai diambil"),
    },
    "why_unknown": {
        "log-broken": later("Catatan peristiwanya tidak utuh"),
        "policy-missing": later("Kebijakan yang berlaku saat itu tidak ada lagi"),
        "calendar-missing": later("Kalender yang berlaku saat itu tidak ada lagi"),
        "standard-differs": later("Standar yang dihitung lain dari yang tercatat"),
        "no-opening": later("Tidak ada hari buka yang diketahui"),
    },
}
