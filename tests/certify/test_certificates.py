"""Labels that the machine gives under a certificate: checks, what they show, what comes of it."""

import json
from typing import Any

import pytest
from sqlmodel import select

from service.certify.queries.certificates import Certificates
from service.certify.tables import CertificateCheck, MachineLabel
from service.db.clock import FrozenClock
from service.kit.vocabulary import Source
from service.pool.queries.blindness import Blindness
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.pool.tables.answers import Assignment
from service.pool.tables.items import Exposure, Item
from service.rounds.queries.rounds import Rankings
from tests.driving import Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

POOL = 240


def begun(driver: Driver, **fields: Any) -> int:
    """A project with a measured round."""
    project = driver.project_with(
        [{"text": row["text"]} for row in texts(POOL)],
        ["fruit", "metal"],
        strategy="random",
        **fields,
    )
    driver.label(project, 20, truth)
    driver.work()
    return project


def certify(driver: Driver, project: int, **asked: Any) -> Any:
    return driver.post(f"/projects/{project}/certify", **({"error": 0.2, "checks": 60} | asked))


def shown(driver: Driver, project: int) -> Any:
    answer = driver.get(f"/projects/{project}/certify")
    assert answer.status_code == 200, answer.text
    return answer.json()


def answer_checks(driver: Driver, project: int, say: Any = truth) -> Any:
    """Labels until no certificate is under way; how it stands then."""
    for _ in range(40):
        driver.work()
        found = shown(driver, project)
        if found["under_way"] is None:
            return found
        driver.label(project, 8, say)
    raise AssertionError("the checks don't end")


def only_metal(_text: str) -> str:
    return "metal"


def exported(driver: Driver, project: int, **query: Any) -> list[Any]:
    lines = driver.get(f"/projects/{project}/export", **query).text.splitlines()
    return [json.loads(line) for line in lines]


def checked(driver: Driver) -> list[Assignment]:
    with driver.app.read() as uow:
        asked = select(Assignment).where(Assignment.source == Source.CHECK)
        return list(uow.session.exec(asked).all())


def assert_right_and_told(driver: Driver, project: int, machine: list[Any]) -> None:
    """Lines of an export with labels of the machine."""
    assert all(line["label"] == truth(line["text"]) for line in machine)
    with driver.app.read() as uow:
        told = {seen.item_id for seen in uow.session.exec(select(Exposure)).all()}
    assert told >= {line["id"] for line in machine}, "who is told can't check them"
    rows = map(json.loads, driver.get(f"/projects/{project}/predictions").text.splitlines())
    given = {row["id"]: row["machine_label"] for row in rows if not row["withheld"]}
    assert any(given.values())
    for line in machine:
        assert given.get(line["id"], line["label"]) == line["label"]


@pytest.mark.slow
@on_sqlite
def test_the_machine_labels_the_rest_and_people_overrule_it(
    driver: Driver, clock: FrozenClock
) -> None:
    project = begun(driver)
    assert [each["error"] for each in shown(driver, project)["offers"]][-1] == 0.1
    assert certify(driver, project).status_code == 202
    assert certify(driver, project).status_code == 409
    issued = answer_checks(driver, project)["issued"]
    assert (issued["state"], issued["wrong"]) == ("issued", 0)
    assert issued["checks"] >= 16
    assert {each["class"] for each in issued["classes"]} == {"fruit", "metal"}
    assert sum(each["labels"] for each in issued["classes"]) == issued["labels"] > 100
    assert checked(driver)
    assert all(lease.suggestions_shown is None for lease in checked(driver))

    people = exported(driver, project)
    assert "label_from" not in people[0]
    assert len(people) + issued["labels"] <= POOL
    both = exported(driver, project, machine_labels=True)
    assert len(both) == len(people) + issued["labels"]
    machine = [line for line in both if line["label_from"] == "machine"]
    assert len(machine) == issued["labels"]
    assert all(line["confidence"] >= issued["threshold"] for line in machine)
    assert_right_and_told(driver, project, machine)
    table = driver.get(f"/projects/{project}/export", format="csv", machine_labels=True).text
    assert table.splitlines()[0].startswith("id,external_id,text,label,label_from,")
    assert driver.get(f"/projects/{project}/progress").json()["labels"] == len(people)

    nothing = {"relabelled": 0, "differently": 0, "new_texts": 0, "new_classes": []}
    assert issued["since"] == nothing
    labels_of = {line["id"]: line["label"] for line in machine}
    answered: list[int] = []
    by_both: list[str] = []
    while len(set(by_both)) < 2:  # its pool has as many of one class as of the other
        answered += driver.label(project, 1, only_metal)
        by_both = [labels_of[each] for each in answered if each in labels_of]
    again = {line["id"]: line for line in exported(driver, project, machine_labels=True)}
    assert {(again[one]["label"], again[one]["label_from"]) for one in answered} == {
        ("metal", "people")
    }
    clock.advance(1)
    driver.imported(project, [{"text": "Some more fruit"}, {"text": "Some more metal"}])
    driver.post(f"/projects/{project}/classes", name="wood")
    since = shown(driver, project)["issued"]["since"]
    assert since == {
        "relabelled": len(by_both),
        "differently": by_both.count("fruit"),
        "new_texts": 2,
        "new_classes": ["wood"],
    }

    address = f"/api/v1/projects/{project}/machine-labels"
    assert [driver.http.delete(address).status_code for _ in range(2)] == [204, 204]
    assert len(exported(driver, project, machine_labels=True)) == len(people) + len(answered)
    driver.work()
    with driver.app.read() as uow:
        assert uow.session.exec(select(MachineLabel)).all() == []


