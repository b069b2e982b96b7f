"""What would help a request that has climbed, in one sentence, and whom it was raised to."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from motekar.rules.escalation import Addressed, Advice, Help
from motekar.rules.ladder import AUDIENCES
from motekar.rules.people import Role
from motekar.web.labels import label
from motekar.web.language import gettext, later
from motekar.web.moments import near_moment, span_words

SENTENCES: Mapping[Help, str] = {
    Help.CALL_FOR_DOCUMENTS: later("Hubungi pemohon: masih kurang %(documents)s."),
    Help.LIFT_HOLD: later(
        "Selesaikan penundaan: %(cause)s, sejak %(moment)s. Dilanjutkan oleh %(roles)s."
    ),
    Help.NAME_A_DATE: later(
        "Sebut tanggalnya: catat kiriman kartu kosong di Stok atau Tempat & printer."
    ),
    Help.VERIFY: later("Verifikasi sekarang: menunggu %(span)s."),
    Help.BRING_BLANKS: later("Datangkan kartu kosong: yang bebas sudah habis."),
    Help.PRINT: later("Cetak sekarang: menunggu %(span)s."),
    Help.AWAIT_CARD: later("Tunggu kartunya: dicetak sejak %(moment)s."),
    Help.SETTLE_CARD: later("Nyatakan kartunya jadi atau rusak: di printer sejak %(moment)s."),
}
"""What to do, verb first."""


def help_words(advice: Advice, *, zone: ZoneInfo, now: datetime) -> str:
    """What would help, with what there is to know of it."""
    facts = advice.facts
    words = {}
    if since := facts.get("since"):
        words = {"span": span_words(now - since), "moment": near_moment(since, zone, now)}
    if documents := facts.get("documents"):
        words["documents"] = ", ".join(label(code, "document") for code in documents)
    if cause := facts.get("cause"):
        words["cause"] = label(cause, "hold_short")
        roles = roles_words(map(Role, facts["roles"]), joined=gettext(" atau "))
        words["roles"] = roles.lower()
    return gettext(SENTENCES[advice.help], **words)


def roles_words(roles: Iterable[Role], *, joined: str = ", ") -> str:
    """The roles by name, from the counter up."""
    wanted = set(roles)
    order = [*AUDIENCES, *sorted(wanted.difference(AUDIENCES))]
    return joined.join(label(role, "role") for role in order if role in wanted)


def nobody_words(told: Addressed) -> str:
    """That roles of the ladder have nobody at the office; empty where all have."""
    if not told.nobody:
        return ""
    return gettext(
        "Tidak ada %(roles)s di kantor ini; diteruskan ke atas.",
        roles=roles_words(told.nobody).lower(),
    )
