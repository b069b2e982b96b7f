"""Tables as files: figures stay figures, words never become formulas."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.reports.quantities import INDONESIAN, Quantity, percent, span, spoken, written
from motekar.reports.tables import Column, Table, csv_text
from motekar.reports.workbook import workbook
from tests.reports.figures import COUNT, LONG_NAME, MINUTES, SHARE, a_table

EVIL = '=HYPERLINK("http://x","y")'
COLUMNS = (Column("Kantor"), Column("Ditepati", SHARE), Column("Lama", MINUTES, "menit"))
NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def a_mixed_table() -> Table:
    return a_table((EVIL, 7 / 8, 1250), (LONG_NAME, None, 0), columns=COLUMNS)


def sheet_of(content: bytes, number: int = 1) -> dict[str, tuple[str | None, str]]:
    """Cells of a sheet: their type and their value, words looked up."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        shared = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        words = ["".join(t.text or "" for t in one.iter(f"{{{NS['x']}}}t")) for one in shared]
        sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    cells = {}
    for cell in sheet.iterfind(".//x:c", NS):
        assert cell.find("x:f", NS) is None
        value = cell.findtext("x:v", namespaces=NS)
        if value is not None:
            kind = cell.get("t")
            cells[cell.get("r", "")] = (kind, words[int(value)] if kind == "s" else value)
    return cells


def test_a_workbook_has_figures_as_numbers_and_words_as_text() -> None:
    cells = sheet_of(workbook([a_mixed_table()], title="Laporan"))

    assert cells["A1"] == ("s", "Berkas datang, November 2026")
    assert cells["A2"] == ("s", "Laporan")
    assert cells["C3"] == ("s", "Lama (menit)")
    assert cells["A4"] == ("s", EVIL)
    assert cells["B4"] == (None, "0.875")
    assert cells["C4"] == (None, "1250")
    assert cells["A5"] == ("s", LONG_NAME)
    assert "B5" not in cells
    assert cells["C5"] == (None, "0")


def test_sheets_of_one_name_are_told_apart_and_the_bytes_repeat() -> None:
    tables = [a_mixed_table(), Table("DATANG", "Lagi", (Column("A"),), ())]
    content = workbook(tables, title="Laporan")

    assert content == workbook(tables, title="Laporan")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = archive.read("xl/workbook.xml").decode()
    assert 'name="datang"' in book
    assert 'name="DATANG 2"' in book


def test_a_file_has_plain_numbers_guarded_words_and_nothing_where_nothing_is_known() -> None:
    rows = list(csv.reader(io.StringIO(csv_text(a_mixed_table()).removeprefix("\ufeff"))))

    assert rows == [
        ["Kantor", "Ditepati", "Lama (menit)"],
        [f"'{EVIL}", "0.875", "1250"],
        [LONG_NAME, "", "0"],
    ]


def test_a_row_has_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="every column"):
        a_table(("Senin",))


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0,0%"), (7 / 8, "87,5%"), (0.9996, "99,9%"), (1, "100,0%"), (2 / 3, "66,7%")],
)
def test_a_share_is_said_to_one_place_and_never_rounded_up_to_the_whole(
    share: float, words: str
) -> None:
    assert percent(share, INDONESIAN) == words


@given(st.integers(1, 10**6), st.data())
def test_only_all_of_them_are_a_hundred_per_cent(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))

    assert (percent(part / whole, INDONESIAN) == "100,0%") == (part == whole)


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 mnt"), (59, "59 mnt"), (60, "1 jam"), (135, "2 jam 15 mnt")]
)
def test_lengths_of_time_are_said_in_hours_and_minutes(minutes: float, words: str) -> None:
    assert span(minutes, INDONESIAN) == words


def test_nothing_is_never_written_as_zero() -> None:
    assert written(None, COUNT, INDONESIAN) == "–"
    assert spoken(None, SHARE, INDONESIAN) == "tidak ada data"
    assert written(1234567, COUNT, INDONESIAN) == "1.234.567"
    assert written("Pusat", Quantity.WORDS, INDONESIAN) == "Pusat"
