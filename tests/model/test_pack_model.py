"""The model as a zip: what is in it says what the service says, and its card says what it is."""

import json
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from runpy import run_path
from zipfile import ZipFile

import numpy as np
import pytest
import yaml
from safetensors.numpy import load_file

from service.core.arrays import FloatArray
from service.core.heads import export as export_module
from service.core.heads.distil import distilled
from service.core.heads.export import Form, head_export
from service.core.heads.head import Head
from service.core.heads.logistic import LogisticHead
from service.core.heads.mixture import MixtureHead
from service.core.suggestions import calibrated
from service.db.clock import FrozenClock
from service.jobs.dispatch_jobs import announce
from service.model.figures_in_zip import figures_in_zip
from service.pool.queries.imports import Imports
from service.rounds.queries.rounds import Rounds
from service.rounds.released import Released, released_head
from service.vectors.fitted_encoder import encoder_of
from tests.driving import Driver, on_sqlite
from tests.jobs.test_sweep import pass_hours, swept
from tests.rounds.test_predictions import figure_of, last_measured
from tests.texts import texts, truth

pytestmark = [on_sqlite]

CLASSES = ["fruit", "metal", "bird"]
NEW = ["a ripe melon and a lemon", "copper or nickel", "the wren and the swan", "nothing of these"]


@pytest.fixture
def project(driver: Driver) -> int:
    made = driver.project_with(texts(90, CLASSES), CLASSES, name="Fruit | <b>metal</b>\n---")
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


@pytest.mark.slow
@pytest.mark.parametrize(("most", "form"), [(1.0, Form.DISTILLED), (-1.0, Form.WITH_POOL)])
def test_the_head_alone_says_of_vectors_what_the_service_says(
    driver: Driver,
    project: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    most: float,
    form: Form,
) -> None:
    monkeypatch.setattr(export_module, "MOST_DIFFERENT", most)
    folder = prepared(driver, project, tmp_path)
    about = json.loads((folder / "model.json").read_text())
    assert about["head"]["form"] == form
    X = driver.tools.encoder("hashing").encode(NEW)
    of_round = released(driver, project)
    head: Head = head_export(of_round.head).here
    expected = calibrated(head.probabilities(X), of_round.calibration)
    expected /= expected.sum(axis=1, keepdims=True)
    found = run_path(str(folder / "head.py"))["Head"](folder).probabilities(X)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert found[:3].argmax(axis=1).tolist() == [CLASSES.index(truth(text)) for text in NEW[:3]]
    assert ("nodes_0" in load_file(folder / "head.safetensors")) is (form is Form.WITH_POOL)


@pytest.mark.slow
def test_every_view_that_counts_goes_into_the_zip(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_module, "MOST_DIFFERENT", -1.0)
    project = driver.project_with(texts(90, CLASSES), CLASSES, views=["lexical"])
    driver.label_at_once(project, 45, truth)
    driver.work()
    folder = prepared(driver, project, tmp_path)
    about = json.loads((folder / "model.json").read_text())
    of_round = released(driver, project)
    assert isinstance(of_round.head, MixtureHead)
    counting = of_round.head.portable_form().views
    fingerprints = [of_round.views[view].fingerprint for view in counting]
    assert [each["fingerprint"] for each in about["encoders"]] == fingerprints
    encoders = [encoder_of(driver.app, driver.tools, view) for view in of_round.views]
    new = [row["text"] for row in texts(200, CLASSES)[90:]]
    X = [encoder.encode(new) for encoder in encoders]
    read = np.hstack([X[view] for view in counting])
    found = run_path(str(folder / "head.py"))["Head"](folder).probabilities(read)
    np.testing.assert_allclose(found, of_round.probabilities(np.hstack(X)), atol=1e-4)


