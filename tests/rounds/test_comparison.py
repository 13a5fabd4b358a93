"""Whether another strategy would have done better: asked for, computed, shown."""

from dataclasses import replace
from typing import Any

import pytest

from service.core.replay.comparison import (
    Answered,
    Progress,
    ReplayedStrategy,
    ReplayResult,
    compare,
)
from service.core.replay.learning_curves import Mean
from service.db.clock import FrozenClock
from service.jobs.kinds.compare import request_due_comparison
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import handlers
from service.jobs.tables import Job
from service.kit.vocabulary import JobState
from service.pool.queries.projects import Projects
from service.rounds.queries.figures import Comparisons
from tests.driving import Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = [on_sqlite, pytest.mark.slow]

CLASSES = ["fruit", "metal"]


def with_labels(driver: Driver, count: int, **fields: Any) -> int:
    """A project with so many known answers, all of its first round's work done."""
    project = driver.project(CLASSES, **fields)
    driver.imported(project, texts(count), labels="import")
    return project


def comparisons(driver: Driver, project: int) -> list[Job]:
    with driver.app.read() as uow:
        jobs = uow[Jobs].page(project, after=0, limit=1_000)
        return [job for job in jobs if job.kind == "compare"]


def answers(driver: Driver, project: int) -> Any:
    return driver.get(f"/projects/{project}/comparison").json()


def found(*candidates: ReplayedStrategy) -> ReplayResult:
    return ReplayResult([ReplayedStrategy("auto@1", 0.7, None), *candidates], items=100, budget=50)


def finding(driver: Driver, comparison: ReplayResult) -> None:
    """From now on comparisons find this, at once."""

    def compute(_answered: Answered, progress: Progress) -> tuple[ReplayResult, float]:
        progress(1, 1)
        return comparison, 12.5

    driver.tools = replace(driver.tools, compare=compute)


def test_at_two_hundred_labels_strategies_are_compared(driver: Driver) -> None:
    def compute(answered: Answered, progress: Progress) -> tuple[ReplayResult, float]:
        assert (answered.head, answered.strategy) == ("mixture@1", "margin")
        plain = replace(answered, head="logistic@1")  # these two: a fiftieth of the time
        return compare(plain, progress, splits=2), 1.0

    driver.tools = replace(driver.tools, compare=compute)
    project = with_labels(driver, 200, strategy="margin")
    shown = answers(driver, project)
    assert shown["reason"] is None
    comparison = shown["comparison"]
    assert (comparison["labels"], comparison["items"], comparison["budget"]) == (200, 150, 50)
    assert (comparison["strategy"], comparison["cpu_seconds"]) == ("margin@1", 1.0)
    assert "no random sample" in comparison["caveat"]
    own, *others = comparison["candidates"]
    assert (own["strategy"], own["difference"], own["is_better"]) == ("margin@1", None, False)
    assert len(others) == 6
    for one in others:
        gain = one["difference"]
        assert gain["low"] <= gain["value"] <= gain["high"]
        assert gain["value"] == pytest.approx(one["area"] - own["area"])
    [job] = comparisons(driver, project)
    assert (job.state, job.done, job.total) == (JobState.DONE, 14, 14)


def test_a_measurement_asks_for_it_once(driver: Driver) -> None:
    driver.without("compare")
    project = with_labels(driver, 199)
    assert comparisons(driver, project) == []
    driver.imported(project, texts(230)[199:])
    driver.label_at_once(project, 1, truth)
    driver.work()
    [job] = comparisons(driver, project)
    assert (job.payload, job.priority) == ({"labels": 200}, 9)
    driver.label_at_once(project, 10, truth)
    driver.work()
    assert len(comparisons(driver, project)) == 1


def test_it_comes_again_when_labels_have_doubled_whatever_became_of_it(driver: Driver) -> None:
    project = driver.project()

    def asked_for(labels: int) -> int:
        with driver.app.write() as uow:
            request_due_comparison(uow, uow[Projects].get(project), labels, 1.0)
        return len(comparisons(driver, project))

    assert [asked_for(labels) for labels in (199, 230, 459)] == [0, 1, 1]
    [job] = comparisons(driver, project)
    assert driver.post(f"/jobs/{job.id}/cancel").status_code == 200
    assert [asked_for(labels) for labels in (231, 459, 460, 500)] == [1, 1, 2, 2]


