"""Holds files against their sums, and figures against those that were written down."""

from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256

from motekar.reports.pack.recounting import Place

SUMS = "SHA256SUMS"
_AT_ONCE = 1 << 20


def differing_files(place: Place, *, needed: Collection[str]) -> Iterator[str]:
    """Names of files that ``SHA256SUMS`` says are other or not there, or that it leaves out."""
    sums: dict[str, str] = {}
    for line in place.joinpath(SUMS).read_text("utf-8").splitlines():
        written, _, name = line.partition("  ")
        sums[name] = written
    for name in sorted(sums.keys() | set(needed)):
        file = place.joinpath(name)
        if not file.is_file() or _sum_of(file) != sums.get(name):
            yield name


def _sum_of(file: Place) -> str:
    reckoned = sha256()
    with file.open("rb") as opened:
        while part := opened.read(_AT_ONCE):
            reckoned.update(part)
    return reckoned.hexdigest()


def differences(
    written: object, reckoned: object, where: str = ""
) -> Iterator[tuple[str, object, object]]:
    """Each figure that is not the same in both, by the names that lead to it."""
    if isinstance(written, Mapping) and isinstance(reckoned, Mapping):
        for name in sorted(written.keys() | reckoned.keys()):
            yield from differences(
                written.get(name), reckoned.get(name), f"{where}.{name}" if where else name
            )
    elif written != reckoned:
        yield where, written, reckoned
