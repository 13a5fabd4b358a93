"""A JSON object a line: all that is known."""

from collections.abc import Iterable, Iterator, Mapping

from pydantic_core import to_json

from service.loop.exporting.export_format import ExportFormat, register
from service.loop.exporting.export_lines import PARTS, Page, Pages, Wanted, data_text


def write(pages: Pages, wanted: Wanted) -> Iterator[bytes]:
    parts = [part for part in PARTS if part in wanted.columns]
    for page in pages:
        yield b"".join(_objects({part: _written(part, page) for part in parts}, end=b"\n"))


def _written(part: str, page: Page) -> Iterable[bytes]:
    """A part of each line; its data stays the JSON text that is stored."""
    if part == "annotations":
        made = _objects({name: map(to_json, each) for name, each in page.annotations.items()})
        return (b"[%b]" % b",".join(each) for each in page.by_line(made))
    if part == "data":
        return (data_text(stored).encode() for stored in page.lines[part])
    return map(to_json, page.lines[part])


def _objects(columns: Mapping[str, Iterable[bytes]], end: bytes = b"") -> Iterator[bytes]:
    """JSON objects of values that are written already, a column each."""
    shape = b"{%b}%b" % (b",".join(b'"%b":%%b' % name.encode() for name in columns), end)
    return map(shape.__mod__, zip(*columns.values(), strict=True))


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
