"""A calendar's ranges and one-offs as a CSV file that any spreadsheet opens and saves again."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from litestar.datastructures import UploadFile

from motekar.reports.csv_cells import guarded, unguarded
from motekar.rules.calendar_form import COLUMNS, Entry, written_entry
from motekar.rules.errors import FieldError, ValidationFailed
from motekar.web.posted import Posted

# Excel takes a file without this mark for another alphabet.
_MARK = "\ufeff"


def as_csv(entries: Iterable[Entry]) -> str:
    """One row an entry, below a head with the names of the columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for entry in entries:
        writer.writerow({name: guarded(cell) for name, cell in written_entry(entry).items()})
    return _MARK + text.getvalue()


async def uploaded_rows(posted: Posted, field: str) -> list[Mapping[str, str]]:
    """The rows of a file that came with a form; commas or semicolons between its columns.

    Raises:
        ValidationFailed: no file, no text, or other columns.
    """
    upload = posted.fields.get(field)
    content = await upload.read() if isinstance(upload, UploadFile) else b""
    if not content:
        raise ValidationFailed(errors=(FieldError(field, "file-missing"),))
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise ValidationFailed(errors=(FieldError(field, "file-malformed"),)) from None
    between = ";" if ";" in lines[0] else ","
    reader = csv.DictReader(lines, delimiter=between, restkey="beyond", restval="")
    if set(COLUMNS) - set(reader.fieldnames or ()):
        raise ValidationFailed(errors=(FieldError(field, "file-malformed"),))
    return [_read(row) for row in reader if any(row.values())]


def _read(row: Mapping[str, Any]) -> Mapping[str, str]:
    """The row without the guards of ``as_csv``; cells beyond the head stay a list."""
    return {name: unguarded(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
