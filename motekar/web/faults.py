"""What to do about a faulty field, in one sentence; the same for every door that shows a form."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from motekar.rules.errors import FieldError
from motekar.web.language import gettext, later
from motekar.web.moments import short_date


@dataclass(frozen=True, slots=True)
class Fault:
    """A field of a form and the sentence that stands beside it."""

    field: str
    message: str


_OF_FIELD = {
    ("nik", "missing"): later("Tulis 16 angka NIK."),
    ("nik", "try-again"): later("Baru saja ada perubahan untuk NIK ini. Simpan sekali lagi."),
    ("full_name", "missing"): later("Tulis nama lengkap; satu kata pun nama."),
    ("reason", "missing"): later("Pilih alasan cetak."),
    ("reject_reason", "missing"): later("Pilih alasan menolak."),
    ("reason", "fixed-after-verification"): later(
        "Alasan tidak bisa diubah lagi setelah berkas dinyatakan lengkap."
    ),
    ("documents", "fixed-after-verification"): later(
        "Dokumen tidak bisa diubah lagi setelah berkas dinyatakan lengkap."
    ),
    ("office", "missing"): later("Pilih kantor."),
    ("received_at", "missing"): later("Tulis tanggal dan jam berkas diterima."),
    ("received_at", "malformed"): later("Tulis tanggal dan jam berkas diterima."),
    ("received_at", "in-future"): later("Jam terima belum lewat. Periksa tanggal dan jamnya."),
    ("received_at", "too-old"): later("Catatan susulan paling lama %(days)s hari ke belakang."),
    ("paper_no", "missing"): later("Tulis nomor catatan kertasnya."),
    ("changes", "nothing-changed"): later("Ubah paling sedikit satu isian, atau kembali."),
    ("cause", "missing"): later("Pilih sebabnya."),
    ("cause", "placed-by-document-list"): later("Sebab ini dipasang oleh daftar dokumen saja."),
    ("evidence", "missing"): later("Tulis bagaimana kita tahu, supaya petugas lain mengerti."),
    ("reason", "no-without-reason"): later("Tulis mengapa ditolak, supaya yang meminta mengerti."),
    ("kind", "missing"): later("Pilih apa yang terganggu."),
    ("since", "missing"): later("Tulis tanggal dan jam mulainya."),
    ("since", "unknown-choice"): later("Tulis tanggal dan jam mulainya."),
    ("since", "in-future"): later("Jam mulainya belum lewat. Periksa tanggal dan jamnya."),
    ("since", "too-old"): later("Gangguan dicatat paling lama sehari ke belakang."),
    ("minutes", "missing"): later("Tulis berapa menit."),
    ("minutes", "unknown-choice"): later("Tulis berapa menit, dengan angka."),
    ("minutes", "out-of-range"): later("Tulis %(least)s sampai %(most)s menit."),
    ("when_alone", "missing"): later("Pilih salah satu."),
    ("why", "missing"): later("Tulis alasannya dalam satu kalimat."),
    ("text", "missing"): later("Tulis penjelasan untuk loket."),
    ("asked_by", "missing"): later("Pilih siapa yang meminta."),
    ("central_record", "missing"): later("Pilih apa yang terlihat di SIAK."),
    ("collector", "missing"): later("Pilih siapa yang mengambil kartu."),
    ("collector.name", "missing"): later("Tulis nama yang mengambil."),
    ("collector.relation", "missing"): later("Tulis hubungannya dengan pemohon."),
    ("collector.authority_no", "missing"): later("Tulis nomor surat kuasanya."),
    ("unmask_why", "missing"): later("Tulis untuk apa data dibuka."),
    ("old_card", "missing"): later("Pilih: kartu lama diserahkan atau tidak."),
    ("old_card", "old-card-required"): later(
        "Kartu lama diterima dulu, baru kartu baru diserahkan. Tidak ada? Tunda penyerahannya."
    ),
    ("who", "malformed"): later("Tulis 16 angka NIK, atau nomor HP seperti 0812…"),
    ("who", "missing"): later("Tulis NIK atau nomor HP."),
    ("code", "missing"): later("Tulis 20 angka kode di resi Anda."),
    ("code", "claim-code-unknown"): later(
        "Kode itu tidak ada pada kami. Cocokkan lagi dengan resi, atau cari dengan nomor "
        "permohonan dan 4 angka terakhir HP."
    ),
    ("", "lookup-miss"): later(
        "Nomor permohonan dan 4 angka HP itu tidak cocok. Periksa keduanya, atau tanya di loket."
    ),
    ("code", "request-no-alone"): later(
        "Itu nomor permohonan, dan dengan itu saja tidak ada yang kami buka. Tulis 20 angka kode "
        "di resi."
    ),
    ("text", "nothing-told"): later("Tempel isi pesannya, atau isi salah satu bagian lain."),
    ("arrived_at", "malformed"): later("Tulis jam seperti 14.05, atau kosongkan."),
    ("request_no", "missing"): later("Tulis nomor permohonan dari SMS kami."),
    ("phone_last4", "missing"): later("Tulis 4 angka terakhir nomor HP."),
    ("phone_last4", "phone-digits-wrong"): later(
        "4 angka itu tidak cocok dengan nomor HP yang dicatat. Periksa lagi, atau tanya di loket."
    ),
    ("username", "missing"): later("Tulis nama pengguna."),
    ("username", "characters"): later(
        "Pakai huruf, angka, titik, atau tanda hubung; paling banyak 40."
    ),
    ("password", "missing"): later("Tulis sandi."),
    ("current", "missing"): later("Tulis sandi sekarang."),
    ("current", "sign-in-refused"): later("Sandi sekarang tidak cocok. Ketik lagi."),
    ("", "sign-in-refused"): later("Nama pengguna atau sandi tidak cocok. Ketik lagi keduanya."),
    ("agency", "missing"): later("Tulis nama instansi, misalnya Disdukcapil Kota Bekasi."),
    ("name", "missing"): later("Tulis nama lengkap; satu kata pun nama."),
    ("office_code", "malformed"): later("Tulis kode kantor, misalnya 32.75.03."),
    ("office_name", "malformed"): later("Tulis nama kantor."),
    ("abbreviation", "malformed"): later("Tulis singkatan 2 sampai 4 huruf, misalnya BUT."),
    ("abbreviation", "taken"): later("Singkatan itu sudah dipakai kantor lain."),
    ("quantity", "missing"): later("Tulis jumlah kartunya."),
    ("counted", "missing"): later("Tulis jumlah kartu yang ada di kotak; 0 bila kosong."),
    ("reference", "missing"): later("Tulis nomor surat pengantarnya."),
    ("reference", "twice"): later("Nomor surat ini sudah ada di baris sebelumnya."),
    ("delivery_note", "missing"): later("Tulis nomor surat pengantarnya."),
    ("delivery_note", "twice"): later("Nomor surat ini sudah ada di baris sebelumnya."),
    ("at", "in-future"): later("Waktunya belum lewat. Periksa tanggal dan jamnya."),
    ("at", "malformed"): later("Tulis tanggal dan jamnya."),
    ("deliveries", "missing"): later("Pilih berkas CSV-nya."),
    ("deliveries", "malformed"): later("Simpan berkasnya sebagai CSV UTF-8, lalu pilih lagi."),
    ("group", "missing"): later("Tulis nama kelompoknya, atau kosongkan seluruh barisnya."),
    ("group", "twice"): later("Nama kelompok ini sudah ada di atas. Pakai nama lain."),
    ("reasons", "missing"): later("Pilih paling sedikit satu alasan untuk kelompok ini."),
    ("release_at", "malformed"): later("Tulis jam seperti 14.00, atau kosongkan."),
    ("cards", "how-many"): later("Centang %(least)s sampai %(most)s kartu."),
    ("number", "missing"): later("Tulis nomor berita acaranya."),
    ("day", "missing"): later("Tulis tanggalnya."),
    ("day", "in-future"): later("Tanggalnya belum tiba. Tulis hari ini atau sebelumnya."),
    ("place", "missing"): later("Tulis tempatnya."),
    ("witnesses", "how-many"): later("Tulis %(least)s sampai %(most)s saksi, satu baris satu."),
    ("witnesses", "twice"): later("Saksi yang sama tertulis dua kali."),
    ("hand_count", "missing"): later("Tulis jumlah kartu yang dihitung dengan tangan."),
    ("wording", "missing"): later("Tulis kalimatnya."),
    ("wording", "variable-unknown"): later("Hapus %(detail)s: pesan ini tidak punya isian itu."),
    ("wording", "variable-missing"): later("Tambahkan %(detail)s: pesan ini harus memuatnya."),
    ("wording", "free-missing"): later("Tambahkan kata GRATIS, dengan huruf besar semua."),
    ("wording", "link"): later(
        "Hapus %(detail)s: pesan kami tidak pernah berisi tautan. Bila itu akhir kalimat, "
        "beri spasi sesudah titiknya."
    ),
    ("wording", "number-to-call"): later(
        "Hapus nomor %(detail)s: pesan kami tidak pernah menyuruh menghubungi suatu nomor."
    ),
    ("wording", "not-gsm7"): later(
        "Ganti tanda %(detail)s dengan huruf atau tanda baca biasa; SMS tidak memuatnya."
    ),
    ("wording", "too-long"): later(
        "Pendekkan %(over)s huruf: dengan isian terpanjang jadi %(used)s, satu SMS hanya %(most)s."
    ),
    ("wording", "nothing-changed"): later(
        "Kalimat ini sudah berlaku pada tanggal itu. Ubah dulu, lalu simpan."
    ),
    ("valid_from", "missing"): later("Tulis mulai tanggal berapa kalimat ini dipakai."),
    ("valid_from", "in-past"): later("Pilih hari ini atau sesudahnya; yang lewat tidak berubah."),
    ("day", "in-past"): later("Pilih hari ini atau sesudahnya; yang lewat tidak berubah."),
    ("trigger", "missing"): later("Pilih mulai kapan menitnya dihitung."),
    ("audience", "missing"): later(
        "Centang siapa yang diberi tahu, atau kosongkan seluruh baris."
    ),
    ("after_open_minutes", "missing"): later("Tulis berapa menit buka; 0 bila seketika."),
    ("after_open_minutes", "below-lower-rank"): later(
        "Langkah ini datang sebelum langkah di bawahnya. Tambah menitnya, atau tukar urutannya."
    ),
    ("unpromised", "missing"): later("Tulis berapa menit buka sejak berkas masuk."),
    ("unpromised", "below-lower-rank"): later(
        "Tanpa janji, langkah ini datang sebelum langkah di bawahnya. Tambah menitnya."
    ),
    ("ladder", "nothing-changed"): later(
        "Tangga ini sudah berlaku pada tanggal itu. Ubah dulu, lalu simpan."
    ),
    ("word", "missing"): later("Tulis kata penyiapan yang tampil di terminal Motekar."),
    ("word", "wrong"): later("Kata penyiapan tidak cocok. Lihat lagi di terminal Motekar."),
}
_OF_CODE = {
    "missing": later("Isi bagian ini."),
    "too-long": later("Tulis paling banyak %(most)s huruf."),
    "characters": later("Pakai huruf, angka, dan tanda baca biasa."),
    "unknown-choice": later("Pilih salah satu dari daftar."),
    "unknown-field": later("Isian ini tidak dikenal."),
    "document-unknown": later("Pilih dokumen dari daftar."),
    "office-unknown": later("Pilih kantor dari daftar."),
    "malformed": later("Periksa lagi tulisannya."),
    "day-out-of-reach": later("Pilih hari ini atau salah satu dari 60 hari berikutnya."),
    "year-out-of-reach": later("Pilih tanggal dari tahun 2000 sampai 2199."),
    "month-malformed": later("Tulis bulannya seperti 2026-11."),
    "month-out-of-reach": later("Pilih salah satu dari 13 bulan terakhir."),
    "zone-missing": later("Tulis juga selisih waktunya, misalnya +07:00."),
    "one-only": later("Pilih salah satu: NIK atau nomor HP."),
    "cursor-malformed": later("Pakai next_cursor dari halaman sebelumnya, tanpa diubah."),
    "idempotency-key-malformed": later("Pakai 1 sampai 200 huruf atau angka biasa."),
    "wrong-type": later("Bentuk isian ini lain dari yang diminta."),
    "too-short": later("Tulis paling sedikit %(least)s huruf."),
    "same-as-before": later("Sandi baru sama dengan yang lama. Buat yang lain."),
    "day-malformed": later("Tulis tanggalnya, misalnya 2026-11-23."),
    "hours-malformed": later("Tulis jam seperti 07.30-12.00, 13.00-16.00."),
    "closes-before-opens": later("Jam tutup harus sesudah jam buka; tertulis %(span)s."),
    "spans-overlap": later("Pisahkan jamnya: %(one)s dan %(other)s bertumpuk."),
    "ends-before-it-begins": later("Hari terakhir tidak boleh mendahului hari pertama."),
    "period-too-long": later("Pilih paling banyak %(days)s hari sekaligus."),
    "already-over": later("Rentang ini sudah lewat. Periksa tanggalnya."),
    "already-declared": later("Hari itu sudah ada isiannya: %(name)s. Hapus dulu yang lama."),
    "ranges-overlap": later("Tanggalnya bertumpuk dengan rentang %(name)s."),
    "too-old": later("Paling lama %(days)s hari ke belakang."),
    "file-missing": later("Pilih berkas CSV."),
    "nothing-new": later("Semua baris di berkas ini sudah ada di kalender."),
    "file-malformed": later("Pakai berkas CSV dengan kolom seperti di berkas yang diunduh."),
    "out-of-range": later("Tulis angka bulat %(least)s sampai %(most)s."),
    "columns": later("Baris pertama harus berisi nama kolom: %(columns)s."),
    "rows": later("Isi berkas %(least)s sampai %(most)s baris."),
    "cells": later("Baris ini harus berisi %(n)s kolom."),
    "delivery-note-known": later("Surat pengantar ini sudah ada di buku."),
    "count-differs": later(
        "Selisih %(difference)s: menurut buku ada %(expected)s. Hitung sekali lagi; bila tetap "
        "beda, tulis penjelasannya."
    ),
    "witness-without-post": later(
        "Saksi ke-%(line)s: tulis nama, lalu “ - ”, lalu jabatan atau instansinya."
    ),
    "before-newest-card": later(
        "Kartu terbaru di daftar baru ada %(newest)s. Periksa tanggalnya, atau hapus centangnya."
    ),
    "differs-from-ticked": later(
        "Terhitung %(counted)s, dicentang %(ticked)s. Hitung lagi, atau cocokkan centangnya."
    ),
    "reason-twice": later("“%(reason)s” sudah ada di kelompok %(group)s. Pilih satu saja."),
    "request-no-malformed": later("Tulis seperti di SMS kami, misalnya BUT-261123-0042."),
}
_NIK = {
    "characters": later("NIK hanya angka; hapus huruf dan tanda lain."),
    "length": later("Tulis 16 angka NIK; baru ada %(digits)s."),
    "long": later("Tulis 16 angka NIK; ini ada %(digits)s."),
    "date": later("Tanggal lahir di NIK (angka ke-7 sampai ke-12) tidak ada di kalender."),
}
_PHONE = {
    "characters": later("Nomor HP hanya angka; hapus huruf."),
    "length": later("Periksa nomor HP; jumlah angkanya belum pas."),
    "not-mobile": later("Tulis nomor HP, bukan telepon rumah; SMS hanya sampai ke HP."),
    "foreign": later("Tulis nomor HP Indonesia, misalnya 0812…, atau kosongkan."),
}
_CLAIM_CODE = {
    "characters": later("Kode resi hanya angka; hapus huruf dan tanda lain."),
    "length": later("Tulis 20 angka kode resi; baru ada %(digits)s."),
    "long": later("Tulis 20 angka kode resi; ini ada %(digits)s."),
    "check-digit": later("Ada angka yang keliru. Cocokkan lagi dengan resi."),
}
_NIK_DIGITS, _CLAIM_CODE_DIGITS = 16, 20


def faults_of(errors: Iterable[FieldError]) -> list[Fault]:
    """The faults of a submission in the order of its fields, one sentence each."""
    return [Fault(error.field, fault_words(error)) for error in errors]


def fault(field: str, code: str) -> Fault:
    """A fault that a page itself found."""
    return Fault(field, fault_words(FieldError(field, code)))


def fault_words(error: FieldError) -> str:
    """What to do about one fault."""
    facts = {name: _told(value) for name, value in error.facts}
    if error.code == "nik-malformed":
        return gettext(_NIK[_digits_problem(facts, _NIK_DIGITS)], **facts)
    if error.code == "claim-code-malformed":
        return gettext(_CLAIM_CODE[_digits_problem(facts, _CLAIM_CODE_DIGITS)], **facts)
    if error.code == "phone-malformed":
        told = _PHONE[facts["problem"]]
        return gettext(told)
    words = _OF_FIELD.get((error.field, error.code)) or _OF_CODE.get(error.code)
    told = words or _OF_CODE["malformed"]
    return gettext(told, **facts)


def _told(value: object) -> str:
    return short_date(value) if isinstance(value, date) else str(value)


def _digits_problem(facts: dict[str, str], wanted: int) -> str:
    too_many = facts["problem"] == "length" and int(facts["digits"]) > wanted
    return "long" if too_many else facts["problem"]
