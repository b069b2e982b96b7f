"""Tables as CSV files in one archive; the same tables give the same bytes."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from motekar.reports.tables import Table, csv_text


def csv_files(tables: Iterable[Table]) -> bytes:
    """One file a table, named by its key."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for table in tables:
            # The oldest moment that the format knows: it says nothing.
            file = ZipInfo(f"{table.key}.csv", date_time=(1980, 1, 1, 0, 0, 0))
            file.compress_type = ZIP_DEFLATED
            archive.writestr(file, csv_text(table))
    return target.getvalue()
