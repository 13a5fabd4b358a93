"""New annotators label settled texts for practice, are told what was wrong, and nothing counts."""

import pytest
from sqlmodel import col, select

from service.certify.tables import Certificate, CertificateCheck
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import Label
from service.practice.queries import BEYOND_AUDITS
from service.practice.tables import PracticeText
from tests.answers.test_sets_of_classes import texts as texts_of_sets
from tests.answers.test_sets_of_classes import truth as true_set
from tests.driving import API, Driver
from tests.practice.practising import (
    CLASSES,
    answer_all,
    change,
    finish,
    practise,
    practised,
    send,
    settle,
    wrong,
)
from tests.recounting import kept, recounted
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

SETTLED = 60
NOTHING = {"texts": 0, "answered": 0, "right": 0, "next": None, "differed": []}


@pytest.fixture
def project(driver: Driver) -> int:
    """Its texts are settled by whoever runs it, but for the last ones."""
    driver.without("embed")
    project = driver.project_with(texts(SETTLED + 30), CLASSES, practice=6, overlap=1)
    driver.label_at_once(project, SETTLED, truth)
    return project


def test_a_round_is_answered_told_and_remembered(driver: Driver, project: int) -> None:
    ann = driver.join(project, "Ann")
    first = practise(project, ann)
    assert (first["texts"], first["answered"], first["right"]) == (6, 0, 0)
    item = first["next"]
    verdict = send(project, ann, item["id"], wrong(item["text"])).json()
    assert verdict["right"] is False
    assert verdict["settled"] == {"class": truth(item["text"])}
    assert verdict["settled_label"] == truth(item["text"])
    assert (verdict["round"]["answered"], verdict["round"]["right"]) == (1, 0)
    again = send(project, ann, item["id"], truth(item["text"])).json()
    assert again == verdict, "the first answer stands"
    assert practise(project, ann) == verdict["round"], "a reload goes on where it was"
    finish(project, ann)
    end = practise(project, ann)
    assert (end["answered"], end["right"], end["next"]) == (6, 5, None)
    [differed] = end["differed"]
    assert differed["item"]["text"] == item["text"]
    assert (differed["label"], differed["settled_label"]) == (
        wrong(item["text"]),
        truth(item["text"]),
    )


