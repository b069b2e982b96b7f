"""What a benchmark reports, and how all reports become one table and one file."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Result:
    """One measured figure against its limit.

    ``at_least`` tells the direction: a ratio must reach its limit, a time must stay below it.
    Ratios are of medians of interleaved rounds in one run: a busy machine hurts both sides.
    """

    name: str
    value: float
    unit: str
    limit: float
    at_least: bool
    median_ms: float | None = None
    p99_ms: float | None = None
    data_size: str = ""

    @property
    def holds(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def table(results: Sequence[Result]) -> str:
    """The results as aligned text, the broken limits marked."""
    head = ("what", "measured", "limit", "median", "p99", "data", "")
    rows = [head, *(_row(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def machine() -> dict[str, object]:
    """The facts about this machine without which a time means nothing."""
    return {
        "cores": os.cpu_count(),
        "system": platform.system(),
        "processor": platform.machine(),
        "python": platform.python_version(),
    }


def write(results: Iterable[Result], path: Path) -> None:
    """Writes machine and results as JSON."""
    facts = [asdict(result) | {"holds": result.holds} for result in results]
    path.write_text(json.dumps({"machine": machine(), "results": facts}, indent=2) + "\n")


def _row(result: Result) -> tuple[str, ...]:
    sign = ">=" if result.at_least else "<="
    return (
        result.name,
        f"{result.value:.2f} {result.unit}".rstrip(),
        f"{sign} {result.limit:g}",
        _milliseconds(result.median_ms),
        _milliseconds(result.p99_ms),
        result.data_size,
        "" if result.holds else "TOO SLOW" if result.at_least else "TOO MUCH",
    )


def _milliseconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} ms"
