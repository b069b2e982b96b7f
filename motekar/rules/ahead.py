"""Who stands ahead in a line, and how often they were passed today; logarithmic time an answer."""

from collections.abc import Iterator, Mapping


class Ahead:
    """Members of a line of so many places, the first place being 0."""

    def __init__(self, places: int) -> None:
        """Begins empty."""
        self._sums = [0] * (places + 1)

    def add(self, place: int, number: int = 1) -> None:
        """Puts somebody at a place, or takes them away with -1."""
        at = place + 1
        while at < len(self._sums):
            self._sums[at] += number
            at += at & -at

    def count(self, end: int) -> int:
        """How many stand before the place ``end``."""
        total = 0
        while end:
            total += self._sums[end]
            end &= end - 1
        return total

    def standing(self, end: int) -> Iterator[int]:
        """The taken places before ``end``, first place first; nobody may move meanwhile."""
        for nth in range(self.count(end)):
            yield self._place_of(nth)

    def _place_of(self, nth: int) -> int:
        at, left = 0, nth
        step = 1 << (len(self._sums).bit_length() - 1)
        while step:
            if at + step < len(self._sums) and self._sums[at + step] <= left:
                at += step
                left -= self._sums[at]
            step >>= 1
        return at


class Row:
    """A line as it stands now; whoever ``most`` steps of a day have passed is left behind."""

    def __init__(self, places: int, *, most: int) -> None:
        """Begins empty."""
        self._places, self._most = places, most
        self._everybody, self._fresh = Ahead(places), Ahead(places)
        self._passed_before: dict[int, int] = {}
        self._gone: dict[int, int] = {}
        self._begin_day()

    def enter(self, place: int) -> None:
        """Somebody begins to wait, or waits again."""
        self._passed_before[place] = self._steps_over(place) - self._gone.pop(place, 0)
        self._everybody.add(place)
        if self._passed(place) < self._most:
            self._fresh.add(place)

    def leave(self, place: int) -> None:
        """Somebody waits no longer."""
        self._gone[place] = self._passed(place)
        self._everybody.add(place, -1)
        if self._gone[place] < self._most:
            self._fresh.add(place, -1)
        del self._passed_before[place]

    def ahead(self, end: int) -> int:
        """How many stand before ``end``, those left behind too."""
        return self._everybody.count(end)

    def pass_by(self, end: int) -> tuple[int, ...]:
        """A step passes all before ``end``; gives those who were not left behind until now."""
        found = tuple(self._fresh.standing(end))
        self._steps += 1
        self._ends.add(end)
        for place in found:
            if self._passed(place) == self._most:
                self._fresh.add(place, -1)
        return found

    def end_day(self) -> Mapping[int, int]:
        """Who was left behind today, and by how many steps; tomorrow all are fresh again."""
        today = self._gone | {place: self._passed(place) for place in self._passed_before}
        left = {place: times for place, times in today.items() if times >= self._most}
        for place in left.keys() & self._passed_before.keys():
            self._fresh.add(place)
        self._begin_day()
        return left

    def _begin_day(self) -> None:
        # A step that reached up to ``end`` has passed every place below it.
        self._ends, self._steps = Ahead(self._places + 1), 0
        self._passed_before = dict.fromkeys(self._passed_before, 0)
        self._gone.clear()

    def _steps_over(self, place: int) -> int:
        return self._steps - self._ends.count(place + 1)

    def _passed(self, place: int) -> int:
        return self._steps_over(place) - self._passed_before[place]
