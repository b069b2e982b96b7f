"""The root of all refusals and its families: what doors treat alike."""

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(eq=False)
class MotekarError(Exception):
    """Root of all refusals; ``facts`` never hold personal data."""

    code: ClassVar[str] = "refused"

    @property
    def facts(self) -> dict[str, object]:
        """Names and values of the refusal's facts, in the order of declaration."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code


@dataclass(eq=False)
class InvalidInput(MotekarError):
    """What was given cannot be read or does not fit."""

    code = "invalid-input"


@dataclass(eq=False)
class NotAllowed(MotekarError):
    """The person may not do this."""

    code = "not-allowed"


@dataclass(eq=False)
class NotFound(MotekarError):
    """There is no such thing, or not for this person."""

    code = "not-found"


@dataclass(eq=False)
class Conflict(MotekarError):
    """The thing is not, or no longer, in the condition the step needs."""

    code = "conflict"


@dataclass(eq=False)
class TooMany(MotekarError):
    """Tried too often within a window."""

    code = "too-many"
