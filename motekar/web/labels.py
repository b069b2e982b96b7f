"""Words for every code of the office: one table a kind, translated where they are shown.

States, hold causes and reject reasons are worded for citizens; ``queue`` and ``action`` are for
staff. A code without a word shows as itself, so that a page never fails for it; a test walks all
enumerations and finds the gap first.
"""

from collections.abc import Mapping

from motekar.web.language import gettext, mark

LABELS: Mapping[str, Mapping[str, str]] = {
    "state": {
        "submitted": mark("Diterima"),
        "verified": mark("Berkas lengkap"),
        "printed": mark("Siap diambil"),
        "collected": mark("Sudah diambil"),
        "rejected": mark("Ditolak"),
        "cancelled": mark("Dibatalkan"),
        "closed": mark("Ditutup"),
        "on_hold": mark("Ditunda sementara"),
        "late": mark("Terlambat"),
        "no_promise": mark("Belum bisa dijanjikan"),
    },
    "state_says": {
        "submitted": mark("Berkas Anda sedang diperiksa."),
        "verified": mark("Menunggu giliran cetak."),
        "printed": mark("Kartu Anda menunggu di kantor."),
        "collected": mark("Kartu sudah di tangan pemiliknya."),
        "rejected": mark("Permohonan ini tidak dilanjutkan."),
        "cancelled": mark("Permohonan ini tidak dilanjutkan."),
        "closed": mark("Kartu tidak lagi di kantor. Datanglah ke kantor untuk bertanya."),
    },
    "queue": {
        "submitted": mark("Perlu diverifikasi"),
        "verified": mark("Perlu dicetak"),
        "printed": mark("Siap diserahkan"),
        "collected": mark("Sudah diserahkan"),
        "rejected": mark("Ditolak"),
        "cancelled": mark("Dibatalkan"),
        "closed": mark("Ditutup"),
    },
    "action": {
        "submit": mark("Terima berkas"),
        "amend": mark("Ubah data"),
        "complete-documents": mark("Lengkapi berkas"),
        "verify": mark("Nyatakan lengkap"),
        "reject": mark("Tolak"),
        "cancel": mark("Batalkan"),
        "hold": mark("Tunda"),
        "resume": mark("Lanjutkan"),
        "take-print": mark("Ambil giliran cetak"),
        "release-print": mark("Lepas giliran cetak"),
        "start-print": mark("Mulai cetak"),
        "confirm-print": mark("Kartu jadi"),
        "spoil-print": mark("Cetakan rusak"),
        "reprint": mark("Cetak ulang"),
        "collect": mark("Serahkan kartu"),
        "undo-collect": mark("Batalkan penyerahan"),
        "transfer": mark("Pindahkan kantor"),
        "receive": mark("Terima pindahan"),
        "reissue-slip": mark("Ganti resi"),
        "close-uncollected": mark("Tutup, tidak diambil"),
    },
    "done": {
        "submit": mark("Berkas diterima"),
        "amend": mark("Data diubah"),
        "complete-documents": mark("Berkas dilengkapi"),
        "verify": mark("Berkas dinyatakan lengkap"),
        "reject": mark("Permohonan ditolak"),
        "cancel": mark("Permohonan dibatalkan"),
        "hold": mark("Ditunda"),
        "resume": mark("Dilanjutkan"),
        "take-print": mark("Giliran cetak diambil"),
        "release-print": mark("Giliran cetak dilepas"),
        "start-print": mark("Mulai dicetak"),
        "confirm-print": mark("Kartu selesai dicetak"),
        "spoil-print": mark("Cetakan rusak, dicetak lagi"),
        "reprint": mark("Dicetak ulang"),
        "collect": mark("Kartu diserahkan"),
        "undo-collect": mark("Penyerahan dibatalkan"),
        "transfer": mark("Dipindahkan ke kantor lain"),
        "receive": mark("Diterima di kantor baru"),
        "reissue-slip": mark("Resi diganti"),
        "close-uncollected": mark("Ditutup, tidak diambil"),
    },
    "reason": {
        "new": mark("KTP-el pertama"),
        "lost": mark("Hilang"),
        "damaged": mark("Rusak"),
        "data_change": mark("Perubahan data"),
        "moved_in": mark("Pindah datang"),
        "resident_foreigner": mark("Orang asing dengan izin tinggal tetap"),
        "out_of_area": mark("Warga daerah lain"),
    },
    "document": {
        "form_f102": mark("Formulir F-1.02 (ada di kantor)"),
        "family_card": mark("Kartu Keluarga (KK)"),
        "old_card": mark("KTP-el lama"),
        "police_report": mark("Surat kehilangan dari polisi"),
        "change_evidence": mark("Bukti perubahan data"),
        "moving_letter": mark("Surat keterangan pindah"),
        "passport": mark("Paspor"),
        "stay_permit": mark("Kartu izin tinggal tetap (ITAP)"),
    },
    "hold": {
        "awaiting_documents": mark("ada dokumen yang belum lengkap"),
        "awaiting_central_record": mark("data Anda belum siap di pusat"),
        "blanks_out": mark("kartu kosong sedang habis"),
        "system_down": mark("sistem kependudukan sedang terganggu"),
        "disputed": mark("ada data yang perlu dicocokkan dengan Anda"),
        "force_majeure": mark("keadaan darurat di kantor"),
    },
    "hold_to_do": {
        "awaiting_documents": mark("bawa dokumen yang kurang ke kantor."),
        "awaiting_central_record": mark("tidak ada. Kami yang mengurusnya."),
        "blanks_out": mark("tidak ada. Kami kirim SMS begitu kartu tersedia."),
        "system_down": mark("tidak ada. Kami lanjutkan begitu sistem pulih."),
        "disputed": mark("datang ke kantor dengan dokumen asli."),
        "force_majeure": mark("tidak ada. Kami kirim SMS begitu kantor buka lagi."),
    },
    "reject_reason": {
        "data_mismatch": mark("data di dokumen tidak sama dengan data kependudukan"),
        "not_recorded": mark("Anda belum direkam (foto, sidik jari, dan mata)"),
        "duplicate_record": mark("data Anda tercatat lebih dari sekali"),
        "not_entitled": mark("belum memenuhi syarat memiliki KTP-el"),
        "document_not_valid": mark("ada dokumen yang tidak berlaku"),
    },
    "reject_next": {
        "data_mismatch": mark("Bawa KK dan dokumen asli ke kantor untuk dicocokkan."),
        "not_recorded": mark("Datang ke kantor untuk direkam, lalu ajukan lagi. Gratis."),
        "duplicate_record": mark("Datang ke kantor dengan KK agar data Anda dirapikan."),
        "not_entitled": mark("Ajukan lagi setelah berusia 17 tahun atau sudah menikah."),
        "document_not_valid": mark("Siapkan dokumen yang berlaku, lalu ajukan lagi. Gratis."),
    },
    "cancelled_by": {
        "applicant": mark("atas permintaan pemohon"),
        "family": mark("atas permintaan keluarga"),
        "office": mark("oleh kantor"),
    },
    "spoil_cause": {
        "misprint": mark("Hasil cetak cacat"),
        "printer_fault": mark("Gangguan printer"),
        "chip_failed": mark("Cip gagal ditulis"),
        "power_cut": mark("Listrik padam"),
        "factory_defect": mark("Blangko cacat pabrik"),
        "wrong_data": mark("Data tercetak salah"),
    },
    "collector": {
        "applicant": mark("pemohon sendiri"),
        "family": mark("keluarga"),
        "representative": mark("penerima kuasa"),
    },
    "central_record": {
        "ready": mark("Siap cetak di SIAK (PRR)"),
        "not_seen": mark("Belum dilihat di SIAK"),
    },
    "role": {
        "front_officer": mark("Petugas loket"),
        "verifier": mark("Verifikator"),
        "print_operator": mark("Operator cetak"),
        "office_manager": mark("Pengelola kantor"),
        "head_of_office": mark("Kepala dinas"),
        "administrator": mark("Administrator"),
        "inspector": mark("Pengawas"),
    },
    "channel": {
        "counter": mark("Loket"),
        "outreach": mark("Jemput bola"),
        "online": mark("Daring"),
    },
    "priority": {
        "elderly": mark("Lanjut usia"),
        "disability": mark("Penyandang disabilitas"),
        "pregnant": mark("Ibu hamil"),
        "with_infant": mark("Membawa bayi"),
        "illness": mark("Sakit"),
        "urgent": mark("Keperluan mendesak"),
    },
    "message": {
        "received": mark("Berkas diterima"),
        "on_hold": mark("Ditunda sementara"),
        "ready": mark("Kartu siap diambil"),
        "collected": mark("Kartu sudah diambil"),
        "rejected": mark("Permohonan ditolak"),
        "cancelled": mark("Permohonan dibatalkan"),
    },
    "message_state": {
        "new": mark("menunggu dikirim"),
        "queued": mark("menunggu dikirim"),
        "sending": mark("sedang dikirim"),
        "sent": mark("terkirim"),
        "delivered": mark("sampai"),
        "failed": mark("gagal dikirim"),
        "unknown": mark("belum diketahui"),
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


def tone(state: str) -> str:
    """Which of the few colours a state has: calm, done, wait, refused or plain."""
    return _TONES.get(state, "plain")
