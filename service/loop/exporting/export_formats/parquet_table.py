"""All that is known, by column."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from service.answers.answer import Column
from service.loop.exporting.arrow import Sink, load_arrow
from service.loop.exporting.export_format import ExportFormat, register
from service.loop.exporting.export_lines import Page, Pages, Wanted, data_text

GROUP_BYTES = 16 * 1024 * 1024
"""A row group of Parquet ends with the page that fills it: until then it is kept in memory."""


def write(pages: Pages, wanted: Wanted) -> Iterator[bytes]:
    arrow, parquet = load_arrow("jsonl, csv or xlsx")
    return _row_groups(pages, wanted, arrow, parquet)


def _row_groups(pages: Pages, wanted: Wanted, arrow: Any, parquet: Any) -> Iterator[bytes]:
    sink, schema = Sink(), _schema(arrow, wanted)
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        held: list[Any] = []
        for page in pages:
            held.append(_batch(arrow, page, schema))
            if sum(batch.nbytes for batch in held) >= GROUP_BYTES:
                writer.write_table(arrow.Table.from_batches(held))
                held.clear()
                yield sink.taken()
        if held:
            writer.write_table(arrow.Table.from_batches(held))
    yield sink.taken()


def _batch(arrow: Any, page: Page, schema: Any) -> Any:
    return arrow.RecordBatch.from_arrays(
        [_array(arrow, page, part.name, part.type) for part in schema], schema=schema
    )


def _array(arrow: Any, page: Page, part: str, kind: Any) -> Any:
    if part == "annotations":
        fields = list(kind.value_type)
        each = [_values(arrow, page.annotations[field.name], field.type) for field in fields]
        ends = list(accumulate(page.counts, initial=0))
        return arrow.ListArray.from_arrays(ends, arrow.StructArray.from_arrays(each, fields=fields))
    if part == "data":
        return _values(arrow, list(map(data_text, page.lines[part])), kind)
    return _values(arrow, page.lines[part], kind)


def _values(arrow: Any, values: Sequence[Any], kind: Any) -> Any:
    """Moments are read by Arrow: texts until then."""
    if arrow.types.is_timestamp(kind):
        return arrow.array(values, arrow.string()).cast(kind)
    return arrow.array(values, kind)


def _schema(arrow: Any, wanted: Wanted) -> Any:
    word, number, whole = arrow.string(), arrow.float64(), arrow.int64()
    answer = {Column.TEXT: word, Column.TEXTS: arrow.list_(word)}[wanted.answers]
    annotation = {
        "annotator": word,
        "answer": answer,
        "answered_at": arrow.timestamp("us", tz="UTC"),
        "seconds": number,
        "source": word,
        "strategy": word,
        "score": number,
        "probability": number,
        "round": whole,
        "unasked": arrow.bool_(),
        "suggestions": arrow.list_(arrow.struct([("class", word), ("probability", number)])),
        "suggested_by": word,
        "suggestions_shown": arrow.bool_(),
    }
    columns = {
        "id": whole,
        "external_id": word,
        "text": word,
        "label": answer,
        "label_from": word,
        "label_source": word,
        "confidence": number,
        "decided_by": word,
        "annotations": arrow.list_(arrow.struct(list(annotation.items()))),
        "data": word,
    }
    return arrow.schema([each for each in columns.items() if each[0] in wanted.columns])


PARQUET = register(
    ExportFormat(
        "parquet",
        "Parquet, the same by column",
        "application/vnd.apache.parquet",
        write,
        is_table=False,
        order=2,
    )
)
