import pytest
from hypothesis import given
from hypothesis import strategies as st

from motekar.reports.csv_cells import guarded, unguarded


@pytest.mark.parametrize("text", ["=1+1", "+62", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Listrik padam", "'n kutipan", "a=b"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@given(st.text().filter(lambda text: not text.startswith("'")))
def test_what_was_guarded_is_read_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
