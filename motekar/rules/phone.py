"""The phone an SMS can reach: an Indonesian mobile number, kept as E.164.

Fixed lines and foreign numbers are refused, so that nobody waits for what cannot come.
"""

import re
from dataclasses import dataclass
from typing import Self

from motekar.rules.digits import bare, is_digits
from motekar.rules.errors import PhoneMalformed
from motekar.rules.privacy import mask_phone

_COUNTRY = "62"
_BRACKETS = str.maketrans("", "", "()/")
_MOBILE = re.compile(r"8[1-35-9][0-9]{7,10}")
# 80 is toll-free and 84 is not given to mobile networks.
_MOBILE_START = re.compile(r"8(?:[1-35-9]|$)")
_SHORTEST_FOREIGN = 9


@dataclass(frozen=True, slots=True, repr=False)
class Phone:
    """An Indonesian mobile number; built by ``parse`` only."""

    e164: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads 08.., 8.., 62.., +62.., 0062.. and the mixed 62 08.., with any usual separators.

        Raises:
            PhoneMalformed: other characters, a foreign number, a fixed line, or a wrong length.
        """
        typed = bare(text).translate(_BRACKETS)
        if not is_digits(typed.removeprefix("+")):
            raise PhoneMalformed("characters" if typed.removeprefix("+") else "length")
        national = _national_part(typed)
        if national and not _MOBILE_START.match(national):
            raise PhoneMalformed("not-mobile")
        if not _MOBILE.fullmatch(national):
            raise PhoneMalformed("length")
        return cls(f"+{_COUNTRY}{national}")

    @property
    def last4(self) -> str:
        """Last four digits, the second half of the public look-up."""
        return self.e164[-4:]

    def __repr__(self) -> str:
        return f"Phone({mask_phone(self.e164)})"


def _national_part(typed: str) -> str:
    international = re.fullmatch(r"(?:\+|00)(.*)", typed)
    if international or typed.startswith(_COUNTRY):
        number = international[1] if international else typed
        if not number.startswith(_COUNTRY):
            raise PhoneMalformed("foreign")
        return number.removeprefix(_COUNTRY).removeprefix("0")
    if typed.startswith(("0", "8")):
        return typed.removeprefix("0")
    raise PhoneMalformed("foreign" if len(typed) >= _SHORTEST_FOREIGN else "length")
