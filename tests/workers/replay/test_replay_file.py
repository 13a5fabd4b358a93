"""What a replay makes of a file with answers."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from service.core.targets.class_sets import ClassSets
from service.core.targets.one_class import class_of_each
from service.importing.formats import Limits
from service.kit.errors import BadUpload
from workers.replay.labelled_file import HELD_OUT_SHARE, Columns, LabelledFile, read


def load(folder: Path, name: str, content: str | bytes, **columns: str) -> LabelledFile:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path, Columns(**columns), Limits(10_000))


def table(rows: list[tuple[str, ...]], *header: str) -> str:
    return "\n".join(",".join(row) for row in [header, *rows]) + "\n"


def many(count: int = 200) -> list[tuple[str, str]]:
    return [(f"text {i}", "ab"[i % 2]) for i in range(count)]


def test_what_is_called_test_is_scored_on(tmp_path: Path) -> None:
    rows = [
        ("a 1", "x", "train"),
        ("a 2", "y", "Train "),
        ("a 3", "z", "test"),
        ("a 4", "x", "dev"),
        *((f"b {i}", "x", "train") for i in range(3)),
    ]
    found = load(tmp_path, "f.csv", table(rows, "text", "label", "split"))
    assert found.texts == ["a 1", "a 2", "b 0", "b 1", "b 2", "a 3"]
    assert found.n_pool == 5
    assert [found.classes[i] for i in class_of_each(found.truth)] == ["x", "y", "x", "x", "x", "z"]
    assert found.scored_on == "split test"
    assert found.notes == ["1 rows of another split"]


def test_without_a_split_a_fifth_is_held_out_whatever_the_order(tmp_path: Path) -> None:
    rows = many(2_000)
    found = load(tmp_path, "f.csv", table(rows, "text", "label"))
    again = load(tmp_path, "f.csv", table(rows[::-1], "text", "label"))
    assert set(found.texts[found.n_pool :]) == set(again.texts[again.n_pool :])
    assert len(found.texts) == 2_000
    # Five standard deviations of a binomial.
    assert abs(2_000 - found.n_pool - 2_000 * HELD_OUT_SHARE) < 5 * (2_000 * 0.2 * 0.8) ** 0.5


def test_only_train_is_divided_when_there_is_no_test(tmp_path: Path) -> None:
    rows = [(*row, "train") for row in many()]
    found = load(tmp_path, "f.csv", table(rows, "text", "label", "split"))
    assert found.scored_on == "a fifth of train held out"
    assert 0 < found.n_pool < 200


def test_an_equal_text_is_one_item_with_the_first_answer(tmp_path: Path) -> None:
    rows = [("same", "x", "train"), ("same", "y", "train"), ("other", "y", "train")]
    rows += [*((f"b {i}", "x", "train") for i in range(3)), ("same", "x", "test")]
    found = load(tmp_path, "f.csv", table(rows, "text", "label", "split"))
    assert found.texts == ["same", "other", "b 0", "b 1", "b 2", "same"]
    assert found.classes[class_of_each(found.truth)[0]] == "x"
    assert found.notes == ["1 texts of the pool were there already"]


def test_formats_and_names_of_columns(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"q": t, "intent": a, "part": "train"}) + "\n" for t, a in many(40))
    columns = {"text": "q", "label": "intent", "split": "part"}
    plain = load(tmp_path, "f.jsonl", lines, **columns)
    packed = load(tmp_path, "f.jsonl.gz", gzip.compress(lines.encode()), **columns)
    assert plain.texts == packed.texts
    assert plain.classes == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "stem"),
    [("f.csv", "f"), ("2024.01 f.v2.csv", "2024.01 f.v2"), ("F.v1.CSV.GZ", "F.v1")],
)
def test_only_its_kind_is_left_out_of_the_name(tmp_path: Path, name: str, stem: str) -> None:
    content = table(many(), "text", "label").encode()
    found = load(tmp_path, name, gzip.compress(content) if name.endswith("GZ") else content)
    assert found.stem == stem


def test_rows_without_an_answer_are_counted(tmp_path: Path) -> None:
    found = load(tmp_path, "f.csv", table([*many(), ("unanswered", "")], "text", "label"))
    assert found.notes == ["1 rows without an answer"]
    assert "unanswered" not in found.texts


def test_several_classes_a_text(tmp_path: Path) -> None:
    """As lists, as lists in cells, and with a separator: the same file."""
    rows: list[tuple[str, list[str]]] = [("t 0", []), ("t 1", ["a", "b"]), ("t 2", ["b"])]
    rows += [(f"u {i}", ["a"]) for i in range(20)]
    lines = "".join(json.dumps({"text": t, "label": names}) + "\n" for t, names in rows)
    cells = "text;label\n" + "".join(f"{t};{json.dumps(names)}\n" for t, names in rows)
    joined = table([(t, "|".join(names) or "[]") for t, names in rows], "text", "label")
    found = [
        load(tmp_path, "f.jsonl", lines),
        load(tmp_path, "f.csv", cells),
        load(tmp_path, "g.csv", joined, separator="|"),
    ]
    for one in found:
        assert isinstance(one.truth, ClassSets)
        assert (one.classes, one.figure) == (["a", "b"], "macro_f1")
        of = dict(zip(one.texts, one.truth.matrix.tolist(), strict=True))
        assert [of[f"t {i}"] for i in range(3)] == [[0, 0], [1, 1], [0, 1]]


def test_people_who_differ_leave_a_text_out(tmp_path: Path) -> None:
    answers: list[Any] = [[name, "c"] for _, name in many()] + [[["a"], ["c"]]]
    lines = "".join(
        json.dumps({"text": f"t {i}", "label": a}) + "\n" for i, a in enumerate(answers)
    )
    found = load(tmp_path, "f.jsonl", lines)
    assert "t 0" in found.texts
    assert len(found.texts) == len(answers) - 1
    assert f"line {len(answers)}: 'label' holds answers of several people" in found.notes[0]


def test_a_list_of_one_is_one_class(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": t, "label": [name]}) + "\n" for t, name in many())
    assert load(tmp_path, "f.jsonl", lines).figure == "accuracy"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("f.csv", "text,answer\nhello,x\n", "column 'label'.*'answer'.*--label"),
        ("f.csv", "text,label,split\na,x,dev\nb,y,dev\n", "No row has the split 'train'.*'dev'"),
        ("f.csv", "text,label\na,x\nb,x\nc,x\n", "fewer than two classes"),
        ("f.csv", "text,label,split\na,x,train\nb,x,train\nc,y,test\n", "fewer than two classes"),
        (
            "f.csv",
            "text,label,split\na,x,train\nb,y,train\nc,y,train\nd,y,train\ne,y,test\n",
            "f.csv has 4 different texts to label. A replay takes 5 or more.",
        ),
        ("f.xlsx", "text,label\na,x\n", "of no known kind"),
        pytest.param(
            "f.csv.gz", gzip.compress(b"text,label\na,x\nb,y\n" * 500)[:-30], "gzip", id="cut gzip"
        ),
    ],
)
def test_what_it_cannot_use_it_explains(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    with pytest.raises(BadUpload, match=message):
        load(tmp_path, name, content)
