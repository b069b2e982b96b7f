"""Runs the drills, the trials too big for the test suite; exit 1 when one does not hold.

A drill is a module of ``scripts/drills/`` with ``run() -> str``: what held, in one line. It
raises AssertionError with what did not.
"""

import sys
import time

from programs import UnknownProgram, programs_in, purpose_of


def main(arguments: list[str]) -> int:
    """Runs all drills, or those named."""
    try:
        chosen = programs_in("drills", arguments)
    except UnknownProgram as unknown:
        print(unknown, file=sys.stderr)
        return 2
    broken = 0
    for name, program in chosen:
        print(f"{name}: {purpose_of(program)}", flush=True)
        began = time.monotonic()
        try:
            told, verdict = program.run(), "held"
        except AssertionError as fault:
            told, verdict = str(fault), "BROKEN"
            broken += 1
        print(f"  {verdict} after {time.monotonic() - began:.0f} s: {told}", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
