"""What is served, computed again from stored labels and vectors by slow, obvious code.

Labelling tools have shipped loops that silently served random order. These tests fail when the
strategy is swapped for another, and they say so about themselves.
"""

from typing import Any

import numpy as np
import pytest

from service.core.acquisition.audit import Audits
from service.core.rounds import ranking_length
from service.kit.vocabulary import Source
from service.rounds.queries.rounds import Rankings
from tests.core.acquisition.strategies.reference_rounds import ranking as reference_ranking
from tests.driving import Driver, on_sqlite
from tests.rounds.campaigns import Stored
from tests.texts import texts, truth

pytestmark = [on_sqlite, pytest.mark.slow]

CLASSES = ["fruit", "metal", "bird"]


def campaign(driver: Driver, strategy: str, rounds: int = 2) -> int:
    project = driver.project_with(
        texts(210, CLASSES), CLASSES, strategy=strategy, round_every=10, batch_size=5, seed=17
    )
    driver.without("measure")
    for _ in range(rounds):
        driver.label_at_once(project, 10, truth)
        driver.work()
    return project


def expected(stored: Stored, strategy: str) -> list[int]:
    learner = stored.learner()
    return reference_ranking(
        stored.vectors,
        stored.present,
        stored.labels(),
        handed_out=np.zeros(len(stored.items), dtype=np.bool_),
        off_limits=stored.off_limits(),
        n_classes=len(CLASSES),
        strategy=strategy,
        batch_size=5,
        length=ranking_length(5, stored.handed_out_last_round()),
        seed=17,
        round_number=stored.rounds[-1].number,
        warm=stored.warm(learner),
        learner=learner,
    )


# Farther down near-ties are decided by the seventh digit, which single precision hasn't got. Where
# clusters are formed that is sooner, and on some processors: their BLAS adds in another order.
COMPARED = {"cluster_margin@1": 25, "auto@1": 25}


def ordinals(stored: Stored, audit: bool) -> list[int]:
    place = {item.id: item.ordinal for item in stored.items}
    return [place[r.item_id] for r in stored.ranking if (r.source == Source.AUDIT) == audit]


def check(stored: Stored, strategy: str) -> None:
    wanted = expected(stored, strategy)
    ranked = ordinals(stored, audit=False)
    assert len(ranked) > 50
    compared = COMPARED.get(strategy, 50)
    assert ranked[:compared] == wanted[:compared]
    ahead = [o for o in stored.audit_order() if stored.items[o].audit_key > stored.frontier]
    unlabelled = [o for o in ahead if stored.labels_of[o] is None]
    audits = ordinals(stored, audit=True)
    assert len(audits) >= 10
    assert audits == unlabelled[: len(audits)]


@pytest.mark.parametrize("strategy", ["auto@1", "badge@1", "coverage@1", "random@1"])
def test_the_ranking_is_what_the_strategy_says(driver: Driver, strategy: str) -> None:
    """Of those that draw, or begin without a head, or hand over; the core tries each."""
    check(Stored(driver, campaign(driver, strategy)), strategy)


def test_what_is_served_is_the_ranking(driver: Driver) -> None:
    project = campaign(driver, "auto")
    ranking = [row.item_id for row in Stored(driver, project).ranking]
    served = [a["item"]["id"] for a in driver.offered(project, 60)["assignments"]]
    assert served == ranking[:60]


@pytest.mark.parametrize("swapped", ["random", "margin", "file order"])
def test_another_order_is_noticed(driver: Driver, swapped: str) -> None:
    project = campaign(driver, "cluster_margin", rounds=1)
    if swapped != "file order":
        driver.http.patch(f"/api/v1/projects/{project}", json={"strategy": swapped})
    driver.label_at_once(project, 10, truth)
    driver.work()
    if swapped == "file order":
        in_file_order(driver, project)
    stored = Stored(driver, project)
    with pytest.raises(AssertionError):
        check(stored, "cluster_margin@1")
    if swapped != "file order":
        check(stored, f"{swapped}@1")


def in_file_order(driver: Driver, project: int) -> None:
    with driver.app.write() as uow:
        rows: list[dict[str, Any]] = [
            row.model_dump(exclude={"project_id", "position"}) for row in uow[Rankings].of(project)
        ]
        chosen = sorted(row["item_id"] for row in rows if row["source"] != Source.AUDIT)
        for row in rows:
            if row["source"] != Source.AUDIT:
                row["item_id"] = chosen.pop(0)
        uow[Rankings].replace(project, rows)


def test_a_round_tells_what_it_takes_to_replay_it(driver: Driver) -> None:
    stored = Stored(driver, campaign(driver, "auto"))
    for number, found in enumerate(stored.rounds):
        assert found.number == number
        assert found.class_ids == stored.class_ids
        assert found.seed == 17
        assert found.audits is Audits.BALANCED
        assert found.encoder_fingerprint
        assert set(found.seconds) >= {"read", "rank", "swap", "total"}
        assert found.wait_seconds >= 0
    assert stored.rounds[-1].head == "mixture@1"
    assert stored.rounds[-1].strategy == "auto@1:uncertainty_herding@1"
