"""Words for what became of a citizen's messages, and for what a doubtful one gives away.

For citizens; ``message_state`` in ``labels`` is for staff.
"""

from collections.abc import Mapping

from motekar.web.language import later

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "message_told": {
        "queued": later("menunggu dikirim"),
        "sending": later("sedang dikirim"),
        "sent": later("sudah kami kirim, belum ada kabar sampai"),
        "delivered": later("sampai di HP Anda"),
        "failed": later("tidak sampai"),
        "unknown": later("sudah kami kirim, tidak ada kabar sampai"),
    },
    "unreached": {
        "failed": later("Kami tidak berhasil mengirim SMS ke nomor Anda."),
        "unknown": later("Kami tidak tahu apakah SMS kami sampai di nomor Anda."),
    },
    "verdict": {
        "not_ours": later("Bukan dari kami"),
        "as_sent": later("Sama dengan pesan kami kepada Anda"),
        "worded_like_ours": later("Susunan katanya seperti pesan kami"),
        "unsure": later("Tidak bisa dipastikan"),
    },
    "verdict_next": {
        "not_ours": later("Jangan dibalas, jangan buka tautannya, jangan membayar. Laporkan."),
        "as_sent": later("Cocokkan juga jamnya dengan daftar di bawah."),
        "worded_like_ours": later("Kata bisa ditiru. Pastikan dengan kode di resi Anda."),
        "unsure": later(
            "Anggap bukan dari kami sampai pasti: pakai kode resi atau tanya di loket."
        ),
    },
    "sign": {
        "link": later("Ada tautan. Kami tidak pernah mengirim tautan."),
        "number_to_call": later("Ada nomor untuk dihubungi. SMS kami tidak pernah memuatnya."),
        "money": later("Menyebut pembayaran. Semua layanan kami Rp0."),
        "secret_code": later("Menyebut OTP, PIN, atau sandi. Kami tidak pernah memintanya."),
        "photo": later(
            "Meminta foto atau salinan data diri. Kami tidak pernah memintanya lewat pesan."
        ),
        "app": later("Menyebut aplikasi. Kami tidak pernah meminta memasang aplikasi."),
        "other_channel": later("Bukan lewat SMS. Kami hanya mengirim SMS."),
        "sender_proves_nothing": later("Pengirimnya tidak membuktikan apa-apa: bisa dipalsukan."),
        "odd_hour": later(
            "Jamnya tidak lazim: antara pukul 21.00 dan 06.00 kami biasanya tidak mengirim."
        ),
        "hour_proves_nothing": later("Jamnya tidak membuktikan apa-apa."),
        "as_sent": later("Kata-katanya sama dengan yang kami kirim untuk resi ini."),
        "not_among_sent": later("Tidak ada di antara pesan yang kami kirim untuk resi ini."),
        "our_wording": later("Susunannya sama dengan salah satu pesan kami."),
        "not_our_wording": later("Susunannya lain dari semua pesan kami yang berlaku sekarang."),
    },
}
