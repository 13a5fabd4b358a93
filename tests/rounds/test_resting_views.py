"""A view that rounds have no use for rests: no text costs its encoder's time until it is woken."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sqlmodel import col, select

from service.pool.queries.projects import Projects, Views
from service.ports import FloatArray
from service.rounds import views_read
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.rounds import Round
from service.rounds.views_read import FEWEST_LABELS, RELEASED_WEIGHT, let_rest
from tests.driving import API, Driver
from tests.texts import texts, truth

CLASSES = ["fruit", "metal"]
NAME = "sentence_transformer"


class Noise:
    """An encoder whose vectors say nothing of a text; it counts those that it has read."""

    dimensions, numeric_class, arithmetic, fingerprint = 16, "exact", "float32", "noise"
    read = 0

    def encode(self, read: Sequence[str]) -> FloatArray:
        self.read += len(read)
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) for text in read]
        rows = [np.random.default_rng(seed).normal(size=self.dimensions) for seed in seeds]
        X = np.array(rows, dtype=np.float32).reshape(-1, self.dimensions)
        return X / np.linalg.norm(X, axis=1, keepdims=True)

    reference = encode


@pytest.fixture
def noise(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Noise:
    """What the worker has under a name that is no word of the tests' own."""
    noise, tools = Noise(), driver.tools
    driver.tools = replace(
        tools, encoder=lambda name: noise if name == NAME else tools.encoder(name)
    )
    there = ("hashing", "lexical", NAME)
    announce = driver.announce
    monkeypatch.setattr(driver, "announce", lambda: announce(there))
    monkeypatch.setattr(views_read, "FEWEST_LABELS", 24)
    return noise


def views(driver: Driver, project: int) -> dict[str, Any]:
    return {each["encoder"]: each for each in driver.get(f"/projects/{project}").json()["views"]}


def round_of(driver: Driver, project: int, labels: int) -> None:
    driver.label_at_once(project, labels, truth)
    driver.work()


def watched(driver: Driver) -> int:
    """A project with one, after a round with 12 labels and four more up to 24."""
    driver.without("measure")  # rounds' own heads say what weight it has
    project = driver.project(CLASSES, views=[NAME])
    driver.imported(project, texts(60))
    for labels in (12, 3, 3, 3, 3):
        round_of(driver, project, labels)
        assert views(driver, project)[NAME]["rests_from"] is None
    return project


def at_rest(driver: Driver) -> int:
    project = watched(driver)
    round_of(driver, project, 1)  # the round that looks back on five
    return project


@pytest.mark.slow
@pytest.mark.usefixtures("noise")
def test_no_view_rests_before_300_labels(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    project = watched(driver)
    monkeypatch.setattr(views_read, "FEWEST_LABELS", FEWEST_LABELS)

    def rests(labels: int) -> bool:
        with driver.app.write() as uow:
            mine = select(Round).where(Round.project_id == project).order_by(col(Round.number))
            rounds = uow.session.exec(mine).all()
            last = rounds[-1].label_count
            for each in rounds:
                each.label_count = each.label_count * labels // last
            let_rest(uow, uow[Projects].lock(project))
            return uow[Views].of(project)[1].rests_from is not None

    assert not rests(299)
    assert rests(300)


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_view_without_weight_rests_until_it_is_woken(driver: Driver, noise: Noise) -> None:
    project = at_rest(driver)
    assert views(driver, project)[NAME]["rests_from"] == 24
    last = driver.get(f"/projects/{project}/stats").json()["last_round"]
    assert [each["encoder"] for each in last["views"]] == ["hashing"]

    read = noise.read
    driver.imported(project, texts(80)[60:])
    assert noise.read == read
    shown = views(driver, project)
    assert (shown["hashing"]["embedded"], shown[NAME]["embedded"]) == (80, 60)

    woken = driver.post(f"/projects/{project}/views:wake", encoder=NAME)
    assert woken.status_code == 200, woken.text
    driver.work()
    assert noise.read == read + 20, "only what came while it rested"
    shown = views(driver, project)
    assert (shown[NAME]["embedded"], shown[NAME]["rests_from"]) == (80, None)
    assert shown[NAME]["weight"] is not None, "rounds read it again"
    round_of(driver, project, 5)
    assert views(driver, project)[NAME]["rests_from"] is None, "labels haven't doubled since"

    awake = driver.post(f"/projects/{project}/views:wake", encoder=NAME)
    assert (awake.status_code, awake.json()["detail"]) == (409, f"{NAME} doesn't rest.")
    unknown = driver.post(f"/projects/{project}/views:wake", encoder="e5")
    assert (unknown.status_code, unknown.json()["field"]) == (404, "encoder")


@pytest.mark.slow
@pytest.mark.usefixtures("noise")
def test_what_the_released_model_weighs_or_learns_from_labels_never_rests(driver: Driver) -> None:
    """The ranking head alone sent views to sleep that the model people take away went by."""
    project = at_rest(driver)

    def rests(encoder: str, released: dict[str, float | None] | None) -> bool:
        with driver.app.write() as uow:
            view, last = uow[Views].of(project)[1], uow[Rounds].last(project)
            assert last is not None
            view.rests_from, view.encoder = None, encoder
            last.measured_at = None if released is None else uow.now
            ours = {"position": view.position, "encoder": encoder, "fingerprint": "noise"}
            read = [each for each in last.views if each["position"] != view.position]
            last.views = [*read, ours | {"weight": 0.0} | (released or {})]
            let_rest(uow, uow[Projects].lock(project))
            return view.rests_from is not None

    assert rests(NAME, None), "no model is released"
    assert rests(NAME, {RELEASED_WEIGHT: 0.0})
    assert not rests(NAME, {RELEASED_WEIGHT: 0.2})
    assert not rests(NAME, {RELEASED_WEIGHT: None}), "what it weighs was not noted"
    assert not rests("tuned", {RELEASED_WEIGHT: 0.0})


@pytest.mark.slow
def test_a_measured_round_notes_the_weights_of_what_it_releases(driver: Driver) -> None:
    project = driver.project(CLASSES, views=["lexical"])
    driver.imported(project, texts(60))
    round_of(driver, project, 40)
    with driver.app.read() as uow:
        measured = uow[Rounds].last_measured(project)
        assert measured is not None
        weights = [each[RELEASED_WEIGHT] for each in measured.views]
    assert sum(weights) == pytest.approx(1, abs=0.001)
    assert len(weights) == 2


@pytest.mark.slow
def test_what_is_taken_back_is_gone_in_a_view_that_rests_too(driver: Driver, noise: Noise) -> None:
    project = driver.project(CLASSES, views=[NAME])
    first = driver.imported(project, texts(40))
    driver.imported(project, texts(60)[40:])
    with driver.app.write() as uow:
        uow[Views].of(project)[1].rests_from = 24
    gone = driver.http.delete(f"{API}/projects/{project}/imports/{first['import_id']}")
    assert gone.is_success, gone.text
    driver.work()
    assert {each["embedded"] for each in views(driver, project).values()} == {20}
    assert noise.read > 0


@pytest.mark.slow
def test_other_classes_wake_it(driver: Driver, noise: Noise) -> None:
    project = at_rest(driver)
    driver.imported(project, [{"text": f"a new text {n}"} for n in range(3)])
    added = driver.http.post(f"{API}/projects/{project}/classes", json={"name": "wood"})
    assert added.status_code == 201, added.text
    driver.work()
    shown = views(driver, project)[NAME]
    assert (shown["rests_from"], shown["embedded"]) == (None, 63)
    assert noise.read > 0
