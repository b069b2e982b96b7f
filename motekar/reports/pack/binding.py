"""Makes a pack: rows are taken in some at a time and never held in memory all at once.

The same evidence taken in in the same order under the same aliases makes the same bytes.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from importlib.resources import files
from itertools import chain
from types import TracebackType
from typing import IO, Any, Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from motekar.reports.pack.checking import SUMS
from motekar.reports.pack.program import DEFINITION, FIGURES, MANIFEST, READ_ME
from motekar.reports.pack.rows import EVENTS, LOGS, REQUESTS, REVISIONS, Strand, spelled
from motekar.reports.pack.travelling import sources
from motekar.reports.pack.yardsticks import (
    CALENDARS,
    OFFICES,
    POLICIES,
    PackedOffice,
    calendar_data,
    office_data,
    policy_data,
)
from motekar.rules.compliance import Figures
from motekar.rules.period import Period
from motekar.rules.request_log import Yardsticks

_FORMAT = 1
_AT_ONCE = 1 << 20
_FOR_ALL_TO_READ = 0o100644 << 16
_LAUNCHER = '''\
"""Hitung ulang angka paket bukti ini; lihat BACA-SAYA.md."""

import sys
from pathlib import Path
from zipfile import Path as ZipPath

if sys.version_info < (3, 11):
    sys.exit("Perlu Python 3.11 atau yang lebih baru.")
here = Path(__file__).absolute().parent
sys.path.insert(0, str(here))
sys.dont_write_bytecode = True

try:
    from motekar.reports.pack.program import main
except (ImportError, SyntaxError) as trouble:
    print(f"Paket ini tidak lengkap: {trouble}. Salin lagi paketnya.")
    sys.exit(2)

sys.exit(main(here if here.is_dir() else ZipPath(str(here)), sys.argv[1:]))
'''


@dataclass(frozen=True, slots=True)
class About:
    """What a pack is of; open requests are judged at ``now``.

    ``office`` None means all that are counted.
    """

    period: Period
    office: str | None
    offices: tuple[PackedOffice, ...]
    now: datetime

    @property
    def counted(self) -> tuple[str, ...]:
        """Codes of the offices whose requests count."""
        return tuple(office.code for office in self.offices if office.is_counted)


@dataclass(frozen=True, slots=True)
class Bound:
    """A finished pack."""

    sha256: str
    bytes: int
    requests: int
    events: int


@dataclass(slots=True)
class Binder:
    """A pack in the making, its rows in files that nobody else sees; use it as a context."""

    about: About
    _files: dict[str, IO[bytes]] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LOGS, 0))
    _yardsticks: Yardsticks = field(default_factory=lambda: Yardsticks({}, {}, {}))
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        """Opens the files."""
        for name in LOGS:
            self._files[name] = self._stack.enter_context(tempfile.TemporaryFile())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes them; nothing is left behind."""
        self._stack.close()

    def add(self, strands: Iterable[Strand], yardsticks: Yardsticks) -> None:
        """Takes in requests in the order of their numbers, and what they are held against."""
        for strand in strands:
            for name, rows in (
                (REQUESTS, strand.requests),
                (EVENTS, strand.events),
                (REVISIONS, strand.revisions),
            ):
                self._counts[name] += len(rows)
                self._files[name].writelines(f"{spelled(row)}\n".encode() for row in rows)
        known = self._yardsticks
        self._yardsticks = Yardsticks(
            yardsticks.zones,
            {**known.calendars, **yardsticks.calendars},
            {**known.policies, **yardsticks.policies},
        )

    def bind(self, file: IO[bytes], figures: Figures) -> Bound:
        """Writes the pack into an empty file that can be read back."""
        sums: dict[str, str] = {}
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, content in chain(self._small(figures), sources().items()):
                sums[name] = sha256(content).hexdigest()
                archive.writestr(self._entry(name), content)
            for name in LOGS:
                sums[name] = self._copied(archive, name)
            told = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
            archive.writestr(self._entry(SUMS), told)
        size = file.tell()
        file.seek(0)
        digest = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # any file will do
        return Bound(digest, size, self._counts[REQUESTS], self._counts[EVENTS])

    def _small(self, figures: Figures) -> Iterator[tuple[str, bytes]]:
        about, known = self.about, self._yardsticks
        yield "hitung.py", _LAUNCHER.encode()
        yield "__main__.py", _LAUNCHER.encode()
        yield READ_ME, _text("read_me.md")
        yield DEFINITION, _text("definition.md")
        yield MANIFEST, _printed(self._manifest())
        yield FIGURES, _printed(figures.to_data(office=about.office))
        yield OFFICES, _printed([office_data(office) for office in about.offices])
        yield POLICIES, _printed([policy_data(one) for _, one in sorted(known.policies.items())])
        yield CALENDARS, _printed([calendar_data(c) for _, c in sorted(known.calendars.items())])

    def _manifest(self) -> Mapping[str, Any]:
        about = self.about
        return {
            "format": _FORMAT,
            "from": about.period.first.isoformat(),
            "to": about.period.last.isoformat(),
            "office": about.office,
            "offices": list(about.counted),
            "now": about.now.isoformat(),
            "rows": self._counts,
        }

    def _copied(self, archive: ZipFile, name: str) -> str:
        file, reckoned = self._files[name], sha256()
        entry = self._entry(name)
        entry.file_size = file.tell()  # tells the archive how large a number it needs
        file.seek(0)
        with archive.open(entry, "w") as copy:
            while part := file.read(_AT_ONCE):
                reckoned.update(part)
                copy.write(part)
        return reckoned.hexdigest()

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, self.about.now.astimezone(UTC).timetuple()[:6])
        entry.compress_type = ZIP_DEFLATED
        entry.external_attr = _FOR_ALL_TO_READ
        return entry


def _text(name: str) -> bytes:
    return files("motekar.reports.pack").joinpath(name).read_bytes()


def _printed(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"
