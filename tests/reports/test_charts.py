"""Pictures: within their frame, nothing unknown drawn as zero, and the table's own figures."""

import io
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from motekar.paper import sheet
from motekar.paper.sheet import Placed
from motekar.reports.charts.chart import Chart, Form
from motekar.reports.charts.drawing import picture
from motekar.reports.charts.on_paper import box
from motekar.reports.charts.picture import (
    Anchor,
    Area,
    Dot,
    Frame,
    Look,
    Mark,
    Picture,
    Stroke,
    Words,
    width_of,
)
from motekar.reports.charts.scale import scale_for
from motekar.reports.charts.svg import svg
from motekar.reports.quantities import INDONESIAN, Quantity
from tests.reports.figures import COUNT, LONG_NAME, a_chart, arrivals, stage_times, trend

PHONE, DESK, PAPER = Frame(320, 12), Frame(640, 13), Frame(470, 8.5)
frames = pytest.mark.parametrize("frame", [PHONE, DESK, PAPER], ids=["phone", "desk", "paper"])
SHARES = (0.9, 0.5, None, None, 1.0, 0.8, None)
SAMPLES = [
    trend(*SHARES),
    trend(*([0.99] * 31)),
    trend(None),
    trend(),
    stage_times(("Verifikasi", 12, 90, 100), ("Cetak", 64, 415, 99), (LONG_NAME, None, None, 0)),
    stage_times(("Verifikasi", 0, 0, 3)),
    arrivals(("08.00", 143, 110), ("09.00", 1201, 110), ("12.00", None, None), ("13.00", 0, 0)),
    a_chart(Form.LINES, *((str(day), 700 - day) for day in range(1, 32))),
    a_chart(Form.BARS),
]


def box_of(mark: Mark) -> tuple[float, float, float, float]:
    match mark:
        case Area():
            return mark.left, mark.top, mark.left + mark.width, mark.top + mark.height
        case Stroke():
            across, down = zip(*mark.points, strict=True)
            return min(across), min(down), max(across), max(down)
        case Dot():
            (x, y), r = mark.at, mark.radius
            return x - r, y - r, x + r, y + r
        case Words():
            taken = width_of(mark.text, mark.size)
            before = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}[mark.anchor]
            x, y = mark.at
            return x - taken * before, y - mark.size * 0.8, x + taken * (1 - before), y


def drawn(chart: Chart, frame: Frame = DESK) -> Picture:
    return picture(chart, frame, INDONESIAN)


def words_in(chart: Chart, frame: Frame = DESK) -> list[str]:
    return [mark.text for mark in drawn(chart, frame).marks if isinstance(mark, Words)]


def areas_of(chart: Chart, look: Look, *, rows: int) -> list[Area]:
    """The marks of figures, without the key's samples."""
    found = [m for m in drawn(chart).marks if isinstance(m, Area) and m.look is look and m.says]
    assert len(found) == rows
    return found


@frames
@pytest.mark.parametrize("chart", SAMPLES)
def test_everything_lies_within_the_picture(chart: Chart, frame: Frame) -> None:
    done = drawn(chart, frame)

    for mark in done.marks:
        left, top, right, bottom = box_of(mark)
        assert -2.5 <= left <= right <= frame.width + 0.01, mark
        assert -0.01 <= top <= bottom <= done.height + 0.01, mark


@frames
@pytest.mark.parametrize("chart", SAMPLES)
def test_no_words_cover_others(chart: Chart, frame: Frame) -> None:
    boxes = [box_of(mark) for mark in drawn(chart, frame).marks if isinstance(mark, Words)]

    for number, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart


def test_what_nobody_knows_breaks_the_line_and_is_no_zero() -> None:
    marks = drawn(trend(*SHARES)).marks
    lines = [m for m in marks if isinstance(m, Stroke) and m.look is Look.FIRST]
    dots = [m for m in marks if isinstance(m, Dot) and m.look is Look.FIRST]

    assert [len(line.points) for line in lines] == [2, 2]
    assert [dot.says for dot in dots] == ["1: 90,0%", "2: 50,0%", "5: 100,0%", "6: 80,0%"]


def test_a_day_alone_between_days_without_any_still_shows() -> None:
    marks = drawn(trend(None, 0.5, None)).marks

    assert [m.says for m in marks if isinstance(m, Dot)] == ["2: 50,0%", "2: 45,0%"]


def test_an_unknown_column_is_hatched_and_named_while_a_zero_has_no_height() -> None:
    chart = arrivals(("11.00", 5, 6), ("12.00", None, 6), ("13.00", 0, 6))

    (unknown,) = areas_of(chart, Look.UNKNOWN, rows=1)
    five, zero = areas_of(chart, Look.FIRST, rows=2)

    assert unknown.says == "12.00: tidak ada data"
    assert unknown.height > five.height > zero.height == 0
    assert "tidak ada data" in words_in(chart)


