"""What to do about a faulty field, in one sentence; the same for every door that shows a form."""

from collections.abc import Iterable
from dataclasses import dataclass

from motekar.rules.errors import FieldError
from motekar.web.language import gettext, later


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
    ("why", "missing"): later("Tulis alasannya dalam satu kalimat."),
    ("text", "missing"): later("Tulis penjelasan untuk pemohon."),
    ("asked_by", "missing"): later("Pilih siapa yang meminta."),
    ("central_record", "missing"): later("Pilih apa yang terlihat di SIAK."),
    ("collector", "missing"): later("Pilih siapa yang mengambil kartu."),
    ("collector.name", "missing"): later("Tulis nama yang mengambil."),
    ("collector.relation", "missing"): later("Tulis hubungannya dengan pemohon."),
    ("collector.authority_no", "missing"): later("Tulis nomor surat kuasanya."),
    ("old_card", "missing"): later("Pilih: kartu lama diserahkan atau tidak."),
    ("matched", "missing"): later("Cocokkan wajah, nama, dan tanggal lahir, lalu centang."),
    ("who", "missing"): later("Tulis NIK atau nomor HP."),
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
_NIK_DIGITS = 16


def faults_of(errors: Iterable[FieldError]) -> list[Fault]:
    """The faults of a submission in the order of its fields, one sentence each."""
    return [Fault(error.field, fault_words(error)) for error in errors]


def fault(field: str, code: str) -> Fault:
    """A fault that a page itself found."""
    return Fault(field, fault_words(FieldError(field, code)))


def fault_words(error: FieldError) -> str:
    """What to do about one fault."""
    facts = {name: str(value) for name, value in error.facts}
    if error.code == "nik-malformed":
        return gettext(_NIK[_nik_problem(facts)], **facts)
    if error.code == "phone-malformed":
        return gettext(_PHONE[facts["problem"]])
    words = _OF_FIELD.get((error.field, error.code)) or _OF_CODE.get(error.code)
    return gettext(words or _OF_CODE["malformed"], **facts)


def _nik_problem(facts: dict[str, str]) -> str:
    too_many = facts["problem"] == "length" and int(facts["digits"]) > _NIK_DIGITS
    return "long" if too_many else facts["problem"]
