"""Encoders of the service's that a project began without, and takes when a worker has them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from service.jobs.queries.jobs import Jobs
from service.ports import registered_encoders
from service.projects import project_views
from service.projects.project_views import take_awaited
from tests.driving import API, Driver
from tests.texts import texts, truth
from workers.worker import Worker

CLASSES = [{"name": "fruit"}, {"name": "metal"}]
WITHOUT = ("hashing", "lexical")


@pytest.fixture(autouse=True)
def installed(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The packages that are there: of new projects' encoders `small` and `tuned` lack theirs."""
    there = {*WITHOUT}
    for name in ("lexical", "small", "tuned"):
        entry = registered_encoders()[name]
        late = replace(entry, available=lambda name=name: name in there)
        monkeypatch.setitem(registered_encoders(), name, late)
    settings = driver.app.settings.model_copy(update={"views": "lexical,small,tuned"})
    monkeypatch.setattr(driver.app, "settings", settings)
    return there


def opened(driver: Driver, **fields: Any) -> int:
    answer = driver.post("/projects", name="Early", classes=CLASSES, **fields)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def views(driver: Driver, project: int) -> list[str]:
    return [each["encoder"] for each in driver.get(f"/projects/{project}").json()["views"]]


def additions(driver: Driver, project: int) -> list[tuple[str, str | None, int]]:
    changes = driver.get(f"/projects/{project}/settings-history").json()["results"]
    return [
        (each["value"], each["changed_by"], each["labels"])
        for each in changes
        if each["name"] == "encoder_added"
    ]


def comes(driver: Driver, *encoders: str) -> None:
    """A worker that has these too."""
    driver.announce([*WITHOUT, *encoders])
    take_awaited(driver.app)


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_new_project_takes_the_services_encoders_when_a_worker_has_them(
    driver: Driver,
) -> None:
    project = opened(driver)
    assert views(driver, project) == ["hashing", "lexical"]
    driver.imported(project, texts(40))
    driver.label_at_once(project, 4, truth)
    comes(driver)
    assert additions(driver, project) == []
    comes(driver, "tuned")
    comes(driver, "tuned", "small")
    assert views(driver, project) == ["hashing", "lexical", "tuned", "small"]
    assert additions(driver, project) == [("tuned", None, 4), ("small", None, 4)]
    with driver.app.read() as uow:
        assert "small" in {job.encoder for job in uow[Jobs].open_of(project)}
    assert driver.get(f"/projects/{project}/encoder-trial").json()["learning"] is None


def test_a_worker_gives_them_when_their_packages_are_there(
    driver: Driver, installed: set[str]
) -> None:
    Worker(driver.app, "test", ["cpu"]).announce()
    project = opened(driver)
    assert views(driver, project) == ["hashing", "lexical"]
    installed.update({"small", "tuned"})
    Worker(driver.app, "test", ["cpu"]).announce()
    assert views(driver, project) == ["hashing", "lexical", "small", "tuned"]


def changed(**fields: Any) -> Callable[[Driver], int]:
    def make(driver: Driver) -> int:
        project = opened(driver)
        answer = driver.http.patch(f"{API}/projects/{project}", json=fields)
        assert answer.status_code == 200, answer.text
        return project

    return make


def far_along(driver: Driver) -> int:
    project = opened(driver)
    driver.imported(project, texts(40))
    driver.label_at_once(project, 12, truth)
    return project


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda driver: opened(driver, views=["lexical"]), id="chosen when it began"),
        pytest.param(changed(views=["lexical"]), id="chosen later"),
        pytest.param(changed(tuning=False), id="no learning"),
        pytest.param(changed(tuning_seconds=60), id="a limit to learning"),
        pytest.param(changed(state="archived"), id="put away"),
        pytest.param(far_along, id="far along"),
    ],
)
@pytest.mark.slow
def test_what_people_chose_stays(
    driver: Driver,
    make: Callable[[Driver], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(project_views, "STILL_NEW", 12)
    project = make(driver)
    comes(driver, "tuned")
    assert views(driver, project) == ["hashing", "lexical"]
    assert additions(driver, project) == []


def test_what_somebody_adds_stands_in_the_history_and_is_their_choice(
    driver: Driver,
) -> None:
    project = opened(driver)
    driver.announce([*WITHOUT, "small"])
    answer = driver.http.patch(f"{API}/projects/{project}", json={"views": ["lexical", "small"]})
    assert answer.status_code == 200
    comes(driver, "small", "tuned")
    me = driver.get("/me").json()["name"]
    assert additions(driver, project) == [("small", me, 0)]
    assert views(driver, project) == ["hashing", "lexical", "small"]


def test_a_project_like_one_that_waits_waits_too(driver: Driver) -> None:
    first = opened(driver)
    copy = driver.post(f"/projects/{first}/duplicate", name="Like it").json()["id"]
    comes(driver, "tuned")
    assert views(driver, copy) == ["hashing", "lexical", "tuned"]
    another = driver.post(f"/projects/{first}/duplicate", name="Later").json()["id"]
    comes(driver, "tuned", "small")
    assert views(driver, another) == ["hashing", "lexical", "tuned", "small"]
