"""The citizen of a request: the only place where name, NIK and phone stand in clear."""

from dataclasses import dataclass

from motekar.rules.nik import Nik
from motekar.rules.phone import Phone
from motekar.rules.privacy import initials, mask_nik, mask_phone


@dataclass(frozen=True, slots=True, repr=False)
class Applicant:
    """Personal data as recorded at the counter; its repr and str say only the initials."""

    nik: Nik
    name: str
    phone: Phone | None

    def __repr__(self) -> str:
        return f"Applicant({initials(self.name)})"

    @property
    def initials(self) -> str:
        """What may stand on the slip."""
        return initials(self.name)

    @property
    def nik_masked(self) -> str:
        """First four and last two digits."""
        return mask_nik(self.nik.digits)

    @property
    def phone_masked(self) -> str | None:
        """First five and last two digits."""
        return mask_phone(self.phone.e164) if self.phone else None
