"""Encoders that a project doesn't have, tried on its labels: asked for, done, shown, added."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from service.kit.errors import UnknownEncoder
from service.ports import Encoder, FloatArray
from tests.driving import API, Driver
from tests.texts import WORDS, texts, truth
from workers.encoders.hashing import HashingEncoder

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

CLASSES = ["fruit", "metal"]


def is_fruit(text: str) -> bool:
    return any(word in text for word in WORDS["fruit"])


class Seeing(HashingEncoder):
    """What the class of a text is stands in its vectors."""

    dimensions = 4

    def __init__(self, name: str, sight: float) -> None:
        self.fingerprint, self._sight = name, sight

    def encode(self, texts: Sequence[str]) -> FloatArray:
        rng = np.random.default_rng(len(texts))
        rows = rng.normal(size=(len(texts), 4)).astype(np.float32)
        rows[:, 0] += [self._sight * (1 if is_fruit(text) else -1) for text in texts]
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def trying(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """A driver whose worker has these; the project's own encoder sees nothing."""
    sights = {"hashing": 0.0, "lexical": 9.0, "small": 0.0}
    there = {name: Seeing(name, sight) for name, sight in sights.items()}

    def encoder(name: str) -> Encoder:
        if name == "e5":
            raise UnknownEncoder("There is no room for it.")
        return there[name.partition(":")[0]]

    announce = driver.announce
    driver.tools = replace(
        driver.tools, encoder=encoder, borrow=lambda name: nullcontext(encoder(name))
    )
    monkeypatch.setattr(driver, "announce", lambda: announce(("e5", *there)))
    return driver


def labelled(driver: Driver, count: int = 60, **fields: Any) -> int:
    project = driver.without("measure").project(CLASSES, **fields)
    driver.imported(project, texts(count), labels="import")
    return project


def asked(driver: Driver, project: int, **body: Any) -> Any:
    return driver.post(f"/projects/{project}/encoder-trial", **body)


def shown(driver: Driver, project: int) -> Any:
    return driver.get(f"/projects/{project}/encoder-trial").json()


def test_the_encoder_that_fits_is_named_and_added_by_one_call(trying: Driver) -> None:
    project = labelled(trying)
    assert shown(trying, project) == {
        "trial": None,
        "reason": None,
        "proposal": None,
        "learning": None,
    }
    job = asked(trying, project)
    assert (job.status_code, job.json()["kind"]) == (202, "try_encoders")
    assert asked(trying, project).json()["id"] == job.json()["id"], "one is under way"
    assert shown(trying, project)["reason"]["code"] == "under_way"
    assert "try_encoders" in trying.work()
    done = trying.get(f"/jobs/{job.json()['id']}").json()
    assert (done["state"], done["done"], done["total"]) == ("done", 180, 180)
    trial, reason, *_ = shown(trying, project).values()
    assert reason is None
    assert (trial["views"], trial["labels"], trial["items"]) == (["hashing"], 60, 60)
    assert [each["encoder"] for each in trial["tried"]] == ["lexical", "small"]
    assert trial["failed"] == [{"encoder": "e5", "error": "There is no room for it."}]
    best, other = trial["tried"]
    assert best["beside"] - trial["before"] == pytest.approx(best["gain"]["value"])
    assert best["gain"]["low"] > 0.2 > other["gain"]["low"]
    assert best["seconds"] > 0
    assert trial["recommended"] == "lexical"
    assert trial["verdict"].startswith("Add lexical: ")
    views = [trial["recommended"]]
    assert trying.http.patch(f"{API}/projects/{project}", json={"views": views}).status_code == 200
    assert shown(trying, project)["trial"]["recommended"] is None, "it is a view now"
    trying.work()
    # Beside a view that sees all, what sees nothing brings nothing.
    assert asked(trying, project, encoders=["small"]).status_code == 202
    trying.work()
    again = shown(trying, project)["trial"]
    assert (again["views"], again["recommended"]) == (["hashing", "lexical"], None)
    assert again["verdict"].startswith("Keep what you have. On 60 labelled texts the gain by small")


def test_a_trial_is_proposed_from_100_labels_on_with_what_it_costs(trying: Driver) -> None:
    project = labelled(trying, 99)
    assert shown(trying, project)["proposal"] is None
    trying.imported(project, texts(100)[99:], labels="import")
    proposal = shown(trying, project)["proposal"]
    assert (proposal["encoders"], proposal["labels"]) == (["e5", "lexical", "small"], 100)
    assert proposal["seconds"] == pytest.approx(100 * (122 + 2 + 14) / 10_000)
    views = {"views": ["small"]}
    assert trying.http.patch(f"{API}/projects/{project}", json=views).status_code == 200
    assert shown(trying, project)["proposal"]["encoders"] == ["e5"], "what takes more than small"
    trying.work()
    assert asked(trying, project, encoders=["lexical"]).status_code == 202
    assert shown(trying, project)["proposal"] is None, "one is under way"
    trying.work()
    assert shown(trying, project)["trial"]["recommended"] == "lexical"
    assert shown(trying, project)["proposal"] is None, "add that one first"
    views = {"views": ["small", "lexical"]}
    assert trying.http.patch(f"{API}/projects/{project}", json=views).status_code == 200
    assert shown(trying, project)["proposal"] is None, "there are no more labels than then"


