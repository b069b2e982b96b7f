"""Words for every code of the office: one table a kind, translated where they are shown.

States, hold causes and reject reasons are worded for citizens; ``queue`` and ``action`` are for
staff. A code without a word shows as itself, so that a page never fails for it; a test walks all
enumerations and finds the gap first.
"""

from collections.abc import Iterable, Mapping

from motekar.web.figure_labels import FIGURE
from motekar.web.language import gettext, later
from motekar.web.message_labels import MESSAGES
from motekar.web.office_labels import OFFICE
from motekar.web.today_labels import TODAY

LABELS: Mapping[str, Mapping[str, str]] = {
    **OFFICE,
    **MESSAGES,
    **FIGURE,
    **TODAY,
    "state": {
        "submitted": later("Diterima"),
        "verified": later("Berkas lengkap"),
        "printed": later("Siap diambil"),
        "collected": later("Sudah diambil"),
        "rejected": later("Ditolak"),
        "cancelled": later("Dibatalkan"),
        "closed": later("Ditutup"),
        "on_hold": later("Ditunda sementara"),
        "late": later("Terlambat"),
        "no_promise": later("Belum bisa dijanjikan"),
    },
    "state_says": {
        "submitted": later("Berkas Anda sedang diperiksa."),
        "verified": later("Menunggu giliran cetak."),
        "printed": later("Kartu Anda menunggu di kantor."),
        "collected": later("Kartu sudah di tangan pemiliknya."),
        "rejected": later("Permohonan ini tidak dilanjutkan."),
        "cancelled": later("Permohonan ini tidak dilanjutkan."),
        "closed": later("Kartu tidak lagi di kantor. Datanglah ke kantor untuk bertanya."),
    },
    "queue": {
        "submitted": later("Perlu diverifikasi"),
        "verified": later("Perlu dicetak"),
        "printed": later("Siap diserahkan"),
        "collected": later("Sudah diserahkan"),
        "rejected": later("Ditolak"),
        "cancelled": later("Dibatalkan"),
        "closed": later("Ditutup"),
    },
    "action": {
        "submit": later("Terima berkas"),
        "amend": later("Ubah data"),
        "complete-documents": later("Lengkapi berkas"),
        "verify": later("Nyatakan lengkap"),
        "reject": later("Tolak"),
        "cancel": later("Batalkan"),
        "hold": later("Tunda"),
        "resume": later("Lanjutkan"),
        "take-print": later("Ambil giliran cetak"),
        "release-print": later("Lepas giliran cetak"),
        "start-print": later("Mulai cetak"),
        "confirm-print": later("Kartu jadi"),
        "spoil-print": later("Cetakan rusak"),
        "reprint": later("Cetak ulang"),
        "collect": later("Serahkan kartu"),
        "undo-collect": later("Batalkan penyerahan"),
        "transfer": later("Pindahkan kantor"),
        "receive": later("Terima pindahan"),
        "reissue-slip": later("Ganti resi"),
        "close-uncollected": later("Tutup, tidak diambil"),
    },
    "done": {
        "submit": later("Berkas diterima"),
        "amend": later("Data diubah"),
        "complete-documents": later("Berkas dilengkapi"),
        "verify": later("Berkas dinyatakan lengkap"),
        "reject": later("Permohonan ditolak"),
        "cancel": later("Permohonan dibatalkan"),
        "hold": later("Ditunda"),
        "resume": later("Dilanjutkan"),
        "take-print": later("Giliran cetak diambil"),
        "release-print": later("Giliran cetak dilepas"),
        "start-print": later("Mulai dicetak"),
        "confirm-print": later("Kartu selesai dicetak"),
        "spoil-print": later("Cetakan rusak, dicetak lagi"),
        "reprint": later("Dicetak ulang"),
        "collect": later("Kartu diserahkan"),
        "undo-collect": later("Penyerahan dibatalkan"),
        "transfer": later("Dipindahkan ke kantor lain"),
        "receive": later("Diterima di kantor baru"),
        "reissue-slip": later("Resi diganti"),
        "close-uncollected": later("Ditutup, tidak diambil"),
    },
    "reason": {
        "new": later("KTP-el pertama"),
        "lost": later("Hilang"),
        "damaged": later("Rusak"),
        "data_change": later("Perubahan data"),
        "moved_in": later("Pindah datang"),
        "resident_foreigner": later("Orang asing dengan izin tinggal tetap"),
        "out_of_area": later("Warga daerah lain"),
    },
    "document": {
        "form_f102": later("Formulir F-1.02 (ada di kantor)"),
        "family_card": later("Kartu Keluarga (KK)"),
        "old_card": later("KTP-el lama"),
        "police_report": later("Surat kehilangan dari polisi"),
        "change_evidence": later("Bukti perubahan data"),
        "moving_letter": later("Surat keterangan pindah"),
        "passport": later("Paspor"),
        "stay_permit": later("Kartu izin tinggal tetap (ITAP)"),
    },
    "hold": {
        "awaiting_documents": later("ada dokumen yang belum lengkap"),
        "awaiting_central_record": later("data Anda belum siap di pusat"),
        "blanks_out": later("kartu kosong sedang habis"),
        "system_down": later("sistem kependudukan sedang terganggu"),
        "disputed": later("ada data yang perlu dicocokkan dengan Anda"),
        "force_majeure": later("keadaan darurat di kantor"),
    },
    "hold_short": {
        "awaiting_documents": later("berkas belum lengkap"),
        "awaiting_central_record": later("menunggu data pusat"),
        "blanks_out": later("kartu kosong habis"),
        "system_down": later("sistem terganggu"),
        "disputed": later("data perlu dicocokkan"),
        "force_majeure": later("keadaan darurat"),
    },
    "hold_to_do": {
        "awaiting_documents": later("bawa dokumen yang kurang ke kantor."),
        "awaiting_central_record": later("tidak ada. Kami yang mengurusnya."),
        "blanks_out": later("tidak ada. Kami kirim SMS begitu kartu tersedia."),
        "system_down": later("tidak ada. Kami lanjutkan begitu sistem pulih."),
        "disputed": later("datang ke kantor dengan dokumen asli."),
        "force_majeure": later("tidak ada. Kami kirim SMS begitu kantor buka lagi."),
    },
    "reject_reason": {
        "data_mismatch": later("data di dokumen tidak sama dengan data kependudukan"),
        "not_recorded": later("Anda belum direkam (foto, sidik jari, dan mata)"),
        "duplicate_record": later("data Anda tercatat lebih dari sekali"),
        "not_entitled": later("belum memenuhi syarat memiliki KTP-el"),
        "document_not_valid": later("ada dokumen yang tidak berlaku"),
    },
    "reject_next": {
        "data_mismatch": later("Bawa KK dan dokumen asli ke kantor untuk dicocokkan."),
        "not_recorded": later("Datang ke kantor untuk direkam, lalu ajukan lagi. Gratis."),
        "duplicate_record": later("Datang ke kantor dengan KK agar data Anda dirapikan."),
        "not_entitled": later("Ajukan lagi setelah berusia 17 tahun atau sudah menikah."),
        "document_not_valid": later("Siapkan dokumen yang berlaku, lalu ajukan lagi. Gratis."),
    },
    "cancelled_by": {
        "applicant": later("atas permintaan pemohon"),
        "family": later("atas permintaan keluarga"),
        "office": later("oleh kantor"),
    },
    "spoil_cause": {
        "misprint": later("Hasil cetak cacat"),
        "printer_fault": later("Gangguan printer"),
        "chip_failed": later("Cip gagal ditulis"),
        "power_cut": later("Listrik padam"),
        "factory_defect": later("Blangko cacat pabrik"),
        "wrong_data": later("Data tercetak salah"),
    },
    "obstacle": {
        "day_passed": later("hari itu sudah lewat"),
        "year_unknown": later("jadwal tahun itu belum diisi"),
        "public_holiday": later("hari libur nasional"),
        "joint_leave": later("cuti bersama"),
        "closure": later("kantor ditutup hari itu"),
        "no_hours": later("kantor tutup"),
        "cut_short": later("kantor tutup lebih awal hari itu"),
        "past_cut_off": later("batas terima berkas hari ini sudah lewat"),
        "queue_full": later("antrean cetak sudah penuh"),
        "places_gone": later("tempat hari itu sudah habis"),
        "blanks_gone": later("kartu kosong sedang habis"),
    },
    "blanks": {
        "enough": later("Kartu kosong cukup."),
        "low": later("Kartu kosong tinggal sedikit."),
        "none": later("Semua kartu kosong sudah dijanjikan."),
        "unknown": later("Kartu kosong belum dicatat."),
    },
    "collector": {
        "applicant": later("pemohon sendiri"),
        "family": later("keluarga"),
        "representative": later("penerima kuasa"),
    },
    "central_record": {
        "ready": later("Siap cetak di SIAK (PRR)"),
        "not_seen": later("Belum dilihat di SIAK"),
    },
    "role": {
        "front_officer": later("Petugas loket"),
        "verifier": later("Verifikator"),
        "print_operator": later("Operator cetak"),
        "office_manager": later("Pengelola kantor"),
        "head_of_office": later("Kepala dinas"),
        "administrator": later("Administrator"),
        "inspector": later("Pengawas"),
    },
    "channel": {
        "counter": later("Loket"),
        "outreach": later("Jemput bola"),
        "online": later("Daring"),
    },
    "priority": {
        "elderly": later("Lanjut usia"),
        "disabled": later("Penyandang disabilitas"),
        "pregnant": later("Ibu hamil"),
        "ill": later("Sakit"),
        "disaster": later("Korban bencana"),
    },
    "warning": {
        "serial-zero": later("Empat angka terakhir NIK 0000"),
        "prefix-foreign": later("NIK terbit di kabupaten atau kota lain"),
        "prefix-unknown": later("Kode kecamatan di NIK tidak dikenal"),
        "under-17": later("Belum 17 tahun"),
        "age-over-100": later("Usia lebih dari 100 tahun"),
    },
    "unpromised": {
        "age": later("KTP-el pertama dibuat mulai ulang tahun ke-17."),
        "blanks": later("Kartu kosong sedang habis."),
        "places": later("Tempat di kantor ini sedang habis."),
        "queue": later("Antrean cetak sedang sangat panjang."),
        "hours": later("Hari buka berikutnya belum ditetapkan."),
    },
    "message": {
        "received": later("Berkas diterima"),
        "on_hold": later("Ditunda sementara"),
        "ready": later("Kartu siap diambil"),
        "collected": later("Kartu sudah diambil"),
        "rejected": later("Permohonan ditolak"),
        "cancelled": later("Permohonan dibatalkan"),
        "promise_moved": later("Janji berubah"),
        "reminder": later("Kartu belum diambil"),
    },
    "message_part": {
        "office": later("nama kantor"),
        "request_no": later("nomor permohonan"),
        "promise": later("janji selesai"),
        "cause": later("sebab ditunda dan yang perlu dilakukan"),
        "hours": later("jam buka"),
        "when": later("hari dan jam"),
    },
    "language": {
        "id": later("Bahasa Indonesia"),
        "en": later("Bahasa Inggris"),
    },
    "message_state": {
        "queued": later("menunggu dikirim"),
        "sending": later("sedang dikirim"),
        "sent": later("terkirim"),
        "delivered": later("sampai"),
        "failed": later("gagal dikirim"),
        "unknown": later("tidak ada kabarnya"),
    },
}

_TONES: Mapping[str, str] = {
    "submitted": "calm",
    "verified": "calm",
    "printed": "done",
    "collected": "done",
    "on_hold": "wait",
    "late": "wait",
    "no_promise": "wait",
    "rejected": "refused",
}


def label(code: str, kind: str) -> str:
    """The word for a code; ``a|b`` of alternatives becomes "A atau B"."""
    words = LABELS[kind]
    told = [gettext(words[part]) if part in words else part for part in str(code).split("|")]
    return gettext(" atau ").join(told)


def options(codes: Iterable[str], kind: str) -> list[tuple[str, str]]:
    """Codes with their words, as a form offers them."""
    return [(str(code), label(code, kind)) for code in codes]


def tone(state: str) -> str:
    """Which of the few colours a state has: calm, done, wait, refused or plain."""
    return _TONES.get(state, "plain")
