"""Rows as Parquet that `datasets` reads with their class labels."""

import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from service.kit.errors import PostilError
from service.releasing.released_rows import OURS, ReleasedRows, Row

Feature = Any


def write_parquet(released: ReleasedRows, folder: Path) -> dict[str, Path]:
    """A file a split; labels are numbers, and the file says which class each is."""
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise PostilError(
            "A release is Parquet, and pyarrow isn't installed here: pip install pyarrow"
        ) from error
    features = _features(released)
    schema = arrow.schema([(name, _type(arrow, each)) for name, each in features.items()])
    kept = json.dumps({"info": {"features": features}})
    schema = schema.with_metadata({"huggingface": kept})
    files = {}
    folder.mkdir()
    for split, rows in released.splits.items():
        files[split] = folder / f"{split}-00000-of-00001.parquet"
        numbered = [_numbered(row, released) for row in rows]
        parquet.write_table(
            arrow.Table.from_pylist(numbered, schema), files[split], compression="zstd"
        )
    return files


def _features(released: ReleasedRows) -> dict[str, Feature]:
    """As `datasets` writes them down."""
    word = _value("string")
    label: Feature = {"names": released.class_names, "_type": "ClassLabel"}
    rows = [row for split in released.splits.values() for row in split]
    if any(isinstance(row["label"], list) for row in rows):
        label = {"feature": label, "_type": "List"}
    annotation = {"annotator": word, "label": label, "day": word, "source": word}
    ours: dict[str, Feature] = dict.fromkeys(OURS, word)
    ours |= {"label": label, "confidence": _value("float64"), "annotations": [annotation]}
    return {name: ours.get(name, word) for name in released.columns}


def _value(dtype: str) -> Feature:
    return {"dtype": dtype, "_type": "Value"}


def _type(arrow: Any, feature: Feature) -> Any:
    if isinstance(feature, list):
        fields = [(name, _type(arrow, each)) for name, each in feature[0].items()]
        return arrow.list_(arrow.struct(fields))
    if feature["_type"] == "ClassLabel":
        return arrow.int64()
    if feature["_type"] == "List":
        return arrow.list_(_type(arrow, feature["feature"]))
    return {"string": arrow.string(), "float64": arrow.float64()}[feature["dtype"]]


def _numbered(row: Row, released: ReleasedRows) -> Row:
    """Its columns, with numbers for classes; what was data as text."""
    number = {name: place for place, name in enumerate(released.class_names)}

    def numbers(answer: str | Sequence[str] | None) -> int | list[int] | None:
        if answer is None:
            return None
        return number[answer] if isinstance(answer, str) else [number[name] for name in answer]

    annotations = [{**each, "label": numbers(each["label"])} for each in row["annotations"]]
    numbered = {**row, "label": numbers(row["label"]), "annotations": annotations}
    return {name: _as_stored(name, numbered[name]) for name in released.columns}


def _as_stored(name: str, value: Any) -> Any:
    if name in OURS or value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
