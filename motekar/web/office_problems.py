"""Refusals of those who run an office: its calendar, its blanks, what needs a second person."""

from collections.abc import Mapping

from motekar.rules import errors
from motekar.rules.errors import MotekarError
from motekar.web.language import later
from motekar.web.problem import Problem

OFFICE: Mapping[type[MotekarError], Problem] = {
    errors.DayMalformed: Problem(
        422,
        later("Tanggal belum tepat"),
        later("Tulis tanggal seperti 2026-11-23."),
    ),
    errors.HoursMalformed: Problem(
        422,
        later("Jam belum tepat"),
        later("Tulis jam seperti 07.30-12.00, 13.00-16.00."),
    ),
    errors.ClosesBeforeOpens: Problem(
        422,
        later("Jam tutup mendahului jam buka"),
        later("Balik jamnya: %(span)s tutup sebelum buka."),
    ),
    errors.SpansOverlap: Problem(
        422,
        later("Jam buka bertumpuk"),
        later("Pisahkan jamnya: %(one)s dan %(other)s bertumpuk."),
    ),
    errors.CalendarChanged: Problem(
        409,
        later("Kalender sudah berubah"),
        later("%(by)s baru saja mengubah kalender ini. Periksa yang berlaku, lalu simpan lagi."),
    ),
    errors.CalendarEntryUnknown: Problem(
        404,
        later("Isian kalender tidak ditemukan"),
        later("Isian itu sudah dihapus, atau milik kantor lain."),
    ),
    errors.WordingChanged: Problem(
        409,
        later("Kalimat ini sudah berubah"),
        later("%(by)s baru saja mengubah kalimat ini. Lihat riwayatnya, lalu simpan lagi."),
    ),
    errors.WordingUnknown: Problem(
        404,
        later("Pesan itu tidak ada"),
        later("Pilih pesan dari daftar kalimat SMS."),
    ),
    errors.LadderChanged: Problem(
        409,
        later("Tangga pertolongan sudah berubah"),
        later("%(by)s baru saja mengubah tangga ini. Periksa yang berlaku, lalu simpan lagi."),
    ),
    errors.EscalationUnknown: Problem(
        404,
        later("Permohonan itu tidak ada di daftar"),
        later("Buka lagi daftar Perlu ditolong."),
    ),
    errors.StockMovedOn: Problem(
        409,
        later("Isi kotak sudah berubah"),
        later("Di kotak kini tinggal %(box)s kartu. Hitung lagi, lalu ajukan selisihnya."),
    ),
    errors.StockTooSmall: Problem(
        409,
        later("Kartu kosong tidak cukup"),
        later("Yang bebas di kotak %(free)s; yang lain sudah dijanjikan. Kurangi jumlahnya."),
    ),
    errors.DeliveryNoteKnown: Problem(
        409,
        later("Kiriman ini sudah dicatat"),
        later("Surat pengantar %(delivery_note)s sudah masuk buku. Periksa nomornya."),
    ),
    errors.TransferUnknown: Problem(
        409,
        later("Kiriman ini tidak sedang di jalan"),
        later("Sudah diterima, atau bukan untuk kantor ini. Muat ulang halaman stok."),
    ),
    errors.BoxAlreadyCounted: Problem(
        409,
        later("Kotak sudah dihitung hari ini"),
        later("Hitungan hanya sekali sehari. Selisihnya ada di buku stok."),
    ),
    errors.CardsNotWaiting: Problem(
        409,
        later("Sebagian kartu tidak menunggu lagi"),
        later(
            "%(cards)s kartu yang dicentang sudah ada di berita acara lain. Cocokkan daftar yang"
            " baru dengan kartunya, lalu hitung lagi."
        ),
    ),
    errors.DestructionNumberTaken: Problem(
        409,
        later("Nomor berita acara sudah dipakai"),
        later("Nomor %(number)s sudah ada pada pemusnahan lain di kantor ini. Periksa nomornya."),
    ),
    errors.ReportUnknown: Problem(
        404,
        later("Laporan tidak ditemukan"),
        later("Buka lagi daftar laporan dan pilih dari sana."),
    ),
    errors.DestructionUnknown: Problem(
        404,
        later("Berita acara tidak ditemukan"),
        later("Tidak ada pemusnahan dengan alamat itu."),
    ),
    errors.NoBlanksLeft: Problem(
        409,
        later("Kartu kosong sedang habis"),
        later(
            "Tidak ada kartu kosong bebas; %(reserved)s sudah dijanjikan. Catat kiriman dulu, atau"
            " cetak yang sudah mendapat kartu."
        ),
    ),
    errors.ApprovalNeeded: Problem(
        409,
        later("Langkah ini perlu persetujuan"),
        later("Sebab di pihak kantor menunggu persetujuan petugas lain."),
    ),
    errors.ApprovalPending: Problem(
        409,
        later("Sudah menunggu persetujuan"),
        later("Hal yang sama sudah diminta dan menunggu jawaban sampai %(expires_at)s."),
    ),
    errors.ApprovalSettled: Problem(
        409,
        later("Sudah diputus"),
        later("Persetujuan ini sudah diputus %(at)s: %(outcome)s."),
    ),
    errors.ApprovalExpired: Problem(
        409,
        later("Batas waktu sudah lewat"),
        later("Tidak dijawab sampai %(at)s, jadi tidak ada yang berubah. Minta lagi bila perlu."),
    ),
    errors.NobodyToApprove: Problem(
        409,
        later("Belum ada yang bisa menyetujui"),
        later("Tidak ada petugas lain di kantor ini yang boleh menyetujui; hubungi kepala dinas."),
    ),
    errors.OwnApproval: Problem(
        403,
        later("Permintaan sendiri diputus orang lain"),
        later("Yang Anda minta diputus petugas lain, apa pun peran Anda."),
    ),
    errors.ApprovalUnknown: Problem(
        404,
        later("Permintaan persetujuan tidak ditemukan"),
        later("Tidak ada permintaan persetujuan dengan nomor itu."),
    ),
    errors.TaskClosed: Problem(
        409,
        later("Sudah diselesaikan"),
        later("Orang lain sudah menyelesaikannya, atau pesannya sampai juga."),
    ),
    errors.IncidentClosed: Problem(
        409,
        later("Gangguan sudah selesai"),
        later("Gangguan ini dinyatakan selesai %(at)s."),
    ),
    errors.IncidentUnknown: Problem(
        404,
        later("Gangguan tidak ditemukan"),
        later("Tidak ada gangguan dengan nomor itu."),
    ),
}