@pytest.mark.slow
def test_the_classes_take_turns(driver: Driver) -> None:
    """Of a class that is rare as many as of one that is frequent, as far as they go."""
    driver.without("embed")
    rows = [row for row in texts(90) if row["label"] == "fruit" or int(row["id"][4:]) < 31]
    project = driver.project_with(rows, CLASSES, practice=8)
    driver.label_at_once(project, len(rows), truth)
    ann = driver.join(project, "Ann")
    finish(project, ann)
    with driver.app.read() as uow:
        rounds = uow.session.exec(select(PracticeText.settled).order_by(col(PracticeText.place)))
        settled = [answer[0] for answer in rounds]
        there = uow.session.exec(
            select(Label.answer)
            .join(Item, col(Item.id) == Label.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .where(Item.audit_key > BEYOND_AUDITS, Item.audit_key > Import.audit_frontier)
        )
        rare = sorted(answer[0] for answer in there).count(max(settled))
    assert rare >= 2
    assert sorted(map(settled.count, {*settled})) == sorted((min(rare, 4), 8 - min(rare, 4)))


@pytest.mark.slow
def test_nothing_of_it_counts(driver: Driver, project: int) -> None:
    ann = driver.join(project, "Ann")
    paths = ("stats", "progress", "review/agreement", "quality", "curve", "bill")
    before = [driver.get(f"/projects/{project}/{path}").json() for path in paths]
    own = ann.get(f"{API}/projects/{project}/progress").json()
    everything = f"/projects/{project}/export?everything=true"
    exported = driver.get(everything).text
    jobs = driver.get(f"/jobs?project={project}").json()
    item = practise(project, ann)["next"]
    send(project, ann, item["id"], wrong(item["text"]))
    finish(project, ann)
    assert [driver.get(f"/projects/{project}/{path}").json() for path in paths] == before
    assert ann.get(f"{API}/projects/{project}/progress").json() == own
    assert driver.get(everything).text == exported
    assert driver.get(f"/jobs?project={project}").json() == jobs
    assert ann.get(f"{API}/projects/{project}/own-answers").json()["results"] == []
    with driver.app.read() as uow:
        assert kept(uow, project) == recounted(uow, project)


def test_who_runs_the_project_reads_how_many_were_right(driver: Driver, project: int) -> None:
    ann = driver.join(project, "Ann")
    driver.join(project, "Ben")
    item = practise(project, ann)["next"]
    send(project, ann, item["id"], wrong(item["text"]))
    item = practise(project, ann)["next"]
    send(project, ann, item["id"], truth(item["text"]))
    people = driver.get(f"/projects/{project}/members").json()["results"]
    assert {each["name"]: each["practice"] for each in people} == {
        "admin": None,
        "Ann": {"texts": 6, "answered": 2, "right": 1},
        "Ben": None,
    }


def test_only_new_annotators_practise(driver: Driver, project: int) -> None:
    eve = driver.join(project, "Eve", "engineer")
    judge = driver.join(project, "Judge")
    members = driver.get(f"/projects/{project}/members").json()["results"]
    [judge_id] = [each["user_id"] for each in members if each["name"] == "Judge"]
    path = f"{API}/projects/{project}/members/{judge_id}"
    assert driver.http.patch(path, json={"adjudicates": True}).is_success
    old = driver.join(project, "Old")
    [lease] = driver.offered(project, 1, old)["assignments"]  # the API never refuses
    assert driver.answer(project, lease, "fruit", http=old).status_code == 201
    for http in (driver.http, eve, judge, old):
        assert practise(project, http) == NOTHING


def test_it_is_off_unless_it_is_set_and_waits_for_nobody(driver: Driver) -> None:
    driver.without("embed")
    project = driver.project_with(texts(12), CLASSES)
    ann = driver.join(project, "Ann")
    assert driver.get(f"/projects/{project}").json()["practice"] == 0
    driver.label_at_once(project, 6, truth)
    assert practise(project, ann) == NOTHING
    change(driver, project, practice=10)
    ben = driver.join(project, "Ben")
    short = practise(project, ben)
    assert 0 <= short["texts"] < 6, "as many as there are"
    assert driver.offered(project, 1, ben)["assignments"]
    change(driver, project, practice=0)
    assert practise(project, ben) == NOTHING
    assert driver.http.patch(f"{API}/projects/{project}", json={"practice": 51}).status_code == 422


@pytest.mark.slow
def test_neither_audits_nor_checks_nor_unsure_labels_are_practised(
    driver: Driver, project: int
) -> None:
    with driver.app.read() as uow:
        rows = uow.session.exec(
            select(Item.id, Item.audit_key, Import.audit_frontier, Label.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .outerjoin(Label, col(Label.item_id) == Item.id)
        ).all()
    far = {item for item, key, frontier, _ in rows if key > max(frontier, BEYOND_AUDITS)}
    labelled = {item for *_, item in rows if item is not None}
    assert any(key <= frontier for _, key, frontier, item in rows if item is not None)
    assert {*practised(driver, project, "Ann")} == far & labelled
    [check, audited, retracted, *_] = sorted(far & labelled)
    with driver.app.write() as uow:
        certificate = Certificate(
            project_id=project, state="revoked", method="", error=0.1, confidence=0.9, most_checks=9
        )
        uow.session.add(certificate)
        uow.session.flush()
        mine = {"certificate_id": certificate.id, "project_id": project}
        uow.session.add(CertificateCheck(**mine, item_id=check, place=0, is_open=True))
        item = uow.session.get(Item, audited)
        assert item is not None
        item.audit_key = 0.5
    given = driver.get(f"/projects/{project}/items/{retracted}").json()["history"]
    assert driver.retract(project, given[0]["id"]).is_success
    gone = {check, audited, retracted}
    assert {*practised(driver, project, "Ben")} == (far & labelled) - gone


@pytest.mark.slow
def test_what_one_annotator_alone_says_is_not_practised(driver: Driver) -> None:
    driver.without("embed")
    project = driver.project_with(texts(30), CLASSES, practice=50)
    ids = answer_all(driver, project, driver.join(project, "Ann"))
    assert len(ids) == 30
    assert practised(driver, project, "Eva") == []
    settle(driver, project, ids, "fruit")
    assert practised(driver, project, "Flo") != []


def test_what_cannot_be_answered_any_more_leaves_the_round(driver: Driver, project: int) -> None:
    """A class is retired, another renamed, and a label is changed."""
    ann = driver.join(project, "Ann")
    begun = practise(project, ann)
    classes = driver.get(f"/projects/{project}/classes").json()["results"]
    ids = {each["name"]: each["id"] for each in classes}
    driver.post(f"/projects/{project}/classes/{ids['metal']}/retire")
    path = f"{API}/projects/{project}/classes/{ids['fruit']}"
    assert driver.http.patch(path, json={"name": "a fruit"}).is_success
    left = practise(project, ann)
    assert (begun["texts"], left["texts"]) == (6, 3)
    settled = send(project, ann, left["next"]["id"], "a fruit").json()
    assert (settled["right"], settled["settled_label"]) == (True, "a fruit")
    driver.post(f"/projects/{project}/classes", name="other")
    following = settled["round"]["next"]["id"]
    settle(driver, project, [following], "other")
    assert practise(project, ann)["next"]["id"] != following
    assert practise(project, ann)["texts"] == 2


def test_a_merged_class_is_what_it_means(driver: Driver, project: int) -> None:
    ann = driver.join(project, "Ann")
    practise(project, ann)
    classes = driver.get(f"/projects/{project}/classes").json()["results"]
    ids = {each["name"]: each["id"] for each in classes}
    merge = f"/projects/{project}/classes/{ids['metal']}/merge"
    assert driver.post(merge, into=ids["fruit"]).is_success
    while (item := practise(project, ann)["next"]) is not None:
        assert send(project, ann, item["id"], "fruit").json()["right"] is True
    assert practise(project, ann)["right"] == 6


@pytest.mark.slow
def test_sets_of_classes_are_right_as_a_whole(driver: Driver) -> None:
    driver.without("embed")
    rows = [{"text": text, "label": true_set(text)} for text in texts_of_sets(64)]
    names = ["fruit", "metal", "bird"]
    project = driver.project(names, answer_kind="multi_label", practice=8)
    driver.imported(project, rows, labels="import")
    ann = driver.join(project, "Ann")
    item = practise(project, ann)["next"]
    path = f"{API}/projects/{project}/practice"
    named = true_set(item["text"])
    sent = {"classes": [name for name in names if name not in named]}
    verdict = ann.put(f"{path}/{item['id']}", json={"answer": sent}).json()
    assert (verdict["right"], verdict["settled"]) == (False, {"classes": sorted(named)})
    named_in_all: set[str] = set()
    while (item := practise(project, ann)["next"]) is not None:
        named = true_set(item["text"])
        named_in_all.update(named)
        sent = {"classes": named}
        assert ann.put(f"{path}/{item['id']}", json={"answer": sent}).json()["right"] is True
    assert named_in_all == {*names}


def test_bad_requests_say_what_is_wrong(driver: Driver, project: int) -> None:
    ann = driver.join(project, "Ann")
    item = practise(project, ann)["next"]["id"]
    unknown = send(project, ann, item, "wood")
    assert (unknown.status_code, unknown.json()["field"]) == (422, "answer.class")
    other = send(project, driver.join(project, "Ben"), item, "fruit")
    assert other.status_code == 404
    assert "practice round" in other.json()["detail"]
    assert practise(project, ann)["answered"] == 0


def test_the_texts_of_an_import_that_is_taken_back_leave_the_round(driver: Driver) -> None:
    driver.without("embed")
    project = driver.project(CLASSES, practice=50)
    brought = driver.imported(project, texts(40), labels="import")
    ann = driver.join(project, "Ann")
    assert practise(project, ann)["texts"]
    driver.http.delete(f"{API}/projects/{project}/imports/{brought['import_id']}")
    driver.work()
    assert practise(project, ann) == NOTHING
    with driver.app.read() as uow:
        assert uow.session.exec(select(PracticeText)).all() == []
