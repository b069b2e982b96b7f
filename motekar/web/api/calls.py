"""One call of a member of staff: who, when, at which desk, and whether it came before.

The path and the key of a repeated call are kept as keyed hashes, since a path can hold a claim
code and a key whatever its sender put there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, TypeVar

from litestar import Request, Response
from litestar.di import Provide
from litestar.params import HeaderParameter, QueryParameter
from pydantic import BaseModel

from motekar.rules.errors import FieldError, ValidationFailed
from motekar.rules.people import Officer
from motekar.usecases.desk import Desk
from motekar.usecases.once import Once, OnceKey, Replay
from motekar.web.doors import doors_of, now_of, officer_of

MOST_KEY_LETTERS = 200
JSON = "application/json"

T = TypeVar("T")
IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        required=False,
        description=(
            "Any printable text of at most 200 characters that names this call. For 24 hours the"
            " same person, method and path with the same key and body get the same answer again;"
            " another body is 409 idempotency-key-reused. Refusals are not kept."
        ),
    ),
]

Limit = Annotated[int, QueryParameter(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[
    str | None, QueryParameter(description="``next_cursor`` of the page before; opaque.")
]


@dataclass(frozen=True, slots=True)
class Call:
    """What a staff handler needs; ``once_key`` is None when the caller named no key."""

    desk: Desk
    officer: Officer
    now: datetime
    once_key: OnceKey | None = None

    def once(self, render: Callable[[T], str]) -> Once[T] | None:
        """How a use case finds and keeps the answer of this call."""
        return Once(self.once_key, render) if self.once_key else None


async def _call(
    *, request: Request[Any, Any, Any], idempotency_key: IdempotencyKey = None
) -> Call:
    # Asks for the request alone: every further injection costs a task of its own.
    desk, officer, now = doors_of(request).desk, officer_of(request), now_of(request)
    if idempotency_key is None:
        return Call(desk, officer, now)
    if not (0 < len(idempotency_key) <= MOST_KEY_LETTERS and idempotency_key.isprintable()):
        fault = FieldError("Idempotency-Key", "idempotency-key-malformed")
        raise ValidationFailed(errors=(fault,))
    body = sha256(await request.body()).hexdigest()
    vault = desk.vault
    once_key = OnceKey(
        officer=officer.id,
        method=request.method,
        path=vault.index(request.url.path, kind="once-path").hex(),
        key=vault.index(idempotency_key, kind="once-key").hex(),
        body_hash=vault.index(body, kind="once-body"),
    )
    return Call(desk, officer, now, once_key)


async def _look(*, request: Request[Any, Any, Any]) -> Call:
    return Call(doors_of(request).desk, officer_of(request), now_of(request))


DEPENDENCIES = {"call": Provide(_call), "look": Provide(_look)}
"""``call`` for what may be repeated under a key, ``look`` for what only reads."""


def rendered_once(render: Callable[[T], str]) -> Callable[[T], str]:
    """The same rendering, made once for the answer that is both kept and sent."""
    made: list[tuple[T, str]] = []

    def kept(answer: T) -> str:
        if not made or made[0][0] is not answer:
            made[:] = [(answer, render(answer))]
        return made[0][1]

    return kept


def answered(
    answer: T | Replay, render: Callable[[T], str], *, status: int = 200
) -> Response[Any]:
    """The answer as JSON; one that was kept goes out as the very bytes of the first time."""
    return sent(answer.text if isinstance(answer, Replay) else render(answer), status=status)


def sent(text: str, *, status: int = 200) -> Response[Any]:
    """An answer that is JSON already."""
    return Response(text.encode(), status_code=status, media_type=JSON)


def as_json(answer: BaseModel) -> Response[Any]:
    """An answer that is not kept for repetitions."""
    return Response(answer.model_dump_json(by_alias=True).encode(), media_type=JSON)
