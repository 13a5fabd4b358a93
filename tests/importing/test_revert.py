"""An import taken back: gone at once, nothing lost that people said, and it may come again."""

import json
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func
from sqlmodel import select

from service.pool.tables.answers import Annotation
from service.pool.tables.items import Item, ItemSource
from tests.driving import API, Driver, on_sqlite
from tests.importing.test_known_answers import class_names, exported, labels, send
from tests.texts import texts, truth

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]


@pytest.fixture
def quick(driver: Driver) -> Driver:
    return driver.without("embed")


def revert(driver: Driver, project: int, done: Any, **query: Any) -> Any:
    path = f"{API}/projects/{project}/imports/{done['import_id']}"
    return driver.http.delete(path, params=query)


def reverted(driver: Driver, project: int, done: Any, **query: Any) -> Any:
    answer = revert(driver, project, done, **query)
    assert answer.status_code == 202, answer.text
    assert answer.json()["state"] == "reverted"
    return answer.json()


def count(driver: Driver, kind: Any) -> int:
    with driver.app.read() as uow:
        return uow.session.exec(select(func.count()).select_from(kind)).one()


def figures(driver: Driver, project: int) -> tuple[int, int]:
    found = driver.get(f"/projects/{project}/stats").json()
    return found["items"], found["labels"]


def test_its_items_disappear_at_once_and_are_cleared_away(quick: Driver) -> None:
    project = quick.project()
    kept = quick.imported(project, [{"text": "kept"}])
    done = send(quick, project, [("one", "a"), ("two", "b"), {"text": "three"}])
    assert figures(quick, project) == (4, 2)
    assert len(quick.offered(project, 9)["assignments"]) == 2
    answer = reverted(quick, project, done)
    assert answer["job_id"] is not None
    assert figures(quick, project) == (1, 0)
    assert labels(quick, project) == {"kept": None}
    assert [o["item"]["text"] for o in quick.offered(project, 9)["assignments"]] == ["kept"]
    assert "withdraw" in quick.work()
    assert figures(quick, project) == (1, 0)
    with quick.app.read() as uow:
        assert {item.text for item in uow.session.exec(select(Item))} == {"kept", "three"}
    assert count(quick, ItemSource) == 1
    assert count(quick, Annotation) == 0
    assert kept["state"] == "ready"


def test_it_can_come_again(quick: Driver) -> None:
    project = quick.project()
    rows = [("one", "a"), ("two", "b")]
    first = send(quick, project, rows)
    reverted(quick, project, first)
    again = send(quick, project, rows)
    assert again["import_id"] != first["import_id"]
    assert (again["state"], again["inserted"], again["labelled"]) == ("ready", 2, 2)
    assert figures(quick, project) == (2, 2)
    assert labels(quick, project) == {"one": "a", "two": "b"}


def test_what_is_reverted_twice_is_reverted(quick: Driver) -> None:
    project = quick.project()
    done = send(quick, project, [("one", "a")])
    reverted(quick, project, done)
    assert reverted(quick, project, done)["job_id"] is None
    quick.work()
    assert reverted(quick, project, done)["job_id"] is None
    assert figures(quick, project) == (0, 0)


def test_what_people_said_is_kept_for_when_the_text_comes_again(quick: Driver) -> None:
    project = quick.project()
    done = quick.imported(project, [{"text": "one"}, {"text": "two"}])
    [lease] = quick.offered(project)["assignments"]
    quick.answer(project, lease, "b")
    refused = revert(quick, project, done)
    assert (refused.status_code, refused.json()["answered"]) == (409, 1)
    assert "with_answers=true" in refused.json()["detail"]
    assert figures(quick, project) == (2, 1)

    reverted(quick, project, done, with_answers=True)
    quick.work()
    assert figures(quick, project) == (0, 0)
    assert exported(quick, project, everything=True) == []
    late = quick.answer(project, lease, "a")
    assert late.status_code == 404

    again = quick.imported(project, [{"text": "one"}, {"text": "two"}])
    assert (again["inserted"], again["duplicates"]) == (2, 0)
    text = lease["item"]["text"]
    assert labels(quick, project)[text] == "b"
    assert figures(quick, project) == (2, 1)
    [line] = exported(quick, project)
    assert line["annotations"][0]["source"] == "seed"


