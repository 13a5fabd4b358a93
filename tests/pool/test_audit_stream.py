"""Audit items: as many as was said, not to be told from others, and never seen by the ranking."""

import random
from typing import Any
from uuid import uuid4

import pytest

from service.app import App
from service.jobs.run_job import JobRun
from service.kit.vocabulary import Role, Source
from service.labelling.shapes import NewAnnotation
from service.labelling.submit_annotation import submit_annotation
from service.people.identify import Labelling
from service.people.sign_in import first_admin
from service.pool.queries.audit import AuditOrder
from service.pool.queries.items import Items
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.pool.tables.answers import Assignment
from service.rounds.queries.rounds import Rankings
from service.rounds.ranking.rank import rank
from tests.db import rows
from tests.driving import Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

CLASSES = ["fruit", "metal"]


def blocks(driver: Driver, project: int) -> list[int]:
    """How many audits each block of ten hand-outs held."""
    audits = [row.source == Source.AUDIT for row in driver.assignments(project)]
    return [sum(audits[first : first + 10]) for first in range(0, len(audits), 10)]


class HandingOut(App):
    """Hands out items while a round computes: after it has read, before it swaps."""

    def __init__(self, driver: Driver, project: int, count: int) -> None:
        super().__init__(driver.app.settings, driver.app.database, driver.app.blobs)
        self.driver, self.project, self.count = driver, project, count

    def write(self) -> Any:
        count, self.count = self.count, 0
        if count:
            self.driver.label_at_once(self.project, count, truth)
        return super().write()


@on_sqlite
@pytest.mark.parametrize(
    ("audits", "expected"),
    [("fewest", [1] * 10), ("balanced", [3] * 10 + [2, 1]), ("proof", [4] * 10 + [2, 2])],
)
def test_each_block_of_ten_holds_its_share(
    driver: Driver, audits: str, expected: list[int]
) -> None:
    """Over 120 hand-outs in bundles, with rounds in between and hand-outs during rounds."""
    driver.without("measure")
    project = driver.project_with(
        texts(400), CLASSES, strategy="margin", audits=audits, round_every=5, seed=7
    )
    dice = random.Random(3)

    def busy(_app: App, run: JobRun) -> None:
        rank(HandingOut(driver, project, dice.randint(0, 4)), run)

    driver.handlers["rank"] = busy
    while len(driver.assignments(project)) < 10 * len(expected):
        open_leases = driver.offered(project, dice.randint(1, 9))["assignments"]
        driver.label_at_once(project, len(open_leases), truth)
        driver.work(until_idle=False)
        driver.wait(dice.choice([0.0, 0.0, 3.0]))
    assert blocks(driver, project)[: len(expected)] == expected
    assert driver.get(f"/projects/{project}/stats").json()["ran_dry"] == 0


@on_sqlite
@pytest.mark.parametrize("embedded", [True, False])
def test_another_schedule_holds_from_the_next_hand_out(driver: Driver, embedded: bool) -> None:
    driver.without("measure", *([] if embedded else ["embed"]))
    project = driver.project(CLASSES, audits="fewest", round_every=100)
    driver.imported(project, texts(200))
    driver.label_at_once(project, 20, truth)
    changed = driver.http.patch(f"/api/v1/projects/{project}", json={"audits": "proof"})
    assert changed.json()["audits"] == "proof"
    driver.work()
    driver.label_at_once(project, 20, truth)
    assert blocks(driver, project) == [1, 1, 4, 4]
    assert driver.get(f"/projects/{project}/stats").json()["ran_dry"] == 0
    known = driver.get(f"/projects/{project}/settings-history").json()["results"]
    told = [(each["value"], each["labels"]) for each in known if each["name"] == "audits"]
    assert told == [("fewest", 0), ("proof", 20)]


@on_sqlite
def test_audits_never_exceed_a_third_of_the_pool(driver: Driver) -> None:
    driver.without("measure")
    project = driver.project_with(texts(30), CLASSES, strategy="random", audits="proof")
    driver.label_at_once(project, 15, truth)
    driver.work()
    driver.label_at_once(project, 15, truth)
    sources = [row.source for row in driver.assignments(project)]
    assert sources.count(Source.AUDIT) == 10


