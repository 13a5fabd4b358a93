"""What people have becomes what the service reads."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import datasets
import numpy as np
import pandas as pd
import pytest

from postil.errors import PostilError
from postil.item import written
from postil.rows import upload
from postil.table import Table


def sent(data: Any) -> list[Any]:
    body = b"".join(upload(data, "text").pieces())
    return [json.loads(line) for line in body.splitlines()]


def test_an_answer_is_a_name_a_number_that_is_one_or_several() -> None:
    assert written("spam") == {"class": "spam"}
    assert written(1) == written(np.int64(1)) == {"class": "1"}
    assert written(["spam", "ham"]) == {"classes": ["spam", "ham"]}
    assert written({"class": "spam"}) == {"class": "spam"}


def test_a_list_of_texts_or_dicts() -> None:
    assert sent(["a", "é\nb"]) == [{"text": "a"}, {"text": "é\nb"}]
    rows = [{"text": "a", "n": np.int64(3), "v": np.array([1.5]), "day": date(2026, 1, 2)}]
    assert sent(rows) == [{"text": "a", "n": 3, "v": [1.5], "day": "2026-01-02"}]
    assert sent({"text": each} for each in "ab") == [{"text": "a"}, {"text": "b"}]


def test_a_table_without_the_column_of_texts_is_not_sent() -> None:
    rows = [{"message": "a", "n": 1}, {"message": "b", "n": 2}]
    for data in (rows, pd.DataFrame(rows), datasets.Dataset.from_list(rows)):
        with pytest.raises(PostilError, match=r"No column 'text'\. There are: 'message', 'n'\."):
            upload(data, "text")
    assert sent([*rows, {"text": "c"}]), "some row has it"


def test_a_frame_leaves_out_what_it_does_not_know() -> None:
    frame = pd.DataFrame(
        {
            "text": ["a", "b"],
            "n": [1, None],
            "at": [pd.Timestamp("2026-01-02"), pd.NaT],
            "kind": pd.Categorical(["x", None]),
        }
    )
    assert sent(frame) == [
        {"text": "a", "n": 1.0, "at": "2026-01-02T00:00:00", "kind": "x"},
        {"text": "b"},
    ]
    assert sent([{"text": "a", "n": float("nan")}]) == [{"text": "a", "n": None}]


def test_a_dataset_has_its_class_labels_by_name() -> None:
    features = datasets.Features(
        {"text": datasets.Value("string"), "label": datasets.ClassLabel(names=["ham", "spam"])}
    )
    data = datasets.Dataset.from_dict({"text": ["a", "b"], "label": [1, None]}, features=features)
    assert sent(data) == [{"text": "a", "label": "spam"}, {"text": "b", "label": None}]
    assert upload(data, "text").size == 2
    with pytest.raises(PostilError, match="train"):
        upload(datasets.DatasetDict({"train": data}), "text")


def test_a_dataset_of_several_labels_has_them_by_name() -> None:
    label = datasets.List(datasets.ClassLabel(names=["ham", "spam"]))
    features = datasets.Features({"text": datasets.Value("string"), "label": label})
    rows = {"text": ["a", "b", "c"], "label": [[1, 0], [], None]}
    data = datasets.Dataset.from_dict(rows, features=features)
    assert [row["label"] for row in sent(data)] == [["spam", "ham"], [], None]


def test_a_file_goes_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(b"text\na\n")
    body = upload(file, "text")
    assert b"".join(body.pieces()) == b"text\na\n" == b"".join(body.pieces())
    assert (body.file_name, body.size) == ("rows.csv", 7)


@pytest.mark.parametrize("data", ["no such file.csv", {"text": "a"}, 7, [3]])
def test_what_is_no_data_is_named(data: Any) -> None:
    with pytest.raises(PostilError, match=r"no file|isn't read|Row 1 is int"):
        sent(data)


def test_a_table_becomes_a_dataset_with_class_labels() -> None:
    rows = [
        {"label": "b", "label_source": "audit", "n": 1, "free": "x"},
        {"label": None, "n": 2.5, "free": {"deep": 1}},
        {"label": "gone", "n": None},
    ]
    table = Table(rows, ["label", "decided_by"], classes=["a", "b"], labels=["label"])
    data = table.to_dataset()
    assert data.features["label"].names == ["a", "b", "gone"], "a class that was retired as well"
    assert data["label"][:] == [1, None, 2]
    assert data["free"][:] == ['"x"', '{"deep": 1}', None], "of several kinds: as JSON"
    assert str(data.features["decided_by"].dtype) == "string", "unknown so far, but joinable"
    assert table.to_pandas()["n"].tolist()[:2] == [1.0, 2.5]
    assert repr(table).startswith("<3 rows: label, decided_by")
    several = Table([{"label": ["a", "b"]}, {"label": []}], classes=["a", "b"], labels=["label"])
    assert several.to_dataset()["label"][:] == [[0, 1], []]
    assert repr(Table([{"label": "a"}])) == "<1 row: label>"
