"""A project whose texts have one class each, and which goes by macro-F1."""

from typing import Any

import pytest

from tests.driving import API, Driver
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases


@pytest.mark.slow
def test_all_that_a_project_goes_by_follows_its_metric(driver: Driver) -> None:
    project = driver.project_with(
        texts(150), ["fruit", "metal"], audits="proof", round_every=40, target=0.4
    )
    driver.label_at_once(project, 80, truth)
    driver.work()
    path = f"/projects/{project}"
    before = driver.get(f"{path}/curve").json()
    assert before["random"]["points"]
    assert "against_random" not in driver.get(path).json()["lacks"]

    changed = driver.http.patch(f"{API}{path}", json={"metric": "macro_f1"})
    assert changed.json()["metric"] == "macro_f1"
    curve = driver.get(f"{path}/curve").json()
    assert curve["metric"] == "macro_f1"
    last, then = curve["points"][-1], before["points"][-1]
    assert last["estimate"] == last["macro_f1"] == then["macro_f1"] != then["estimate"]
    assert last["low"] < last["estimate"] < last["high"]
    assert (last["low"], last["high"]) != (then["low"], then["high"])
    assert last["estimator"] == "confusion@1"
    assert (curve["stop"]["light"], curve["stop"]["reached_at_labels"]) == ("green", 80)
    assert "macro-F1" in curve["stop"]["reasons"][0]["detail"]

    assert driver.get(f"{path}/forecast").status_code == 200
    what_is_only_known_of_accuracy_is_not_shown(driver, path, curve)
    driver.http.patch(f"{API}{path}", json={"metric": "accuracy"})
    assert driver.get(f"{path}/curve").json() == before


def what_is_only_known_of_accuracy_is_not_shown(
    driver: Driver, path: str, curve: dict[str, Any]
) -> None:
    assert curve["random"]["points"] == []
    assert curve["labels_saved"] is None
    assert "not_for_metric" in {each["code"] for each in curve["reasons"]}
    assert "against_random" in driver.get(path).json()["lacks"]
    assert driver.get(f"{path}/bill").json()["random"]["reason"]["code"] == "not_for_metric"
    assert curve["guard"] is not None, "it watches what is picked, whatever the figure is"