@on_sqlite
@pytest.mark.parametrize("dry", [False, True])
def test_what_was_labelled_otherwise_counts_towards_the_third(driver: Driver, dry: bool) -> None:
    """The sample takes in what its frontier passes; also where the audit order serves by itself."""
    driver.without("measure", *(["rank"] if dry else []))
    project = driver.project_with(texts(90), CLASSES, strategy="random", audits="proof")
    with driver.app.write() as uow:
        admin, _ = first_admin(uow)
        ids = uow[Items].ids_of_ordinals(project, range(45))
        for item in uow[Items].some(ids.values()).values():
            lease = rows.assignment(project, item.id, admin.id, source=Source.STRATEGY)
            uow[Items].add(lease)
            answer = {"class": truth(item.text)}
            sent = NewAnnotation(item_id=item.id, assignment_id=lease.id, answer=answer)
            submit_annotation(uow, project, Labelling(admin.id, Role.ADMIN), uuid4(), sent)
        if dry:
            uow[Rankings].replace(project, [])
    sizes = []
    for _ in range(9):
        driver.post(f"/projects/{project}/rounds")
        driver.work()
        driver.label_at_once(project, 5, truth)
        with driver.app.read() as uow:
            sizes.append(len(uow[AuditOrder].ordinals(project)))
    audits = sum(row.source == Source.AUDIT for row in driver.assignments(project))
    assert 10 < audits < 25 < sizes[-1] <= 30, "others are in it that nobody was asked about"


@on_sqlite
def test_nothing_tells_an_audit_item_from_another(driver: Driver) -> None:
    project = driver.project_with(texts(200), CLASSES, round_every=5)
    driver.label_at_once(project, 40, truth)
    driver.work()
    offer = driver.offered(project, 40)
    sources = {row.id: row.source for row in driver.assignments(project)}
    kinds: dict[bool, set[str]] = {True: set(), False: set()}
    for lease in offer["assignments"]:
        shape = {key: type(value).__name__ for key, value in lease.items()}
        shape |= {f"item.{key}": type(value).__name__ for key, value in lease["item"].items()}
        kinds[sources[lease["id"]] == Source.AUDIT].add(str(sorted(shape.items())))
    assert kinds[True] == kinds[False] != set()
    assert len(kinds[True]) == 1
    word = str(offer).lower()
    assert not [w for w in ("audit", "strategy", "source", "score", "margin", "seed") if w in word]


def otherwise(text: str) -> str:
    return "metal" if truth(text) == "fruit" else "fruit"


def campaign(driver: Driver, wrong_audits: bool) -> tuple[list[Any], list[Any]]:
    """Rankings and figures of a campaign whose audit answers are right, or all wrong."""
    project = driver.project_with(texts(300), CLASSES, audits="proof", round_every=10, seed=11)
    rankings: list[Any] = []
    measure = driver.handlers["measure"]
    driver.without("measure")
    for to_come in reversed(range(5)):
        for _ in range(10):
            driver.offered(project)
            audit = driver.assignments(project)[-1].source == Source.AUDIT
            says = otherwise if wrong_audits and audit else truth
            driver.label_at_once(project, 1, says)
        if to_come == 0:
            driver.handlers["measure"] = measure
        driver.work()
        rankings.append(ranking(driver, project))
    points = driver.get(f"/projects/{project}/curve").json()["points"]
    return rankings, [point["estimate"] for point in points]


def ranking(driver: Driver, project: int) -> list[tuple[str, str, float | None]]:
    with driver.app.read() as uow:
        rows = uow[Rankings].of(project)
        texts_of = {
            item.id: item.text for item in uow[Items].some(r.item_id for r in rows).values()
        }
        return [(texts_of[row.item_id] or "", row.strategy, row.score) for row in rows]


@on_sqlite
def test_what_people_say_to_audit_items_does_not_change_the_ranking(driver: Driver) -> None:
    right, good = campaign(driver, wrong_audits=False)
    wrong, bad = campaign(driver, wrong_audits=True)
    assert right == wrong
    assert len(right[-1]) > 100
    assert good[-1] > 0.7 > 0.4 > bad[-1]


