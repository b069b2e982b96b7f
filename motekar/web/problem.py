"""How one refusal is answered; which refusal has which stands in ``problems``."""

from dataclasses import dataclass

URN = "urn:motekar:problem:"


@dataclass(frozen=True, slots=True)
class Problem:
    """How one refusal is answered."""

    status: int
    title: str
    detail: str
