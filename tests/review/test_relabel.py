"""Labels that are asked for once more where that pays."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from service.core.acquisition.audit import NO_AUDIT_ABOVE
from service.kit.vocabulary import Source
from service.pool.queries.items import Items
from service.pool.tables.items import Item
from service.review.queries import Reviews
from service.rounds.queries.rounds import Rankings
from service.rounds.tables.rounds import Ranking
from tests.driving import API, Driver, on_sqlite
from tests.recounting import kept, recounted
from tests.texts import texts, truth

CLASSES = ["fruit", "metal"]


def other(name: str) -> str:
    return "metal" if name == "fruit" else "fruit"


def answers(
    driver: Driver, project: int, http: TestClient, n: int, said: Callable[[int, str], str]
) -> None:
    """n answers, in rounds of ten; `said` makes of a number and the truth what is said."""
    for start in range(0, n, 10):
        for i, lease in enumerate(driver.offered(project, 10, http)["assignments"], start=start):
            chosen = said(i, truth(lease["item"]["text"]))
            assert driver.answer(project, lease, chosen, http=http).status_code == 201
        driver.work()


def doubted(driver: Driver, project: int) -> list[Ranking]:
    with driver.app.read() as uow:
        return [row for row in uow[Rankings].of(project) if row.source is Source.RELABEL]


def second_answers(driver: Driver, project: int) -> Any:
    return driver.get(f"/projects/{project}/stats").json()["second_answers"]


@pytest.fixture
def campaign(driver: Driver) -> tuple[int, TestClient, TestClient]:
    """Ann errs in one of four, Ben in none; there are labels that are to be asked for once more."""
    driver.without("measure")
    project = driver.project_with(
        texts(400), CLASSES, relabel=True, strategy="random", audits="fewest"
    )
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    answers(driver, project, ann, 40, lambda i, name: other(name) if i % 4 == 0 else name)
    assert doubted(driver, project) == []
    assert second_answers(driver, project)["reason"]["code"] == "one_person_answers"
    answers(driver, project, ben, 10, lambda _, name: name)
    assert doubted(driver, project)
    return project, ann, ben


@pytest.mark.slow
@on_sqlite
def test_another_person_is_asked_and_cannot_tell(
    driver: Driver, campaign: tuple[int, TestClient, TestClient]
) -> None:
    project, ann, ben = campaign
    rows = doubted(driver, project)
    assert second_answers(driver, project) == {
        "answered": 0, "differ": 0, "ranked": len(rows), "reason": None
    }  # fmt: skip
    with driver.app.read() as uow:
        items = uow[Items].some([row.item_id for row in rows])
        sources = [row.source for row in uow[Rankings].of(project)]
    assert all(item.audit_key > NO_AUDIT_ABOVE for item in items.values())
    assert sources[: 2 * len(rows)].count(Source.RELABEL) == len(rows)
    assert {row.strategy for row in rows} == {"relabel@1"}

    before = driver.get(f"/projects/{project}/stats").json()["handed_out"]
    to_ann = driver.offered(project, 20, ann)["assignments"]
    assert len(to_ann) == 20
    assert not answered_by(driver, project, "Ann") & {each["item"]["id"] for each in to_ann}
    to_ben = driver.offered(project, 20, ben)["assignments"]
    asked = [each for each in to_ben if each["item"]["id"] in items]
    assert asked
    assert not answered_by(driver, project, "Ben") & {each["item"]["id"] for each in to_ben}
    assert all(each.keys() == to_ben[0].keys() for each in to_ben)
    again = {row.item_id for row in rows}
    new = [each for each in [*to_ann, *to_ben] if each["item"]["id"] not in again]
    assert driver.get(f"/projects/{project}/stats").json()["handed_out"] == before + len(new)


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_third_decides_where_two_differ(
    driver: Driver, campaign: tuple[int, TestClient, TestClient]
) -> None:
    project, _, ben = campaign
    rows = {row.item_id for row in doubted(driver, project)}
    asked = [
        each
        for each in driver.offered(project, 20, ben)["assignments"]
        if each["item"]["id"] in rows
    ]
    states = {}
    for lease in asked:
        item = lease["item"]["id"]
        was = item_of(driver, project, item)["label"]
        driver.answer(project, lease, truth(lease["item"]["text"]), http=ben)
        states[item] = item_of(driver, project, item)["state"]
        assert states[item] == ("settled" if was == truth(lease["item"]["text"]) else "provisional")
    torn = {item for item, state in states.items() if state == "provisional"}
    assert torn
    assert second_answers(driver, project)["differ"] == len(torn)
    cem = driver.join(project, "Cem")
    third = [
        each for each in driver.offered(project, 20, cem)["assignments"]
        if each["item"]["id"] in torn
    ]  # fmt: skip
    assert {each["item"]["id"] for each in third} == torn
    for lease in third:
        driver.answer(project, lease, truth(lease["item"]["text"]), http=cem)
        found = item_of(driver, project, lease["item"]["id"])
        assert (found["state"], found["label"]) == ("settled", truth(lease["item"]["text"]))
    with driver.app.read() as uow:
        assert kept(uow, project) == recounted(uow, project)
        assert uow[Reviews].shared_answers(project, 100) == []
    driver.work()
    assert not torn & {row.item_id for row in doubted(driver, project)}


@pytest.mark.slow
@on_sqlite
def test_switched_off_nobody_is_asked_again(
    driver: Driver, campaign: tuple[int, TestClient, TestClient]
) -> None:
    project, _, ben = campaign
    rows = {row.item_id for row in doubted(driver, project)}
    changed = driver.http.patch(f"{API}/projects/{project}", json={"relabel": False})
    assert changed.json()["relabel"] is False
    offered = driver.offered(project, 40, ben)["assignments"]
    assert not rows & {each["item"]["id"] for each in offered}
    assert second_answers(driver, project) is None


@pytest.mark.slow
@on_sqlite
def test_one_person_alone_is_asked_about_new_items(driver: Driver) -> None:
    project = driver.project_with(texts(200), CLASSES, relabel=True, audits="fewest")
    answers(driver, project, driver.http, 60, lambda i, name: other(name) if i % 3 == 0 else name)
    assert doubted(driver, project) == []
    assert len(driver.offered(project, 10)["assignments"]) == 10
    assert second_answers(driver, project)["reason"]["code"] == "one_person_answers"


def item_of(driver: Driver, project: int, item: int) -> Any:
    return driver.get(f"/projects/{project}/items/{item}").json()


def answered_by(driver: Driver, project: int, name: str) -> set[int]:
    with driver.app.read() as uow:
        ids = uow.session.exec(select(Item.id).where(Item.project_id == project)).all()
        sides = uow[Reviews].side_by_side(ids)
    return {item for item, given in sides.items() if any(one.annotator == name for one in given)}
