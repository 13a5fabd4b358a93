"""Classes of a project that runs: added, changed, merged, retired and brought back."""

from typing import Any
from uuid import uuid4

import pytest

from service.labelling.queries import annotations
from service.rounds.queries.rounds import Rounds
from tests.driving import API, Driver
from tests.importing.test_known_answers import class_names, labels, rows_of, send
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["a", "b", "c"]


@pytest.fixture
def quick(driver: Driver) -> Driver:
    """Without vectors, which are beside the point of most tests here."""
    return driver.without("embed")


def listed(driver: Driver, project: int) -> dict[str, Any]:
    found = driver.get(f"/projects/{project}/classes").json()["results"]
    return {each["name"]: each for each in found}


def ids(driver: Driver, project: int) -> dict[str, int]:
    return {name: each["id"] for name, each in listed(driver, project).items()}


def change(driver: Driver, project: int, name: str, how: str = "", /, **body: Any) -> Any:
    """A change of the class of that name; without `how` one of its fields."""
    place = f"{API}/projects/{project}/classes/{ids(driver, project)[name]}"
    return (
        driver.http.post(f"{place}/{how}", json=body)
        if how
        else driver.http.patch(place, json=body)
    )


def merge(driver: Driver, project: int, name: str, into: str, **more: Any) -> Any:
    return change(driver, project, name, "merge", into=ids(driver, project)[into], **more)


def version(driver: Driver, project: int) -> int:
    return int(driver.get(f"/projects/{project}/progress").json()["classes_version"])


def history(driver: Driver, project: int) -> list[tuple[str, Any]]:
    found = driver.get(f"/projects/{project}/settings-history").json()["results"]
    return [(e["name"], e["value"]) for e in found if e["name"].startswith("class")]


def test_a_class_is_added_with_the_next_digit(quick: Driver) -> None:
    project = quick.project(CLASSES)
    before = version(quick, project)
    made = quick.post(f"/projects/{project}/classes", name=" New  ", colour="teal")
    assert made.status_code == 201
    assert made.json() == {
        "id": made.json()["id"],
        "name": "New",
        "key": "4",
        "code": "NE",
        "description": "",
        "colour": "teal",
        "position": 3,
        "state": "active",
        "merged_into": None,
        "labels": 0,
    }
    assert class_names(quick, project) == [*CLASSES, "New"]
    assert version(quick, project) == before + 1
    assert history(quick, project) == [("class_added", "New")]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"name": "A"}, 409, "name"),
        ({"name": "  "}, 422, "name"),
        ({"name": "x" * 201}, 422, "name"),
        ({"name": "d", "key": "1"}, 409, "key"),
        ({"name": "d", "key": "x"}, 422, "key"),
        ({"name": "d", "colour": "beige"}, 422, "colour"),
    ],
)
def test_a_class_that_cant_be_is_refused(
    quick: Driver, body: dict[str, Any], status: int, field: str
) -> None:
    project = quick.project(CLASSES)
    for answer in (
        quick.post(f"/projects/{project}/classes", **body),
        change(quick, project, "b", **body),
    ):
        assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert class_names(quick, project) == CLASSES
    assert version(quick, project) == 0


def test_a_class_is_changed_in_place(quick: Driver) -> None:
    project = quick.project(CLASSES)
    fields = {"name": "Bé", "key": "7", "description": "What bees do", "colour": "yellow"}
    changed = change(quick, project, "b", **fields).json()
    assert {name: changed[name] for name in fields} == fields
    assert change(quick, project, "Bé", key=None, colour=None).json()["key"] is None
    assert class_names(quick, project) == ["a", "Bé", "c"]
    assert history(quick, project) == []


def test_who_renames_a_class_to_another_is_told_of_merging(quick: Driver) -> None:
    project = quick.project(CLASSES)
    renamed = change(quick, project, "b", name="a").json()["detail"]
    assert renamed.endswith("exists already. To make one class of both, merge them.")
    new = quick.post(f"/projects/{project}/classes", name="a")
    assert new.json()["detail"].endswith("exists already.")


def test_classes_are_put_in_order(quick: Driver) -> None:
    project = quick.project(CLASSES)
    known, place = ids(quick, project), f"/projects/{project}/classes:order"
    assert quick.post(place, ids=[known[n] for n in "cab"]).status_code == 204
    assert class_names(quick, project) == ["c", "a", "b"]
    assert [each["key"] for each in listed(quick, project).values()] == ["3", "1", "2"]
    for wrong, status in (([known["a"]], 409), ([*known.values(), 10**6], 409), ([1, 1], 422)):
        assert quick.post(place, ids=wrong).status_code == status
    assert class_names(quick, project) == ["c", "a", "b"]


