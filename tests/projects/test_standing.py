"""Where each of many projects stands, for who lists them."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from tests.driving import API, Driver
from tests.figures.test_stop_light import measured
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases


def standing(driver: Driver, project: int, http: TestClient | None = None, **query: Any) -> Any:
    answer = (http or driver.http).get(f"{API}/projects", params=query)
    assert answer.status_code == 200, answer.text
    [row] = [each for each in answer.json()["results"] if each["id"] == project]
    return row["standing"]


def test_it_has_the_figure_the_light_the_notes_and_who_is_at_work(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(60), ["fruit", "metal"], target=0.9)
    assert standing(driver, project) is None, "nobody asked"
    assert standing(driver, project, standing=True) == {
        "metric": "accuracy",
        "estimate": None,
        "low": 0.0,
        "high": 1.0,
        "light": "red",
        "open_notes": 0,
        "active_today": [],
    }
    ann = driver.join(project, "Ann")
    [lease] = driver.offered(project, http=ann)["assignments"]
    driver.answer(project, lease, truth(lease["item"]["text"]), http=ann)
    note = f"/projects/{project}/items/{lease['item']['id']}/notes"
    assert ann.post(API + note, json={"kind": "flag"}).status_code == 201
    with driver.app.write() as uow:
        uow[Counters].count(project, Counted.AUDIT_LABELS, 20)
    measured(driver, project, 20, audit_labels=20, estimate=0.84, low=0.7, high=0.95)
    found = standing(driver, project, standing=True)
    assert (found["estimate"], found["low"], found["light"]) == (0.84, 0.7, "amber")
    assert (found["open_notes"], found["active_today"]) == (1, ["Ann"])
    assert standing(driver, project, ann, standing=True) is None, "who labels sees no figures"