@pytest.mark.slow
@on_sqlite
def test_wrong_labels_are_not_taken_and_the_next_attempt_is_held_to_more(driver: Driver) -> None:
    project = begun(driver)
    certify(driver, project)
    failed = answer_checks(driver, project, only_metal)
    assert failed["issued"] is None
    assert failed["last"]["reason"]["code"] == "not_certified"
    figures = failed["last"]["reason"]["figures"]
    assert 0 < figures["wrong"] <= figures["checks"] <= 60
    assert certify(driver, project).status_code == 202
    driver.work()
    with driver.app.read() as uow:
        second = uow[Certificates].under_way(project)
        assert second is not None
        assert second.risk == pytest.approx(0.05 * 0.8 * 0.2)


@pytest.mark.slow
@on_sqlite
def test_what_is_checked_is_shown_to_nobody_before(driver: Driver) -> None:
    project = begun(driver)
    certify(driver, project)
    driver.work()
    with driver.app.read() as uow:
        of_checks = select(Item.ordinal).join(CertificateCheck, CertificateCheck.item_id == Item.id)
        checks = set(uow.session.exec(of_checks).all())
        assert checks
        assert checks <= uow[Blindness].withheld(uow[Projects].get(project))
        ranked = {row.item_id for row in uow[Rankings].of(project)}
        ids = set(uow[Items].ids_of_ordinals(project, [*checks]).values())
        assert not ids & ranked
    listed = driver.get(f"/projects/{project}/items", limit=500).json()["results"]
    unlabelled = [row for row in listed if row["label"] is None]
    assert unlabelled
    assert all(row["prediction"] is None for row in unlabelled)
    offered = driver.offered(project, 30)["assignments"]
    mine = [each["item"]["id"] in ids for each in offered]
    assert 5 < sum(mine) < 25, "half of what goes out, mixed"

    # A check that nobody can answer counts as wrong, and the attempt goes on.
    for each, is_mine in zip(offered, mine, strict=True):
        if is_mine:
            assert driver.end(project, "skip", each).status_code == 200
        else:
            driver.answer(project, each, truth(each["item"]["text"]))
    ended = driver.http.post(f"/api/v1/projects/{project}/certify:finish")
    assert ended.status_code == 202
    driver.work()
    found = shown(driver, project)
    assert (found["under_way"], found["issued"]) == (None, None)
    assert found["last"]["wrong"] == sum(mine)


@pytest.mark.slow
@pytest.mark.both_databases
def test_ended_early_it_takes_what_is_shown_or_nothing(driver: Driver) -> None:
    project = begun(driver)
    assert driver.http.post(f"/api/v1/projects/{project}/certify:finish").status_code == 202
    certify(driver, project)
    driver.work()
    driver.http.post(f"/api/v1/projects/{project}/certify:finish")
    driver.work()
    found = shown(driver, project)
    assert found["under_way"] is None
    assert found["last"]["reason"]["code"] == "certifying_ended"
    with driver.app.read() as uow:
        assert not uow[Projects].get(project).certifying
        assert uow[Certificates].tried(project) == 0, "nobody has answered"
