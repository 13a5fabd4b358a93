"""What a label in a file says: by what it is, and by the name it is written as."""

import io
import json
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from tests.driving import Driver
from tests.importing.test_known_answers import class_names, labels, rows_of, send

pytestmark = pytest.mark.slow

PARQUET = "application/vnd.apache.parquet"


@pytest.fixture
def quick(driver: Driver) -> Driver:
    """Without vectors, which are beside the point here."""
    return driver.without("embed")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (7, "7"),
        (-1, "-1"),
        (1.0, "1"),
        (-0.0, "0"),
        (2.50, "2.5"),
        (1e-7, "0.0000001"),
        (1e21, "1000000000000000000000"),
        (["a"], "a"),
        ([3], "3"),
        ([], None),
        (" a\u0308\ufeff", "\u00e4"),
        ("none", "none"),
        ("NaN", "NaN"),
        (None, None),
        ("", None),
        (" \t", None),
    ],
)
def test_an_answer_is_read_by_what_it_is(quick: Driver, given: Any, name: str | None) -> None:
    project = quick.project([])
    done = send(quick, project, [("one", given)], create_classes=True)
    assert (done["labelled"], done["rejected"]) == (int(name is not None), 0)
    assert labels(quick, project) == {"one": name}
    assert class_names(quick, project) == ([] if name is None else [name])


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (True, "'label' is true: a class is named by a text or a number"),
        (False, "'label' is false"),
        ({"name": "a"}, "'label' is an object"),
        (["a", "b"], "'label' is a list of 2: a text has one answer here"),
        ([None], "'label' is a list that names nothing"),
        ([["a"]], "'label' is a list"),
        ([True], "'label' is true"),
        ("a\x00", "'label' holds a NUL character"),
    ],
)
def test_what_is_no_answer_refuses_its_row(quick: Driver, given: Any, reason: str) -> None:
    project = quick.project()
    done = send(quick, project, [("one", "a"), ("two", given)], create_classes=True)
    assert (done["labelled"], done["rejected"]) == (1, 1)
    [refused] = rows_of(quick, project, done, "rejected")
    assert refused["line"] == 2
    assert reason in refused["detail"]
    assert class_names(quick, project) == ["a", "b"]


def test_numbers_with_holes_of_a_table_are_whole(quick: Driver) -> None:
    """A column of integers in which some are missing is one of floats in Parquet."""
    project = quick.project([])
    made = pyarrow.table({"text": ["one", "two", "three"], "label": [1.0, float("nan"), None]})
    pyarrow.parquet.write_table(made, sink := io.BytesIO())
    quick.upload(project, sink.getvalue(), PARQUET, labels="import", create_classes=True)
    quick.work()
    assert labels(quick, project) == {"one": "1", "two": None, "three": None}


def test_a_name_in_other_case_is_refused_with_both_spellings(quick: Driver) -> None:
    project = quick.project(["Spam"])
    rows = [("one", "spam"), ("two", "Spam"), ("three", "Ham"), ("four", "HAM"), ("five", "Ham")]
    done = send(quick, project, rows, create_classes=True)
    refused = {row["line"]: row["detail"] for row in rows_of(quick, project, done, "rejected")}
    assert {*refused} == {1, 4}
    assert "its class 'spam' is called 'Spam' so far" in refused[1]
    assert "its class 'HAM' is called 'Ham' so far" in refused[4]
    assert class_names(quick, project) == ["Spam", "Ham"]


def test_case_is_no_difference_where_that_is_asked_for(quick: Driver) -> None:
    project = quick.project(["Spam"])
    rows = [("one", "spam"), ("two", "STRASSE"), ("three", "straße")]
    done = send(quick, project, rows, create_classes=True, fold_case=True)
    assert (done["fold_case"], done["labelled"], done["rejected"]) == (True, 3, 0)
    assert labels(quick, project) == {"one": "Spam", "two": "STRASSE", "three": "STRASSE"}
    again = send(quick, project, rows, create_classes=True)
    assert again["import_id"] != done["import_id"], "it is another import than the folded one"


def test_classes_are_named_alike_everywhere(quick: Driver) -> None:
    project = quick.project([" cafe\u0301 "])
    assert class_names(quick, project) == ["caf\u00e9"]
    assert send(quick, project, [("one", "cafe\u0301")])["labelled"] == 1
    body = {"name": "Test", "classes": [{"name": "Spam"}, {"name": "x"}, {"name": "spam "}]}
    answer = quick.post("/projects", **body)
    assert (answer.status_code, answer.json()["field"]) == (422, "classes.2.name")
    assert "The class 'spam' exists as 'Spam'" in answer.json()["detail"]


def test_words_that_may_mean_nothing_are_classes_with_a_warning(quick: Driver) -> None:
    project = quick.project([])
    rows = [("one", "a"), ("two", " NaN"), ("three", "none"), ("four", "NaN"), ("five", None)]
    done = send(quick, project, rows, create_classes=True)
    assert [(each["line"], each["detail"][:17]) for each in done["warnings"]] == [
        (2, "The label ' NaN' "),
        (3, "The label 'none' "),
    ]
    assert class_names(quick, project) == ["a", "NaN", "none"]
    again = send(quick, project, [("six", "none")])
    assert again["warnings"] == [], "a class that there is, is meant"


def test_classes_in_one_cell_are_told_apart_by_a_separator(quick: Driver) -> None:
    project = quick.project(["a", "b"], answer_kind="multi_label")
    done = send(quick, project, [("one", "b|a"), ("two", "b|c")])
    both, other = (row["detail"] for row in rows_of(quick, project, done, "rejected"))
    assert both.endswith("'b|a'; if it means several classes, send `separator=|`")
    assert "separator" not in other


DOCCANO = [
    {"id": 1, "text": "one", "label": ["a"], "Comments": []},
    {"id": 2, "text": "two", "label": [], "Comments": []},
    {"id": 3, "text": "three", "label": ["a", "b"], "Comments": []},
]


def test_rows_of_doccano_that_nobody_labelled_are_kept_without_a_label(quick: Driver) -> None:
    project = quick.project(["a", "b"])
    done = send(quick, project, DOCCANO)
    assert (done["inserted"], done["labelled"]) == (2, 1)
    assert labels(quick, project) == {"one": "a", "two": None}
    [refused] = rows_of(quick, project, done, "rejected")
    assert (refused["line"], refused["content"]) == (3, "three")
    assert "is a list of 2" in refused["detail"]


def test_an_empty_list_is_no_stranger_among_the_labels(quick: Driver) -> None:
    """Where nobody has said what labels are."""
    project = quick.project(["a", "b"])
    quick.upload(project, "\n".join(map(json.dumps, DOCCANO[:2])))
    quick.work()
    [warning] = quick.get(f"/projects/{project}/imports").json()["results"][0]["warnings"]
    assert "though 1 of its 1 values are classes" in warning["detail"]