def test_an_item_that_the_frontier_passes_becomes_an_audit_item(driver: Driver) -> None:
    """A strategy chose it first; once the frontier has passed it the ranking forgets its label."""
    project = driver.project_with(texts(400), CLASSES, strategy="random", round_every=10, seed=5)
    driver.serve_no_audits(project)
    driver.label_at_once(project, 60, truth)
    driver.work()
    with driver.app.read() as uow:
        before = [label for label in uow[LabelRows].to_learn(project) if label.audit]
    assert before == []
    driver.serve_audits(project, 120)
    driver.label_at_once(project, 120, truth)
    sources = {row.item_id: row.source for row in driver.assignments(project)}
    with driver.app.read() as uow:
        audits = [label.ordinal for label in uow[LabelRows].to_learn(project) if label.audit]
        sample = set(uow[AuditOrder].ordinals(project))
        ids = uow[Items].ids_of_ordinals(project, audits)
    passed = [ordinal for ordinal in audits if sources[ids[ordinal]] != Source.AUDIT]
    assert passed
    assert set(audits) == sample
    driver.work()
    last = driver.get(f"/projects/{project}/rounds").json()["results"][-1]
    assert last["audit_count"] == len(sample) == 120 + len(passed)
    assert last["figure"]["audit_labels"] == len(sample)


@on_sqlite
def test_the_next_audit_items_are_off_limits_to_strategies(driver: Driver) -> None:
    driver.without("measure")
    project = driver.project_with(texts(400), CLASSES, audits="fewest", round_every=10)
    driver.label_at_once(project, 50, truth)
    driver.work()
    with driver.app.read() as uow:
        reserved = {
            each.ordinal for each in uow[AuditOrder].reserved(uow[Projects].get(project), 100)
        }
        rows = uow[Rankings].of(project)
        chosen = uow[Items].some(row.item_id for row in rows if row.source != Source.AUDIT)
    assert len(reserved) == 100
    assert not reserved & {item.ordinal for item in chosen.values()}


def test_no_item_stands_twice_in_a_ranking(driver: Driver) -> None:
    """With many audits wanted they reach beyond the reserve, to items a strategy has chosen."""
    driver.without("measure")
    project = driver.project_with(
        texts(1_500), CLASSES, strategy="random", audits="proof", batch_size=300
    )
    with driver.app.read() as uow:
        rows = [row.item_id for row in uow[Rankings].of(project)]
    assert len(rows) == 1_400
    assert len(set(rows)) == len(rows)
    assert len(driver.offered(project, 100)["assignments"]) == 100


@on_sqlite
def test_a_skipped_audit_item_widens_the_interval(driver: Driver) -> None:
    def figures(skips: int) -> Any:
        project = driver.project_with(texts(120), CLASSES, round_every=30, seed=3)
        driver.serve_audits(project, 30 + skips)
        for lease in driver.offered(project, skips)["assignments"] if skips else []:
            driver.end(project, "skip", lease)
        driver.label_at_once(project, 30, truth)
        driver.work()
        return driver.get(f"/projects/{project}/rounds").json()["results"][-1]

    last = figures(3)
    none, three, note = figures(0)["figure"], last["figure"], last["metrics"]["note"]
    assert note["code"] == "unanswered_audit_items"
    assert note["detail"] == "3 audit texts have no answer, which widens the interval."
    assert three["audit_labels"] == none["audit_labels"] == 30
    assert three["high"] - three["low"] > none["high"] - none["low"]


def test_a_disagreement_on_an_audit_item_counts_as_unanswered(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(60), CLASSES, overlap=2)
    driver.serve_audits(project, 3)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    for http, answer in ((ann, "fruit"), (ben, "metal")):
        for lease in driver.offered(project, 3, http)["assignments"]:
            driver.answer(project, lease, answer, http=http)
        with driver.app.read() as uow:
            assert uow[AuditOrder].unanswered(project) == (3 if answer == "metal" else 0)
    driver.offered(project, 3)
    with driver.app.read() as uow:
        assert uow[AuditOrder].unanswered(project) == 0


@on_sqlite
def test_audit_items_that_came_back_go_out_again(driver: Driver) -> None:
    """Released ones are served before new ones: the sample must not have holes."""
    driver.without("measure")
    project = driver.project_with(texts(120), CLASSES, round_every=5)
    leases = driver.offered(project, 10)["assignments"]
    audits = {r.item_id for r in driver.assignments(project) if r.source == Source.AUDIT}
    for lease in leases:
        driver.end(project, "release", lease)
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    driver.label_at_once(project, 10, truth)
    rows: list[Assignment] = driver.assignments(project)[10:]
    assert {row.item_id for row in rows if row.source == Source.AUDIT} == audits
