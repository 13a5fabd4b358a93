"""Where a text may have several classes an encoder learns the labels too, and all goes by it."""

from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.rounds.lessons import lesson_of
from service.rounds.views_read import views_now
from service.vectors.fitted_encoder import encoder_of
from tests.answers.test_sets_of_classes import CLASSES, label, project_of, texts, truth
from tests.asking import answers_questions
from tests.driving import Driver, on_sqlite
from tests.model.test_pack_model import prepared, released
from tests.parts import light_tuned

pytestmark = [on_sqlite, pytest.mark.slow]


def test_sets_teach_an_encoder_and_all_goes_by_it(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    light_tuned.give(driver, monkeypatch)
    project = project_of(driver, views=["tuned"], audits="proof", target=0.9)
    driver.imported(project, [{"text": text} for text in texts(120)])
    for count in (50, 10):
        label(driver, project, count)
        driver.work()
    last = driver.get(f"/projects/{project}/rounds").json()["results"][-1]
    assert [each["encoder"] for each in last["views"]] == ["hashing", "tuned"]
    weights = [each["weight"] for each in last["views"]]
    assert weights[1] > 0.01
    assert sum(weights) == pytest.approx(1, abs=1e-3)
    with driver.app.read() as uow:
        [_, view] = views_now(uow, uow[Projects].get(project))
        audits = {each.ordinal for each in uow[LabelRows].to_learn(project) if each.audit}
    lesson = lesson_of(driver.app.blobs, view)
    assert lesson is not None
    assert audits
    assert not audits & {*lesson.ordinals.tolist()}, "what measures teaches nothing"
    tuning = driver.get(f"/projects/{project}/stats").json()["tuning"]
    assert tuning["seconds"] > 0
    assert tuning["next_labels"] > len(lesson.ordinals)
    assert driver.offered(project)["assignments"]
    it_says_the_same_elsewhere(driver, project, tmp_path)


def it_says_the_same_elsewhere(driver: Driver, project: int, folder: Path) -> None:
    """In answer to a text, and in the zip."""
    others, of_round = texts(180)[120:], released(driver, project)
    encoders = [encoder_of(driver.app, driver.tools, view) for view in of_round.views]
    X = np.hstack([encoder.encode(others) for encoder in encoders])
    P = of_round.probabilities(X)
    named = [{CLASSES[c] for c in np.flatnonzero(row)} for row in of_round.named(P)]
    right = [{*truth(text)} == names for text, names in zip(others, named, strict=True)]
    assert np.mean(right) > 0.5, "an eighth is right by chance"
    asked = answers_questions(driver)
    said = asked.post(f"/projects/{project}/predict", texts=others, likeliest=1)
    assert said.status_code == 200, said.text
    for row, names in zip(said.json()["predictions"], named, strict=True):
        assert {each["class"] for each in row if each["named"]} == names
    unpacked = prepared(driver, project, folder)
    head = run_path(str(unpacked / "head.py"))["Head"](unpacked)
    np.testing.assert_allclose(head.probabilities(X), P, atol=1e-5)
