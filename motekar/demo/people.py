"""Made-up citizens and staff, each with Contoh (example) in the name, so that all can see it.

Birth dates fall on a day of the month's own number, serials begin with 00, and phones begin with
0810, which no network has.
"""

from dataclasses import dataclass
from datetime import datetime

from motekar.demo.chance import Chance
from motekar.rules.documents import Reason
from motekar.rules.people import Role

PASSWORD = "contoh-motekar"  # noqa: S105 - the demo's one password, printed at its start

MAIN_OFFICE = "32.75.03"
SIDE_OFFICES = ("32.75", "32.75-MPP")

_WOMEN = ("Ayu", "Citra", "Dewi", "Eka", "Fitri", "Indah", "Lina", "Maya", "Nur", "Ratna", "Siti")
_MEN = ("Agus", "Bayu", "Candra", "Dedi", "Eko", "Fajar", "Gilang", "Hadi", "Iwan", "Joko", "Rudi")
_WOMENS_LAST = ("Permata", "Lestari", "Anggraini", "Puspita", "Melati", "Kencana")
_MENS_LAST = ("Pratama", "Saputra", "Wijaya", "Nugraha", "Ramadan", "Setiawan")
_FOREIGN_PREFIXES = ("321606", "317502", "337401")


@dataclass(frozen=True, slots=True)
class Clerk:
    """An account of the demo: its roles, at its offices; no office means all."""

    username: str
    name: str
    roles: tuple[Role, ...]
    offices: tuple[str, ...] = ()


_ALL_ROUND = (Role.FRONT_OFFICER, Role.VERIFIER, Role.PRINT_OPERATOR)
STAFF = (
    Clerk("loket", "Lina Contoh (loket)", (Role.FRONT_OFFICER,), (MAIN_OFFICE,)),
    Clerk("verifikator", "Vera Contoh (verifikasi)", (Role.VERIFIER,), (MAIN_OFFICE,)),
    Clerk("cetak", "Candra Contoh (cetak)", (Role.PRINT_OPERATOR,), (MAIN_OFFICE,)),
    Clerk("manajer", "Maya Contoh (manajer)", (Role.OFFICE_MANAGER,), (MAIN_OFFICE,)),
    Clerk("kepala", "Karim Contoh (kepala dinas)", (Role.HEAD_OF_OFFICE,)),
    Clerk("admin", "Adi Contoh (administrator)", (Role.ADMINISTRATOR,)),
    Clerk("inspektur", "Ines Contoh (inspektur)", (Role.INSPECTOR,)),
    Clerk("serba", "Sari Contoh (serba bisa)", _ALL_ROUND, SIDE_OFFICES),
)


def citizen(chance: Chance, *, office: str, reason: Reason, now: datetime) -> dict[str, str]:
    """NIK, name and phone as they would be typed; one in twenty has no phone."""
    is_woman = chance.happens(50)
    given = chance.pick(_WOMEN if is_woman else _MEN)
    last = chance.pick(_WOMENS_LAST if is_woman else _MENS_LAST)
    typed = {
        "nik": _nik(chance, office=office, reason=reason, now=now, is_woman=is_woman),
        "full_name": f"{given} Contoh {last}",
    }
    if not chance.happens(5):
        typed["phone"] = f"0810{chance.below(10_000):04d}{chance.below(10_000):04d}"
    return typed


def _nik(chance: Chance, *, office: str, reason: Reason, now: datetime, is_woman: bool) -> str:
    home = office.replace(".", "")
    if len(home) != 6 or not home.isdigit():
        home = f"3275{1 + chance.below(12):02d}"
    prefix = chance.pick(_FOREIGN_PREFIXES) if chance.happens(12) else home
    month = 1 + chance.below(12)
    age = 17 if reason is Reason.NEW else 18 + chance.below(60)
    year = now.year - age - (1 if month >= now.month else 0)
    day = month + (40 if is_woman else 0)
    return f"{prefix}{day:02d}{month:02d}{year % 100:02d}00{1 + chance.below(99):02d}"
