"""Reads what a manager sets: printers and supply, and the groups with their places a weekday."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from motekar.rules.capacity import Equipment
from motekar.rules.documents import Reason
from motekar.rules.errors import FieldError, ValidationFailed
from motekar.rules.intake_form import Reading
from motekar.rules.places import Quota

MOST_PRINTERS = 50
MOST_PLACES = 2_000
MOST_GROUPS = 7
MOST_GROUP_LETTERS = 40

Places = tuple[int, int, int, int, int, int, int]


def read_equipment(raw: Mapping[str, Any]) -> Equipment:
    """Reads printers, daily delivery (empty: nobody can say) and the low mark.

    Raises:
        ValidationFailed: with every faulty field.
    """
    form = Reading(raw)
    daily = form.text("daily_blanks", most=MOST_GROUP_LETTERS)
    chosen = Equipment(
        printers=_number(form, "printers", most=MOST_PRINTERS),
        daily_blanks=_number(form, "daily_blanks", most=MOST_PLACES) if daily else None,
        low_blanks=_number(form, "low_blanks", most=MOST_PLACES),
    )
    form.refuse_faults()
    return chosen


def read_quotas(rows: Sequence[Mapping[str, Any]]) -> tuple[Quota, ...]:
    """Reads the table of groups; a row without name and reasons is none.

    Of each row: ``group``, ``rank``, ``reasons``, ``places`` (seven texts, empty is 0) and
    ``release_at``. A fault is named by its field and row, as in ``group.2``.

    Raises:
        ValidationFailed: with every faulty field; a reason belongs to one group only.
    """
    quotas: list[Quota] = []
    faults: list[FieldError] = []
    for number, raw in enumerate(rows, start=1):
        if not (str(raw["group"]).strip() or raw["reasons"]):
            continue
        quota, errors = _quota(raw, before=quotas)
        quotas.append(quota)
        faults += [FieldError(f"{one.field}.{number}", one.code, one.facts) for one in errors]
    if faults:
        raise ValidationFailed(errors=tuple(faults))
    return tuple(sorted(quotas, key=lambda quota: quota.rank))


def _quota(raw: Mapping[str, Any], *, before: Sequence[Quota]) -> tuple[Quota, list[FieldError]]:
    form = Reading(raw)
    group = form.needed("group", most=MOST_GROUP_LETTERS)
    reasons = frozenset(reason for reason in Reason if reason.value in raw["reasons"])
    if group and any(quota.group == group for quota in before):
        form.errors.append(FieldError("group", "twice"))
    if not reasons:
        form.errors.append(FieldError("reasons", "missing"))
    form.errors += [
        FieldError("reasons", "reason-twice", (("reason", reason.value), ("group", quota.group)))
        for quota in before
        for reason in sorted(reasons & quota.reasons)
    ]
    quota = Quota(
        group=group,
        rank=_number(form, "rank", least=1, most=MOST_GROUPS),
        reasons=reasons,
        places=_places(form),
        release_at=_release(form),
    )
    return quota, form.errors


def _places(form: Reading) -> Places:
    days = Reading({str(day): text or "0" for day, text in enumerate(form.raw["places"])})
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        _number(days, str(day), most=MOST_PLACES) for day in range(7)
    )
    form.errors += [FieldError("places", one.code, one.facts) for one in days.errors[:1]]
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def _release(form: Reading) -> time | None:
    text = str(form.raw["release_at"]).strip().replace(".", ":")
    try:
        return time.fromisoformat(text) if text else None
    except ValueError:
        form.errors.append(FieldError("release_at", "malformed"))
        return None


def _number(form: Reading, name: str, *, most: int, least: int = 0) -> int:
    text = str(form.raw[name]).strip()
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    form.errors.append(FieldError(name, "out-of-range", (("least", least), ("most", most))))
    return least


SUGGESTED_EQUIPMENT = Equipment(printers=1, daily_blanks=30, low_blanks=10)
SUGGESTED_QUOTAS = (
    Quota("KTP-el pertama", 1, frozenset({Reason.NEW}), (10, 10, 10, 10, 10, 0, 0), time(14)),
    Quota(
        "Perubahan data dan pindah",
        2,
        frozenset({Reason.DATA_CHANGE, Reason.MOVED_IN, Reason.RESIDENT_FOREIGNER}),
        (10, 10, 10, 10, 10, 0, 0),
        time(14),
    ),
    Quota(
        "Hilang dan rusak",
        3,
        frozenset({Reason.LOST, Reason.DAMAGED, Reason.OUT_OF_AREA}),
        (10, 10, 10, 10, 10, 0, 0),
    ),
)
"""A suggestion from published practice: some 30 blanks a day and kecamatan in Kota Bekasi
(December 2025), in the ministry's order of priority (August 2023); how to share them is ours.
"""
