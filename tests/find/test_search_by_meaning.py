"""Items nearest to a text, or to another item: exact, filtered, by pages, and blind to audits."""

from typing import Any

import numpy as np
import pytest

from service.core.arrays import FloatArray
from service.pool.queries.blindness import Blindness
from service.pool.queries.projects import Projects, Views
from service.vectors.queries import Shards
from tests.asking import answers_questions
from tests.driving import Driver
from tests.texts import texts, truth


@pytest.fixture
def asked(driver: Driver) -> Driver:
    return answers_questions(driver)


def begin(driver: Driver, count: int = 120) -> int:
    return driver.project_with(texts(count), ["fruit", "metal"])


def nearest(driver: Driver, project: int, meaning: str, **query: Any) -> dict[str, Any]:
    answer = driver.get(f"/projects/{project}/items", meaning=meaning, **query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def by_hand(driver: Driver, project: int, vector: FloatArray) -> list[str]:
    """Every text that may be found, nearest first, text by text."""
    rows = texts(120)
    encoder = driver.tools.encoder("hashing")
    vectors = encoder.encode([row["text"] for row in rows])
    with driver.app.read() as uow:
        kept = uow[Blindness].withheld(uow[Projects].get(project))
    order = np.argsort(-(vectors @ vector), kind="stable")
    return [rows[ordinal]["text"] for ordinal in order if ordinal not in kept]


@pytest.mark.slow
def test_the_nearest_come_first_page_by_page(asked: Driver) -> None:
    project = begin(asked)
    [vector] = asked.tools.encoder("hashing").encode(["zinc and gold"])
    wanted = by_hand(asked, project, vector)
    found, cursor = [], {}
    while True:
        page = nearest(asked, project, "zinc and gold", limit=17, total=True, **cursor)
        found += [item["text"] for item in page["results"]]
        assert page["total"] == len(wanted)
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert found == wanted
    far = nearest(asked, project, "zinc and gold", limit=5, skip=30)
    assert [item["text"] for item in far["results"]] == wanted[30:35]
    far = nearest(asked, project, "zinc and gold", limit=5, skip=30, cursor=far["next"])
    assert [item["text"] for item in far["results"]] == wanted[65:70]


@pytest.mark.slow
def test_what_is_like_an_item(asked: Driver) -> None:
    project = begin(asked)
    item = nearest(asked, project, texts(120)[42]["text"], limit=1)["results"][0]
    [vector] = asked.tools.encoder("hashing").encode([item["text"]])
    wanted = [text for text in by_hand(asked, project, vector) if text != item["text"]]
    answer = asked.get(f"/projects/{project}/items/{item['id']}/similar", limit=10)
    assert [each["text"] for each in answer.json()["results"]] == wanted[:10]
    assert answer.json()["next"] is not None


@pytest.mark.both_databases
@pytest.mark.slow
def test_among_those_that_pass_the_filters(asked: Driver) -> None:
    project = begin(asked)
    labelled = asked.label(project, 20, truth)
    found = nearest(asked, project, "apple", **{"class": "metal"}, total=True)
    assert {item["label"] for item in found["results"]} == {"metal"}
    assert found["total"] == len(found["results"]) <= 20
    words = nearest(asked, project, "apple", q="1 number")["results"]
    assert words
    assert all("1" in item["text"] for item in words)
    state = nearest(asked, project, "apple", state="labelled", limit=500)["results"]
    assert {item["id"] for item in state} == {*labelled}
    item = labelled[0]
    like = asked.get(f"/projects/{project}/items/{item}/similar", state="labelled", limit=500)
    assert {each["id"] for each in like.json()["results"]} == {*labelled} - {item}


@pytest.mark.slow
def test_what_is_refused(asked: Driver) -> None:
    project = begin(asked)
    path = f"/projects/{project}/items"
    assert asked.get(path, meaning="x", sort="-labelled_at").json()["field"] == "sort"
    assert asked.get(path, meaning="x", cursor=str(10**9)).json()["field"] == "cursor"
    assert asked.get(path, meaning="").json()["field"] == "meaning"
    assert asked.get(path, meaning="x", **{"class": "bird"}).json()["field"] == "class"
    assert asked.get(f"{path}/999999/similar").status_code == 404


@pytest.mark.slow
def test_before_there_are_vectors_and_by_another_encoder(asked: Driver) -> None:
    project = asked.project(["fruit", "metal"])
    answer = asked.get(f"/projects/{project}/items", meaning="apple")
    assert (answer.status_code, answer.json()["reason"]["code"]) == (503, "no_vectors")
    assert "reference" not in answer.json(), "nothing is wrong: the log has no line of it"
    asked.imported(project, texts(20))
    with asked.app.write() as uow:
        view = uow[Views].ranked(project)
        for shard in uow[Shards].current(view):
            shard.fingerprint = "of before"
        view.fingerprint = "of before"
    answer = asked.get(f"/projects/{project}/items", meaning="apple")
    assert (answer.status_code, answer.json()["reason"]["code"]) == (503, "other_encoder")


@pytest.mark.both_databases
@pytest.mark.slow
def test_words_are_found_without_a_worker_and_meaning_is_not(driver: Driver) -> None:
    project = begin(driver)
    assert driver.get(f"/projects/{project}/items", q="apple").json()["results"]
    answer = driver.get(f"/projects/{project}/items", meaning="apple")
    assert answer.status_code == 503
    assert answer.json()["reason"]["code"] == "no_worker"
