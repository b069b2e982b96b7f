"""What a form sent, however it was tampered with."""

import pytest
from litestar.datastructures import FormMultiDict

from motekar.web.posted import Posted


@pytest.mark.parametrize(
    ("sent", "version"),
    [("17", 17), (" 3 ", 3), ("", 0), ("two", 0), ("-1", 0), ("9" * 5000, 0)],
)
def test_a_version_is_a_small_number_or_none_at_all(sent: str, version: int) -> None:
    posted = Posted(FormMultiDict([("seen_version", sent)]))
    assert posted.version("seen_version") == version
    assert posted.version("expected_version") == 0