def test_an_unknown_bar_is_said_in_words_and_not_drawn() -> None:
    chart = stage_times(("Verifikasi", 12, 90, 100), ("Cetak", None, None, 0))

    areas_of(chart, Look.FIRST, rows=1)
    assert "tidak ada data · 0 berkas" in words_in(chart)


def test_bars_are_as_long_as_their_figures_say() -> None:
    short, long = areas_of(stage_times(("A", 60, 240, 1), ("B", 180, 240, 1)), Look.FIRST, rows=2)

    assert long.width == pytest.approx(3 * short.width)


def test_columns_and_their_limit_stand_on_one_scale() -> None:
    chart = arrivals(("08.00", 50, 100), ("09.00", 100, 100))
    half, whole = areas_of(chart, Look.FIRST, rows=2)
    limits = [m for m in drawn(chart).marks if isinstance(m, Stroke) and m.look is Look.LIMIT]

    assert whole.height == pytest.approx(2 * half.height)
    assert {y for _, y in limits[-1].points} == {whole.top}


def test_the_picture_tells_the_tables_own_figures() -> None:
    rows = (("Verifikasi", 12, 90, 100), ("Cetak", 64, 1415, 99))
    told = words_in(stage_times(*rows))

    for words in (
        "12 mnt · 100 berkas",
        "1 jam 30 mnt",
        "1 jam 4 mnt · 99 berkas",
        "23 jam 35 mnt",
    ):
        assert words in told


@frames
def test_a_long_office_name_is_wrapped_and_keeps_its_beginning(frame: Frame) -> None:
    told = words_in(a_chart(Form.BARS, (LONG_NAME, 12), ("Pusat", 7)), frame)

    assert told[0].startswith("Dinas Kependudukan dan Pencatatan")
    assert all(width_of(line, frame.size) <= frame.width for line in told)


@given(
    values=st.lists(st.one_of(st.none(), st.integers(0, 10**7)), max_size=40),
    form=st.sampled_from(Form),
    frame=st.sampled_from([PHONE, DESK, PAPER]),
)
def test_any_figures_stay_within_the_frame(
    values: list[int | None], form: Form, frame: Frame
) -> None:
    done = drawn(a_chart(form, *((str(day), value) for day, value in enumerate(values))), frame)

    for mark in done.marks:
        left, top, right, bottom = box_of(mark)
        assert -2.5 <= left <= right <= frame.width + 0.01
        assert -0.01 <= top <= bottom <= done.height + 0.01


@given(st.lists(st.floats(0, 10**9), max_size=5))
def test_a_scale_begins_at_zero_reaches_every_figure_and_has_few_steps(
    values: list[float],
) -> None:
    ticks = scale_for(values, COUNT).ticks

    assert ticks[0] == 0
    assert all(value <= ticks[-1] for value in values)
    assert 2 <= len(ticks) <= 6
    assert all(tick == int(tick) for tick in ticks)


def test_a_share_stands_against_the_whole_however_high_it_is() -> None:
    assert scale_for([0.99], Quantity.SHARE).ticks == scale_for([0.01], Quantity.SHARE).ticks


@pytest.mark.parametrize("chart", SAMPLES)
def test_svg_is_well_formed_named_and_without_style_or_script(chart: Chart) -> None:
    text = svg(drawn(chart), key="k", title="A & B <x>", says='Kata "orang"')
    root = ElementTree.fromstring(text)
    ids = {element.get("id"): element.text for element in root.iter() if element.get("id")}

    assert root.get("role") == "img"
    assert [ids[name] for name in root.get("aria-labelledby", "").split()] == [
        "A & B <x>",
        'Kata "orang"',
    ]
    assert not re.search(r"\bstyle=|<script|<style|\bon\w+=|url\(|#[0-9a-f]{3}", text)


def test_names_of_offices_cannot_break_out_of_the_svg() -> None:
    text = svg(drawn(a_chart(Form.BARS, ("</svg><script>", 3))), key="k", title="", says="")

    assert "<script" not in text
    ElementTree.fromstring(text)


@pytest.mark.parametrize("chart", SAMPLES)
def test_paper_shows_the_same_words_as_vectors(chart: Chart) -> None:
    done = drawn(chart, PAPER)
    pdf = sheet.pdf([Placed(box(done), 20, 20)], title="Gambar", width=595, height=842)
    (page,) = PdfReader(io.BytesIO(pdf)).pages

    told = page.extract_text()
    assert all(m.text in told for m in done.marks if isinstance(m, Words))
    assert not page.images