@pytest.mark.slow
def test_the_card_and_the_figures_are_of_the_head_in_the_zip(
    driver: Driver, project: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that takes birds for metals, as the round's doesn't."""
    monkeypatch.setattr(export_module, "MOST_DIFFERENT", 1.0)
    monkeypatch.setattr(export_module, "distilled", without_birds)
    folder = prepared(driver, project, tmp_path)
    about = json.loads((folder / "model.json").read_text())
    card = (folder / "README.md").read_text()
    measured, figures = last_measured(driver, project), about["figures"]
    assert measured.metrics is not None
    [_, _, of_round] = measured.metrics.per_class
    [_, _, bird] = figures["classes"]
    assert (bird["audits"], bird["recall"]) == (of_round.total, 0)
    assert (of_round.recall or 0) > 0.5
    accuracy = figures["accuracy"]
    assert accuracy["high"] < figure_of(driver, measured).high
    assert figures["evaluation"]["value"] == pytest.approx(2 / 3, abs=0.05)
    assert figures["evaluation"]["items"] == 120
    shown = driver.get(f"/projects/{project}/model").json()["model"]
    assert (shown["high"], shown["round"]) == (accuracy["high"], measured.number)
    _, front, rest = card.split("---\n", 2)
    assert yaml.safe_load(front)["pipeline_tag"] == "text-classification"
    assert "<b>" not in rest
    assert "| bird | " in rest
    assert "| 0.0 % |" in rest
    assert about["encoders"][0]["name"] == "hashing"
    assert set(about["files"]) == {"head.safetensors", "head.py", "README.md"}


def without_birds(P: FloatArray, X: FloatArray) -> LogisticHead:
    taken = P.copy()
    taken[:, 1] += taken[:, 2]
    taken[:, 2] = 0.0
    return distilled(taken, X)


@pytest.mark.slow
def test_a_head_is_measured_in_its_form_as_its_round_was(
    driver: Driver, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form that changes nothing changes no figure, whatever was labelled and audited since."""
    monkeypatch.setattr(export_module, "MOST_DIFFERENT", 1.0)
    head, measured = released(driver, project).head, last_measured(driver, project)
    export = replace(head_export(head), here=head)
    monkeypatch.setattr(export_module, "in_form", lambda fitted, _: fitted)
    driver.label_at_once(project, 20, truth)
    assert measured.metrics is not None
    with driver.app.write() as uow:
        [part] = measured.metrics.strata
        for number in part.imports:
            uow[Imports].move_frontier(number, 0.5)  # past what was chosen
    found = figures_in_zip(driver.app, measured, export)
    of_round = figures_in_zip(driver.app, measured, replace(export, form=Form.AS_IT_IS))
    assert of_round.accuracy.low == figure_of(driver, measured).low
    assert found == of_round


@pytest.mark.slow
def test_a_newer_round_and_the_lack_of_any_are_told(driver: Driver) -> None:
    project = driver.project(CLASSES)
    model = f"/projects/{project}/model"
    assert driver.get(model).json()["reason"]["code"] == "not_measured"
    early = driver.post(model)
    assert (early.status_code, early.json()["reason"]["code"]) == (409, "not_measured")
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


@pytest.mark.slow
def test_while_the_encoder_that_can_leave_reads_the_texts_it_is_told(driver: Driver) -> None:
    """Another view stands in until then, and can't leave."""
    project = driver.project(CLASSES, encoder="sentence_transformer", views=["hashing"])
    model = f"/projects/{project}/model"
    lines = "\n".join(json.dumps(row) for row in texts(40, CLASSES))
    assert driver.upload(project, lines).status_code == 202

    def next_round(*more: str) -> list[str]:
        """The encoders that it goes by, once it is measured, where a worker has these too."""
        before = measured_at()
        driver.label_at_once(project, 10, truth)
        while measured_at() == before:
            announce(driver.app, "another", ["cpu"], "cpu", more)
            driver.work(until_idle=False)
            driver.wait(1.0)
        return [each["encoder"] for each in last_measured(driver, project).views]

    def measured_at() -> datetime | None:
        with driver.app.read() as uow:
            found = uow[Rounds].last_measured(project)
        return found.measured_at if found else None

    driver.work(until_idle=False)
    assert driver.get(model).json()["graph_waits_for"] is None, "there is nothing to prepare"
    assert next_round() == ["hashing"]
    assert driver.get(model).json()["graph_waits_for"] == "sentence_transformer"
    assert next_round("sentence_transformer") == ["sentence_transformer", "hashing"]
    assert driver.get(model).json()["graph_waits_for"] is None


@pytest.mark.slow
def test_the_last_one_stays_when_the_older_ones_are_cleared_away(
    driver: Driver, clock: FrozenClock, project: int, tmp_path: Path
) -> None:
    folder = f"projects/{project}/models"
    for ending in ("zip", "json"):
        driver.app.blobs.put(f"{folder}/{0:012d}.{ending}", b"of an earlier form")
    assert driver.get(f"/projects/{project}/model").json()["reason"]["code"] == "not_prepared"
    prepared(driver, project, tmp_path)
    prepared(driver, project, tmp_path)
    kept = driver.app.blobs.names(folder)[4:]
    pass_hours(driver, clock, 2)
    swept(driver)
    assert driver.app.blobs.names(folder) == kept
    assert driver.get(f"/projects/{project}/model/file").status_code == 200
