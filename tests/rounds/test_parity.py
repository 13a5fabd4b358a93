"""A campaign through HTTP gives the points that the core's replay gives, to the last digit."""

from typing import Any

import numpy as np
import pytest

from service.core.acquisition.audit import BALANCED
from service.core.replay.campaign import CampaignSettings, play
from service.core.targets.one_class import OneClass
from service.kit.vocabulary import Source
from tests.driving import Driver, on_sqlite
from tests.rounds.campaigns import Stored
from tests.texts import texts, truth

CLASSES = ["fruit", "metal", "bird"]
EVERY, ROUNDS = 10, 7
SEED, BATCH = 23, 6


def through_http(
    driver: Driver, strategy: str, examples: list[str]
) -> tuple[int, list[dict[str, Any]]]:
    project = driver.project(
        CLASSES,
        strategy=strategy,
        round_every=EVERY,
        batch_size=BATCH,
        seed=SEED,
    )
    rare = driver.get(f"/projects/{project}").json()["classes"][2]["id"]
    place = f"/api/v1/projects/{project}/classes/{rare}/examples"
    assert driver.http.put(place, json={"examples": examples}).status_code == 200
    driver.work()
    driver.imported(project, texts(300, CLASSES[:2]) + texts(20, CLASSES[2:]))
    for _ in range(ROUNDS):
        driver.label(project, EVERY, truth)
        assert driver.work() == ["rank", "measure"]
    return project, driver.get(f"/projects/{project}/curve").json()["points"]


@pytest.mark.slow
@on_sqlite
@pytest.mark.parametrize(
    ("strategy", "examples"), [("auto", ["robin and crow", "a dove"]), ("margin", [])]
)
def test_http_and_replay_agree(driver: Driver, strategy: str, examples: list[str]) -> None:
    project, points = through_http(driver, strategy, examples)
    stored = Stored(driver, project)
    sources = {each.source for each in driver.assignments(project)}
    assert (Source.HUNT in sources) == (strategy == "auto")
    replayed = play(
        stored.vectors,
        OneClass(stored.truth()),
        audit_order=np.array(stored.audit_order()),
        n_classes=len(CLASSES),
        strategy=strategy,
        budget=EVERY * ROUNDS,
        pace=CampaignSettings(BATCH, EVERY, BALANCED),
        seed=SEED,
        learner=stored.learner(),
    )
    names = ("labels", "audit_labels", "estimate", "low", "high", "macro_f1")
    assert [tuple(point[name] for name in names) for point in points] == [
        tuple(getattr(point, name) for name in names) for point in replayed
    ]
    assert len(points) == ROUNDS
    assert points[-1]["estimate"] is not None
    assert points[-1]["audit_labels"] == 21
