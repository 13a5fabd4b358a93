"""Answers that come with a file: labels at once, and on record as what they are."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import pytest

from tests.driving import API, Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = pytest.mark.slow


@pytest.fixture
def quick(driver: Driver) -> Driver:
    """Without vectors, which are beside the point of most tests here."""
    return driver.without("embed")


def send(driver: Driver, project: int, rows: Iterable[Any], **query: Any) -> Any:
    """The import, done, as the API shows it."""
    body = "\n".join(
        json.dumps(row if isinstance(row, dict) else dict(zip(("text", "label"), row, strict=True)))
        for row in rows
    )
    answer = driver.upload(project, body, **{"labels": "import", **query})
    assert answer.status_code == 202, answer.text
    driver.work()
    return driver.get(f"/projects/{project}/imports/{answer.json()['import_id']}").json()


def exported(driver: Driver, project: int, **query: Any) -> list[Any]:
    text = driver.get(f"/projects/{project}/export", **query).text
    return [json.loads(line) for line in text.splitlines()]


def labels(driver: Driver, project: int) -> dict[str, str | None]:
    return {line["text"]: line["label"] for line in exported(driver, project, everything=True)}


def rows_of(driver: Driver, project: int, done: Any, which: str) -> list[Any]:
    found = driver.get(f"/projects/{project}/imports/{done['import_id']}/{which}")
    return list(found.json()["results"])


def class_names(driver: Driver, project: int) -> list[str]:
    return [c["name"] for c in driver.get(f"/projects/{project}").json()["classes"]]


def test_known_answers_are_labels_with_their_source(quick: Driver) -> None:
    project = quick.project()
    done = send(quick, project, [("one", "a"), ("two", " b "), {"text": "three"}])
    assert (done["state"], done["inserted"], done["labelled"]) == ("ready", 3, 2)
    assert labels(quick, project) == {"one": "a", "two": "b", "three": None}
    [first, _] = exported(quick, project)
    [given] = first["annotations"]
    assert (first["confidence"], given["source"], given["strategy"]) == (1.0, "import", "import@1")
    assert given["annotator"] == "admin"
    stats = quick.get(f"/projects/{project}/stats").json()
    assert (stats["items"], stats["labels"], stats["people"]) == (3, 2, [])
    assert [c["labels"] for c in stats["classes"]] == [1, 1]
    offered = quick.offered(project, 5)
    assert [lease["item"]["text"] for lease in offered["assignments"]] == ["three"]


@on_sqlite
def test_nobody_is_paid_for_what_is_known(driver: Driver) -> None:
    project = driver.project(list("ab"), price_per_label=0.5)
    send(driver, project, [(f"known {i}", "ab"[i % 2]) for i in range(30)])
    driver.imported(project, [{"text": f"asked {i}"} for i in range(10)])
    assert driver.get(f"/projects/{project}/stats").json()["cost"] == 0
    driver.label_at_once(project, 4, lambda _text: "a")
    driver.work()
    assert driver.get(f"/projects/{project}/stats").json()["labels"] == 34
    assert driver.get(f"/projects/{project}/stats").json()["cost"] == pytest.approx(2.0)
    last = driver.get(f"/projects/{project}/curve").json()["points"][-1]
    assert (last["labels"], last["cost"]) == (34, pytest.approx(2.0))


def test_answers_are_left_aside_unless_asked_for(quick: Driver) -> None:
    project = quick.project()
    done = send(quick, project, [("one", "a"), ("two", "nonsense")], labels="ignore")
    assert (done["inserted"], done["labelled"], done["rejected"]) == (2, 0, 0)
    assert labels(quick, project) == {"one": None, "two": None}


def test_several_annotators_are_not_asked_about_what_is_known(quick: Driver) -> None:
    project = quick.project(overlap=3)
    send(quick, project, [("one", "a")])
    assert quick.offered(project)["reason"]["code"] == "done"


def test_an_unknown_class_costs_its_row(quick: Driver) -> None:
    project = quick.project()
    done = send(quick, project, [("one", "a"), ("two", "c"), ("three", "x" * 201)])
    assert (done["inserted"], done["rejected"]) == (1, 2)
    short, long = rows_of(quick, project, done, "rejected")
    assert short["line"] == 2
    assert "no class 'c'" in short["detail"]
    assert "create_classes" in short["detail"]
    assert "201 characters" in long["detail"]
    assert class_names(quick, project) == ["a", "b"]


def test_classes_come_with_the_file_by_name(quick: Driver) -> None:
    project = quick.project([])
    rows = [("1", "refund"), ("2", "card 10"), ("3", "Card 9"), ("4", "refund")]
    done = send(quick, project, rows, create_classes=True)
    assert (done["labelled"], done["rejected"]) == (4, 0)
    classes = quick.get(f"/projects/{project}").json()["classes"]
    found = [(c["name"], c["key"]) for c in classes]
    assert found == [("Card 9", "1"), ("card 10", "2"), ("refund", "3")]
    send(quick, project, [("5", "loan"), ("6", "refund")], create_classes=True)
    assert class_names(quick, project) == ["Card 9", "card 10", "refund", "loan"]


def test_too_many_classes_are_a_mistake(quick: Driver) -> None:
    project = quick.project()
    rows = [(f"text {n}", f"class {n}") for n in range(1_000)]
    done = send(quick, project, rows, create_classes=True)
    assert done["state"] == "failed"
    assert "more than 1,000 classes" in done["error"]
    assert class_names(quick, project) == ["a", "b"]


def test_a_file_that_fails_leaves_no_class_and_no_label(quick: Driver) -> None:
    project = quick.project()
    send(quick, project, [("known", "a"), {"text": "open"}])
    body = json.dumps([{"text": "open", "label": "new"}, {"text": "two", "label": "new"}])[:-1]
    answer = quick.upload(project, body, "application/json", labels="import", create_classes=True)
    quick.work()
    shown = quick.get(f"/projects/{project}/imports/{answer.json()['import_id']}").json()
    assert (shown["state"], shown["inserted"]) == ("failed", 0)
    assert "ends within the array" in shown["error"]
    assert class_names(quick, project) == ["a", "b"]
    assert labels(quick, project) == {"known": "a", "open": None}
    assert quick.get(f"/projects/{project}").json()["label_count"] == 1


@pytest.mark.both_databases
def test_the_first_answer_stays_and_conflicts_are_listed(quick: Driver) -> None:
    project = quick.project()
    first = send(quick, project, [("one", "a"), ("two", "a"), ("one", "b"), ("two", "a")])
    assert (first["labelled"], first["conflicts"], first["duplicates"]) == (2, 1, 2)
    [conflict] = rows_of(quick, project, first, "conflicts")
    assert (conflict["line"], conflict["label"], conflict["kept"]) == (3, "b", "a")
    second = send(quick, project, [("one", "b"), ("two", "a"), ("new", "b")])
    assert (second["labelled"], second["conflicts"]) == (1, 1)
    assert labels(quick, project) == {"one": "a", "two": "a", "new": "b"}
    path = f"/projects/{project}/imports/{second['import_id']}/conflicts"
    page = quick.get(path, limit=1).json()
    assert (page["total"], page["next"], page["results"][0]["text"]) == (1, None, "one")


@pytest.mark.both_databases
def test_conflicts_come_in_pages(quick: Driver) -> None:
    project = quick.project()
    send(quick, project, [(f"text {n}", "a") for n in range(5)])
    done = send(quick, project, [(f"text {n}", "b") for n in range(5)])
    seen: list[int] = []
    cursor: int | None = 0
    while cursor is not None:
        path = f"/projects/{project}/imports/{done['import_id']}/conflicts"
        page = quick.get(path, limit=2, cursor=cursor).json()
        seen += [row["line"] for row in page["results"]]
        cursor = page["next"]
    assert seen == [1, 2, 3, 4, 5]


@pytest.mark.both_databases
def test_what_people_said_stands(quick: Driver) -> None:
    project = quick.project_with([{"text": "one"}, {"text": "two"}])
    [lease] = quick.offered(project)["assignments"]
    assert quick.answer(project, lease, "a").status_code == 201
    text = lease["item"]["text"]
    other = "two" if text == "one" else "one"
    done = send(quick, project, [(text, "b"), (other, "b")])
    assert (done["inserted"], done["labelled"], done["conflicts"]) == (0, 1, 1)
    assert labels(quick, project) == {text: "a", other: "b"}
    assert quick.get(f"/projects/{project}").json()["label_count"] == 2


def test_an_answer_to_an_item_on_lease_is_kept_beside_the_known_one(quick: Driver) -> None:
    project = quick.project_with([{"text": "one"}])
    someone = quick.join(project, "ann")
    [lease] = quick.offered(project, http=someone)["assignments"]
    send(quick, project, [("one", "b")])
    assert quick.answer(project, lease, "b", http=someone).status_code == 201
    given = exported(quick, project)[0]["annotations"]
    assert {(each["source"], each["annotator"]) for each in given} == {
        ("import", "admin"),
        ("seed", "ann"),
    }


@pytest.mark.both_databases
def test_who_imported_an_answer_can_take_it_back_and_give_another(quick: Driver) -> None:
    project = quick.project()
    send(quick, project, [("one", "b")])
    [known] = quick.get(f"/projects/{project}/items/1").json()["history"]
    assert quick.retract(project, known["id"]).status_code == 200
    assert quick.get(f"/projects/{project}").json()["label_count"] == 0
    [lease] = quick.offered(project)["assignments"]
    assert quick.answer(project, lease, "a").status_code == 201
    again = send(quick, project, [("one", "b"), ("two", "b")])
    assert (again["labelled"], again["conflicts"]) == (1, 1)
    assert labels(quick, project) == {"one": "a", "two": "b"}


def test_known_answers_teach_the_head(driver: Driver) -> None:
    project = driver.project(["fruit", "metal"])
    known = send(driver, project, texts(120))
    assert known["labelled"] == 120
    driver.imported(project, [{"text": f"{t['text']} again"} for t in texts(60)])
    rounds = driver.get(f"/projects/{project}/rounds").json()["results"]
    assert rounds[-1]["label_count"] > 0
    assert truth(driver.offered(project)["assignments"][0]["item"]["text"]) in ("fruit", "metal")


@on_sqlite
def test_a_test_set_is_scored_and_never_asked(driver: Driver) -> None:
    project = driver.project_with(texts(60), ["fruit", "metal"])
    rows = [{**row, "text": f"test {row['text']}"} for row in texts(110)]
    done = send(driver, project, [*rows, {"text": "unknown"}], role="evaluation")
    assert (done["role"], done["inserted"], done["labelled"]) == ("evaluation", 110, 110)
    assert "evaluation item needs one" in rows_of(driver, project, done, "rejected")[0]["detail"]
    assert driver.get(f"/projects/{project}").json()["item_count"] == 60
    asked = driver.label(project, 60, truth)
    assert len(set(asked)) == 60
    assert driver.offered(project)["reason"]["code"] == "done"
    driver.work()
    stats = driver.get(f"/projects/{project}/stats").json()
    assert stats["labels"] == 60
    assert stats["evaluation"]["items"] == 110
    assert all(not text.startswith("test") for text in labels(driver, project))


def test_nobody_answers_for_a_test_set(quick: Driver) -> None:
    project = quick.project()
    send(quick, project, [("one", "a")], role="evaluation")
    path = f"{API}/projects/{project}/annotations/00000000-0000-4000-8000-000000000001"
    answer = quick.http.put(path, json={"item_id": 1, "answer": {"class": "b"}})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"role": "evaluation", "labels": "ignore"}, "labels"),
        ({"create_classes": True, "labels": "ignore"}, "create_classes"),
        ({"fold_case": True}, "fold_case"),
        ({"labels": "some"}, "labels"),
        ({"role": "test"}, "role"),
        ({"create_classes": "perhaps"}, "create_classes"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    quick: Driver, query: dict[str, Any], field: str
) -> None:
    project = quick.project()
    answer = quick.upload(project, '{"text": "a"}', **query)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_person_who_agrees_leaves_it_settled(quick: Driver) -> None:
    project = quick.project_with([{"text": f"text {number}"} for number in range(10)], overlap=3)
    ann = quick.join(project, "Ann")
    [offer] = quick.offered(project, http=ann)["assignments"]
    send(quick, project, [(offer["item"]["text"], "a")])
    path = f"/projects/{project}/items/{offer['item']['id']}"
    assert quick.get(path).json()["state"] == "settled"
    quick.answer(project, offer, "a", http=ann)
    assert quick.get(path).json()["state"] == "settled"


@pytest.mark.both_databases
@pytest.mark.parametrize("how", ["retracted", "superseded"])
def test_who_answers_instead_is_paid(quick: Driver, how: str) -> None:
    project = quick.project(price_per_label=1.0)
    send(quick, project, [("text", "a")])
    [item] = quick.get(f"/projects/{project}/items").json()["results"]
    [known] = quick.get(f"/projects/{project}/items/{item['id']}").json()["history"]
    if how == "retracted":
        assert quick.retract(project, known["id"]).status_code == 200
    body = {"item_id": item["id"], "answer": {"class": "b"}}
    path = f"{API}/projects/{project}/annotations/{uuid4()}"
    assert quick.http.put(path, json=body).status_code == 201
    stats = quick.get(f"/projects/{project}/stats").json()
    assert (stats["labels"], stats["cost"]) == (1, 1.0)
