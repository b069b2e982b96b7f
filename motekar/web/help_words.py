"""What would help a request that has climbed, in one sentence, and whom it was raised to."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from motekar.rules.escalation import Addressed, Advice, Help
from motekar.rules.ladder import AUDIENCES
from motekar.rules.people import Role
from motekar.web.labels import label
from motekar.web.language import gettext
from motekar.web.moments import near_moment, span_words


def help_words(advice: Advice, *, zone: ZoneInfo, now: datetime) -> str:
    """What to do, verb first."""
    facts, since = advice.facts, advice.facts.get("since")
    waited = span_words(now - since) if since else ""
    match advice.help:
        case Help.CALL_FOR_DOCUMENTS:
            names = ", ".join(label(code, "document") for code in facts["documents"])
            return gettext("Hubungi pemohon: masih kurang %(documents)s.", documents=names)
        case Help.LIFT_HOLD:
            return gettext(
                "Selesaikan penundaan: %(cause)s, sejak %(moment)s. Dilanjutkan oleh %(roles)s.",
                cause=label(facts["cause"], "hold_short"),
                moment=near_moment(facts["since"], zone, now),
                roles=roles_words(map(Role, facts["roles"]), joined=gettext(" atau ")).lower(),
            )
        case Help.NAME_A_DATE:
            return gettext("Sebut tanggalnya: catat kapan kartu kosong datang, di halaman Stok.")
        case Help.VERIFY:
            return gettext("Verifikasi sekarang: menunggu %(span)s.", span=waited)
        case Help.BRING_BLANKS:
            return gettext("Datangkan kartu kosong: yang bebas sudah habis.")
        case Help.PRINT:
            return gettext("Cetak sekarang: menunggu %(span)s.", span=waited)
        case Help.AWAIT_CARD:
            return gettext("Sedang dicetak sejak %(moment)s.", moment=_at(since, zone, now))
        case Help.SETTLE_CARD:
            return gettext(
                "Nyatakan kartunya jadi atau rusak: di printer sejak %(moment)s.",
                moment=_at(since, zone, now),
            )
        case _:
            assert_never(advice.help)


def _at(since: datetime | None, zone: ZoneInfo, now: datetime) -> str:
    return near_moment(since or now, zone, now)


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
