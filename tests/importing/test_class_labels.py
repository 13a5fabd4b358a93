"""Parquet of `datasets`: classes are numbers there, and the file's metadata has their names."""

import io
import json
from collections.abc import Mapping
from typing import Any

import datasets
import pyarrow
import pyarrow.parquet
import pytest

from service.importing.formats import Limits, Manner, Row, read_rows
from service.importing.shapes import RejectedRow

PARQUET = "application/vnd.apache.parquet"
NAMES = datasets.ClassLabel(names=["ham", "spam"])
TEXT = datasets.Value("string")


def as_parquet(features: Mapping[str, Any], **columns: Any) -> bytes:
    data = datasets.Dataset.from_dict(
        columns, features=datasets.Features({"text": TEXT, **features})
    )
    data.to_parquet(file := io.BytesIO())
    return file.getvalue()


def read(content: bytes) -> list[Row | RejectedRow]:
    return list(read_rows(io.BytesIO(content), PARQUET, Manner(Limits(10_000))))


def rows(content: bytes) -> list[Row]:
    return [row for row in read(content) if isinstance(row, Row)]


def test_a_class_is_its_name() -> None:
    body = as_parquet({"label": NAMES}, text=["a", "b", "c", "d"], label=[1, 0, -1, None])
    assert [row.label for row in rows(body)] == ["spam", "ham", None, None]


def test_so_is_one_in_a_list_or_a_struct() -> None:
    features = {
        "label": datasets.List(NAMES),
        "said": {"by": TEXT, "as": NAMES},
        "given": [{"as": NAMES}],
        "columns": datasets.Sequence({"as": NAMES}),
    }
    one = {"as": 1}
    body = as_parquet(
        features,
        text=["a", "b"],
        label=[[0, 1], None],
        said=[{"by": "x", **one}, None],
        given=[[one], []],
        columns=[{"as": [1]}, {"as": []}],
    )
    first, second = rows(body)
    assert (first.label, second.label) == (["ham", "spam"], None)
    assert first.data["said"] == {"by": "x", "as": "spam"}
    assert (first.data["given"], second.data["given"]) == ([{"as": "spam"}], [])
    assert first.data["columns"] == {"as": ["spam"]}


def test_a_number_without_a_name_refuses_its_row() -> None:
    good, bad = read(with_metadata({"label": {"names": ["ham"], "_type": "ClassLabel"}}, [0, 7]))
    assert isinstance(good, Row)
    assert isinstance(bad, RejectedRow)
    assert bad.detail == "'label' is 7, and the file names 1 classes, from 0 on"


@pytest.mark.parametrize(
    "features", [None, 7, [], {"label": 7}, {"label": {"_type": "ClassLabel", "names": 7}}]
)
def test_metadata_of_another_kind_change_nothing(features: Any) -> None:
    assert [row.label for row in rows(with_metadata(features, [0, 1]))] == [0, 1]


def with_metadata(features: Any, numbers: list[int]) -> bytes:
    table = pyarrow.table({"text": ["a", "b"], "label": numbers})
    written = {"huggingface": json.dumps({"info": {"features": features}})}
    pyarrow.parquet.write_table(table.replace_schema_metadata(written), file := io.BytesIO())
    return file.getvalue()
