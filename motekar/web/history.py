"""What happened to a request, step by step, in the words of its evidence."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from motekar.rules.privacy import initials
from motekar.usecases.viewing import TimelineEntry
from motekar.web.labels import label
from motekar.web.language import gettext, later

Entry = TimelineEntry

FIELDS: Mapping[str, str] = {
    "full_name": later("nama"),
    "nik": later("NIK"),
    "phone": later("nomor HP"),
    "reason": later("alasan"),
    "documents": later("dokumen"),
    "priority": later("prioritas"),
    "married": later("status kawin"),
}


def told(entries: Iterable[Entry], *, in_clear: bool = False) -> list[dict[str, Any]]:
    """Oldest first; a collector's name shows as initials unless the data is unmasked."""
    return [
        {
            "at": entry.at,
            "action": entry.action,
            "officer": entry.officer,
            "office": entry.office,
            "says": step_words(entry, in_clear=in_clear),
        }
        for entry in entries
    ]


def step_words(entry: Entry, *, in_clear: bool = False) -> str:
    """What was decided in this step and why; empty when the step says all."""
    words = _SAYS.get(entry.action)
    return _joined(words(entry, in_clear)) if words else ""


def _joined(parts: Iterable[str | None]) -> str:
    return " · ".join(part for part in parts if part)


def _named(codes: Iterable[str], kind: str) -> str:
    return ", ".join(label(code, kind) for code in codes)


def _submitted(entry: Entry, _clear: bool) -> list[str | None]:  # noqa: FBT001 - one table's shape
    missing = entry.facts.get("missing_documents") or ()
    late = gettext("Dicatat susulan dari kertas") if entry.facts.get("late_entry") else None
    told = gettext("Masih kurang: %(documents)s", documents=_named(missing, "document"))
    return [told if missing else None, late]


def _amended(entry: Entry, _clear: bool) -> list[str | None]:  # noqa: FBT001
    changed = ", ".join(gettext(FIELDS.get(name, name)) for name in entry.facts["changed"])
    return [gettext("Yang diubah: %(fields)s", fields=changed), entry.words.get("why")]


def _collected(entry: Entry, clear: bool) -> list[str | None]:  # noqa: FBT001
    name = entry.words.get("name")
    shown = name if clear or not name else initials(name)
    old_card = entry.facts.get("old_card_surrendered")
    return [
        gettext("Diambil %(who)s", who=label(entry.facts["collector"], "collector")),
        shown,
        entry.words.get("relation"),
        gettext("Kartu lama diserahkan") if old_card else None,
    ]


def _held(entry: Entry, _clear: bool) -> list[str | None]:  # noqa: FBT001
    approved_by = entry.facts.get("approved_by")
    alone = entry.facts.get("alone")
    return [
        label(entry.facts["cause"], "hold_short"),
        entry.words.get("evidence"),
        gettext("Gangguan kantor") if entry.facts.get("incident") else None,
        gettext("Disetujui %(name)s", name=approved_by["name"])
        if approved_by and not alone
        else None,
        gettext("Disetujui sendiri, tidak ada petugas lain") if alone else None,
    ]


def _attempted(entry: Entry, _clear: bool) -> list[str | None]:  # noqa: FBT001
    attempt = entry.facts.get("attempt")
    serial = entry.facts.get("card_serial")
    return [
        gettext("Percobaan ke-%(n)s", n=attempt) if attempt and attempt > 1 else None,
        gettext("Nomor kartu %(serial)s", serial=serial) if serial else None,
    ]


def _coded(fact: str, kind: str, words: str) -> Callable[[Entry, bool], list[str | None]]:
    def says(entry: Entry, _clear: bool) -> list[str | None]:  # noqa: FBT001
        code = entry.facts.get(fact)
        return [label(code, kind) if code else None, entry.words.get(words)]

    return says


_SAYS: Mapping[str, Callable[[Entry, bool], list[str | None]]] = {
    "submit": _submitted,
    "amend": _amended,
    "complete-documents": lambda entry, _: [_named(entry.facts["documents"], "document")],
    "verify": _coded("central_record", "central_record", ""),
    "reject": _coded("reason", "reject_reason", "text"),
    "hold": _held,
    "resume": _coded("", "hold_short", "why"),
    "cancel": _coded("asked_by", "cancelled_by", "why"),
    "start-print": _attempted,
    "confirm-print": _attempted,
    "spoil-print": _coded("cause", "spoil_cause", ""),
    "collect": _collected,
}
