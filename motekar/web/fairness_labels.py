"""Words for what a fairness report says: its lists, its reasons, its questions."""

from collections.abc import Mapping

from motekar.web.language import later

FAIRNESS: Mapping[str, Mapping[str, str]] = {
    "listed_reason": {
        "elderly": later("lanjut usia"),
        "disabled": later("penyandang disabilitas"),
        "pregnant": later("ibu hamil"),
        "ill": later("sakit"),
        "disaster": later("korban bencana"),
        "spoiled-card": later("cetak lagi setelah kartu rusak"),
        "ahead-on-hold": later("yang di depannya sedang ditunda"),
    },
    "fairness_list": {
        "all": later("semua langkah"),
        "in-order": later("sesuai urutan"),
        "unlisted": later("mendahului tanpa alasan tercatat"),
        "left-behind": later("tertinggal"),
        "unknown": later("urutannya tidak diketahui"),
    },
    "question_list": {
        "judged": later("yang dilihat"),
        "unknown": later("yang tidak diketahui"),
        "marked": later("yang ditanyakan"),
        "done": later("yang ditanyakan dan yang tidak"),
        "all_marked": later("yang serupa dari semua petugas atau printer"),
        "all_done": later("yang serupa dan yang tidak, dari semua petugas atau printer"),
    },
    "question": {
        "unexplained": later("Mengapa seorang petugas lebih sering mendahulukan tanpa alasan?"),
        "outside-hours": later("Mengapa kartu dicetak di luar jam buka?"),
        "one-person": later("Mengapa satu orang memeriksa dan juga mencetak?"),
        "spoiled-by-printer": later("Mengapa satu printer lebih sering merusak kartu?"),
        "spoiled-by-officer": later("Mengapa kartu seorang petugas lebih sering rusak?"),
        "reprints": later("Mengapa orang yang sama dicetakkan kartu berulang kali?"),
        "stock-differences": later("Mengapa isi kotak berbeda dari buku stok?"),
        "shared-phones": later("Mengapa satu nomor HP dipakai banyak pemohon?"),
    },
    "question_measure": {
        "unexplained": later(
            "Ditanyakan bila ada %(floor)s atau lebih dan paling sedikit %(times)s kali sesering "
            "rekannya. Pembandingnya paling sedikit %(beside)s langkah rekan."
        ),
        "outside-hours": later("Menurut kalender yang berlaku saat kartu mulai dicetak."),
        "one-person": later(
            "Aturan saat ini membolehkannya; di kantor kecil sering tidak ada pilihan lain."
        ),
        "spoiled-by-printer": later(
            "Ditanyakan bila %(floor)s kartu atau lebih rusak dan paling sedikit %(times)s kali "
            "sesering di printer lain. Pembandingnya paling sedikit %(beside)s kartu."
        ),
        "spoiled-by-officer": later(
            "Ditanyakan bila %(floor)s kartu atau lebih rusak dan paling sedikit %(times)s kali "
            "sesering kartu rekannya. Pembandingnya paling sedikit %(beside)s kartu."
        ),
        "reprints": later(
            "Ditanyakan bila seseorang mendapat %(prints)s kartu atau lebih dalam %(months)s "
            "bulan, di kantor-kantor yang boleh Anda lihat. NIK dan namanya tidak ditampilkan."
        ),
        "stock-differences": later("Setiap hitungan kotak yang berbeda dari buku stok."),
        "shared-phones": later(
            "Ditanyakan bila %(persons)s orang atau lebih memakai nomor yang sama. Nomornya tidak "
            "ditampilkan."
        ),
    },
    "question_unknown": {
        "unexplained": later(
            "%(n)s langkah tidak bisa dibandingkan: hampir semuanya dikerjakan satu orang."
        ),
        "outside-hours": later(
            "%(n)s kartu tidak bisa dinilai: kalender saat itu tidak diketahui."
        ),
        "one-person": later("%(n)s kartu tidak bisa dinilai: pemeriksanya tidak tercatat."),
        "spoiled-by-printer": later(
            "%(n)s kartu tidak bisa dibandingkan: printernya tidak dicatat, atau tidak ada "
            "printer lain."
        ),
        "spoiled-by-officer": later(
            "%(n)s kartu tidak bisa dibandingkan: hampir semuanya dikerjakan satu orang."
        ),
        "stock-differences": later(
            "%(n)s hari buka tanpa hitungan kotak: selisih hari itu tidak diketahui."
        ),
        "shared-phones": later("%(n)s permohonan tanpa nomor HP tidak bisa dibandingkan."),
    },
    "finding": {
        "unexplained": later(
            "%(officer)s, %(stage)s: %(marked)s dari %(all_marked)s langkah tanpa alasan, dari "
            "%(done)s langkahnya di antara %(all_done)s langkah semua petugas."
        ),
        "outside-hours": later("%(marked)s dari %(done)s kartu mulai dicetak di luar jam buka."),
        "one-person": later(
            "%(marked)s dari %(done)s kartu diperiksa dan dicetak oleh orang yang sama."
        ),
        "spoiled-by-printer": later(
            "%(about)s: %(marked)s dari %(done)s kartu rusak; di semua printer %(all_marked)s "
            "dari %(all_done)s."
        ),
        "spoiled-by-officer": later(
            "%(officer)s: %(marked)s dari %(done)s kartu rusak; pada semua petugas %(all_marked)s "
            "dari %(all_done)s."
        ),
        "reprints": later("Satu orang mendapat %(marked)s kartu."),
        "stock-differences": later("%(marked)s dari %(done)s hitungan berbeda dari buku."),
        "shared-phones": later("Satu nomor HP dipakai %(marked)s permohonan."),
    },
}
