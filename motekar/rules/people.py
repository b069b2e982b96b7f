"""Who works at the office: roles, each held for named offices.

Being allowed to do a step is decided here and in ``lifecycle``; how a person signs in is not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from motekar.rules.errors import RoleNotAllowed, WrongOffice


class Role(StrEnum):
    """What a person may do, in the words of the contract."""

    FRONT_OFFICER = "front_officer"
    VERIFIER = "verifier"
    PRINT_OPERATOR = "print_operator"
    OFFICE_MANAGER = "office_manager"
    HEAD_OF_OFFICE = "head_of_office"
    ADMINISTRATOR = "administrator"
    INSPECTOR = "inspector"


CASE_ROLES = frozenset(Role) - {Role.ADMINISTRATOR}
"""Roles that may look at print requests: all but the administrator, who sees no citizen data."""

OVERSIGHT = frozenset({Role.OFFICE_MANAGER, Role.HEAD_OF_OFFICE, Role.INSPECTOR})
"""Roles that watch how the office keeps its promises."""

HANDS = frozenset({Role.FRONT_OFFICER, Role.VERIFIER, Role.PRINT_OPERATOR})
"""Roles that take requests from step to step."""


@dataclass(frozen=True, slots=True)
class Officer:
    """A member of staff as a rule sees one: ``posts`` pairs each role with an office code."""

    id: UUID
    username: str
    name: str
    posts: frozenset[tuple[Role, str]]

    @property
    def roles(self) -> frozenset[Role]:
        """All roles, for whichever office."""
        return frozenset(role for role, _ in self.posts)

    def offices(self, roles: Iterable[Role] = CASE_ROLES) -> tuple[str, ...]:
        """Codes of the offices where the person holds one of the roles, in order."""
        wanted = frozenset(roles)
        return tuple(sorted({office for role, office in self.posts if role in wanted}))

    def holds(self, roles: Iterable[Role], *, office: str) -> bool:
        """True when one of the roles is held for that office."""
        return any((role, office) in self.posts for role in roles)

    def require(self, roles: Iterable[Role], *, office: str | None = None) -> None:
        """Lets the person pass, or says why not; without an office any office will do.

        Raises:
            RoleNotAllowed: none of the roles is held anywhere.
            WrongOffice: one is held, but not for this office.
        """
        wanted = tuple(roles)
        if self.roles.isdisjoint(wanted):
            raise RoleNotAllowed(needs=tuple(sorted(role.value for role in wanted)))
        if office is not None and not self.holds(wanted, office=office):
            raise WrongOffice(office=office)
