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
}
