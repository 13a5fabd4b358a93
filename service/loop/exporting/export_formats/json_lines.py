"""A JSON object a line: all that is known."""

from collections.abc import Iterator, Sequence

from service.answers.answer import Column
from service.loop.exporting.export_format import ExportFormat, register
from service.loop.exporting.export_lines import Line, Pages, data_text, encode


def write(pages: Pages, _columns: Sequence[str], _answers: Column) -> Iterator[bytes]:
    for page in pages:
        yield "".join(map(_json, page)).encode()


def _json(line: Line) -> str:
    """A line of JSON; the row's data, which comes last, stays the JSON text that is stored."""
    data = data_text(line.pop("data"))
    return f'{encode(line)[:-1]}, "data": {data}}}\n'


JSONL = register(
    ExportFormat(
        "jsonl",
        "JSON lines, with every answer and where it came from",
        "application/x-ndjson",
        write,
        is_table=False,
        order=1,
    )
)
