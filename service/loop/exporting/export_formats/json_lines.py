"""A JSON object a line: all that is known."""

from collections.abc import Iterator, Sequence

from service.loop.exporting.export_format import ExportFormat, register
from service.loop.exporting.export_lines import PARTS, Line, Pages, Wanted, data_text, encode


def write(pages: Pages, wanted: Wanted) -> Iterator[bytes]:
    ours = [name for name in PARTS if name in wanted.columns and name != "data"]
    has_data = "data" in wanted.columns
    for page in pages:
        yield "".join(_json(line, ours, has_data) for line in page).encode()


def _json(line: Line, ours: Sequence[str], has_data: bool) -> str:
    """A line of JSON; the row's data, which comes last, stays the JSON text that is stored."""
    fields = encode({name: line[name] for name in ours})
    if not has_data:
        return f"{fields}\n"
    comma = ", " if ours else ""
    return f'{fields[:-1]}{comma}"data": {data_text(line["data"])}}}\n'


JSONL = register(
    ExportFormat(
        "jsonl",
        "JSON lines, with every answer",
        "application/x-ndjson",
        write,
        is_table=False,
        order=1,
    )
)