def test_a_text_that_others_brought_too_stays_as_theirs(quick: Driver) -> None:
    project = quick.project()
    first = quick.imported(project, [{"id": 1, "text": "both"}, {"id": 2, "text": "mine"}])
    second = quick.imported(project, [{"id": 3, "text": "both"}, {"id": 4, "text": "yours"}])
    assert second["inserted"] == 1
    reverted(quick, project, first)
    quick.work()
    lines = exported(quick, project, everything=True)
    rows_left = [(line["external_id"], line["text"]) for line in lines]
    assert rows_left == [("3", "both"), ("4", "yours")]
    shown = quick.get(f"/projects/{project}/imports/{second['import_id']}").json()
    assert (shown["inserted"], shown["duplicates"]) == (2, 0)
    assert figures(quick, project) == (2, 0)
    reverted(quick, project, second)
    quick.work()
    assert count(quick, Item) == 0


def test_a_duplicate_goes_and_its_item_stays(quick: Driver) -> None:
    project = quick.project_with([{"id": 1, "text": "both"}])
    second = send(quick, project, [("both", "a")])
    assert figures(quick, project) == (1, 1)
    reverted(quick, project, second)
    quick.work()
    assert figures(quick, project) == (1, 0)
    assert labels(quick, project) == {"both": None}
    assert len(quick.offered(project)["assignments"]) == 1


def test_the_right_answers_count_when_the_wrong_ones_are_taken_back(quick: Driver) -> None:
    project = quick.project()
    wrong = send(quick, project, [("one", "a"), ("two", "a")])
    right = send(quick, project, [("one", "b"), ("two", "a")])
    assert right["conflicts"] == 1
    reverted(quick, project, wrong)
    quick.work()
    assert labels(quick, project) == {"one": "b", "two": "a"}
    shown = quick.get(f"/projects/{project}/imports/{right['import_id']}").json()
    assert (shown["inserted"], shown["labelled"], shown["conflicts"]) == (2, 2, 0)
    assert figures(quick, project) == (2, 2)


def test_people_who_contradicted_a_known_answer_are_right_then(quick: Driver) -> None:
    project = quick.project_with([{"text": "one"}])
    [lease] = quick.offered(project)["assignments"]
    done = send(quick, project, [("one", "b")])
    quick.answer(project, lease, "a")
    reverted(quick, project, done)
    quick.work()
    assert labels(quick, project) == {"one": "a"}
    assert figures(quick, project) == (1, 1)


def test_classes_go_with_the_import_that_brought_them(quick: Driver) -> None:
    project = quick.project(["a"])
    first = send(quick, project, [("one", "new"), ("two", "used")], create_classes=True)
    quick.imported(project, [{"text": "three"}])
    [lease] = quick.offered(project)["assignments"]
    quick.answer(project, lease, "used")
    reverted(quick, project, first)
    quick.work()
    assert class_names(quick, project) == ["a", "used"]
    send(quick, project, [("one", "new")], create_classes=True)
    assert class_names(quick, project) == ["a", "used", "new"]


def test_a_running_import_can_be_taken_back(quick: Driver) -> None:
    project = quick.project()
    answer = quick.upload(project, json.dumps({"text": "a"}))
    assert reverted(quick, project, answer.json())["state"] == "reverted"
    quick.work()
    assert quick.get(f"/jobs/{answer.json()['job_id']}").json()["state"] == "cancelled"
    assert count(quick, Item) == 0
    assert quick.upload(project, json.dumps({"text": "a"})).json()["job_id"] is not None


@on_sqlite
def test_rounds_go_on_without_it(driver: Driver) -> None:
    project = driver.project_with(texts(60), ["fruit", "metal"])
    more = [{**row, "text": f"second {row['text']}"} for row in texts(60)]
    second = driver.imported(project, more)
    driver.label(project, 20, truth)
    driver.work()
    reverted(driver, project, second, with_answers=True)
    driver.work()
    stats = driver.get(f"/projects/{project}/stats").json()
    assert stats["items"] == 60
    left = 60 - stats["labels"]
    asked = driver.label(project, left, truth)
    assert len(set(asked)) == left
    assert driver.offered(project)["reason"]["code"] == "done"
    assert all(not text.startswith("second") for text in labels(driver, project))


def test_what_is_none_of_yours_cannot_be_taken_back(quick: Driver) -> None:
    mine, other = quick.project(), quick.project()
    done = quick.imported(other, [{"text": "a"}])
    assert revert(quick, mine, done).status_code == 404
    someone = quick.join(other, "ann")
    path = f"{API}/projects/{other}/imports/{done['import_id']}"
    assert someone.delete(path).status_code == 403
    assert figures(quick, other) == (1, 0)


