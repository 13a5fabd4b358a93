"""A view of own vectors beside those of encoders: while some lack, when items come and go."""

import json
from runpy import run_path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest

from service.moving.pack_project import pack_project
from service.moving.unpack_project import unpack_project
from service.people.sign_in import first_admin
from tests.asking import answers_questions
from tests.driving import API, Driver
from tests.own_vectors.own import CLASSES, pictures, send, shape, shown, vectors_of
from tests.own_vectors.test_campaign import last_round

ROWS = pictures(120)


def sent(driver: Driver, project: int, rows: list[dict[str, Any]], seed: int = 0) -> None:
    assert send(driver, project, vectors_of(rows, seed)).status_code == 202
    driver.work()


def read(driver: Driver, project: int) -> list[str]:
    """By what the last round went."""
    return [each["encoder"] for each in last_round(driver, project)["views"]]


@pytest.mark.slow
@pytest.mark.both_databases
def test_rounds_go_on_without_it_while_texts_lack_vectors(driver: Driver) -> None:
    project = driver.without("measure").project_with(ROWS[:80], CLASSES)
    sent(driver, project, ROWS[:60])
    driver.label_at_once(project, 12, shape)
    driver.work()
    assert read(driver, project) == ["hashing"]
    far = shown(driver, project)
    assert (far["items"], far["total"], far["is_read"]) == (60, 80, False)
    lacking = far["first_lacking"]
    assert lacking["external_id"] in {row["id"] for row in ROWS[60:80]}
    item = driver.get(f"/projects/{project}/items/{lacking['item_id']}").json()
    assert item["external_id"] == lacking["external_id"]
    sent(driver, project, ROWS[60:80])
    assert read(driver, project) == ["hashing", "own:images"]
    # New texts lack theirs: one in three of them is too many, and the project goes on.
    new = driver.imported(project, ROWS[80:])
    assert (shown(driver, project)["items"], shown(driver, project)["total"]) == (80, 120)
    driver.label_at_once(project, 12, shape)
    driver.work()
    assert read(driver, project) == ["hashing"]
    assert driver.get(f"/projects/{project}").json()["embedded_count"] == 120
    sent(driver, project, ROWS[80:110])  # nine in ten of all have one now
    assert read(driver, project) == ["hashing", "own:images"]
    assert shown(driver, project)["first_lacking"] is not None
    # What is taken back is not counted, and is again when it comes again.
    path = f"{API}/projects/{project}/imports/{new['import_id']}?with_answers=true"
    assert driver.http.delete(path).status_code == 202
    driver.work()
    assert (shown(driver, project)["items"], shown(driver, project)["total"]) == (80, 80)
    driver.imported(project, [*ROWS[80:], {"id": "more", "text": "another photo 7"}])
    assert shown(driver, project)["total"] == 121


@pytest.mark.slow
@pytest.mark.both_databases
def test_it_is_deleted_and_can_come_again(driver: Driver) -> None:
    project = driver.without("measure").project_with(ROWS[:40], CLASSES)
    path = f"{API}/projects/{project}"
    sent(driver, project, ROWS[:40])
    driver.label_at_once(project, 12, shape)
    driver.work()
    assert read(driver, project) == ["hashing", "own:images"]
    # Who adds a view needn't name it, and nobody adds it by name.
    assert driver.http.patch(path, json={"views": ["own:images", "lexical"]}).status_code == 200
    unknown = driver.http.patch(path, json={"views": ["lexical", "own:sounds"]})
    assert (unknown.status_code, unknown.json()["field"]) == (422, "views")
    assert "send your vectors" in unknown.json()["detail"]
    copy = driver.post(f"/projects/{project}/duplicate", name="Again").json()
    assert [each["encoder"] for each in copy["views"]] == ["hashing", "lexical"]
    assert driver.http.delete(f"{path}/vectors/images").status_code == 204
    driver.work()
    assert read(driver, project) == ["hashing", "lexical"]
    views = [each["encoder"] for each in driver.http.get(path).json()["views"]]
    assert views == ["hashing", "lexical"]
    assert driver.http.patch(path, json={"views": ["lexical"]}).status_code == 200
    rows = [{"id": row["id"], "vector": [1, 2, number]} for number, row in enumerate(ROWS[:40])]
    assert send(driver, project, rows).status_code == 202  # of another length
    driver.work()
    assert (shown(driver, project)["items"], shown(driver, project)["dimensions"]) == (40, 3)
    assert read(driver, project) == ["hashing", "lexical", "own:images"]


