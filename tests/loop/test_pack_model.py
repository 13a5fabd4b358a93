"""The model as a zip: what is in it says what the service says, and its card says what it is."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from runpy import run_path
from zipfile import ZipFile

import numpy as np
import pytest
import yaml
from safetensors.numpy import load_file

from service.core.heads import leaving as leaving_module
from service.core.heads.head import Head
from service.core.heads.leaving import Form, leaving
from service.core.suggestions import calibrated
from service.loop.packing.model_facts import read_facts
from service.loop.rounds.released import Released, released_head
from service.store.clock import FrozenClock
from tests.driving import Driver, on_sqlite, texts, truth
from tests.loop.test_predictions import last_measured
from tests.loop.test_sweep import pass_hours, swept

pytestmark = [on_sqlite]

CLASSES = ["fruit", "metal", "bird"]
NEW = ["a ripe melon and a lemon", "copper or nickel", "the wren and the swan", "nothing of these"]


@pytest.fixture
def project(driver: Driver) -> int:
    made = driver.project(CLASSES, name="Fruit | <b>metal</b>\n---")
    driver.imported(made, texts(90, CLASSES))
    test_set = texts(120, CLASSES)
    rows = [{"text": f"{row['text']} again", "label": row["label"]} for row in test_set]
    driver.imported(made, rows, role="evaluation", labels="import")
    driver.label_at_once(made, 45, truth)
    driver.work()
    return made


def prepared(driver: Driver, project: int, folder: Path) -> Path:
    """The zip, made and unpacked."""
    first, again = (driver.post(f"/projects/{project}/model") for _ in range(2))
    assert (first.status_code, first.json()["id"]) == (202, again.json()["id"])
    assert driver.get(f"/projects/{project}/model").json()["reason"]["code"] == "under_way"
    driver.work()
    answer = driver.get(f"/projects/{project}/model/file")
    assert answer.status_code == 200, answer.text
    assert driver.get(f"/projects/{project}/model").json()["model"]["size"] == len(answer.content)
    with ZipFile(BytesIO(answer.content)) as archive:
        archive.extractall(folder)
    return folder


def released(driver: Driver, project: int) -> Released:
    found = released_head(driver.app, last_measured(driver, project))
    assert isinstance(found, Released)
    return found


@pytest.mark.parametrize(("most", "form"), [(1.0, Form.DISTILLED), (-1.0, Form.WITH_POOL)])
def test_the_head_alone_says_of_vectors_what_the_service_says(
    driver: Driver,
    project: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    most: float,
    form: Form,
) -> None:
    monkeypatch.setattr(leaving_module, "MOST_DIFFERENT", most)
    folder = prepared(driver, project, tmp_path)
    about = json.loads((folder / "model.json").read_text())
    assert about["head"]["form"] == form
    X = driver.tools.encoder("hashing").encode(NEW)
    of_round = released(driver, project)
    head: Head = leaving(of_round.head).plain or of_round.head
    expected = calibrated(head.probabilities(X), of_round.calibration)
    expected /= expected.sum(axis=1, keepdims=True)
    found = run_path(str(folder / "head.py"))["Head"](folder).probabilities(X)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert found[:3].argmax(axis=1).tolist() == [CLASSES.index(truth(text)) for text in NEW[:3]]
    assert ("nodes" in load_file(folder / "head.safetensors")) is (form is Form.WITH_POOL)


def test_the_card_and_the_figures_are_of_the_head_in_the_zip(
    driver: Driver, project: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving_module, "MOST_DIFFERENT", 1.0)
    folder = prepared(driver, project, tmp_path)
    about = json.loads((folder / "model.json").read_text())
    card = (folder / "README.md").read_text()
    measured = last_measured(driver, project)
    assert measured.metrics is not None
    differs, figures = about["head"]["differs"], about["figures"]
    assert figures["accuracy"]["low"] == max(measured.metrics["low"] - differs, 0)
    assert figures["accuracy"]["high"] == min(measured.metrics["high"] + differs, 1)
    assert figures["evaluation"]["items"] == 120
    shown = driver.get(f"/projects/{project}/model").json()["model"]
    assert (shown["low"], shown["round"]) == (figures["accuracy"]["low"], measured.number)
    _, front, rest = card.split("---\n", 2)
    assert yaml.safe_load(front)["pipeline_tag"] == "text-classification"
    assert "<b>" not in rest
    assert "| fruit | " in rest
    assert about["encoder"]["name"] == "hashing"
    assert set(about["files"]) == {"head.safetensors", "head.py", "README.md"}


def test_the_interval_is_wider_by_what_differs(driver: Driver, project: int) -> None:
    of_round, measured = released(driver, project), last_measured(driver, project)
    leaves = replace(leaving(of_round.head), differs=0.05)
    encoder = driver.tools.encoder("hashing")
    found = read_facts(driver.app, measured, of_round, leaves, encoder).accuracy
    assert measured.metrics is not None
    assert found.low == pytest.approx(measured.metrics["low"] - 0.05)
    assert found.high == min(measured.metrics["high"] + 0.05, 1.0)


def test_a_newer_round_and_the_lack_of_any_are_told(driver: Driver) -> None:
    project = driver.project(CLASSES)
    model = f"/projects/{project}/model"
    assert driver.get(model).json()["reason"]["code"] == "not_measured"
    assert driver.post(model).status_code == 409
    assert driver.get(f"{model}/file").status_code == 404
    driver.imported(project, texts(40, CLASSES))
    driver.label_at_once(project, 15, truth)
    driver.work()
    assert driver.get(model).json()["reason"]["code"] == "not_prepared"
    assert driver.post(model).status_code == 202
    driver.work()
    assert driver.get(model).json()["reason"] is None
    driver.label_at_once(project, 10, truth)
    driver.work()
    assert driver.get(model).json()["reason"]["code"] == "newer_round"
    driver.post(model)
    driver.work()
    assert driver.get(model).json()["reason"] is None


def test_the_last_one_stays_when_the_older_ones_are_cleared_away(
    driver: Driver, clock: FrozenClock, project: int, tmp_path: Path
) -> None:
    prepared(driver, project, tmp_path)
    prepared(driver, project, tmp_path)
    kept = driver.app.blobs.names(f"projects/{project}/models")[2:]
    pass_hours(driver, clock, 2)
    swept(driver)
    assert driver.app.blobs.names(f"projects/{project}/models") == kept
    assert driver.get(f"/projects/{project}/model/file").status_code == 200
