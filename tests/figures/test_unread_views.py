"""A figure says which views its model had not read."""

from typing import Any

import pytest

from postil.figures import Curve
from tests.driving import Driver
from tests.texts import texts, truth

CLASSES = ["fruit", "metal"]


def curve(driver: Driver, project: int) -> Any:
    return driver.get(f"/projects/{project}/curve").json()


@pytest.mark.slow
def test_a_figure_says_which_views_its_model_had_not_read(driver: Driver) -> None:
    """51 % were of a model that saw words only, and nothing said so."""
    project = driver.project(CLASSES, round_every=10)
    driver.imported(project, texts(60))
    driver.label_at_once(project, 40, truth)
    driver.work()
    assert curve(driver, project)["unread_views"] == []
    assert driver.http.patch(f"/api/v1/projects/{project}", json={"views": ["lexical"]}).is_success
    before = curve(driver, project)
    assert before["unread_views"] == [{"encoder": "lexical", "share": 0.0}]
    assert "Measured without lexical. It covers 0 % of the texts so far." in str(Curve(before))
    ann = driver.join(project, "Ann")
    assert ann.get(f"/api/v1/projects/{project}/curve").json()["unread_views"] == []
    driver.label_at_once(project, 20, truth)
    driver.work()
    assert curve(driver, project)["unread_views"] == []
