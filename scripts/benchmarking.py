"""Runs the benchmarks against their limits: one table, ``bench.json``, exit 1 for a broken limit.

A benchmark is a module of ``scripts/benchmarks/`` with ``measure() -> Iterable[Result]``.
"""

import sys
from pathlib import Path

from programs import UnknownProgram, programs_in, purpose_of
from results import Result, machine, table, write


def main(arguments: list[str]) -> int:
    """Measures all benchmarks, or those named."""
    try:
        chosen = programs_in("benchmarks", arguments)
    except UnknownProgram as unknown:
        print(unknown, file=sys.stderr)
        return 2
    results: list[Result] = []
    for name, program in chosen:
        print(f"{name}: {purpose_of(program)}", file=sys.stderr, flush=True)
        results += program.measure()
    print(table(results))
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    write(results, Path(__file__).resolve().parents[1] / "bench.json")
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
