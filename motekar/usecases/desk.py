"""What every use case works with: the store, secure random bytes, and the answers it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motekar.rules.ids import RANDOM_BYTES, row_id
from motekar.store.engine import DatabaseAway, Store
from motekar.vault import Vault

__all__ = ["DatabaseAway", "Desk"]


@dataclass(frozen=True, slots=True)
class Desk:
    """``draw`` gives that many cryptographically secure random bytes."""

    store: Store
    draw: Callable[[int], bytes]

    @property
    def vault(self) -> Vault:
        """Keys and seals."""
        return self.store.vault

    def new_id(self, now: datetime) -> UUID:
        """A fresh row id."""
        return row_id(now, self.draw(RANDOM_BYTES))
