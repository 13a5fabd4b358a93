"""Texts that are in the test set and in the pool: a model may learn from them."""

from typing import Any

import pytest

from tests.driving import Driver
from tests.importing.test_known_answers import send
from tests.texts import texts, truth

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]


def of_both(done: Any) -> list[str]:
    told = [each["detail"] for each in done["warnings"] if each["line"] is None]
    return [detail for detail in told if detail.startswith("In the test set")]


def test_test_texts_of_the_pool_are_told_and_left_out(driver: Driver) -> None:
    project = driver.project_with(texts(60), ["fruit", "metal"])
    fresh = [{**row, "text": f"test {row['text']}"} for row in texts(110)]
    done = send(driver, project, [*fresh, *texts(40)], role="evaluation")
    [told] = of_both(done)
    assert (done["inserted"], "as well: 40 texts." in told) == (150, True)
    # And the other way round: a later import to the pool says it too.
    [told] = of_both(send(driver, project, fresh[:1], labels="ignore"))
    assert "as well: 1 text." in told
    assert of_both(send(driver, project, [("another", "fruit")], role="evaluation")) == []
    driver.label(project, 30, truth)
    driver.work()
    stats = driver.get(f"/projects/{project}/stats").json()
    assert stats["evaluation"]["items"] == 110


def test_a_test_set_of_the_pools_texts_has_no_figure_and_the_curve_says_why(driver: Driver) -> None:
    project = driver.project_with(texts(60), ["fruit", "metal"])
    send(driver, project, texts(60), role="evaluation")
    driver.label(project, 30, truth)
    driver.work()
    curve = driver.get(f"/projects/{project}/curve").json()
    assert curve["points"][-1]["evaluation"] is None
    assert [each["detail"] for each in curve["reasons"] if each["code"] == "test_set_in_pool"] == [
        "0 of the 100 labelled texts needed in the test set: 60 texts don't count, being "
        "among the texts to label."
    ]
