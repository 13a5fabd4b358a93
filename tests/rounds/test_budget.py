"""What measuring may cost: labels earn it, and what waits is measured in a pause."""

from typing import Any

import pytest

from service.app import App
from service.db.clock import FrozenClock
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun
from service.kit.vocabulary import JobState
from service.rounds.kinds import LONGEST_IMPORT
from tests.driving import Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = [on_sqlite, pytest.mark.slow]

CLASSES = ["fruit", "metal"]
NOTHING = 1e-9
"""CPU-seconds a label that never earn anything."""


def project_of(driver: Driver, measuring: float = 0.2) -> int:
    rate = {"measuring_seconds_per_label": measuring}
    driver.app.settings = driver.app.settings.model_copy(update=rate)
    return driver.project_with(texts(300), CLASSES, audits="proof", strategy="random")


def labelled(driver: Driver, project: int, count: int) -> list[str]:
    """The kinds of work that some labels bring at once."""
    driver.label_at_once(project, count, truth)
    return driver.work(until_idle=False)


def measured_at(driver: Driver, project: int) -> list[int]:
    """The labels of the points of the curve."""
    points = driver.get(f"/projects/{project}/curve").json()["points"]
    return [point["labels"] for point in points]


def budget(driver: Driver, project: int) -> Any:
    return driver.get(f"/projects/{project}/bill").json()["budget"]


def test_what_labels_have_not_earned_is_measured_in_a_pause(
    driver: Driver, clock: FrozenClock
) -> None:
    project = project_of(driver, measuring=NOTHING)
    assert labelled(driver, project, 5) == ["rank", "measure"], "the first has nothing to earn"
    assert budget(driver, project)["measuring"]["reason"] is None
    for _ in range(3):
        clock.advance(59)
        assert labelled(driver, project, 5) == ["rank"]
    found = budget(driver, project)["measuring"]
    assert (found["seconds_per_label"], found["put_off"]) == (NOTHING, 3)
    assert (found["reason"]["code"], found["reason"]["figures"]["rounds"]) == (
        "measurements_put_off",
        3,
    )
    assert found["cpu_seconds"] > 0
    assert measured_at(driver, project) == [5]
    clock.advance(59)
    assert driver.work(until_idle=False) == []
    clock.advance(1)
    assert driver.work(until_idle=False) == ["measure"]
    assert measured_at(driver, project) == [5, 20]
    assert driver.idle()


def test_the_dearer_a_measurement_is_the_longer_is_a_pause(
    driver: Driver, clock: FrozenClock
) -> None:
    """Else who labels slowly would have each label measured, past every budget."""
    project = project_of(driver, measuring=NOTHING)
    labelled(driver, project, 5)
    with driver.app.write() as uow:
        done = uow[Jobs].last_of(project, "measure", JobState.DONE)
        assert done is not None
        done.cpu_seconds = 9.0
    for _ in range(3):
        clock.advance(90)
        assert labelled(driver, project, 5) == ["rank"]
    clock.advance(179)
    assert driver.work(until_idle=False) == []
    clock.advance(1)
    assert driver.work(until_idle=False) == ["measure"]


def test_a_first_figure_and_a_look_at_the_target_do_not_wait(driver: Driver) -> None:
    project = project_of(driver, measuring=NOTHING)
    work = [labelled(driver, project, 10) for _ in range(10)]
    assert measured_at(driver, project) == [10, 50, 80], "20 and 30 audit items"
    assert [kinds == ["rank", "measure"] for kinds in work].count(True) == 3


def test_what_somebody_asks_for_does_not_wait(driver: Driver) -> None:
    project = project_of(driver, measuring=NOTHING)
    labelled(driver, project, 10)
    driver.post(f"/projects/{project}/rounds")
    assert driver.work(until_idle=False) == ["rank", "measure"]


def test_a_cheap_project_gets_a_point_with_every_round(driver: Driver) -> None:
    project = project_of(driver, measuring=1.0)
    for _ in range(4):
        labelled(driver, project, 10)
    assert measured_at(driver, project) == [*range(10, 50, 10)]
    assert budget(driver, project)["measuring"]["put_off"] == 0


def test_while_a_file_comes_in_figures_wait_for_its_items(
    driver: Driver, clock: FrozenClock
) -> None:
    project, importing = project_of(driver), driver.handlers["import"]
    labelled(driver, project, 10)

    def cut_off(_app: App, _run: JobRun) -> None:
        raise RuntimeError

    driver.handlers["import"] = cut_off
    driver.upload(project, '{"text": "iron beside a robin"}')
    assert labelled(driver, project, 10) == ["rank", "import"]
    assert measured_at(driver, project) == [10]
    assert budget(driver, project)["measuring"]["put_off"] == 0
    driver.handlers["import"] = importing
    clock.advance(2)
    assert driver.work(until_idle=False)[-2:] == ["rank", "measure"]
    assert measured_at(driver, project) == [10, 20]


def test_figures_wait_for_no_file_that_never_gets_in(driver: Driver, clock: FrozenClock) -> None:
    project = project_of(driver)
    labelled(driver, project, 10)
    driver.without("import").upload(project, '{"text": "iron beside a robin"}')
    assert labelled(driver, project, 10) == ["rank", "import"]
    clock.advance(60)
    assert driver.work(until_idle=False) == ["measure"], "in a pause"
    clock.advance(LONGEST_IMPORT.total_seconds())
    assert labelled(driver, project, 10) == ["rank", "measure"]
