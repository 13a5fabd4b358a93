"""Texts that whoever runs a project excludes: nobody is asked, lists and maps pass over them."""

import json
from typing import Any

import pytest

from service.pool.queries.audit import AuditOrder
from tests.asking import answers_questions
from tests.driving import Driver
from tests.find.test_hunt import begin, candidates
from tests.find.test_map import drawn
from tests.texts import texts, truth

CLASSES = ["fruit", "metal"]
pytestmark = pytest.mark.both_databases


def changed(driver: Driver, project: int, verb: str, items: list[int]) -> tuple[int, int]:
    answer = driver.post(f"/projects/{project}/items:{verb}", items=items)
    assert answer.status_code == 200, answer.text
    done = answer.json()
    return done["changed"], done["passed_over"]


def listed(driver: Driver, project: int, **query: Any) -> tuple[list[int], int]:
    """The ids of what is found, and how many are said to be."""
    page = driver.get(f"/projects/{project}/items", limit=200, total=True, **query).json()
    return [row["id"] for row in page["results"]], page["total"]


def unlabelled(driver: Driver, project: int) -> list[int]:
    return listed(driver, project, state="unlabelled")[0]


def asked(driver: Driver, project: int, name: str) -> set[int]:
    """All that somebody new is asked about, while nobody answers."""
    http = driver.join(project, name)
    leases = driver.offered(project, 100, http)["assignments"]
    return {lease["item"]["id"] for lease in leases}


@pytest.mark.slow
def test_nobody_is_asked_about_what_is_excluded_until_it_is_brought_back(driver: Driver) -> None:
    driver = driver.without("embed")
    project = driver.project_with(texts(40), CLASSES, overlap=2)
    out = unlabelled(driver, project)[:10]
    assert changed(driver, project, "exclude", [*out, out[0]]) == (10, 0)
    assert changed(driver, project, "exclude", out) == (0, 0), "again changes nothing"
    everything = {item["id"] for item in driver.get(f"/projects/{project}/items").json()["results"]}
    assert not {*out} & everything
    assert not {*out} & asked(driver, project, "Ann")
    assert changed(driver, project, "bring-back", out) == (10, 0)
    assert changed(driver, project, "bring-back", out) == (0, 10)
    assert {*out} & asked(driver, project, "Ben")


@pytest.mark.slow
def test_it_is_told_which_ones_changed_so_that_an_undo_leaves_what_others_excluded(
    driver: Driver,
) -> None:
    project = driver.without("embed").project_with(texts(40), CLASSES)
    first, second, third = unlabelled(driver, project)[:3]
    path = f"/projects/{project}/items"
    assert driver.post(f"{path}:exclude", items=[second]).json()["items"] == [second]
    done = driver.post(f"{path}:exclude", items=[first, second, third]).json()
    assert done == {"changed": 2, "items": [first, third], "passed_over": 0}
    back = driver.post(f"{path}:bring-back", items=done["items"]).json()
    assert back == {"changed": 2, "items": [first, third], "passed_over": 0}
    assert second not in unlabelled(driver, project)


def test_lists_pass_over_it_and_say_how_many_are_left(driver: Driver) -> None:
    driver = driver.without("embed")
    project = driver.project_with(texts(40), CLASSES)
    driver.label(project, 4, truth)
    (before, total), open_before = listed(driver, project), unlabelled(driver, project)
    out = open_before[:7]
    changed(driver, project, "exclude", out)
    kept = [item for item in before if item not in out]
    assert listed(driver, project) == (kept, total - 7)
    assert unlabelled(driver, project) == open_before[7:]
    assert listed(driver, project, q="number")[1] == listed(driver, project)[1]
    assert listed(driver, project, state="excluded") == (out, 7)
    assert listed(driver, project, state="skipped")[0] == []
    assert driver.get(f"/projects/{project}/review/skipped").json()["total"] == 0
    told = driver.get(f"/projects/{project}/items/{out[0]}").json()["skips"]
    assert [each["message"] for each in told] == ["Excluded"]


def test_what_has_a_label_stays_and_so_does_what_may_be_an_audit(driver: Driver) -> None:
    driver = driver.without("embed")
    project = driver.project_with(texts(40), CLASSES)
    [labelled, *_] = driver.label(project, 4, truth)
    assert changed(driver, project, "exclude", [labelled]) == (0, 1)
    everything = driver.get(f"/projects/{project}/export", format="jsonl", everything=True).text
    ids = {json.loads(line)["id"] for line in everything.splitlines()}
    hidden = ids - {*listed(driver, project)[0]}
    assert hidden
    assert changed(driver, project, "exclude", sorted(hidden)) == (0, len(hidden))
    gone = driver.post(f"/projects/{project}/items:exclude", items=[9999])
    assert gone.status_code == 404


@pytest.mark.slow
def test_an_audit_that_was_excluded_is_no_unanswered_one(driver: Driver) -> None:
    driver = driver.without("embed")
    project = driver.project_with(texts(40), CLASSES)
    out = unlabelled(driver, project)[::2]  # audits go on to those between
    assert changed(driver, project, "exclude", out) == (len(out), 0)
    driver.serve_audits(project, 40)
    while offered := driver.offered(project)["assignments"]:
        driver.answer(project, offered[0], truth(offered[0]["item"]["text"]))
    with driver.app.read() as uow:
        depths = uow[AuditOrder].depths(project)
    assert [len(depth.unanswered) for depth in depths] == [0]


@pytest.mark.slow
def test_no_map_and_no_hunt_shows_it(driver: Driver) -> None:
    driver = answers_questions(driver)
    project, place = begin(driver)
    driver.work()
    first = candidates(driver, place, limit=5)
    out = [each["id"] for each in first]
    points = drawn(driver, project)["ids"]
    assert {*out} <= {*points}
    changed(driver, project, "exclude", out)
    assert not {*out} & {each["id"] for each in candidates(driver, place, limit=50)}
    assert {*driver.get(f"/projects/{project}/map/points").json()["ids"]} == {*points} - {*out}
