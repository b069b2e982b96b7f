"""Which of our sources go along: the program, and all of ours that it imports, and nothing else.

Found by reading the sources, so that no list of them can grow old.
"""

import ast
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_OURS = "motekar"
_FIRST = "motekar.reports.pack.program"


@cache
def sources() -> dict[str, bytes]:
    """Path and bytes of each source, by path."""
    found: dict[str, bytes] = {}
    waiting = [_FIRST]
    while waiting:
        name = waiting.pop()
        path = _path_of(name)
        if path is None or path in found:
            continue
        found[path] = files(_OURS).joinpath(*path.split("/")[1:]).read_bytes()
        waiting += _named_in(found[path])
    return dict(sorted(found.items()))


def _path_of(name: str) -> str | None:
    """The source of a module of ours; None for a name that a module only holds."""
    parts = name.split(".")
    place = files(_OURS).joinpath(*parts[1:])
    if place.is_dir():
        return "/".join([*parts, "__init__.py"])
    path = f"{'/'.join(parts)}.py"
    return path if files(_OURS).joinpath(*path.split("/")[1:]).is_file() else None


def _named_in(source: bytes) -> Iterator[str]:
    """Modules of ours that a source imports, and the rooms that they lie in."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == _OURS:
                yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))
