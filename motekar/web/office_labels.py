"""Words for the codes of an office's own running: calendar, blanks, troubles, second persons."""

from collections.abc import Mapping

from motekar.web.fairness_labels import FAIRNESS
from motekar.web.language import later

OFFICE: Mapping[str, Mapping[str, str]] = {
    **FAIRNESS,
    "standing": {
        "kept": later("janji ditepati"),
        "late": later("janji terlambat"),
        "on_track": later("sesuai janji"),
        "at_risk": later("terancam"),
        "overdue": later("janji sudah lewat"),
        "unknown": later("belum ada janji"),
        "out_of_the_count": later("tidak dihitung"),
    },
    "failure_kind": {
        "temporary": later("belum terantar"),
        "permanent": later("nomor atau isi ditolak"),
        "technical": later("penyedia terganggu"),
        "expired": later("tidak terkirim sampai basi"),
        "unreported": later("tidak ada kabar"),
    },
    "breaker": {
        "resting": later("diistirahatkan"),
        "trying": later("sedang dicoba lagi"),
    },
    "gateway_event": {
        "working": later("bekerja lagi"),
        "resting": later("diistirahatkan"),
        "ceiling-near": later("mendekati batas harian"),
        "ceiling-reached": later("mencapai batas harian"),
    },
    "task_outcome": {
        "called": later("Sudah ditelepon dan tahu"),
        "told_at_counter": later("Sudah diberi tahu di loket"),
        "number_corrected": later("Nomor dibetulkan"),
        "not_reachable": later("Tidak bisa dihubungi"),
    },
    "failure": {
        "temporary": later("Operator belum bisa mengantarnya: coba telepon."),
        "permanent": later("Operator menolak nomornya: tanyakan nomor yang benar."),
        "technical": later("Penyedia SMS terganggu: telepon pemohon."),
        "expired": later("Tidak terkirim sampai beritanya basi: telepon pemohon."),
        "unreported": later("Terkirim, tanpa kabar sampai: pastikan dengan telepon."),
    },
    "stage": {
        "verify": later("Pemeriksaan berkas"),
        "print": later("Pencetakan"),
    },
    "stage_standing": {
        "kept": later("tepat waktu"),
        "late": later("terlambat"),
        "on_track": later("berjalan"),
        "overdue": later("lewat tenggat"),
        "unknown": later("belum bisa dihitung"),
        "out_of_the_count": later("tidak dihitung"),
    },
    "outcome": {
        "pending": later("menunggu jawaban"),
        "approved": later("disetujui"),
        "refused": later("tidak disetujui"),
        "expired": later("lewat batas waktu"),
        "overtaken": later("disetujui, tetapi permohonannya sudah berubah"),
    },
    "incident": {
        "network_down": later("Jaringan terputus"),
        "printer_broken": later("Printer rusak"),
        "power_cut": later("Listrik padam"),
    },
    "when_alone": {
        "refuse": later("Tolak, tunggu petugas lain"),
        "allow_and_report": later("Izinkan, dan laporkan"),
    },
    "weekday": {
        "monday": later("Senin"),
        "tuesday": later("Selasa"),
        "wednesday": later("Rabu"),
        "thursday": later("Kamis"),
        "friday": later("Jumat"),
        "saturday": later("Sabtu"),
        "sunday": later("Minggu"),
    },
    "closed": {
        "public_holiday": later("Libur nasional"),
        "joint_leave": later("Cuti bersama"),
        "closure": later("Tutup"),
    },
    "calendar_change": {
        "weekly": later("Jam mingguan"),
        "range": later("Rentang tanggal"),
        "opening": later("Buka khusus"),
        "closure": later("Tutup khusus"),
        "entries": later("Beberapa isian"),
        "withdrawn": later("Satu isian dihapus"),
        "reopened": later("Dibuka lagi"),
        "closed_day": later("Hari libur ditambah"),
        "closed_day_removed": later("Hari libur dihapus"),
        "year": later("Tahun dipastikan"),
        "default hours": later("Jam bawaan"),
    },
    "entry": {
        "reserved": later("Disisihkan untuk janji"),
        "released": later("Dilepas dari janji"),
        "taken": later("Diambil dari yang disisihkan, untuk dicetak"),
        "taken_free": later("Diambil dari yang bebas, untuk dicetak"),
        "used": later("Jadi kartu"),
        "spoiled": later("Rusak saat dicetak"),
        "received": later("Kiriman masuk"),
        "sent": later("Dikirim ke kantor lain"),
        "arrived": later("Diterima dari kantor lain"),
        "defect": later("Cacat pabrik"),
        "returned": later("Dikembalikan"),
        "destroyed": later("Dimusnahkan"),
        "counted": later("Kotak dihitung"),
        "adjusted": later("Disesuaikan dengan hitungan"),
    },
    "trigger": {
        "at_risk": later("janji mulai terancam"),
        "overdue": later("janji lewat"),
    },
    "waiting_card": {
        "defect": later("Blangko cacat pabrik"),
        "old_card": later("KTP-el lama"),
        "spoiled": later("KTP-el rusak saat dicetak"),
    },
}
