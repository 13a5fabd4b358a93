"""Sixteen annotators at once, while rounds replace the ranking under them."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.pool.tables.answers import Annotation
from tests.driving import Driver
from tests.texts import texts, truth

PEOPLE = 16
ITEMS = 96
CLASSES = ["fruit", "metal"]

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]


def everyone(driver: Driver, project: int) -> list[TestClient]:
    return [driver.join(project, f"Person {number}") for number in range(PEOPLE)]


def label_all(driver: Driver, project: int, http: TestClient, limit: int) -> list[int]:
    """Answers until there is nothing more; ids of the items."""
    given: list[int] = []
    while leases := driver.offered(project, limit, http)["assignments"]:
        lease = leases[0]
        answer = driver.answer(project, lease, truth(lease["item"]["text"]), http=http)
        assert answer.status_code == 201, answer.text
        given.append(lease["item"]["id"])
    return given


def test_no_item_is_asked_twice_and_no_answer_is_lost(driver: Driver) -> None:
    project = driver.project_with(texts(ITEMS), CLASSES, round_every=10)
    people, over = everyone(driver, project), threading.Event()

    def rank_on() -> None:
        while not over.is_set():
            driver.work(until_idle=False)

    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        ranking = pool.submit(rank_on)
        asked = [
            pool.submit(label_all, driver, project, http, 1 + number % 3)
            for number, http in enumerate(people)
        ]
        try:
            given = [item for one in asked for item in one.result()]
        finally:
            over.set()
        ranking.result()
    assert sorted(Counter(given).values()) == [1] * ITEMS
    assert len(driver.assignments(project)) == ITEMS
    with driver.app.read() as uow:
        kept = uow.session.exec(select(Annotation).where(Annotation.project_id == project)).all()
        assert sorted(row.item_id for row in kept) == sorted(given)
        assert uow[Counters].value(project, Counted.LABELS) == ITEMS
        assert uow[Counters].value(project, Counted.HANDED_OUT) == ITEMS
    driver.work()  # where people are at it all the time, workers may come to rank only now
    assert driver.get(f"/projects/{project}/stats").json()["next_round"] >= 2


def test_two_people_an_item_and_no_third(driver: Driver) -> None:
    project = driver.project_with(texts(24), CLASSES, overlap=2, round_every=10)
    people = everyone(driver, project)
    with ThreadPoolExecutor(PEOPLE) as pool:
        asked = [pool.submit(label_all, driver, project, http, 1) for http in people]
        given = [item for one in asked for item in one.result()]
    assert sorted(Counter(given).values()) == [2] * 24
    rows = driver.assignments(project)
    assert {row.slot for row in rows} == {0, 1}
    assert len({(row.item_id, row.user_id) for row in rows}) == len(rows) == 48


def test_the_same_answer_sent_many_times_at_once_is_stored_once(driver: Driver) -> None:
    project = driver.project_with(texts(10), CLASSES)
    [lease] = driver.offered(project)["assignments"]
    name = "0d3cbb2e-6f65-4f4a-9c45-5a0a4c5c2d11"
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: driver.answer(project, lease, "fruit", id=name), range(8))
        )
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["received_at"] for answer in answers}) == 1
