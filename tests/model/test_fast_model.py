"""The fast model: a small encoder that is taught what the full one says, and measured beside it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from service.core.arrays import FloatArray
from service.pool.queries.audit import AuditOrder
from service.ports import Encoder
from service.vectors.texts import texts_of
from tests.driving import Driver, on_sqlite
from tests.model.test_pack_model import CLASSES
from tests.texts import texts, truth
from workers.portable.students import taught_student

pytestmark = [on_sqlite, pytest.mark.slow]
FAST = "rung=fast"


def test_it_is_prepared_beside_the_full_one(driver: Driver) -> None:
    project = driver.project(CLASSES)
    model = f"/projects/{project}/model"
    early = driver.post(f"{model}?{FAST}")
    assert (early.status_code, early.json()["reason"]["code"]) == (409, "not_measured")
    assert driver.get(model, rung="faster").status_code == 422
    driver.imported(project, texts(120, CLASSES))
    driver.label_at_once(project, 45, truth)
    driver.work()
    taught: list[str] = []
    places: list[int] = []
    driver.tools = replace(driver.tools, student=_told(taught, places))
    assert driver.get(model, rung="fast").json()["reason"]["code"] == "not_prepared"
    assert driver.post(f"{model}?{FAST}").status_code == 202
    assert driver.get(model, rung="fast").json()["reason"]["code"] == "under_way"
    assert driver.get(model).json()["reason"]["code"] == "not_prepared"
    assert driver.work() == ["fast_model"]
    status = driver.get(model, rung="fast").json()
    assert status["reason"] is None
    packed, fast = status["model"], status["model"]["fast"]
    assert (packed["form"], packed["has_graph"]) == ("student", True)
    assert (fast["taught"], places) == (len(taught), [1])
    assert not {*taught} & {*_audits(driver, project)}, "what measures has taught"
    assert fast["texts"] >= 5, "what it says of texts that taught it nothing is told"
    assert fast["lost_low"] <= fast["lost"] <= fast["lost_high"]
    assert fast["full_texts_per_cpu_second"] is None, "the full one takes vectors"
    assert fast["texts_per_cpu_second"] > 0
    with ZipFile(BytesIO(driver.get(f"{model}/file", rung="fast").content)) as archive:
        assert "## Beside the full model" in archive.read("README.md").decode()
        assert {"predict.py", "encode_int8.py", "int8.onnx"} <= {*archive.namelist()}
    assert driver.get(f"{model}/file").status_code == 404


def test_encoders_that_cost_little_stay(driver: Driver) -> None:
    """Beside the student. Where all do, there is nothing to gain."""
    places: list[int] = []
    driver.tools = replace(driver.tools, student=_told([], places))
    project = labelled(driver, encoder="hashing", views=["lexical"])
    driver.post(f"/projects/{project}/model?{FAST}")
    driver.work()
    with ZipFile(
        BytesIO(driver.get(f"/projects/{project}/model/file", rung="fast").content)
    ) as archive:
        about = json.loads(archive.read("model.json"))
    encoders, figures = about["encoders"], about["figures"]
    assert places == [1], "it takes the place of one"
    assert ["lexical" in each["name"] for each in encoders] == [True, False]
    assert "taught by a model" in encoders[1]["name"]
    assert figures["evaluation"]["items"] == 120
    assert figures["evaluation"]["value"] < 0.6, "of its own: two thirds are no birds"
    quick = labelled(driver, encoder="lexical")
    refused = driver.post(f"/projects/{quick}/model?{FAST}")
    assert (refused.status_code, refused.json()["reason"]["code"]) == (409, "full_model_is_fast")
    told = driver.get(f"/projects/{quick}/model", rung="fast").json()["reason"]
    assert told["code"] == "full_model_is_fast"
    assert driver.post(f"/projects/{quick}/model").status_code == 202


def test_where_texts_have_several_classes_there_is_none(driver: Driver) -> None:
    project = driver.project(CLASSES, answer_kind="multi_label")
    path = f"/projects/{project}/model"
    for answer in (driver.post(f"{path}?{FAST}"), driver.get(path, rung="fast")):
        assert answer.status_code == 409
        assert "a fast model" in answer.json()["detail"]


def labelled(driver: Driver, **fields: Any) -> int:
    """A project that is measured after some labels."""
    project = driver.project(CLASSES, **fields)
    driver.imported(project, texts(120, CLASSES))
    rows = [{"text": f"{row['text']} again", "label": "bird"} for row in texts(120, CLASSES)]
    driver.imported(project, rows, role="evaluation", labels="import")
    driver.label_at_once(project, 45, truth)
    driver.work()
    return project


def _told(taught: list[str], places: list[int]) -> Callable[..., Encoder]:
    """Teaches, and tells what texts taught, in the place of how many encoders."""

    def student(
        own: Sequence[str],
        wanted: FloatArray,
        replaced: int,
        seed: int,
        step: Callable[[int, int], None],
    ) -> Encoder:
        taught.extend(own)
        places.append(replaced)
        return taught_student(own, wanted, replaced, seed, step)

    return student


def _audits(driver: Driver, project: int) -> list[str]:
    with driver.app.read() as uow:
        audits = uow[AuditOrder].ordinals(project)
    assert audits
    return [*texts_of(driver.app, project, audits).values()]
