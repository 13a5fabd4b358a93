"""Items as they are looked for, shown and labelled many at once."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest

from service.labelling.decide_items import UNDONE
from service.pool.queries.blindness import Blindness
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from tests.driving import API, Driver
from tests.labelling.test_unasked import pick
from tests.texts import texts

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]
Row = dict[str, Any]


def look(driver: Driver, project: int, **query: Any) -> list[Row]:
    """All that is found, a few at a time, each once; and as who skips some finds it."""
    found = [row for page in walked(driver, project, query) for row in page["results"]]
    assert len({row["id"] for row in found}) == len(found)
    counted = get(driver, project, {**query, "total": True})
    assert counted["total"] == len(found)
    middle = len(found) // 2
    far = get(driver, project, {**query, "skip": middle, "limit": 3})
    assert [row["id"] for row in far["results"]] == [row["id"] for row in found[middle:][:3]]
    if far["next"] is not None:
        further = {"cursor": far["next"], "skip": 2, "limit": 1}
        rest = get(driver, project, {**query, **further})["results"]
        assert [row["id"] for row in rest] == [row["id"] for row in found[middle + 5 :][:1]]
    return found


def walked(driver: Driver, project: int, query: Mapping[str, Any]) -> Iterator[Any]:
    cursor: dict[str, Any] = {}
    while True:
        page = get(driver, project, {**query, **cursor, "limit": 7})
        yield page
        if page["next"] is None:
            return
        cursor = {"cursor": page["next"]}


def get(driver: Driver, project: int, query: Mapping[str, Any]) -> Any:
    answer = driver.http.get(f"{API}/projects/{project}/items", params=dict(query))
    assert answer.status_code == 200, answer.text
    return answer.json()


def label(driver: Driver, project: int, **body: Any) -> Any:
    body = {"batch": str(uuid4()), "answer": {"class": "fruit"}, **body}
    return driver.http.post(f"{API}/projects/{project}/items:label", json=body)


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.without("embed").project_with(texts(60), CLASSES, columns=["batch", "missing"])


@pytest.mark.slow
def test_what_is_soon_audited_is_passed_over(driver: Driver, project: int) -> None:
    [lease] = driver.offered(project)["assignments"]
    with driver.app.read() as uow:
        ordinals = uow[Blindness].withheld(uow[Projects].get(project))
        ids = {*uow[Items].ids_of_ordinals(project, sorted(ordinals)).values()}
    assert lease["item"]["id"] in ids
    assert 7 <= len(ids) <= 15, "three of sixty, the other window, and what is out"
    for query in ({}, {"q": "number"}, {"state": "unlabelled"}):
        found = look(driver, project, **query)
        assert {row["id"] for row in found}.isdisjoint(ids), query
        assert len(found) == 60 - len(ids), query
    driver.answer(project, lease, "fruit")
    assert lease["item"]["id"] in {row["id"] for row in look(driver, project)}


def test_a_row_says_what_is_known(driver: Driver, project: int) -> None:
    ann = driver.join(project, "Ann")
    [lease] = driver.offered(project, 1, ann)["assignments"]
    assert lease["item"]["columns"].keys() == {"batch"}
    item = lease["item"]["id"]
    driver.answer(project, lease, "fruit", http=ann)
    driver.post(f"/projects/{project}/items/{item}/notes", kind="comment", text="odd")
    [source] = {row.source for row in driver.assignments(project)}
    [row] = look(driver, project, state="labelled")
    assert row["external_id"].startswith("row-")
    assert row["labelled_at"] is not None
    assert row | {"labelled_at": 0, "external_id": 0} == {
        "id": item,
        "external_id": 0,
        "text": lease["item"]["text"],
        "label": "fruit",
        "given": {"class": "fruit"},
        "label_source": source,
        "state": "settled",
        "confidence": 1.0,
        "annotators": ["Ann"],
        "decided_by": None,
        "labelled_at": 0,
        "prediction": None,
        "suspected": False,
        "open_notes": 1,
        "columns": lease["item"]["columns"],
    }
    assert label(driver, project, items=[item], answer={"class": "metal"}).json()["changed"] == 1
    [row] = look(driver, project, source="search")
    me = driver.get("/me").json()["name"]
    assert (row["label"], row["label_source"], row["decided_by"]) == ("metal", "search", me)
    assert look(driver, project, source=source) == []
    detail = driver.get(f"/projects/{project}/items/{item}").json()
    assert detail.items() >= row.items()
    [made] = detail["decisions"]
    assert (made["label"], made["source"], made["live"]) == ("metal", "search", True)
    assert (len(detail["history"]), len(detail["notes"]), len(detail["sources"])) == (1, 1, 1)


@pytest.mark.slow
def test_each_filter_finds_what_it_says(driver: Driver, project: int) -> None:
    ann, ben = (driver.join(project, name, "engineer") for name in ("Ann", "Ben"))
    people = {"Ann": ann.get(f"{API}/me").json()["id"], "Ben": ben.get(f"{API}/me").json()["id"]}
    free = [row["id"] for row in look(driver, project)]
    for item in free[:4]:
        pick(driver, project, item, "fruit", ann)
    pick(driver, project, free[0], "metal", ben)
    label(driver, project, items=free[5:7])
    path = f"/projects/{project}/items"
    driver.post(f"{path}/{free[0]}/notes", kind="flag")
    driver.post(f"{path}/{free[9]}/notes", kind="comment", text="?")
    for query, expected in (
        ({"class": "fruit"}, [*free[:4], *free[5:7]]),
        ({"class": "metal"}, []),
        ({"state": "labelled"}, [*free[:4], *free[5:7]]),
        ({"state": "settled"}, [*free[1:4], *free[5:7]]),
        ({"state": "provisional"}, free[:1]),
        ({"state": "skipped"}, []),
        ({"annotator": people["Ann"]}, free[:4]),
        ({"annotator": people["Ben"]}, free[:1]),
        ({"annotator": driver.get("/me").json()["id"]}, free[5:7]),
        ({"source": "search"}, free[5:7]),
        ({"source": "strategy"}, []),
        ({"note": "flag"}, free[:1]),
        ({"note": "comment"}, free[9:10]),
        ({"note": "any"}, [free[0], free[9]]),
        ({"disagreement": True}, free[:1]),
        ({"suspected": True}, []),
        ({"predicted": "fruit"}, []),
        ({"confidence_above": 0.5}, []),
        ({"sort": "confidence"}, []),
        ({"class": "fruit", "note": "flag"}, free[:1]),
    ):
        assert [row["id"] for row in look(driver, project, **query)] == expected, query
    words = {"q": "plum number"}
    expected = [row["id"] for row in look(driver, project) if "plum" in row["text"]]
    assert [row["id"] for row in look(driver, project, **words)] == expected
    latest = [row["labelled_at"] for row in look(driver, project, sort="-labelled_at")]
    assert len(latest) == 6
    assert latest == sorted(latest, reverse=True)


def test_two_skips_make_it_skipped(driver: Driver, project: int) -> None:
    item = None
    for name in ("Ann", "Ben"):
        assert look(driver, project, state="skipped") == []
        http = driver.join(project, name)
        if item is None:
            [lease] = driver.offered(project, 1, http)["assignments"]
            item = lease["item"]["id"]
        else:
            leases = driver.offered(project, 1, http)["assignments"]
            [lease] = [each for each in leases if each["item"]["id"] == item] or leases
        driver.end(project, "skip", lease, http)
        item = lease["item"]["id"] if lease["item"]["id"] != item else item
    skipped = [row["id"] for row in look(driver, project, state="skipped")]
    assert skipped in ([], [item])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"class": "nope"}, "class"),
        ({"predicted": "nope"}, "predicted"),
        ({"state": "leased"}, "state"),
        ({"source": "nope"}, "source"),
        ({"note": "nope"}, "note"),
        ({"annotator": 0}, "annotator"),
        ({"confidence_below": 1.5}, "confidence_below"),
        ({"confidence_above": "x"}, "confidence_above"),
        ({"disagreement": "x"}, "disagreement"),
        ({"sort": "label"}, "sort"),
        ({"q": "x" * 201}, "q"),
        ({"limit": 501}, "limit"),
        ({"cursor": "1-"}, "cursor"),
        ({"cursor": "1-2"}, "cursor"),
        ({"cursor": "2", "sort": "-labelled_at"}, "cursor"),
        ({"cursor": "1-9999999999", "sort": "-labelled_at"}, "cursor"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_value_that_means_nothing_is_refused_by_name(
    driver: Driver, project: int, query: Row, field: str
) -> None:
    answer = driver.http.get(f"{API}/projects/{project}/items", params=query)
    assert (answer.status_code, answer.json()["field"].removesuffix(".0")) == (422, field)


def test_all_that_match_are_labelled_and_taken_back(driver: Driver, project: int) -> None:
    matching, batch = {"q": "plum", "state": "unlabelled"}, str(uuid4())
    found = [row["id"] for row in look(driver, project, **matching)]
    tried = label(driver, project, matching=matching, dry_run=True).json()
    assert tried == {
        "changed": len(found),
        "unchanged": 0,
        "passed_over": 0,
        "changed_from": [{"label": None, "items": len(found)}],
    }
    assert look(driver, project, state="labelled") == []
    for _ in range(2):  # what is sent again matches nothing any more
        assert label(driver, project, matching=matching, batch=batch).json() == tried
        assert [row["id"] for row in look(driver, project, state="labelled")] == found
    again = label(driver, project, items=found, answer={"class": "metal"}, dry_run=True).json()
    assert again["changed_from"] == [{"label": "fruit", "items": len(found)}]
    path = f"{API}/projects/{project}/items:label/{batch}"
    assert [driver.http.delete(path).status_code for _ in range(2)] == [204, 204]
    assert look(driver, project, state="labelled") == []
    assert driver.http.delete(f"{path[:-36]}{uuid4()}").status_code == 404


def test_too_many_at_once_are_refused(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(700), CLASSES)
    refused = label(driver, project, matching={})
    problem = refused.json()
    assert (refused.status_code, problem["field"], problem["most"]) == (422, "matching", 500)
    assert 600 < problem["items"] < 700 - 35
    for body in ({}, {"items": [1], "matching": {}}, {"items": []}):
        assert label(driver, project, **body).json()["field"] == "items", body
    assert label(driver, project, matching={"class": "nope"}).json()["field"] == "class"
    assert label(driver, project, items=[1], answer={"class": "x"}).status_code == 422


def test_a_batch_of_several_calls_is_taken_back_as_one(driver: Driver) -> None:
    project, batch = driver.project(CLASSES), str(uuid4())
    driver.without("embed").imported(project, texts(400))
    found = get(driver, project, {"limit": 500})["results"]
    ids = [row["id"] for row in found]
    assert len(ids) > UNDONE, "more than one transaction takes back"
    for part in (ids[:200], ids[200:], ids[100:150]):
        done = label(driver, project, items=part, batch=batch).json()
        assert (done["changed"], done["unchanged"]) == (len(part), 0)
    assert label(driver, project, items=ids[:1], batch=batch, answer={"class": "metal"}).is_error
    path = f"{API}/projects/{project}/items:label/{batch}"
    assert driver.http.delete(path).status_code == 204
    assert get(driver, project, {"state": "labelled"})["results"] == []
    assert driver.get(f"/projects/{project}/progress").json()["labels"] == 0
    assert label(driver, project, items=ids[:250], batch=batch).json()["unchanged"] == 0
    assert label(driver, project, items=[found[0]["id"]], batch=batch).status_code == 200
    assert get(driver, project, {"state": "labelled"})["results"] == []


def test_columns_are_shown_as_the_project_says(driver: Driver) -> None:
    project = driver.project(CLASSES)
    path = f"{API}/projects/{project}"
    rows = [{"text": "a plum", "url": "https://plum.example", "n": 1, "deep": {"é": [None]}}]
    driver.without("embed").imported(project, rows)
    assert driver.http.get(path).json()["data_columns"] == ["url", "n", "deep"]
    [row] = look(driver, project)
    assert row["columns"] == {}
    changed = driver.http.patch(path, json={"columns": ["n", "url", "gone", "deep"]})
    assert changed.json()["columns"] == ["n", "url", "gone", "deep"]
    [row] = look(driver, project)
    expected = {"n": "1", "url": "https://plum.example", "deep": '{"é": [null]}'}
    assert [*row["columns"].items()] == [*expected.items()]
    [lease] = driver.offered(project)["assignments"]
    assert lease["item"]["columns"] == expected
    for wrong in (["n", "n"], [""], [f"c{n}" for n in range(11)]):
        refused = driver.http.patch(path, json={"columns": wrong})
        assert refused.status_code == 422, wrong
        assert refused.json()["field"].startswith("columns")
    ann = driver.join(project, "Ann")
    assert ann.get(path).json()["data_columns"] == []
    driver.http.patch(path, json={"columns": []})
    assert driver.offered(project)["assignments"][0]["item"]["columns"] == {}


def test_whole_words_are_found_first(driver: Driver) -> None:
    """Across pages, in any case and beside any sign; each kind in the order of the file."""
    kinds = ("turmoil {} at *Sea", "is it (OIL)? {}: by\n*sea!", "oily {} *seas")
    rows = [{"text": kinds[n % 3].format(n)} for n in range(60)]
    project = driver.without("embed").project_with(rows, CLASSES)
    found = [row["text"] for row in look(driver, project, q="oil *Sea")]
    whole = ["(OIL)" in text for text in found]
    assert 7 < sum(whole) < len(found) - 7
    assert whole == sorted(whole, reverse=True)
    ordinals = [int(re.sub(r"\D", "", text)) for text in found]
    half = sum(whole)
    assert ordinals == sorted(ordinals[:half]) + sorted(ordinals[half:])