def rows_of(name: str, label: str | None = None) -> list[dict[str, str]]:
    answer = {} if label is None else {"label": label}
    return [{"id": f"{name}-{number}", "text": f"text {number}", **answer} for number in range(10)]


def test_its_rows_leave_exports_at_once(quick: Driver) -> None:
    """Before anything is cleared away: the items of its rows are another import's."""
    project = quick.project()
    send(quick, project, rows_of("first"))
    again = send(quick, project, rows_of("again"))
    assert len(exported(quick, project, everything=True)) == 20
    reverted(quick, project, again)
    assert len(exported(quick, project, everything=True)) == 10


def test_clearing_away_cannot_be_cancelled(quick: Driver) -> None:
    """Texts that another import brought too would stay out of sight for good."""
    project = quick.project()
    first = send(quick, project, rows_of("first"))
    send(quick, project, rows_of("again"))
    gone = reverted(quick, project, first)
    refused = quick.post(f"/jobs/{gone['job_id']}/cancel")
    assert refused.status_code == 409
    quick.work()
    assert quick.get(f"/projects/{project}").json()["item_count"] == 10


def test_conflicts_are_with_the_label_that_stands_then(quick: Driver) -> None:
    project = quick.project()
    first = send(quick, project, rows_of("first", "a"))
    second = send(quick, project, rows_of("second", "b"))
    third = send(quick, project, rows_of("third", "b"))
    fourth = send(quick, project, rows_of("fourth", "a"))
    assert [each["conflicts"] for each in (second, third, fourth)] == [10, 10, 0]
    reverted(quick, project, first)
    quick.work()
    assert set(labels(quick, project).values()) == {"b"}
    for each, conflicts in ((second, 0), (third, 0), (fourth, 10)):
        path = f"/projects/{project}/imports/{each['import_id']}"
        assert quick.get(path).json()["conflicts"] == conflicts
        assert quick.get(f"{path}/conflicts").json()["total"] == conflicts


def test_answers_in_a_class_that_went_can_still_be_read_and_undone(quick: Driver) -> None:
    project = quick.project_with(rows_of("first"), overlap=3)
    brought = send(quick, project, [("other", "new")], create_classes=True)
    people = [quick.join(project, name) for name in ("Ann", "Ben", "Cem")]
    offers = [quick.offered(project, http=each)["assignments"][0] for each in people]
    assert len({offer["item"]["id"] for offer in offers}) == 1
    mine, superseded = str(uuid4()), str(uuid4())
    quick.answer(project, offers[0], "new", http=people[0], id=mine)
    quick.answer(project, offers[1], "new", http=people[1], id=superseded)
    for offer, http in zip(offers[1:], people[1:], strict=True):
        assert quick.answer(project, offer, "a", http=http).status_code == 201
    reverted(quick, project, brought)
    quick.work()
    [line] = exported(quick, project)
    assert sorted(given["answer"] for given in line["annotations"]) == ["a", "a", "new"]
    sent_again = quick.answer(project, offers[1], "new", http=people[1], id=superseded)
    assert sent_again.status_code == 200
    assert quick.retract(project, mine, http=people[0]).json()["answer"] == {"class": "new"}


def test_what_waited_meanwhile_comes_in_as_if_it_had_come_after(quick: Driver) -> None:
    """The file that is read first goes by nothing of the one that was taken back."""
    project = quick.project()
    first = send(quick, project, [("one", "a"), ("two", "b"), ("three", "a")])
    rows = [{"text": "one", "label": "b"}, {"text": "three", "label": "a"}, {"text": "four"}]
    body = "\n".join(json.dumps(row) for row in rows)
    second = quick.upload(project, body, labels="import").json()["import_id"]
    reverted(quick, project, first)
    assert figures(quick, project) == (0, 0)
    quick.work()
    assert labels(quick, project) == {"one": "b", "three": "a", "four": None}
    assert figures(quick, project) == (3, 2)
    shown = quick.get(f"/projects/{project}/imports/{second}").json()
    parts = ("inserted", "duplicates", "labelled", "conflicts")
    assert {part: shown[part] for part in parts} == dict(zip(parts, (3, 0, 2, 0), strict=True))
