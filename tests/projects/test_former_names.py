"""A class that was renamed: files mean it by the names that it had, too."""

import pytest

from tests.driving import Driver
from tests.importing.test_known_answers import class_names, labels, rows_of, send
from tests.projects.test_classes import CLASSES, change

pytestmark = pytest.mark.both_databases


@pytest.mark.slow
def test_a_file_means_a_class_by_a_name_that_it_had(driver: Driver) -> None:
    quick = driver.without("embed")
    project = quick.project(CLASSES)
    change(quick, project, "a", name="Ah")
    change(quick, project, "c", name="Sea")
    change(quick, project, "Sea", "retire")
    rows = [("one", "a"), ("two", "Ah"), ("three", "c")]
    done = send(quick, project, rows, create_classes=True)
    assert (done["labelled"], done["rejected"]) == (2, 1)
    [refused] = rows_of(quick, project, done, "rejected")
    assert "'c' is retired" in refused["detail"]
    assert labels(quick, project) == {"one": "Ah", "two": "Ah"}
    assert class_names(quick, project) == ["Ah", "b"]

    quick.post(f"/projects/{project}/classes", name="a")
    send(quick, project, [("four", "a"), ("five", "Ah")])
    found = labels(quick, project)
    assert (found["four"], found["five"]) == ("a", "Ah"), "who has a name now is meant by it"
    change(quick, project, "a", "retire")
    assert send(quick, project, [("six", "a")])["rejected"] == 1, "a retired one has its name too"


def test_so_does_a_file_that_may_be_meant_as_labels(driver: Driver) -> None:
    quick = driver.without("embed")
    project = quick.project(CLASSES)
    change(quick, project, "a", name="Ah")
    sent = quick.upload(project, '{"text": "one", "label": "a"}').json()["import_id"]
    quick.work()
    [warning] = quick.get(f"/projects/{project}/imports/{sent}").json()["warnings"]
    assert "'label' stays data, though 1 of its 1 values" in warning["detail"]
