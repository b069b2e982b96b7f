"""Parts over pages: short ones are kept whole, long ones go on under their heading."""

from motekar.paper.boxes import space
from motekar.reports.paging import Part, laid_out

HEADING = space(5)


def a_table(rows: int, *, above: float = 0) -> Part:
    return Part([space(10)] * rows, heading=HEADING, above=above)


def heights(*parts: Part) -> list[float]:
    return [page.height for page in laid_out(parts, height=100)]


def test_a_short_table_is_not_parted() -> None:
    filled = Part([space(80)])
    assert heights(filled, a_table(2)) == [80, 25]
    assert heights(Part([space(70)]), a_table(2)) == [95]


def test_the_room_above_a_part_is_left_out_where_a_page_begins() -> None:
    assert heights(Part([space(80)]), a_table(2, above=7)) == [80, 25]
    assert heights(Part([space(60)]), a_table(2, above=7)) == [92]


def test_a_long_table_goes_on_with_its_heading() -> None:
    assert heights(Part([space(80)]), a_table(12)) == [95, 95, 25]
