"""A row a line, as it is: what a spreadsheet would run as a formula is safe in a workbook."""

import csv
import io
from collections.abc import Iterator
from itertools import chain

from service.loop.exporting.export_columns import Columns
from service.loop.exporting.export_format import ExportFormat, register
from service.loop.exporting.export_lines import Pages, Wanted


def write(pages: Pages, wanted: Wanted) -> Iterator[bytes]:
    columns = Columns(wanted)
    for page in chain([None], pages):
        buffer = io.StringIO()
        table = csv.writer(buffer)
        if page is None:
            table.writerow(columns.header)
        else:
            table.writerows(columns.rows(page))
        yield buffer.getvalue().encode()


CSV = register(
    ExportFormat(
        "csv",
        "CSV, the same table, for programs",
        "text/csv; charset=utf-8",
        write,
        is_table=True,
        order=4,
    )
)
