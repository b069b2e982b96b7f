"""From figures to lengths. Every scale begins at zero, so that no small change looks large."""

from collections.abc import Sequence
from dataclasses import dataclass

from motekar.reports.quantities import Quantity

_MOST_STEPS = 4
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Figures that are marked, the first of which is zero and the last the highest."""

    ticks: tuple[float, ...]

    def part(self, value: float) -> float:
        """Which part of the whole length a figure takes."""
        return value / self.ticks[-1]


def scale_for(values: Sequence[float], quantity: Quantity) -> Scale:
    """Round steps up to the highest figure; a share always stands against the whole."""
    if quantity is Quantity.SHARE:
        return Scale(_SHARES)
    highest = max(values, default=0)
    step = 1
    while highest > step * _MOST_STEPS:
        step = _next(step)
    steps = max(1, -(-int(-(-highest // 1)) // step))
    return Scale(tuple(float(step * number) for number in range(steps + 1)))


def _next(step: int) -> int:
    """1, 2, 5, 10, 20, 50 and so on."""
    return step * 5 // 2 if str(step)[0] == "2" else step * 2
