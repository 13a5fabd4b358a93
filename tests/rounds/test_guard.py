"""A project's strategy held against random picks: measured, stored, obeyed by the next round."""

from typing import Any

import numpy as np
import pytest

from service.kit.vocabulary import Source
from service.pool.queries.asked import AskedItems
from service.pool.queries.items import Items
from tests.driving import API, Driver, on_sqlite
from tests.parts.most_certain import NAME, most_certain_known
from tests.texts import texts, truth

pytestmark = [on_sqlite]
CLASSES = ["fruit", "metal", "bird"]


def guards(driver: Driver, project: int) -> tuple[Any, Any]:
    """As the curve and the figures say it."""
    curve, stats = (
        driver.get(f"/projects/{project}/curve"),
        driver.get(f"/projects/{project}/stats"),
    )
    return curve.json()["guard"], stats.json()["guard"]


def campaign(driver: Driver, project: int, labels: int) -> None:
    for _ in range(labels // 10):
        driver.label_at_once(project, 10, truth)
        driver.work()


@pytest.mark.slow
def test_before_the_first_look_nothing_is_held_against_it(driver: Driver) -> None:
    project = driver.project(CLASSES, strategy="margin", round_every=10)
    driver.imported(project, texts(300, CLASSES))
    campaign(driver, project, 10)
    for guard in guards(driver, project):
        assert (guard["tripped"], guard["random_share"]) == (False, 0.0)
        assert guard["reason"]["code"] == "guard_waits"


def test_annotators_see_nothing_of_it(driver: Driver) -> None:
    project = driver.project(CLASSES)
    ann = driver.join(project, "Ann")
    for place in ("curve", "stats"):
        assert ann.get(f"{API}/projects/{project}/{place}").json()["guard"] is None


@pytest.mark.slow
def test_a_strategy_that_asks_what_is_certain_shares_with_chance(driver: Driver) -> None:
    """Audits find it out."""
    with most_certain_known():
        measure = driver.handlers["measure"]
        project = driver.without("measure").project(
            CLASSES, strategy=NAME, round_every=10, audits="proof"
        )
        driver.imported(project, texts(800, ["fruit"] * 6 + ["metal", "bird"]))
        campaign(driver, project, 150)
        driver.handlers["measure"] = measure
        driver.post(f"/projects/{project}/rounds")
        driver.work()
        curve, stats = guards(driver, project)
        assert curve == stats
        assert (curve["tripped"], curve["random_share"]) == (True, 0.5)
        assert curve["reason"]["code"] == "chosen_teach_less"
        assert curve["reason"]["figures"]["random_percent"] > curve["reason"]["figures"]["percent"]

        driver.without("measure")
        campaign(driver, project, 10)  # the next round ranks by it
        before = len(driver.assignments(project))
        campaign(driver, project, 20)
        rounds = driver.get(f"/projects/{project}/rounds").json()["results"]
        assert [each["random_share"] for each in rounds][-2:] == [0.5, 0.5]
        asked = driver.assignments(project)[before:]
        drawn = [each for each in asked if each.strategy == "guard@1:random@1"]
        chosen = [each for each in asked if each.strategy.startswith(NAME)]
        assert drawn
        assert abs(len(drawn) - len(chosen)) <= 2
        assert {each.source for each in drawn} == {Source.STRATEGY}
        assert all(each.probability is not None for each in drawn)

        driver.http.patch(f"{API}/projects/{project}", json={"strategy": "coverage"})
        for guard in guards(driver, project):
            assert not guard["tripped"]
        campaign(driver, project, 10)
        rounds = driver.get(f"/projects/{project}/rounds").json()["results"]
        assert rounds[-1]["random_share"] == 0.0


@pytest.mark.slow
def test_picks_come_in_the_order_in_which_they_went_out(driver: Driver) -> None:
    driver.without("measure")
    project = driver.project_with(texts(300, CLASSES), CLASSES, strategy="margin", round_every=10)
    campaign(driver, project, 30)
    with driver.app.read() as uow:
        picked = uow[AskedItems].picked_ordinals(project, "margin")
        ordinal = {
            item_id: o for o, item_id in uow[Items].ids_of_ordinals(project, [*range(300)]).items()
        }
    expected = [
        ordinal[each.item_id]
        for each in driver.assignments(project)
        if each.strategy.startswith("margin@")
    ]
    assert len(expected) > 5
    np.testing.assert_array_equal(picked, expected)
