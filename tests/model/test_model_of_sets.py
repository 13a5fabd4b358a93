"""The model of a project whose texts may have several classes: as a zip, and what is in it."""

import csv
import io
import json
from pathlib import Path
from runpy import run_path

import numpy as np
import pyarrow.parquet
import pytest
import yaml

from service.core.evaluation.metric import IN_PART
from tests.answers.test_sets_of_classes import CLASSES, label, project_of, texts, truth
from tests.asking import answers_questions
from tests.driving import Driver
from tests.model.test_pack_model import prepared, released
from tests.rounds.test_predictions import figure_of, last_measured, predicted

pytestmark = pytest.mark.slow


NEW = ["so it is a ripe melon", "a wren and copper", "a heron, nickel and a lemon", "none of these"]


@pytest.fixture(scope="module")
def project(shared: Driver) -> int:
    made = project_of(shared, name="Fruit | <b>metal</b>")
    shared.imported(made, [{"text": text} for text in texts(160)])
    label(shared, made, 70)
    shared.work()
    return made


def test_the_zip_says_of_vectors_what_the_service_says(
    shared: Driver, project: int, tmp_path: Path
) -> None:
    folder = prepared(shared, project, tmp_path)
    about = json.loads((folder / "model.json").read_text())
    X = shared.tools.encoder("hashing").encode(NEW)
    head = run_path(str(folder / "head.py"))["Head"](folder)
    found = head.probabilities(X)
    np.testing.assert_allclose(found, released(shared, project).probabilities(X), atol=1e-5)
    assert about["classes"] == CLASSES
    named = found > np.array(about["thresholds"])
    raw = released(shared, project).head.probabilities(X)
    assert named.tolist() == (raw > 0.5).tolist(), "thresholds are where the head names a class"
    assert about["head"]["form"] == "as_it_is"


def test_the_card_has_its_figures_and_thresholds(
    shared: Driver, project: int, tmp_path: Path
) -> None:
    folder = prepared(shared, project, tmp_path)
    figures = json.loads((folder / "model.json").read_text())["figures"]
    measured = figure_of(shared, last_measured(shared, project))
    assert measured.of_sets is not None
    for metric in IN_PART:
        assert figures["of_sets"][metric]["value"] == measured.of_sets[metric].value
    assert figures["accuracy"]["value"] == measured.estimate
    _, front, card = (folder / "README.md").read_text().split("---\n", 2)
    [result] = yaml.safe_load(front)["model-index"][0]["results"]
    assert [each["type"] for each in result["metrics"]] == ["accuracy", "f1", "f1"]
    for of_class in figures["classes"]:
        assert 0 < of_class["threshold"] < 1
        assert f"| {of_class['name']} | {of_class['threshold']:.3f} | " in card
    assert "micro-F1" in card
    assert "<b>" not in card


def test_texts_are_told_their_sets(shared: Driver, project: int) -> None:
    driver = answers_questions(shared)
    found = driver.post(f"/projects/{project}/predict", texts=NEW, nearest=1, likeliest=1).json()
    head = released(driver, project)
    P = head.probabilities(driver.tools.encoder("hashing").encode(NEW))
    for row, p, shown in zip(found["predictions"], P, head.named(P), strict=True):
        named = {each["class"] for each in row if each["named"]}
        assert named == {name for c, name in enumerate(CLASSES) if shown[c]}
        for each in row:
            assert each["probability"] == pytest.approx(p[CLASSES.index(each["class"])], abs=1e-6)
            assert each["class"] in truth(each["nearest"][0]["text"])
    assert any(each["named"] for row in found["predictions"] for each in row)


def test_the_pool_is_taken_away_with_its_sets(shared: Driver, project: int) -> None:
    path, everything = f"/projects/{project}/predictions", {"unblinded": True}
    rows = [json.loads(line) for line in shared.get(path, **everything).text.splitlines()]
    assert len(rows) == 160
    known = predicted(shared, project)
    for ordinal, row in enumerate(rows):
        assert len(row["classes"]) == len(row["probabilities"])
        assert row["probability"] == pytest.approx(float(known.probability[ordinal]), abs=1e-4)
        assert row["label"] is None or row["label"] == sorted(truth(row["text"]))
    right = np.mean([sorted(row["classes"]) == sorted(truth(row["text"])) for row in rows])
    assert right == pytest.approx(np.mean([row["probability"] for row in rows]), abs=0.15)
    table = pyarrow.parquet.read_table(
        io.BytesIO(shared.get(path, format="parquet", **everything).content)
    )
    assert table.to_pylist() == rows
    cells = csv.DictReader(io.StringIO(shared.get(path, format="csv", **everything).text))
    assert [json.loads(row["classes"]) for row in cells] == [row["classes"] for row in rows]


def test_items_are_found_by_what_is_predicted(shared: Driver, project: int) -> None:
    items = shared.get(f"/projects/{project}/items", predicted="fruit", limit=500).json()["results"]
    assert items
    for item in items:
        assert "fruit" in item["prediction"]["class"].split(", ")


def test_one_item_shows_how_likely_it_has_each_class(shared: Driver, project: int) -> None:
    known = predicted(shared, project)
    items = shared.get(f"/projects/{project}/items", limit=20).json()["results"]
    shown = [shared.get(f"/projects/{project}/items/{each['id']}").json() for each in items]
    assert any(each["prediction"] for each in shown)
    for item in shown:
        likely = item["likeliest"]
        if item["prediction"] is None:
            assert likely == [], "it would spoil an audit"
            continue
        assert len(likely) == min(3, len(known.class_ids))
        shares = [each["probability"] for each in likely]
        assert shares == sorted(shares, reverse=True)
        said = item["prediction"]["class"]
        named = [] if said == "none" else said.split(", ")
        assert {each["class"] for each in likely} >= {*named[:1]}
