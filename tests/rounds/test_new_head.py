"""A head that is one file ranks, is measured, answers and leaves in a zip."""

from io import BytesIO
from pathlib import Path
from runpy import run_path
from zipfile import ZipFile

import numpy as np
import pytest

from service.core.suggestions import calibrated
from service.rounds import load_learner
from service.rounds.released import Released, released_head
from tests.driving import Driver, on_sqlite
from tests.parts.trial_head import CentroidHead, centroids_registered
from tests.rounds.test_predictions import last_measured
from tests.texts import texts, truth

CLASSES = ["fruit", "metal", "bird"]
NEW = ["a ripe melon and a lemon", "copper or nickel", "the wren and the swan"]


@pytest.mark.slow
@on_sqlite
def test_the_service_works_with_it(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with centroids_registered() as name:
        monkeypatch.setattr(load_learner, "HEAD", name)
        project = driver.project_with(texts(90, CLASSES), CLASSES)
        driver.label_at_once(project, 45, truth)
        driver.work()
        measured = last_measured(driver, project)
        assert measured.head == name
        assert measured.metrics is not None
        released = released_head(driver.app, measured)
        assert isinstance(released, Released)
        assert isinstance(released.head, CentroidHead)
        driver.post(f"/projects/{project}/model")
        driver.work()
        answer = driver.get(f"/projects/{project}/model/file")
        assert answer.status_code == 200, answer.text
        with ZipFile(BytesIO(answer.content)) as archive:
            archive.extractall(tmp_path)
    X = driver.tools.encoder("hashing").encode(NEW)
    expected = calibrated(released.head.probabilities(X), released.calibration)
    expected /= expected.sum(axis=1, keepdims=True)
    found = run_path(str(tmp_path / "head.py"))["Head"](tmp_path).probabilities(X)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert found.argmax(axis=1).tolist() == [CLASSES.index(truth(text)) for text in NEW]
