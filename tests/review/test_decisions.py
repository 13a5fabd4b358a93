"""Labels that somebody sets: they are the label as long as they stand, and no audit answer."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from service.db.clock import FrozenClock
from service.jobs.tables import Job
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.vocabulary import ItemRole, Source
from service.labelling.decide_items import MOST_DECIDED, Decided, decide_items, undo_decisions
from service.pool.queries.audit import AuditOrder
from service.pool.queries.labels import LabelRows
from service.pool.tables.items import Item
from service.pool.tables.labels import Decision
from tests.driving import Driver, on_sqlite
from tests.labelling.test_unasked import ids, item, pick
from tests.recounting import kept, recounted
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.without("embed").project_with(texts(12), CLASSES, lease_seconds=60)


def me(http: TestClient) -> int:
    return int(http.get("/api/v1/me").json()["id"])


def decide(
    driver: Driver,
    project: int,
    items: list[int],
    label: str,
    source: Source = Source.SEARCH,
    batch: UUID | None = None,
) -> Decided:
    with driver.app.write() as uow:
        given = {"class": label}
        return decide_items(uow, project, me(driver.http), batch or uuid4(), items, given, source)


def undo(driver: Driver, project: int, batch: UUID) -> list[int]:
    with driver.app.write() as uow:
        return undo_decisions(uow, project, me(driver.http), batch)


def counters_hold(driver: Driver, project: int) -> bool:
    with driver.app.read() as uow:
        return kept(uow, project) == recounted(uow, project)


def label(driver: Driver, project: int, item_id: int) -> tuple[str | None, str | None]:
    found = item(driver, project, item_id)
    return found["label"], found["state"]


def test_the_latest_that_stands_is_the_label(driver: Driver, project: int) -> None:
    first, second, *_ = ids(driver, project)
    one, other = uuid4(), uuid4()
    done = decide(driver, project, [first, second], "fruit", batch=one)
    assert (done.changed, done.unchanged, done.withheld) == ([first, second], [], [])
    again = decide(driver, project, [first, second], "metal", batch=other)
    assert again.befores == {first: [1], second: [1]}
    assert label(driver, project, first) == ("metal", "settled")
    assert undo(driver, project, one) == [first, second]
    assert label(driver, project, first) == ("metal", "settled"), "what came after it stays"
    assert undo(driver, project, other) == undo(driver, project, other) == [first, second]
    assert label(driver, project, first) == (None, None)
    assert counters_hold(driver, project)


def test_it_stands_over_answers_before_and_after(driver: Driver, project: int) -> None:
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben", "engineer")
    [lease] = driver.offered(project, 1, ann)["assignments"]
    asked, batch = lease["item"]["id"], uuid4()
    driver.answer(project, lease, "fruit", http=ann)
    free = next(item_id for item_id in ids(driver, project) if item_id != asked)
    decide(driver, project, [asked, free], "metal", batch=batch)
    for item_id in (asked, free):
        pick(driver, project, item_id, "fruit", ben)
        assert label(driver, project, item_id) == ("metal", "settled")
    assert counters_hold(driver, project)
    undo(driver, project, batch)
    for item_id in (asked, free):
        assert label(driver, project, item_id) == ("fruit", "settled")
    assert counters_hold(driver, project)


def test_sent_twice_it_is_done_once(driver: Driver, project: int) -> None:
    first, second, third, *_ = ids(driver, project)
    batch = uuid4()
    done = decide(driver, project, [first, second], "fruit", batch=batch)
    assert decide(driver, project, [first, second], "fruit", batch=batch) == done
    more = decide(driver, project, [second, third], "fruit", batch=batch)
    assert {*more.changed} == {second, third}, "a batch may come in parts"
    with driver.app.read() as uow:
        assert len(uow.session.exec(select(Decision)).all()) == 3
    for wrong in ({"label": "metal"}, {"label": "fruit", "source": Source.REVIEW}):
        with pytest.raises(Conflict, match="another content"):
            decide(driver, project, [first], batch=batch, **wrong)  # type: ignore[arg-type]
    undo(driver, project, batch)
    assert decide(driver, project, [first], "fruit", batch=batch).changed == [first]
    assert label(driver, project, first) == (None, None), "it was taken back since"
    with pytest.raises(Conflict, match="taken back"):
        decide(driver, project, [*ids(driver, project)][3:4], "fruit", batch=batch)


def test_what_is_right_already_is_kept_on_record_by_a_review_alone(
    driver: Driver, project: int
) -> None:
    [lease] = driver.offered(project)["assignments"]
    item_id = lease["item"]["id"]
    driver.answer(project, lease, "fruit")
    for source, recorded in ((Source.SEARCH, 0), (Source.REVIEW, 1)):
        done = decide(driver, project, [item_id, item_id], "fruit", source)
        assert (done.changed, done.unchanged) == ([], [item_id])
        with driver.app.read() as uow:
            assert len(uow.session.exec(select(Decision)).all()) == recorded
    assert counters_hold(driver, project)


def test_what_people_are_at_is_passed_over(driver: Driver, project: int) -> None:
    [lease] = driver.offered(project)["assignments"]
    out = lease["item"]["id"]
    free = next(item_id for item_id in ids(driver, project) if item_id != out)
    done = decide(driver, project, [out, free], "metal")
    assert (done.changed, done.unchanged, done.withheld) == ([free], [], [out])
    assert label(driver, project, out) == (None, None)


def test_nothing_is_half_done(driver: Driver, project: int) -> None:
    first, *_ = ids(driver, project)
    other = driver.project(CLASSES)
    with pytest.raises(NotFound, match="no item 999"):
        decide(driver, project, [first, 999], "fruit")
    with pytest.raises(NotFound, match=f"no item {first} in the pool of project {other}"):
        decide(driver, other, [first], "fruit")
    with pytest.raises(Invalid, match="no class 'gold'"):
        decide(driver, project, [first], "gold")
    with pytest.raises(Invalid, match="At most 500"):
        decide(driver, project, [first] * (MOST_DECIDED + 1), "fruit")
    with pytest.raises(NotFound, match="Nothing was decided"):
        undo(driver, project, uuid4())
    assert label(driver, project, first) == (None, None)


def test_texts_of_the_test_set_are_left_alone(driver: Driver, project: int) -> None:
    driver.imported(project, [{"text": "a plum", "label": "fruit"}], role="evaluation")
    with driver.app.read() as uow:
        [item_id] = uow.session.exec(select(Item.id).where(Item.role == ItemRole.EVALUATION))
    with pytest.raises(NotFound, match=f"no item {item_id} in the pool"):
        decide(driver, project, [item_id], "fruit")


@pytest.mark.parametrize(("items", "is_due"), [(4, False), (8, True)])
@pytest.mark.slow
def test_it_asks_for_a_round(driver: Driver, items: int, is_due: bool) -> None:
    project = driver.project_with(texts(12), CLASSES, round_every=5)
    decide(driver, project, [*ids(driver, project)][:items], "fruit")
    with driver.app.read() as uow:
        queued = select(Job).where(Job.kind == "rank", Job.state == "queued")
        [job] = uow.session.exec(queued).all()
        assert (job.run_after <= uow.now) is is_due


def test_the_export_says_where_from_and_by_whom(driver: Driver, project: int) -> None:
    [lease] = driver.offered(project)["assignments"]
    asked = lease["item"]["id"]
    driver.answer(project, lease, "fruit")
    found = next(item_id for item_id in ids(driver, project) if item_id != asked)
    decide(driver, project, [found], "metal")
    lines = driver.get(f"/projects/{project}/export").text.splitlines()
    rows = {row["id"]: row for row in map(json.loads, lines)}
    name = driver.get("/me").json()["name"]
    assert (rows[found]["label"], rows[found]["label_source"]) == ("metal", "search")
    assert (rows[found]["decided_by"], rows[found]["annotations"]) == (name, [])
    [given] = rows[asked]["annotations"]
    assert (rows[asked]["label_source"], rows[asked]["decided_by"]) == (given["source"], None)


def audited(driver: Driver, project: int, count: int) -> list[Any]:
    driver.serve_audits(project, count)
    return list(driver.offered(project, count)["assignments"])


@on_sqlite
@pytest.mark.slow
def test_a_corrected_audit_teaches_and_measures_as_it_was_answered(driver: Driver) -> None:
    project = driver.without("measure").project_with(texts(60), CLASSES, round_every=5)
    leases = audited(driver, project, 4)
    for lease in leases:
        driver.answer(project, lease, truth(lease["item"]["text"]))
    wrong = leases[0]
    was = truth(wrong["item"]["text"])
    batch, [other] = uuid4(), [name for name in CLASSES if name != was]
    decide(driver, project, [wrong["item"]["id"]], other, Source.REVIEW, batch)
    class_ids = {name: number for number, name in enumerate(CLASSES, start=1)}
    with driver.app.read() as uow:
        found = [row for row in uow[LabelRows].to_learn(project) if row.truth is not None]
        assert [(row.answer, row.truth, row.audit, row.settled) for row in found] == [
            ([class_ids[other]], [class_ids[was]], True, True)
        ]
    assert driver.get(f"/projects/{project}/stats").json()["audit_labels"] == 4
    assert counters_hold(driver, project)
    undo(driver, project, batch)
    with driver.app.read() as uow:
        assert all(row.truth is None for row in uow[LabelRows].to_learn(project))


@on_sqlite
def test_what_was_only_decided_is_asked_when_audits_get_there(driver: Driver) -> None:
    project = driver.without("measure").project_with(texts(60), CLASSES, round_every=5)
    with driver.app.read() as uow:
        following = uow[AuditOrder].ahead(project, 8)[4:]
    decide(driver, project, [each.item_id for each in following], "fruit")
    with driver.app.read() as uow:
        assert len(uow[LabelRows].to_learn(project)) == 4, "as long as it is no audit"
    leases = audited(driver, project, 8)[4:]
    assert {a["item"]["id"] for a in leases} == {each.item_id for each in following}
    with driver.app.read() as uow:
        assert list(uow[LabelRows].to_learn(project)) == []
    for lease in leases:
        driver.answer(project, lease, "metal")
    with driver.app.read() as uow:
        learnt = uow[LabelRows].to_learn(project)
        assert [(row.answer, row.truth, row.audit) for row in learnt] == [([1], [2], True)] * 4
    assert driver.get(f"/projects/{project}/stats").json()["audit_labels"] == 4
    assert counters_hold(driver, project)


@on_sqlite
@pytest.mark.slow
def test_an_audit_decided_between_two_answers_counts_as_unanswered(driver: Driver) -> None:
    project = driver.project(CLASSES, overlap=2)
    driver.without("measure").imported(project, texts(60))
    [lease] = audited(driver, project, 1)
    driver.answer(project, lease, "fruit")
    decide(driver, project, [lease["item"]["id"]], "fruit", Source.REVIEW)
    stats = driver.get(f"/projects/{project}/stats").json()
    assert (stats["labels"], stats["audit_labels"]) == (1, 0)
    with driver.app.read() as uow:
        assert uow[AuditOrder].unanswered(project) == 1
    path = f"/api/v1/projects/{project}"
    assert driver.http.patch(path, json={"overlap": 1}).is_success
    assert driver.get(f"/projects/{project}/stats").json()["audit_labels"] == 1
    with driver.app.read() as uow:
        assert uow[AuditOrder].unanswered(project) == 0
    assert counters_hold(driver, project)


@pytest.mark.slow
def test_a_withdrawn_import_keeps_it_out_of_sight(driver: Driver) -> None:
    project = driver.project(CLASSES)
    rows = texts(12)
    report = driver.without("embed").imported(project, rows)
    first, *_ = ids(driver, project)
    decide(driver, project, [first], "metal")
    path = f"/api/v1/projects/{project}/imports/{report['import_id']}"
    refused = driver.http.delete(path)
    assert (refused.status_code, refused.json()["answered"]) == (409, 1)
    assert driver.http.delete(path, params={"with_answers": True}).status_code == 202
    driver.work()
    assert driver.get(f"/projects/{project}/stats").json()["labels"] == 0
    driver.imported(project, rows, file_name="again")
    assert label(driver, project, first) == ("metal", "settled")
    assert counters_hold(driver, project)


def test_it_goes_with_its_project(driver: Driver, project: int, clock: FrozenClock) -> None:
    decide(driver, project, [*ids(driver, project)][:3], "metal")
    assert driver.http.delete(f"/api/v1/projects/{project}").status_code == 204
    clock.advance(7_200)
    driver.work()
    with driver.app.read() as uow:
        assert uow.session.exec(select(Decision)).all() == []
