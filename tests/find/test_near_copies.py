"""Near copies in groups: named by their words, blind to audits, labelled many at once."""

from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from service.core.vectors.near_copies import groups_of_copies
from service.core.vectors.neighbours import MOST_NODES, find_neighbours
from service.find.near_copies import naming_words
from service.pool.queries.blindness import Blindness
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from tests.asking import answers_questions
from tests.driving import Driver
from tests.texts import texts

OTHERS = 60
LIKENESS = 0.98
BILL = "Dear customer, please find attached the monthly invoice of our water company. " * 3
PARCEL = "Your parcel waits for you at the counter of the post office in the old town. " * 3


def rows() -> list[dict[str, Any]]:
    """Two kinds of text that are the same but for a number, among others."""
    copies = [f"{BILL}{number}" for number in range(24)]
    copies += [f"{PARCEL}{number}" for number in range(12)]
    return [*texts(OTHERS), *({"text": text} for text in copies)]


@pytest.fixture
def asked(driver: Driver) -> Driver:
    return answers_questions(driver)


def groups(driver: Driver, project: int, **query: float) -> list[dict[str, Any]]:
    query = {"likeness": LIKENESS, **query}
    answer = driver.get(f"/projects/{project}/near-copies", **query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["groups"]
    return found


def listed(driver: Driver, project: int, item: int) -> list[dict[str, Any]]:
    """The texts of a group."""
    query = {"likeness": LIKENESS, "state": "unlabelled", "limit": 500}
    answer = driver.get(f"/projects/{project}/items/{item}/similar", **query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


@pytest.mark.both_databases
@pytest.mark.slow
def test_groups_hold_what_may_be_labelled_and_go_when_it_is(asked: Driver) -> None:
    project = asked.project_with(rows(), ["fruit", "metal"])
    with asked.app.read() as uow:
        kept = uow[Blindness].withheld(uow[Projects].get(project))
        hidden = {*uow[Items].ids_of_ordinals(project, sorted(kept)).values()}
    bill, parcel = groups(asked, project)
    assert bill["words"] == ["customer", "attached", "monthly", "invoice"]
    assert parcel["words"] == ["parcel", "waits", "counter", "office"]
    of_bill = listed(asked, project, bill["item_id"])
    ids = [row["id"] for row in of_bill]
    assert all(row["text"].startswith(BILL) for row in of_bill)
    copies = {o for o in range(OTHERS, OTHERS + 24) if o not in kept}
    assert bill["size"] == len(ids) == len(copies) < 24, "some of them may be audits"
    assert hidden.isdisjoint(ids)
    assert bill["item_id"] in ids

    # What somebody labels meanwhile keeps its label.
    label = f"/projects/{project}/items:label"
    asked.post(label, batch=str(uuid4()), items=ids[:1], answer={"class": "metal"})
    alike = {"items": ids, "answer": {"class": "fruit"}, "unlabelled_only": True}
    said = {"batch": str(uuid4()), **alike}
    foreseen = asked.post(label, **said, dry_run=True).json()
    done = asked.post(label, **said).json()
    assert done == foreseen == asked.post(label, **said).json()
    assert (done["changed"], done["unchanged"]) == (len(ids) - 1, 1)
    item = asked.get(f"/projects/{project}/items/{ids[0]}").json()
    assert (item["label"], item["label_source"]) == ("metal", "search")
    assert [each["item_id"] for each in groups(asked, project)] == [parcel["item_id"]]
    asked.http.delete(f"/api/v1{label}/{said['batch']}").raise_for_status()
    assert [each["size"] for each in groups(asked, project)] == [len(ids) - 1, parcel["size"]]
    assert len(groups(asked, project, limit=1)) == 1


@pytest.mark.slow
def test_without_vectors_and_without_a_worker(driver: Driver) -> None:
    project = driver.project(["fruit", "metal"])
    path = f"/projects/{project}/near-copies"
    assert driver.get(path).json()["reason"]["code"] == "no_worker"
    answer = answers_questions(driver).get(path)
    assert (answer.status_code, answer.json()["reason"]["code"]) == (503, "no_vectors")
    driver.imported(project, texts(20))
    assert groups(driver, project) == []


def near(rng: np.random.Generator, sizes: list[int], dimensions: int = 16) -> np.ndarray:
    """Rows around so many directions, nearer than 0.98 to their own alone."""
    centres = rng.normal(size=(len(sizes), dimensions))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    X = np.repeat(centres, sizes, axis=0) + 0.005 * rng.normal(size=(sum(sizes), dimensions))
    X = X / np.linalg.norm(X, axis=1, keepdims=True)
    return X.astype(np.float32)


def test_the_largest_come_first_whatever_the_graph_reaches() -> None:
    sizes = [300, 3, 40, 2, 1, 1]  # more near copies than a node has neighbours
    X = near(np.random.default_rng(1), sizes)
    allowed = np.ones(len(X), dtype=np.bool_)
    found = groups_of_copies(find_neighbours(X), allowed, 0.98, most=10)
    assert [group.size for group in found] == [300, 40, 3, 2]
    assert [group.size for group in groups_of_copies(find_neighbours(X), allowed, 0.98, 2)] == [
        300,
        40,
    ]
    allowed[:290] = False
    found = groups_of_copies(find_neighbours(X), allowed, 0.98, most=10)
    assert [group.size for group in found] == [40, 10, 3, 2]
    assert all(allowed[group.sample].all() for group in found)
    assert groups_of_copies(find_neighbours(X), ~allowed & False, 0.98, 10) == []


def test_a_chain_of_copies_is_no_group() -> None:
    """Each is like the next; the first and the last have nothing in common."""
    angles = np.linspace(0, np.pi / 2, 40)
    X = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    found = groups_of_copies(find_neighbours(X), np.ones(40, dtype=np.bool_), 0.98, most=10)
    assert len(found) > 2
    for group in found:
        assert (X[group.sample] @ X[group.middle] > 0.98).all()
        assert group.size == int((X @ X[group.middle] > 0.98).sum())
    middles = X[[group.middle for group in found]]
    assert not np.tril(middles @ middles.T > 0.98, -1).any()


@pytest.mark.slow
def test_a_pool_larger_than_its_graph() -> None:
    rng = np.random.default_rng(2)
    X = near(rng, [60, 30, *([1] * MOST_NODES)], dimensions=32)
    neighbours = find_neighbours(X, seed=3)
    assert len(neighbours.nodes) < len(X)
    found = groups_of_copies(neighbours, np.ones(len(X), dtype=np.bool_), 0.98, most=2)
    assert [group.size for group in found] == [60, 30]


def test_words_that_most_have_and_few_others() -> None:
    groups = [["The red cat 1", "The red cat 2", "The red dog 3"], ["12", "13"]]
    others = ["the sun", "the moon", "a cat"]
    assert naming_words(groups, others) == [["the", "red", "cat"], []]
    many = [["one two three four seven eight"] * 2]
    assert naming_words(many, ["two three"]) == [["one", "four", "seven", "eight"]]
