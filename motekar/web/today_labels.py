"""Words for the lists of the day, where open work lies and why it does not move."""

from collections.abc import Mapping

from motekar.web.language import later

TODAY: Mapping[str, Mapping[str, str]] = {
    "day_list": {
        "kept": later("Tepat waktu"),
        "late": later("Jadi, tetapi terlambat"),
        "on_track": later("Masih sesuai janji"),
        "at_risk": later("Terancam"),
        "overdue": later("Lewat janji, belum jadi"),
        "unknown": later("Janji tidak diketahui"),
        "counted": later("Semua janji hari ini"),
        "done": later("Sudah jadi"),
        "open": later("Masih bisa ditepati"),
        "earlier": later("Masih terbuka dari hari sebelumnya"),
        "work": later("Semua pekerjaan terbuka"),
        "moving": later("Berjalan sesuai giliran"),
        "printed": later("Dicetak hari ini"),
        "will-miss": later("Diperkirakan lewat janji"),
        "unforeseen": later("Belum bisa diperkirakan"),
    },
    "station": {
        "documents": later("Menunggu dokumen"),
        "check": later("Pemeriksaan berkas"),
        "print": later("Antrean cetak"),
        "printer": later("Di printer"),
    },
    "snag": {
        "no_promise": later("belum ada janji"),
        "no_blank": later("tidak ada kartu kosong"),
        "left_lying": later("belum dipegang siapa pun"),
    },
}