def test_one_that_learns_is_proposed_once_it_would_at_once(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce = driver.announce
    monkeypatch.setattr(driver, "announce", lambda: announce(("hashing", "tuned")))
    project = labelled(driver, 29)
    assert shown(driver, project)["learning"] is None
    driver.imported(project, texts(35)[29:], labels="import")
    learning = shown(driver, project)["learning"]
    stats = driver.get(f"/projects/{project}/stats").json()
    chosen = stats["labels"] - stats["audit_labels"]
    assert chosen >= 30
    assert (learning["encoder"], learning["labels"]) == ("tuned", chosen)
    assert learning["seconds"] == pytest.approx(0.3 * (chosen + stats["items"] / 50))
    for body in ({"tuning_seconds": 1}, {"tuning_seconds": None, "tuning": False}):
        assert driver.http.patch(f"{API}/projects/{project}", json=body).status_code == 200
        assert shown(driver, project)["learning"] is None
    body = {"tuning": True, "views": ["tuned"]}
    assert driver.http.patch(f"{API}/projects/{project}", json=body).status_code == 200
    assert shown(driver, project)["learning"] is None, "it is a view now"


def test_audit_texts_are_told_apart(trying: Driver) -> None:
    project = trying.project_with(texts(120), CLASSES)
    trying.serve_audits(project, 40)
    trying.label_at_once(project, 40, truth)
    trying.work()
    trying.label_at_once(project, 20, truth)
    assert asked(trying, project).status_code == 202
    trying.work()
    trial = shown(trying, project)["trial"]
    assert trial["labels"] == 60
    assert trial["audits"] >= 40
    best = trial["tried"][0]
    assert best["on_audits"]["low"] > 0
    assert best["on_audits"] != best["gain"]


def test_texts_of_several_classes(trying: Driver) -> None:
    project = trying.project(CLASSES, answer_kind="multi_label")
    rows = [{**row, "label": [row["label"]]} for row in texts(60)]
    trying.imported(project, rows, labels="import")
    assert asked(trying, project).status_code == 202
    trying.work()
    trial = shown(trying, project)["trial"]
    assert trial["recommended"] == "lexical"
    assert trial["tried"][0]["beside"] > 0.95


def test_texts_need_vectors(trying: Driver) -> None:
    project = labelled(trying.without("embed"))
    answer = asked(trying, project)
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "The texts have no vectors yet. Try again when they have.",
    )


def test_what_is_lacking_is_said(trying: Driver) -> None:
    project = labelled(trying, 49)
    refused = asked(trying, project)
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "49 of the 50 settled labels needed to try encoders.",
    )
    assert shown(trying, project)["reason"]["detail"] == refused.json()["detail"]
    trying.imported(project, texts(60)[49:], labels="import")
    for names, detail in {
        ("hashing",): "hashing is a view of the project already.",
        ("tuned",): "tuned learns from labels, so it can't be tried.",
        ("nothing",): "There is no encoder 'nothing'.",
        ("sentence_transformer:x",): "The model 'x' isn't allowed here.",
    }.items():
        answer = asked(trying, project, encoders=names)
        assert (answer.status_code, answer.json()["field"]) == (422, "encoders")
        assert answer.json()["detail"].startswith(detail)
    for view in ("lexical", "small", "e5"):
        views = [*dict.fromkeys([*_further(trying, project), view])]
        trying.http.patch(f"{API}/projects/{project}", json={"views": views})
    answer = asked(trying, project)
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("The workers have no other encoder.")


def _further(driver: Driver, project: int) -> list[str]:
    views = driver.get(f"/projects/{project}").json()["views"]
    return [view["encoder"] for view in views[1:]]


def test_labels_of_one_class_and_models_that_can_not_be_loaded(trying: Driver) -> None:
    project = trying.project(CLASSES)
    same = [{"text": f"{word} {n}", "label": "fruit"} for n in range(9) for word in WORDS["fruit"]]
    trying.imported(project, same, labels="import")
    asked(trying, project)
    trying.work()
    assert shown(trying, project)["reason"]["detail"].startswith("All labels say the same.")
    project = labelled(trying)
    asked(trying, project, encoders=["e5"])
    trying.work()
    detail = shown(trying, project)["reason"]["detail"]
    assert detail == "No encoder could be loaded. e5: There is no room for it."


def test_a_trial_is_cancelled_where_it_is(trying: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    project = labelled(trying, 120)
    job = asked(trying, project, encoders=["lexical", "small"]).json()["id"]
    read = list[int]()

    def encode(_encoder: Seeing, texts: Sequence[str]) -> FloatArray:
        read.append(len(texts))
        if len(read) == 2:
            assert trying.post(f"/jobs/{job}/cancel").status_code == 200
        return np.ones((len(texts), 4), dtype=np.float32)

    monkeypatch.setattr(Seeing, "encode", encode)
    trying.work()
    assert read == [1, 64], "one text to load it, and the first part"
    assert shown(trying, project) == {
        "trial": None,
        "reason": {"code": "cancelled", "detail": "It was cancelled.", "figures": {}},
        "proposal": None,
        "learning": None,
    }