@pytest.mark.slow
def test_a_model_that_goes_by_it_says_what_a_new_text_needs(driver: Driver) -> None:
    answers_questions(driver)
    project = driver.project_with(ROWS, CLASSES)
    new = pictures(160)[120:]
    texts = [row["text"] for row in new]
    vectors = {"own:images": [row["vector"] for row in vectors_of(new, seed=3)]}
    sent(driver, project, ROWS)
    early = driver.post(f"/projects/{project}/predict", texts=texts, vectors=vectors)
    assert early.status_code == 409, "there is no model yet"
    driver.label_at_once(project, 30, shape)
    driver.work()
    for call, body in (("predict", texts), ("drift", texts)):
        path = f"/projects/{project}/{call}"
        without = driver.post(path, texts=body)
        assert (without.status_code, without.json()["field"]) == (422, "vectors")
        assert "The model also reads 'own:images': send a vector" in without.json()["detail"]
        wrong = {
            "vectors.own:other": {**vectors, "own:other": vectors["own:images"]},
            "vectors.own:images": {"own:images": vectors["own:images"][:3]},
            "vectors.own:images.0": {"own:images": [[1.0]] * len(body)},
        }
        for field, some in wrong.items():
            refused = driver.post(path, texts=body, vectors=some)
            assert (refused.status_code, refused.json()["field"]) == (422, field)
        zeros = {"own:images": [[0.0] * 12] * len(body)}
        assert driver.post(path, texts=body, vectors=zeros).status_code == 422
        assert driver.post(path, texts=body, vectors=vectors).status_code == 200
    predicted = driver.post(f"/projects/{project}/predict", texts=texts, vectors=vectors).json()
    named = [row[0]["class"] for row in predicted["predictions"]]
    assert np.mean([name == shape(text) for name, text in zip(named, texts, strict=True)]) > 0.9


@pytest.mark.slow
def test_the_model_as_a_file_takes_vectors_and_says_so(driver: Driver, tmp_path: Any) -> None:
    project = driver.project_with(ROWS, CLASSES)
    sent(driver, project, ROWS)
    driver.label_at_once(project, 30, shape)
    driver.work()
    assert driver.post(f"/projects/{project}/model").status_code == 202
    driver.work()
    status = driver.get(f"/projects/{project}/model").json()
    assert (status["model"]["has_graph"], status["reason"]) == (False, None)
    (tmp_path / "model.zip").write_bytes(driver.get(f"/projects/{project}/model/file").content)
    with ZipFile(tmp_path / "model.zip") as archive:
        archive.extractall(tmp_path)
        assert "predict.py" not in archive.namelist()
    card = (tmp_path / "README.md").read_text()
    assert "The zip has no encoder for hashing, own:images. So it takes vectors" in card
    about = json.loads((tmp_path / "model.json").read_text())["encoders"]
    assert "own:images" in [each["name"] for each in about]
    new = pictures(160)[120:]
    X = np.array([row["vector"] for row in vectors_of(new, seed=3)], dtype=np.float32)
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    hashed = driver.tools.encoder("hashing").encode([row["text"] for row in new])
    parts = {"hashing": hashed, "own:images": X}
    rows = np.hstack([parts[each["name"].partition(" ")[0]] for each in about])
    P = run_path(str(tmp_path / "head.py"))["Head"](tmp_path).probabilities(rows)
    right = [CLASSES[c] == shape(row["text"]) for c, row in zip(P.argmax(1), new, strict=True)]
    assert np.mean(right) > 0.9


@pytest.mark.slow
def test_a_project_moves_without_them_and_takes_them_again(driver: Driver, tmp_path: Any) -> None:
    project = driver.project_with(ROWS[:40], CLASSES)
    sent(driver, project, ROWS[:40])
    file = tmp_path / "project.zip"
    driver.http.patch(f"{API}/projects/{project}", json={"state": "archived"})
    pack_project(driver.app, project, file)
    with driver.app.read() as uow:
        admin, _ = first_admin(uow)
        admin_id = admin.id
    moved = unpack_project(driver.app, file, admin_id, again=True).id
    driver.work()
    assert driver.get(f"/projects/{moved}/vectors").json()["results"] == []
    assert [each["encoder"] for each in driver.get(f"/projects/{moved}").json()["views"]] == [
        "hashing"
    ]
    sent(driver, moved, ROWS[:40])
    assert shown(driver, moved)["items"] == 40
