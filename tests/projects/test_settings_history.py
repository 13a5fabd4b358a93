"""What the settings were that figures depend on: written with the change, told to engineers."""

from typing import Any

import pytest

from service.pool.tables.project_settings import FIELDS
from service.projects.settings_history import FOLLOWED
from tests.driving import API, Driver
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases


def history(driver: Driver, project: int, **query: Any) -> Any:
    return driver.get(f"/projects/{project}/settings-history", **query).json()


def change(driver: Driver, project: int, **fields: Any) -> Any:
    return driver.http.patch(f"{API}/projects/{project}", json=fields)


def values(changes: Any) -> list[tuple[str, Any, int]]:
    return [(each["name"], each["value"], each["labels"]) for each in changes]


def test_a_new_project_begins_its_history(driver: Driver) -> None:
    sent = {"strategy": "margin", "audits": "proof", "price_per_hour": 30.0}
    project = driver.project(**sent)
    begins = {name: FIELDS[name].default for name in FOLLOWED} | sent
    found = history(driver, project)
    assert found["next"] is None
    assert values(found["results"]) == [
        ("encoder", "hashing", 0),
        *((name, value, 0) for name in FOLLOWED if (value := begins[name]) is not None),
    ]
    me = driver.get("/me").json()["name"]
    assert {each["changed_by"] for each in found["results"]} == {me}


def test_what_changes_is_noted_with_the_labels_there_were(driver: Driver) -> None:
    project = driver.project_with(texts(40), ["fruit", "metal"])
    begun = len(history(driver, project)["results"])
    driver.label(project, 3, truth)
    assert change(driver, project, strategy="margin", overlap=1, name="New").status_code == 200
    assert change(driver, project, strategy="margin", price_per_label=0.1).status_code == 200
    assert change(driver, project, price_per_label=None).status_code == 200
    assert change(driver, project, strategy="nonsense").status_code == 422
    after = history(driver, project)["results"][begun:]
    assert values(after) == [
        ("strategy", "margin", 3),
        ("price_per_label", 0.1, 3),
        ("price_per_label", None, 3),
    ]
    page = history(driver, project, limit=begun + 1)
    assert values(page["results"])[-1] == ("strategy", "margin", 3)
    rest = history(driver, project, cursor=page["next"])
    assert values(rest["results"]) == values(after[1:])


@pytest.mark.slow
def test_a_round_names_the_last_change_that_it_knew(driver: Driver) -> None:
    project = driver.project_with(texts(40), ["fruit", "metal"], strategy="random")
    first = history(driver, project)["results"][-1]["id"]
    driver.label(project, 5, truth)
    driver.work()
    change(driver, project, strategy="margin")
    driver.label(project, 5, truth)
    driver.work()
    rounds = driver.get(f"/projects/{project}/rounds").json()["results"]
    named = [each["settings_as_of"] for each in rounds]
    last = history(driver, project)["results"][-1]["id"]
    assert named == sorted(named)
    assert {*named} == {first, last}
    assert last > first
    assert "margin@1" in [r["strategy"] for r in rounds if r["settings_as_of"] == last]


def test_annotators_are_not_told(driver: Driver) -> None:
    project = driver.project()
    ann = driver.join(project, "Ann")
    assert ann.get(f"{API}/projects/{project}/settings-history").status_code == 403
