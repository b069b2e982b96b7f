"""Finds the small programs of a folder by name, for the runners of benchmarks and drills."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent


class UnknownProgram(Exception):
    """There is no program of that name; the text lists those there are."""


def programs_in(folder: str, names: Sequence[str]) -> list[tuple[str, ModuleType]]:
    """The named programs, or all of them in order of name; `_` begins what is shared.

    Raises:
        UnknownProgram: a name fits none.
    """
    known = {
        path.stem.replace("_", "-"): path.stem
        for path in sorted((HERE / folder).glob("*.py"))
        if not path.stem.startswith("_")
    }
    chosen = [name.replace("_", "-") for name in names] or list(known)
    for name in chosen:
        if name not in known:
            listed = ", ".join(known) or "none yet"
            raise UnknownProgram(f"There is no {name} in {folder}; there is: {listed}.")
    return [(name, importlib.import_module(f"{folder}.{known[name]}")) for name in chosen]


def purpose_of(program: ModuleType) -> str:
    """The first line of what the program says about itself."""
    return (program.__doc__ or "").strip().partition("\n")[0]
