"""A pool that grows while people label: who asks them what, and what the figures then say."""

from typing import Any

import numpy as np
import pytest
from sqlmodel import select

from service.app import App
from service.importing.import_items import import_items
from service.jobs.run_job import JobRun
from service.kit.vocabulary import Source
from service.pool.queries.asked import AskedItems
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Views
from service.pool.tables.items import Item
from service.rounds.load_learner import load_learner
from service.rounds.queries.rounds import Rankings, Rounds
from service.vectors.load_vectors import load_vectors
from service.vectors.queries import Shards
from tests.driving import Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = on_sqlite

CLASSES = ["fruit", "metal"]


def odd_texts(count: int, after: int) -> list[dict[str, Any]]:
    """Mostly of one class; half of them say nothing of it, so that no model can learn them."""
    new = texts(after + 2 * count)[after:]
    rows = [row for row in new if row["label"] == "metal"][: count // 2]
    dice = np.random.default_rng(3)
    blank = [
        {"text": f"thing of type {number}", "label": CLASSES[int(dice.random() < 0.7)]}
        for number in range(count - len(rows))
    ]
    return [*rows, *blank]


def accuracy(driver: Driver, project: int, answers: dict[str, str]) -> float:
    """Of the head that the last round released, on every item of the pool."""
    with driver.app.read() as uow:
        shards = uow[Shards].current(uow[Views].ranked(project))
        last, items = uow[Rounds].last(project), uow.session.exec(select(Item)).all()
        index = {label_class.id: i for i, label_class in enumerate(uow[Classes].of(project))}
        names = {c.name: index[c.id] for c in uow[Classes].of(project)}
    assert last is not None
    arrays = driver.app.blobs.arrays(last.artefacts["released_head"])
    vectors, _ = load_vectors(driver.app.blobs, shards, len(items))
    graph = last.artefacts["neighbours"]
    head = load_learner(driver.app, [graph], last.class_ids, vectors).restored(arrays)
    ordinals = np.array([item.ordinal for item in items])
    predicted = head.probabilities(vectors[ordinals], ordinals)
    expected = np.array([names[answers[item.text]] for item in items])
    return float(np.mean(predicted.argmax(axis=1) == expected))


@pytest.mark.slow
def test_figures_are_of_the_union(driver: Driver) -> None:
    first, second, audits, more = 150, 600, 40, 60
    project = driver.project(CLASSES, round_every=1_000, seed=3)
    rows, odd = texts(first), odd_texts(second, first)
    answers = {row["text"]: row["label"] for row in [*rows, *odd]}
    driver.imported(project, rows)
    driver.serve_audits(project, audits)
    driver.label_at_once(project, audits, answers.__getitem__)
    driver.work()
    assert measured(driver, project)["figure"]["estimate"] > 0.9

    driver.imported(project, odd)
    last = measured(driver, project)
    unsure, note = last["figure"], last["metrics"]["note"]
    assert unsure["estimate"] is None
    assert f"but only 0 of the {audits} audit texts" in note["detail"]
    assert unsure["high"] - unsure["low"] > 0.75

    driver.serve_audits(project, more)
    driver.label_at_once(project, more, answers.__getitem__)
    driver.work()
    last, actual = measured(driver, project), accuracy(driver, project, answers)
    found, metrics = last["figure"], last["metrics"]
    parts = sorted(metrics["strata"], key=lambda part: part["imports"])
    assert [part["items"] for part in parts] == [first, second]
    assert [part["audits"] for part in parts] == [audits, more], "first from what is behind"
    weighted = sum(part["items"] * part["correct"] / part["audits"] for part in parts)
    assert found["estimate"] == pytest.approx(weighted / (first + second), abs=0.05)
    plain = sum(part["correct"] for part in parts) / (audits + more)
    assert found["estimate"] < plain, "the first part is easy, and small"
    assert found["low"] < actual < found["high"]
    assert metrics["n_effective"] < audits + more


def measured(driver: Driver, project: int) -> Any:
    return driver.get(f"/projects/{project}/rounds").json()["results"][-1]


@pytest.mark.slow
def test_audits_come_from_each_import_in_proportion_to_its_size(driver: Driver) -> None:
    """From the one that is behind, until both are sampled to one depth; then by key from both."""
    driver.without("measure")
    project = driver.project(CLASSES, seed=1)
    rows = texts(240)
    driver.imported(project, rows[:60])
    driver.serve_audits(project, 10)
    driver.label_at_once(project, 10, truth)
    driver.imported(project, rows[60:])
    for _ in range(4):
        driver.serve_audits(project, 15)
        driver.label_at_once(project, 15, truth)
        driver.work()
    with driver.app.read() as uow:
        items = sorted(uow.session.exec(select(Item)).all(), key=lambda item: item.audit_key)
        asked = uow.session.exec(select(Item.id, Item.import_id)).all()
    leased = driver.assignments(project)
    assert all(row.source is Source.AUDIT for row in leased)
    import_of = dict(asked)
    old, new = sorted({item.import_id for item in items})
    sample = [import_of[row.item_id] for row in leased]
    assert {row.item_id for row in leased} == {item.id for item in items[:70]}
    assert set(sample[:10]) == {old}
    assert set(sample[10:20]) == {new}
    # Of 70 items a fourth is of the first: 17.5, with a standard error of 3.6.
    assert 9 <= sample.count(old) <= 26
    assert sample.count(old) + sample.count(new) == 70


class Labelling(App):
    """Somebody labels an item before each of the first transactions of a job."""

    def __init__(self, driver: Driver, project: int, count: int) -> None:
        app = driver.app
        super().__init__(app.settings, app.database, app.blobs, app.asking)
        self.driver, self.project, self.left = driver, project, count

    def write(self) -> Any:
        if self.left:
            self.left -= 1
            self.driver.label_at_once(self.project, 1, truth)
        return super().write()


@pytest.mark.slow
def test_a_second_import_neither_stops_nor_reorders_what_people_have(driver: Driver) -> None:
    """Not while its rows come in, nor when they are in; the next round ranks them too."""
    driver.without("measure")
    project = driver.project_with(texts(200), CLASSES, round_every=1_000)
    driver.label_at_once(project, 5, truth)
    driver.work()
    ann = driver.join(project, "Ann")
    held = driver.offered(project, 5, ann)["assignments"]
    expected = order(driver, project)
    while_importing = Labelling(driver, project, 2)

    def imports(_app: App, run: JobRun) -> None:
        import_items(while_importing, run)

    driver.handlers["import"] = imports
    known = len(driver.assignments(project))
    driver.upload(project, "\n".join(f'{{"text": "{row["text"]}"}}' for row in texts(600)[200:]))
    for kind in ("embed", "rank"):  # what follows the import, later
        driver.without(kind)
    driver.work()
    assert while_importing.left == 0
    given = [row.item_id for row in driver.assignments(project)[known:]]
    assert given == expected[:2], "in the order of before"
    assert order(driver, project) == expected[2:]
    again = driver.offered(project, 5, ann)["assignments"]
    assert [lease["id"] for lease in again] == [lease["id"] for lease in held]
    for lease in held:
        assert (
            driver.answer(project, lease, truth(lease["item"]["text"]), http=ann).status_code == 201
        )


def order(driver: Driver, project: int) -> list[int]:
    """The ranked items that can still go out."""
    with driver.app.read() as uow:
        ranked = [row.item_id for row in uow[Rankings].of(project)]
        gone = uow[AskedItems].gone(ranked)
    return [item for item in ranked if item not in gone]
