"""How many people answer an item, changed while they do."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from service.core.acquisition.audit import BALANCED
from tests.driving import API, Driver, on_sqlite
from tests.pool.attacking import Attacker, apart_from_chance
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


def item(driver: Driver, project: int, lease: Any) -> Any:
    return driver.get(f"/projects/{project}/items/{lease['item']['id']}").json()


@pytest.mark.slow
def test_fewer_people_an_item_settles_what_has_answers_enough(driver: Driver) -> None:
    """Not where people disagree."""
    project = driver.project(CLASSES, overlap=3)
    driver.without("embed").imported(project, texts(12))
    path = f"{API}/projects/{project}"
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    [first, second] = driver.offered(project, 2, ann)["assignments"]
    [same, other] = driver.offered(project, 2, ben)["assignments"]
    assert [each["item"]["id"] for each in (same, other)] == [
        each["item"]["id"] for each in (first, second)
    ]
    for http, lease, name in ((ann, first, "fruit"), (ann, second, "fruit"), (ben, same, "metal")):
        assert driver.answer(project, lease, name, http=http).status_code == 201
    assert [item(driver, project, each)["state"] for each in (first, second)] == 2 * ["provisional"]
    assert driver.http.patch(path, json={"overlap": 1}).status_code == 200
    states = [item(driver, project, each)["state"] for each in (first, second)]
    assert states == ["provisional", "settled"]


@on_sqlite
@pytest.mark.slow
def test_nothing_that_an_annotator_reads_tells_what_another_answered(driver: Driver) -> None:
    """Ben reads all there is before and after each of Ann's answers, then gets the same items."""
    project = driver.project_with(texts(60), CLASSES, overlap=2, strategy="random", round_every=5)
    ann = driver.join(project, "Ann")
    ben = Attacker(driver, driver.join(project, "Ben"), project, BALANCED)
    given: dict[int, str] = {}
    ben.look()
    for lease in driver.offered(project, 30, ann)["assignments"]:
        given[lease["item"]["id"]] = chosen = truth(lease["item"]["text"])
        assert driver.answer(project, lease, chosen, http=ann).status_code == 201
        driver.wait(1.0)
        driver.work(until_idle=False)
        ben.look()
    fruit = np.array([chosen == "fruit" for chosen in given.values()])
    found = {way: z for way, score in changes(ben) if (z := apart_from_chance(score, fruit)) > 4}
    assert found == {}
    offered = [
        lease["item"]["id"] for lease in driver.offered(project, 30, ben.http)["assignments"]
    ]
    assert sorted(offered) == sorted(given)
    order = [list(given).index(item_id) for item_id in offered]
    assert abs(np.corrcoef(order, np.arange(len(order)))[0, 1]) < 0.5, "not as they were answered"


def changes(reader: Attacker) -> Iterator[tuple[str, Any]]:
    """By how much every number that they read changed with each answer."""
    for path in sorted({path for found in reader.seen for path in found}):
        values = np.array([found.get(path, 0.0) for found in reader.seen])
        yield path, np.diff(values)
