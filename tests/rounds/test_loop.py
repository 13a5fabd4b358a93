"""The whole loop, once: texts go in, labels come out, the ranking follows the model."""

import pytest

from tests.driving import Driver
from tests.texts import texts, truth


@pytest.mark.both_databases
def test_a_campaign_from_import_to_export(driver: Driver) -> None:
    project = driver.project(["fruit", "metal"], audits="proof", round_every=10)
    found = driver.imported(project, texts(300))
    assert (found["state"], found["inserted"], found["rejected"]) == ("ready", 300, 0)

    for _ in range(5):
        driver.label(project, 10, truth)
        assert driver.work() == ["rank", "measure"]

    curve = driver.get(f"/projects/{project}/curve").json()
    assert [point["labels"] for point in curve["points"]] == [10, 20, 30, 40, 50]
    last = curve["points"][-1]
    assert last["audit_labels"] == 20
    assert last["low"] <= last["estimate"] <= last["high"]
    assert last["estimate"] > 0.8
    assert curve["points"][0]["estimate"] is None

    rounds = driver.get(f"/projects/{project}/rounds").json()["results"]
    assert {each["audits"] for each in rounds} == {"proof"}
    assert [each["folds"] for each in rounds] == [None, 4, 6, 6, 6, 6]

    lines = driver.get(f"/projects/{project}/export").text.splitlines()
    assert len(lines) == 50


@pytest.mark.slow
def test_rounds_follow_the_labels(driver: Driver) -> None:
    project = driver.project_with(texts(200), ["fruit", "metal"])
    driver.label(project, 20, truth)
    driver.work()
    rounds = driver.get(f"/projects/{project}/rounds").json()["results"]
    assert [each["number"] for each in rounds] == list(range(len(rounds)))
    assert rounds[0]["head"] is None
    assert rounds[-1]["head"] == "mixture@1"
    assert rounds[-1]["label_count"] == 20
    assert rounds[-1]["strategy"] == "auto@1:uncertainty_herding@1"
