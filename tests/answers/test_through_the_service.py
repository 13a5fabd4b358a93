"""Answers of every kind go in by files and people, are agreed on, and come out again."""

import csv
import io
import json
from typing import Any
from uuid import uuid4

import pyarrow.parquet
import pytest

from service.answers import KINDS, AnswerKind
from tests.answers.samples import CLASSES, SAMPLES
from tests.driving import API, Driver

pytestmark = pytest.mark.both_databases

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def project_of(driver: Driver, kind: AnswerKind, **fields: Any) -> int:
    """A project of that kind, without rounds."""
    return driver.without("rank", "measure").project(CLASSES, answer_kind=kind.name, **fields)


def exported(driver: Driver, project: int, name: str, **query: Any) -> Any:
    return driver.get(f"/projects/{project}/export", format=name, **query)


def labels(driver: Driver, project: int) -> dict[str, Any]:
    lines = exported(driver, project, "jsonl").text.splitlines()
    return {line["text"]: line["label"] for line in map(json.loads, lines)}


@every_kind
@pytest.mark.slow
def test_known_answers_come_out_of_every_format(driver: Driver, kind: AnswerKind) -> None:
    known = {f"text {n}": kind.exported(named) for n, named in enumerate(SAMPLES[kind.name])}
    rows = [{"text": text, "label": label} for text, label in known.items()]
    project = project_of(driver, kind)
    done = driver.imported(project, rows, labels="import")
    assert (done["labelled"], done["rejected"]) == (len(rows), 0)
    assert labels(driver, project) == known
    table = pyarrow.parquet.read_table(io.BytesIO(exported(driver, project, "parquet").content))
    assert dict(zip(table["text"].to_pylist(), table["label"].to_pylist(), strict=True)) == known
    again = project_of(driver, kind)
    sent = driver.upload(
        again, exported(driver, project, "csv").content, "text/csv", labels="import"
    )
    assert sent.status_code == 202, sent.text
    driver.work()
    assert labels(driver, again) == known


@every_kind
@pytest.mark.slow
def test_classes_come_with_a_file(driver: Driver, kind: AnswerKind) -> None:
    named = SAMPLES[kind.name][1]
    project = driver.without("rank", "measure").project([], answer_kind=kind.name)
    rows = [{"text": "t", "label": kind.exported(named)}]
    refused = driver.imported(project, rows, labels="import")
    assert (refused["labelled"], refused["rejected"]) == (0, 1)
    made = driver.imported(project, rows, labels="import", create_classes=True)
    assert made["labelled"] == 1
    found = driver.get(f"/projects/{project}").json()["classes"]
    assert [each["name"] for each in found] == list(kind.class_names(named))


@every_kind
@pytest.mark.slow
def test_a_known_answer_that_differs_is_told(driver: Driver, kind: AnswerKind) -> None:
    first, second, *_ = SAMPLES[kind.name][1:]
    project = project_of(driver, kind)
    rows = [{"text": "t", "label": kind.exported(named)} for named in (first, second, first)]
    done = driver.imported(project, rows, labels="import")
    assert (done["labelled"], done["conflicts"]) == (1, 1)
    path = f"/projects/{project}/imports/{done['import_id']}"
    [conflict] = driver.get(f"{path}/conflicts").json()["results"]
    assert (conflict["label"], conflict["kept"]) == (kind.cell(second), kind.render(first))


@every_kind
@pytest.mark.slow
def test_people_agree_item_by_item(driver: Driver, kind: AnswerKind) -> None:
    """Two answer alike, a third differs, and one takes theirs back."""
    project = project_of(driver, kind, overlap=2)
    driver.imported(project, [{"text": "t"}])
    people = [driver.join(project, name, "engineer") for name in ("ann", "ben", "eve")]
    named, other, *_ = SAMPLES[kind.name][1:]
    [item] = driver.get(f"/projects/{project}/items").json()["results"]
    given = []
    for http, meant in zip(people, (other, named, named), strict=True):
        path = f"{API}/projects/{project}/annotations/{uuid4()}"
        sent = http.put(path, json={"item_id": item["id"], "answer": kind.body(meant)})
        assert sent.status_code == 201, sent.text
        assert kind.body(meant) == sent.json()["answer"]
        given.append(path)
        driver.wait(1.0)
    [item] = driver.get(f"/projects/{project}/items").json()["results"]
    assert (item["label"], item["state"]) == (kind.render(named), "settled")
    assert people[1].post(f"{given[1]}/retract").status_code == 200
    found = driver.get(f"/projects/{project}/items/{item['id']}").json()
    assert (found["label"], found["state"]) == (kind.render(other), "provisional")
    assert [entry["label"] for entry in found["history"]] == [
        kind.render(meant) for meant in (other, named, named)
    ]


@every_kind
@pytest.mark.slow
def test_items_are_found_by_class_and_counted(driver: Driver, kind: AnswerKind) -> None:
    samples = SAMPLES[kind.name]
    project = project_of(driver, kind)
    rows = [{"text": f"text {n}", "label": kind.exported(s)} for n, s in enumerate(samples)]
    driver.imported(project, rows, labels="import")
    stats = driver.get(f"/projects/{project}/stats").json()["classes"]
    for name in CLASSES:
        expected = [f"text {n}" for n, s in enumerate(samples) if name in kind.class_names(s)]
        page = driver.http.get(f"{API}/projects/{project}/items", params={"class": name}).json()
        assert [item["text"] for item in page["results"]] == expected
        assert [each["labels"] for each in stats if each["name"] == name] == [len(expected)]


@every_kind
@pytest.mark.slow
def test_table_cells_are_texts(driver: Driver, kind: AnswerKind) -> None:
    named = SAMPLES[kind.name][-1]
    project = project_of(driver, kind)
    driver.imported(project, [{"text": "t", "label": kind.exported(named)}], labels="import")
    [row] = csv.DictReader(io.StringIO(exported(driver, project, "csv").text))
    assert row["label"] == kind.cell(named)
