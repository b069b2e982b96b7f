"""The one table of refusals: which status each has, and its words for a citizen and for staff.

``title`` is for whoever stands at the counter, ``detail`` for who works there; ``%(fact)s`` names
a fact of the refusal. How the answer looks (problem+json, page, fragment) is ``answers``' matter.
"""

from collections.abc import Mapping

from motekar.rules import errors
from motekar.rules.errors import MotekarError
from motekar.web import access
from motekar.web.language import later
from motekar.web.office_problems import OFFICE
from motekar.web.problem import URN, Problem

__all__ = ["TABLE", "URN", "Problem", "problem_for"]

TABLE: Mapping[type[MotekarError], Problem] = {
    **OFFICE,
    errors.ValidationFailed: Problem(
        422,
        later("Perlu diperbaiki"),
        later("Perbaiki isian yang disebut, lalu kirim lagi."),
    ),
    errors.NikMalformed: Problem(
        422,
        later("NIK belum tepat"),
        later("Cocokkan NIK dengan Kartu Keluarga: 16 angka; terbaca %(digits)s."),
    ),
    errors.PhoneMalformed: Problem(
        422,
        later("Nomor HP belum tepat"),
        later("Tulis nomor HP Indonesia yang dimulai 08 atau +62."),
    ),
    errors.PhoneDigitsWrong: Problem(
        422,
        later("4 angka terakhir nomor HP tidak cocok"),
        later("Tulis 4 angka terakhir nomor HP yang dicatat di loket."),
    ),
    errors.ClaimCodeMalformed: Problem(
        422,
        later("Ada angka yang keliru. Cocokkan lagi dengan resi."),
        later("Kode resi terdiri atas 20 angka dengan angka pemeriksa; terbaca %(digits)s."),
    ),
    errors.RequestNoMalformed: Problem(
        422,
        later("Nomor permohonan belum tepat"),
        later("Nomor permohonan berbentuk seperti BUT-261121-0042."),
    ),
    errors.ScanUnreadable: Problem(
        422,
        later("Kode tidak terbaca"),
        later("Pindai lagi, atau ketik 20 angka di resi atau nomor permohonan."),
    ),
    errors.OfficeUnknown: Problem(
        422,
        later("Kantor tidak dikenal"),
        later("Tidak ada kantor dengan kode itu di instansi ini."),
    ),
    errors.DocumentUnknown: Problem(
        422,
        later("Dokumen tidak dikenal"),
        later("Pilih dokumen dari daftar yang diminta kantor."),
    ),
    errors.WordingRefused: Problem(
        422,
        later("Kalimat SMS belum bisa dipakai"),
        later("Kalimat untuk %(event)s: %(problem)s (%(detail)s)."),
    ),
    errors.NotSignedIn: Problem(
        401,
        later("Silakan masuk dulu"),
        later("Masuk dengan nama pengguna, atau kirim token yang masih berlaku."),
    ),
    errors.SignInRefused: Problem(
        401,
        later("Nama pengguna atau sandi tidak cocok"),
        later("Ketik lagi nama pengguna dan sandi. Lupa sandi? Hubungi administrator."),
    ),
    access.PasswordChangeNeeded: Problem(
        403,
        later("Buat sandi Anda sendiri dulu"),
        later("Sandi sekali pakai sudah terpakai; gantilah sebelum bekerja."),
    ),
    access.FormExpired: Problem(
        403,
        later("Halaman ini sudah terlalu lama terbuka"),
        later("Muat ulang halamannya, lalu kirim lagi. Belum ada yang tersimpan."),
    ),
    errors.RoleNotAllowed: Problem(
        403,
        later("Bagian ini untuk petugas lain"),
        later("Peran Anda tidak mencakup langkah ini."),
    ),
    errors.WrongOffice: Problem(
        403,
        later("Ini milik kantor lain"),
        later("Hubungi kantor %(office)s: petugasnya sendiri yang melihat dan mengerjakannya."),
    ),
    errors.RequestUnknown: Problem(
        404,
        later("Permohonan tidak ditemukan"),
        later("Tidak ada permohonan dengan nomor atau kode itu. Cocokkan lagi dengan resi."),
    ),
    errors.MessageUnknown: Problem(
        404,
        later("Pesan tidak ditemukan"),
        later("Tidak ada pesan dengan nomor itu."),
    ),
    errors.ClaimCodeUnknown: Problem(
        404,
        later("Kami tidak menemukan permohonan itu"),
        later("Kode, atau nomor dan 4 angka terakhir HP, tidak membuka permohonan apa pun."),
    ),
    errors.ActionUnknown: Problem(
        404,
        later("Langkah ini tidak dikenal"),
        later("Tidak ada langkah %(action)s, atau belum dipakai di sini."),
    ),
    errors.StaffUnknown: Problem(
        404,
        later("Petugas tidak ditemukan"),
        later("Tidak ada petugas dengan nama pengguna itu."),
    ),
    errors.VersionConflict: Problem(
        409,
        later("Permohonan ini baru saja diubah"),
        later("Sudah diubah oleh %(by)s (versi %(current_version)s). Muat ulang, lalu ulangi."),
    ),
    errors.TransitionNotAllowed: Problem(
        409,
        later("Langkah ini tidak bisa sekarang"),
        later("Langkah %(action)s tidak ada dari keadaan %(state)s."),
    ),
    errors.RequestOnHold: Problem(
        409,
        later("Permohonan ini sedang ditunda"),
        later("Ditunda karena %(cause)s; lanjutkan dulu."),
    ),
    errors.RequestNotOnHold: Problem(
        409,
        later("Permohonan ini tidak sedang ditunda"),
        later("Tidak ada penundaan yang bisa diangkat."),
    ),
    errors.DocumentsStillMissing: Problem(
        409,
        later("Berkas masih kurang"),
        later("Masih kurang: %(missing)s. Penundaan ini diangkat dengan melengkapi berkas."),
    ),
    errors.RequestAlreadyOpen: Problem(
        409,
        later("Sudah ada permohonan yang berjalan"),
        later("NIK ini punya permohonan terbuka di kantor %(office)s: %(state)s sejak %(since)s."),
    ),
    errors.AlreadyCollected: Problem(
        409,
        later("Kartu ini sudah diambil"),
        later("Kartu sudah diserahkan %(at)s. Jangan serahkan kartu lain."),
    ),
    errors.AttemptOpen: Problem(
        409,
        later("Kartu ini sedang dicetak"),
        later("Pencetakan dimulai %(started_at)s; nyatakan dulu jadi atau rusak."),
    ),
    errors.NoAttemptOpen: Problem(
        409,
        later("Kartu ini tidak sedang dicetak"),
        later("Mulai cetak dulu."),
    ),
    errors.OldCardRequired: Problem(
        409,
        later("KTP-el lama perlu diserahkan"),
        later("Untuk alasan ini kartu lama diterima dulu sebelum kartu baru diserahkan."),
    ),
    errors.IdempotencyKeyReused: Problem(
        409,
        later("Kiriman ini berbeda dari yang pertama"),
        later("Idempotency-Key itu sudah dipakai dengan isi lain; pakai kunci baru."),
    ),
    errors.UsernameTaken: Problem(
        409,
        later("Nama pengguna sudah dipakai"),
        later("Nama pengguna tidak pernah dipakai ulang; pilih yang lain."),
    ),
    errors.AlreadySetUp: Problem(
        409,
        later("Motekar sudah disiapkan"),
        later("Sudah ada petugas di sini; halaman penyiapan tertutup untuk selamanya."),
    ),
    errors.AlreadyResent: Problem(
        409,
        later("Pesan ini sudah kami kirim ulang"),
        later("Kirim ulang hanya sekali untuk tiap keadaan. Datang ke loket dengan resi."),
    ),
    errors.NothingToResend: Problem(
        409,
        later("Tidak ada pesan yang perlu dikirim ulang"),
        later("Pesan terakhir masih dalam perjalanan atau sudah sampai."),
    ),
    errors.PackInTheMaking: Problem(
        409,
        later("Paket bukti Anda masih dibuat"),
        later("Tunggu sampai unduhan yang pertama selesai, lalu ulangi."),
    ),
    errors.TooManyAttempts: Problem(
        429,
        later("Terlalu banyak percobaan"),
        later("Coba lagi %(retry_at)s."),
    ),
}


def problem_for(refusal: MotekarError) -> Problem:
    """The row of the refusal's class, or of the nearest class above it.

    Raises:
        KeyError: the table misses it; a house test finds that first.
    """
    for kind in type(refusal).__mro__:
        if kind in TABLE:
            return TABLE[kind]
    raise KeyError(refusal.code)