def test_it_can_be_asked_for_from_two_hundred_labels_on(driver: Driver) -> None:
    finding(driver, found())
    project = with_labels(driver, 199)
    path = f"/projects/{project}/comparison"
    refused = driver.post(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    lacking = "199 of the 200 settled labels needed for a comparison."
    assert refused.json()["detail"] == lacking
    assert answers(driver, project) == {
        "comparison": None,
        "reason": {
            "code": "few_settled_labels",
            "detail": lacking,
            "figures": {"labels": 199, "needed": 200},
        },
    }
    driver.imported(project, texts(200)[199:], labels="import")
    [automatic] = comparisons(driver, project)
    asked, again = driver.post(path), driver.post(path)
    assert (asked.status_code, asked.json()["kind"]) == (202, "compare")
    assert asked.json()["id"] == again.json()["id"] != automatic.id
    before = answers(driver, project)["comparison"]["made_at"]
    driver.work()
    assert answers(driver, project)["comparison"]["made_at"] >= before


def test_labels_that_are_not_settled_do_not_count(driver: Driver) -> None:
    project = driver.project_with(texts(40), CLASSES, overlap=2)
    driver.label_at_once(project, 5, truth)
    assert answers(driver, project)["reason"]["detail"].startswith("0 of the 200")


def test_texts_need_vectors(driver: Driver) -> None:
    driver.without("embed")
    project = with_labels(driver, 200)
    assert driver.post(f"/projects/{project}/comparison").status_code == 202
    assert answers(driver, project)["reason"]["code"] == "under_way"
    driver.work()
    [job] = comparisons(driver, project)
    assert (job.state, job.error) == (JobState.FAILED, "The texts have no vectors yet.")
    why = answers(driver, project)["reason"]
    assert (why["code"], why["detail"]) == ("job_failed", job.error)


def test_a_cancelled_one_stops_and_leaves_nothing(driver: Driver) -> None:
    def compute(_answered: Answered, progress: Progress) -> tuple[ReplayResult, float]:
        [job] = comparisons(driver, project)
        assert (job.state, driver.post(f"/jobs/{job.id}/cancel").status_code) == ("running", 200)
        progress(1, 70)
        raise AssertionError("it went on")

    project = with_labels(driver.without("compare"), 199)
    driver.tools = replace(driver.tools, compare=compute)
    driver.handlers["compare"] = handlers()["compare"]
    driver.imported(project, texts(200)[199:], labels="import")
    [job] = comparisons(driver, project)
    assert job.state == JobState.CANCELLED
    found = answers(driver, project)
    assert (found["comparison"], found["reason"]["code"]) == (None, "cancelled")


def test_the_verdict_says_what_is_better_and_by_how_much(driver: Driver) -> None:
    finding(driver, found(ReplayedStrategy("margin@1", 0.71, Mean(0.01, -0.004, 0.024))))
    project = with_labels(driver, 200)
    verdict = answers(driver, project)["comparison"]["verdict"]
    assert verdict == "No other strategy is clearly better than auto."
    better = [
        ReplayedStrategy("badge@1", 0.73, Mean(0.03, 0.001, 0.059)),
        ReplayedStrategy("margin@1", 0.721, Mean(0.021, 0.004, 0.038)),
        ReplayedStrategy("random@1", 0.5, Mean(-0.2, -0.3, -0.1)),
    ]
    finding(driver, found(*better))
    driver.post(f"/projects/{project}/comparison")
    driver.work()
    assert answers(driver, project)["comparison"]["verdict"] == (
        "margin would have reached 2.1 points more than auto on average (0.4 to 3.8)."
        " Also better: badge."
    )


def test_it_goes_with_its_project(driver: Driver, clock: FrozenClock) -> None:
    finding(driver, found())
    project = with_labels(driver, 200)
    assert answers(driver, project)["comparison"]["labels"] == 200
    driver.post(f"/projects/{project}/comparison")
    [*_, job] = comparisons(driver, project)
    assert driver.http.delete(f"/api/v1/projects/{project}").status_code == 204
    assert driver.get(f"/projects/{project}/comparison").status_code == 404
    assert driver.post(f"/projects/{project}/comparison").status_code == 404
    [*_, job] = comparisons(driver, project)
    assert job.state == JobState.CANCELLED
    clock.advance(3_601)
    driver.work()
    with driver.app.read() as uow:
        assert uow[Comparisons].get(project) is None
