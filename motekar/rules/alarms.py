"""What a text asks for that no message of ours does: links, calls, money, codes, photos, apps.

The words are those of the swindles that go round, in Indonesian and English. A word that the
office says itself raises no alarm, nor does money that is only spoken of to deny it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum


class Alarm(StrEnum):
    """Each of these alone shows that a message is not ours."""

    LINK = "link"
    NUMBER_TO_CALL = "number_to_call"
    MONEY = "money"
    SECRET_CODE = "secret_code"  # noqa: S105 - a name
    PHOTO = "photo"
    APP = "app"


# Chat programs paste them along, and swindlers put them between letters.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_OURS = re.compile(
    r"\b[a-z]{2,4}-?\d{6}-?\d{4,7}\b"  # a request number
    r"|\b\d{1,2}[.:]\d{2}\b"  # a clock time
    r"|\brp\.?\s*0+\b(?![.,]?\d)"
    r"|\b(?:tanpa|bebas|no)\s+(?:biaya|fees?|cost)\b"
    r"|\b(?:jangan|(?:tidak|tak)\s+(?:perlu|usah))\s+(?:mem)?bayar\b"
    r"|\b(?:tidak|tak)\s+(?:dipungut|ada)\s+biaya\b|\bdo not pay\b"
)
_ENDINGS = (
    "app|apk|biz|buzz|cc|click|club|co|com|dev|gg|go|icu|id|info|io|link|live|ly|me|net|online|org"
    "|page|shop|site|store|to|top|vip|web|xyz"
)
_PATTERNS: Mapping[Alarm, re.Pattern[str]] = {
    Alarm.LINK: re.compile(rf"://|\bwww\.|\b[\w-]+\.(?:{_ENDINGS})\b|\b[\w-]+\.[a-z]{{2,}}/\S"),
    Alarm.NUMBER_TO_CALL: re.compile(
        r"(?<!\d)(?:\+?62|0)[\s().-]{0,3}[2-9](?:[\s().-]{0,3}\d){6,12}(?!\d)"
        r"|\b(?:hubungi|telepon|telp|tlp|call|wa|whatsapp)\b.{0,20}?\d{3}"
    ),
    Alarm.MONEY: re.compile(
        r"\b(?:biaya|(?:mem|di)?bayar\w*|pembayaran|transfer\w*|tf|rekening|norek|administrasi"
        r"|tagihan|denda|dana|ongkir|pulsa|deposit|qris|gopay|ovo|shopeepay|linkaja|briva"
        r"|uang|virtual account|pay|payment|fees?)\b"
        r"|\b(?:rp|idr)\.?\s*\d|\d\s*(?:rb|ribu|jt|juta)\b"
    ),
    Alarm.SECRET_CODE: re.compile(
        r"\b(?:otp|pin|password|passcode|sandi|cvv|token)\b"
        r"|\bkode\s+(?:verifikasi|rahasia|keamanan|akses|aktivasi)\b|\bverification code\b"
    ),
    Alarm.PHOTO: re.compile(
        r"\b(?:foto|photo|scan)\w*\s+(?:\w+\s+){0,2}?(?:e-?ktp|ktp|kk|kartu|diri|wajah|muka|id)\b"
        r"|\b(?:selfie|swafoto)\b"
        r"|\bkirim(?:kan)?\s+(?:data\s+|salinan\s+|nomor\s+)?(?:e-?ktp|ktp|kk|nik)\b(?!-)"
    ),
    Alarm.APP: re.compile(
        r"\bapk\b|\b(?:aplikasi|application|unduh\w*|mengunduh|download\w*|(?:meng)?instal\w*"
        r"|play ?store|app ?store|ikd)\b"
    ),
}


def spelled(text: str) -> str:
    """The text as it is compared: small letters, single spaces, nothing invisible."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _SPACES.sub(" ", visible.casefold())


def alarms_of(text: str, *, said_by_us: Iterable[str] = ()) -> tuple[Alarm, ...]:
    """What the text asks for; ``said_by_us`` are sentences of ours that it may hold unharmed."""
    left = spelled(text)
    for sentence in sorted(map(spelled, said_by_us), key=len, reverse=True):
        left = left.replace(sentence, " | ") if sentence.strip() else left
    left = _OURS.sub(" | ", left)
    return tuple(alarm for alarm, pattern in _PATTERNS.items() if pattern.search(left))