@pytest.mark.slow
def test_merged_labels_are_the_other_class_until_that_is_undone(quick: Driver) -> None:
    project = quick.project(CLASSES)
    send(quick, project, [("one", "a"), ("two", "a"), ("three", "b"), ("four", "c")])
    asked = merge(quick, project, "a", "b", dry_run=True).json()
    assert asked == {"labels": 2, "decided_anew": 0}
    assert labels(quick, project)["one"] == "a"
    assert merge(quick, project, "a", "b").json() == asked
    quick.work()
    assert labels(quick, project) == {"one": "b", "two": "b", "three": "b", "four": "c"}
    assert class_names(quick, project) == ["b", "c"]
    shown = listed(quick, project)
    assert (shown["a"]["state"], shown["a"]["labels"], shown["a"]["key"]) == ("merged", 0, None)
    assert (shown["a"]["merged_into"], shown["b"]["labels"]) == (shown["b"]["id"], 3)
    stats = quick.get(f"/projects/{project}/stats").json()["classes"]
    assert [(each["name"], each["labels"]) for each in stats] == [("b", 3), ("c", 1)]
    for name in ("a", "b"):
        found = quick.get(f"/projects/{project}/items", **{"class": name}).json()["results"]
        assert [each["label"] for each in found] == ["b"] * (2 if name == "a" else 3)

    assert merge(quick, project, "b", "c").json()["labels"] == 3
    assert {*labels(quick, project).values()} == {"c"}
    assert merge(quick, project, "a", "c").status_code == 409
    assert change(quick, project, "b", "restore").json()["labels"] == 3
    assert change(quick, project, "a", "restore").json()["key"] == "1"
    assert labels(quick, project) == {"one": "a", "two": "a", "three": "b", "four": "c"}
    assert history(quick, project) == [
        ("class_merged", "a → b"),
        ("class_merged", "b → c"),
        ("class_restored", "b"),
        ("class_restored", "a"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("many", [1, annotations.MANY])
def test_people_who_differed_agree_by_a_merge_and_differ_again(
    quick: Driver, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found from either side: from what was answered with the class, or by people at all."""
    monkeypatch.setattr(annotations, "MANY", many)
    project = quick.project(CLASSES, overlap=2)
    quick.imported(project, texts(4))
    people = [quick.join(project, name) for name in ("Ann", "Ben")]
    for http, said in zip(people, ("a", "b"), strict=True):
        [lease] = quick.offered(project, http=http)["assignments"]
        assert quick.answer(project, lease, said, http=http).status_code == 201
    place = f"/projects/{project}/items/{lease['item']['id']}"
    before = quick.get(place).json()
    assert (before["label"], before["state"], before["confidence"]) == ("a", "provisional", 0.5)
    assert merge(quick, project, "a", "b").json() == {"labels": 1, "decided_anew": 1}
    quick.work()
    assert differences(quick, project) == (0, 0)
    merged = quick.get(place).json()
    assert (merged["label"], merged["state"], merged["confidence"]) == ("b", "settled", 1.0)
    assert [each["label"] for each in merged["history"]] == ["b", "b"]
    change(quick, project, "a", "restore")
    quick.work()
    assert quick.get(place).json() == before
    assert differences(quick, project) == (1, 1)


def test_a_retired_class_keeps_its_labels_and_is_offered_no_more(quick: Driver) -> None:
    project = quick.project(CLASSES)
    send(quick, project, [("one", "a"), ("two", "b")])
    assert change(quick, project, "a", "retire").json()["state"] == "retired"
    assert class_names(quick, project) == ["b", "c"]
    assert labels(quick, project) == {"one": "a", "two": "b"}
    again = quick.post(f"/projects/{project}/classes", name="a")
    assert (again.status_code, again.json()["field"]) == (409, "name")
    assert "Bring it back" in again.json()["detail"]
    assert merge(quick, project, "b", "a").status_code == 409
    made = quick.post(f"/projects/{project}/classes", name="d").json()
    assert made["key"] == "1"
    assert change(quick, project, "a", "restore").json()["key"] == "4"
    assert class_names(quick, project) == ["a", "b", "c", "d"]


def test_an_answer_under_way_is_kept_whatever_became_of_its_class(quick: Driver) -> None:
    project = quick.project_with(texts(6), CLASSES)
    leases = quick.offered(project, 4)["assignments"]
    merge(quick, project, "a", "c")
    change(quick, project, "b", name="bee")
    name = str(uuid4())
    sent = [quick.answer(project, leases[0], "a", id=name) for _ in range(2)]
    assert [each.status_code for each in sent] == [201, 200]
    assert sent[0].json()["answer"] == sent[1].json()["answer"] == {"class": "c"}
    assert quick.answer(project, leases[1], "b").json()["answer"] == {"class": "bee"}
    change(quick, project, "bee", "retire")
    assert quick.answer(project, leases[2], "bee").status_code == 201
    assert quick.answer(project, leases[3], "never").status_code == 422
    assert quick.post(f"/projects/{project}/classes", name="b").status_code == 201
    assert quick.answer(project, leases[3], "b").json()["answer"] == {"class": "b"}
    assert sorted(filter(None, labels(quick, project).values())) == ["b", "bee", "bee", "c"]
    change(quick, project, "a", "restore")
    assert sorted(filter(None, labels(quick, project).values())) == ["a", "b", "bee", "bee"]


def test_a_file_means_what_a_class_was_merged_into(quick: Driver) -> None:
    project = quick.project(CLASSES)
    send(quick, project, [("one", "a")])
    merge(quick, project, "a", "b")
    change(quick, project, "c", "retire")
    done = send(quick, project, [("one", "b"), ("two", "a"), ("three", "c")], create_classes=True)
    assert (done["labelled"], done["conflicts"], done["rejected"]) == (1, 0, 1)
    [refused] = rows_of(quick, project, done, "rejected")
    assert "retired" in refused["detail"]
    assert labels(quick, project) == {"one": "b", "two": "b"}
    assert class_names(quick, project) == ["b"]


@pytest.mark.slow
def test_a_class_that_a_file_brought_stays_once_somebody_adds_it(quick: Driver) -> None:
    project = quick.project(["a"])
    done = send(quick, project, [("one", "x"), ("two", "y")], create_classes=True)
    path = f"{API}/projects/{project}/imports/{done['import_id']}"
    assert [each["key"] for each in listed(quick, project).values()] == ["1", "2", "3"]
    assert quick.http.delete(path).status_code == 202
    quick.work()
    assert class_names(quick, project) == ["a"]
    assert quick.post(f"/projects/{project}/classes", name="y").json()["key"] == "2"
    send(quick, project, [("one", "x"), ("three", "y")], create_classes=True)
    assert class_names(quick, project) == ["a", "y", "x"]


def differences(driver: Driver, project: int) -> tuple[int, int]:
    """Items on which people differ, as they are listed and as agreement counts them."""
    found = driver.get(f"/projects/{project}/review/disagreements").json()["results"]
    mixed = driver.get(f"/projects/{project}/review/agreement").json()["mixed"]
    return len(found), sum(each["items"] for each in mixed)


@pytest.mark.slow
def test_rounds_go_on_with_the_classes_that_there_are(driver: Driver) -> None:
    """A round learns a merged class as what it means, and none of a retired one."""
    names = ["fruit", "metal", "bird"]
    project = driver.project_with(texts(90, names), names, strategy="random")
    driver.label(project, 30, truth)
    driver.work()
    known = ids(driver, project)

    def last() -> tuple[list[int], int]:
        with driver.app.read() as uow:
            found = uow[Rounds].last(project)
            assert found is not None
            return found.class_ids, found.label_count

    assert last() == ([known[name] for name in names], 30)
    merge(driver, project, "bird", "metal")
    assert "rank" in driver.work()
    assert last() == ([known["fruit"], known["metal"]], 30)
    change(driver, project, "bird", "restore")
    change(driver, project, "bird", "retire")
    driver.work()
    assert last()[0] == [known["fruit"], known["metal"]]
    assert last()[1] < 30
    new = driver.post(f"/projects/{project}/classes", name="stone").json()["id"]
    driver.work()
    assert last()[0] == [known["fruit"], known["metal"], new]


def test_open_screens_see_that_the_guidelines_changed(quick: Driver) -> None:
    project = quick.project(CLASSES)
    before = version(quick, project)
    path = f"{API}/projects/{project}"
    quick.http.patch(path, json={"guidelines": "One answer a text."}).raise_for_status()
    assert version(quick, project) == before + 1
    quick.http.patch(path, json={"target": 0.9}).raise_for_status()
    assert version(quick, project) == before + 1, "whoever labels doesn't see it"
