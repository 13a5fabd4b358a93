"""What the released model says of texts that somebody sends."""

from typing import Any

import numpy as np
import pytest
from sqlmodel import select

from service.pool.queries.items import Items
from service.pool.tables.items import Exposure
from service.rounds.released import RELEASED, Released, released_head
from tests.asking import answers_questions
from tests.driving import Driver
from tests.rounds.test_predictions import last_measured
from tests.texts import texts, truth

pytestmark = pytest.mark.slow


CLASSES = ["fruit", "metal", "bird"]
NEW = ["a ripe melon and a lemon", "copper or nickel", "a heron, a swan and a wren"]


@pytest.fixture(scope="module")
def asked(shared: Driver) -> Driver:
    return answers_questions(shared)


@pytest.fixture(scope="module")
def project(asked: Driver) -> int:
    made = asked.project_with(texts(90, CLASSES), CLASSES, strategy="margin")
    asked.label_at_once(made, 30, truth)
    asked.work()
    return made


def predicted(driver: Driver, project: int, sent: list[str], **more: Any) -> dict[str, Any]:
    answer = driver.post(f"/projects/{project}/predict", texts=sent, **more)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_before_the_first_round_it_says_what_that_waits_for(asked: Driver) -> None:
    made = asked.project_with(texts(60, CLASSES), CLASSES, strategy="margin")

    def refusal() -> tuple[int, str, str]:
        answer = asked.post(f"/projects/{made}/predict", texts=NEW)
        reason = answer.json()["reason"]
        return answer.status_code, reason["code"], reason["detail"].partition(". ")[2]

    assert refusal() == (409, "not_measured", "The first figures come with the first labels.")
    asked.label(made, 20, truth)
    assert refusal() == (503, "under_way", "The first round waits for a worker.")
    asked.work()
    assert len(predicted(asked, made, NEW)["predictions"]) == len(NEW)


def test_all_classes_of_each_text_as_the_released_head_has_them(
    asked: Driver, project: int
) -> None:
    found = predicted(asked, project, NEW)
    round_ = last_measured(asked, project)
    head = released_head(asked.app, round_)
    assert isinstance(head, Released)
    P = head.probabilities(asked.tools.encoder("hashing").encode(NEW))
    assert (found["round"], found["exposed"]) == (round_.number, 0)
    for row, expected in zip(found["predictions"], P, strict=True):
        assert [each["class"] for each in row] == [CLASSES[c] for c in np.argsort(-expected)]
        np.testing.assert_allclose(
            [each["probability"] for each in row], np.sort(expected)[::-1], atol=1e-6
        )
    assert [row[0]["class"] for row in found["predictions"]] == [truth(text) for text in NEW]
    two = predicted(asked, project, NEW, likeliest=2)["predictions"]
    assert two == [row[:2] for row in found["predictions"]]


def test_a_thousand_texts_are_what_they_are_one_by_one(asked: Driver, project: int) -> None:
    many = [f"{NEW[i % 3]} {i}" for i in range(1_000)]
    found = predicted(asked, project, many, likeliest=1)["predictions"]
    assert len(found) == 1_000
    for i in (0, 501, 999):
        [alone] = predicted(asked, project, [many[i]], likeliest=1)["predictions"]
        assert found[i][0]["class"] == alone[0]["class"]
        assert found[i][0]["probability"] == pytest.approx(alone[0]["probability"], abs=1e-5)


def test_the_nearest_labelled_items_speak_for_each_class(asked: Driver, project: int) -> None:
    [row] = predicted(asked, project, NEW[:1], nearest=2)["predictions"]
    encoder = asked.tools.encoder("hashing")
    [x] = encoder.encode(NEW[:1])
    items = asked.get(f"/projects/{project}/items", state="labelled", limit=500).json()["results"]
    for each in row:
        mine = [item for item in items if item["label"] == each["class"]]
        cosines = encoder.encode([item["text"] for item in mine]) @ x
        best = [mine[i]["id"] for i in np.argsort(-cosines, kind="stable")[:2]]
        assert [near["item_id"] for near in each["nearest"]] == best
        assert each["nearest"][0]["similarity"] == pytest.approx(cosines.max(), abs=1e-5)
    assert {truth(near["text"]) for near in row[0]["nearest"]} == {"fruit"}


def test_who_was_told_of_a_text_of_the_pool_is_not_asked_to_check_it(
    asked: Driver, project: int
) -> None:
    pool = [row["text"] for row in texts(90, CLASSES)]
    assert predicted(asked, project, [*NEW, *pool[:4]])["exposed"] == 4
    with asked.app.read() as uow:
        shown = uow.session.exec(select(Exposure)).all()
        items = uow[Items].some([row.item_id for row in shown])
    assert sorted(item.text for item in items.values()) == sorted(pool[:4])
    assert {row.user_id for row in shown} == {asked.get("/me").json()["id"]}


def test_a_merged_class_counts_as_what_it_means(asked: Driver, project: int) -> None:
    def shares() -> dict[str, float]:
        row = predicted(asked, project, NEW)["predictions"][2]
        return {each["class"]: each["probability"] for each in row}

    before = shares()
    known = asked.get(f"/projects/{project}/classes").json()["results"]
    ids = {each["name"]: each["id"] for each in known}
    merged = asked.post(f"/projects/{project}/classes/{ids['bird']}/merge", into=ids["metal"])
    assert merged.status_code == 200, merged.text
    after = shares()
    assert set(after) == {"fruit", "metal"}
    assert after["metal"] == pytest.approx(before["metal"] + before["bird"], abs=1e-5)


def test_what_is_refused(asked: Driver, project: int) -> None:
    path = f"/projects/{project}/predict"
    for field, body in (
        ("texts", {"texts": []}),
        ("texts", {"texts": ["x"] * 1_001}),
        ("texts.0", {"texts": [""]}),
        ("likeliest", {"texts": ["x"], "likeliest": 0}),
        ("nearest", {"texts": ["x"] * 11, "nearest": 1}),
    ):
        answer = asked.post(path, **body)
        assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_without_a_model_or_a_worker_there_is_a_reason(driver: Driver) -> None:
    """Without a model clients don't ask for ever: 409, as of predictions; a worker may come."""
    made = driver.project_with(texts(60, CLASSES), CLASSES, strategy="margin")

    def refusal() -> tuple[int, str]:
        answer = driver.post(f"/projects/{made}/predict", texts=["x"])
        return answer.status_code, answer.json()["reason"]["code"]

    assert refusal() == (409, "not_measured")
    driver.label(made, 20, truth)
    driver.work()
    assert refusal() == (503, "no_worker")
    answers_questions(driver)
    driver.app.blobs.delete(last_measured(driver, made).artefacts[RELEASED])
    assert refusal() == (409, "no_model")
