"""People do anything in any order: what must hold, holds after every step."""

import random
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func
from sqlmodel import select

from service.db.clock import FrozenClock
from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.pool.tables.answers import Annotation, AnnotationClass, Assignment
from service.pool.tables.items import Item
from service.pool.tables.labels import ItemClass, Label
from tests.driving import Driver
from tests.recounting import kept, recounted
from tests.texts import texts

CLASSES = ["fruit", "metal"]
STEPS = 80
HELD = ("leased", "answered")


class Walk:
    """Three people who label a small pool badly."""

    def __init__(self, driver: Driver, clock: FrozenClock, seed: int, overlap: int) -> None:
        self.driver, self.clock, self.dice, self.overlap = (
            driver,
            clock,
            random.Random(seed),
            overlap,
        )
        self.project = driver.project(
            CLASSES,
            strategy="random",
            overlap=overlap,
            lease_seconds=60,
            seed=seed,
        )
        driver.imported(self.project, texts(9))
        driver.without("measure")
        self.people: list[TestClient] = [
            driver.join(self.project, name) for name in ("Ann", "Ben", "Cem")
        ]
        self.users = [http.get("/api/v1/me").json()["id"] for http in self.people]
        self.leases: list[list[Any]] = [[], [], []]
        self.sent: list[list[str]] = [[], [], []]

    def step(self) -> None:
        who = self.dice.randrange(3)
        does = [self.ask, self.ask, self.answer, self.answer, self.answer, self.skip]
        does += [self.release, self.take_back, self.wait, self.rank]
        self.dice.choice(does)(who)

    def ask(self, who: int) -> None:
        offer = self.driver.offered(self.project, self.dice.randint(1, 3), self.people[who])
        if not offer["assignments"]:
            assert self.eligible(self.users[who]) == []
        self.leases[who] += [a for a in offer["assignments"] if a not in self.leases[who]]

    def answer(self, who: int) -> None:
        """Any lease this person ever had, ended or not, answered or not."""
        if self.leases[who]:
            name, lease = str(uuid4()), self.dice.choice(self.leases[who][-5:])
            label, http = self.dice.choice(CLASSES), self.people[who]
            sent = self.driver.answer(self.project, lease, label, id=name, http=http)
            assert sent.status_code == 201, sent.text
            self.sent[who].append(name)

    def skip(self, who: int) -> None:
        self.end("skip", who)

    def release(self, who: int) -> None:
        self.end("release", who)

    def end(self, how: str, who: int) -> None:
        if self.leases[who]:
            lease = self.dice.choice(self.leases[who][-5:])
            ended = self.driver.end(self.project, how, lease, self.people[who])
            assert ended.status_code in (200, 409), ended.text

    def take_back(self, who: int) -> None:
        if self.sent[who]:
            name = self.dice.choice(self.sent[who][-5:])
            assert self.driver.retract(self.project, name, self.people[who]).status_code == 200

    def wait(self, _who: int) -> None:
        self.clock.advance(self.dice.choice([1, 40, 61]))

    def rank(self, _who: int) -> None:
        self.driver.work(until_idle=False)

    def eligible(self, user: int) -> list[int]:
        """The slow way to say what this person may get."""
        with self.driver.app.read() as uow:
            everything = uow.session.exec(select(Assignment)).all()
            labels = {label.item_id: label for label in uow.session.exec(select(Label)).all()}
            answers = uow.session.exec(select(Annotation).where(Annotation.live)).all()
            items = uow.session.exec(select(Item.id).where(Item.project_id == self.project)).all()
        found = []
        for item in items:
            mine = [a for a in everything if a.item_id == item]
            held = [a for a in mine if a.state in HELD and not self.over(a)]
            known = [a for a in mine if a.user_id == user and a.state in (*HELD, "skipped")]
            known = [a for a in known if not self.over(a)]
            given = [a for a in answers if a.item_id == item and a.user_id == user]
            skips = {a.user_id for a in mine if a.state == "skipped"}
            settled = item in labels and labels[item].state == "settled"
            tie = item in labels and not settled and all(a.state == "answered" for a in held)
            wanted = len(held) < self.overlap or tie
            if wanted and not (known or given or settled or len(skips) >= 2):
                found.append(item or 0)
        return found

    def over(self, assignment: Assignment) -> bool:
        return assignment.state == "leased" and assignment.expires_at <= self.clock.now

    def check(self) -> None:
        with self.driver.app.read() as uow:

            def count(kind: type[Any], *conditions: Any) -> int:
                asked = select(func.count()).select_from(kind)
                return uow.session.exec(asked.where(*conditions)).one()

            labels = uow.session.exec(select(Label)).all()
            live = uow.session.exec(select(Annotation).where(Annotation.live)).all()
            assert uow[Counters].value(self.project, Counted.LABELS) == len(labels)
            assert kept(uow, self.project) == recounted(uow, self.project)
            assert {label.item_id for label in labels} == {answer.item_id for answer in live}
            self.check_links(uow, labels)
            out = count(Assignment, Assignment.source != "overlap")
            assert 0 < uow[Counters].value(self.project, Counted.HANDED_OUT) <= out or not out
            assert uow[Counters].value(self.project, Counted.ITEMS) == count(Item) == 9
        for label in labels:
            votes = [tuple(a.answer) for a in live if a.item_id == label.item_id]
            top = max(votes.count(vote) for vote in votes)
            leaders = {vote for vote in votes if votes.count(vote) == top}
            assert tuple(label.answer) in leaders
            assert label.confidence == top / len(votes)
            settled = len(leaders) == 1 and len(votes) >= self.overlap
            assert label.state == ("settled" if settled else "provisional")

    def check_links(self, uow: UnitOfWork, labels: Sequence[Label]) -> None:
        """Labels and answers are linked to the classes that they name, and to no others."""
        of_labels = uow.session.exec(select(ItemClass.item_id, ItemClass.class_id)).all()
        named = {(label.item_id, class_id) for label in labels for class_id in label.answer}
        assert {*of_labels} == named
        given = uow.session.exec(select(Annotation)).all()
        asked = select(AnnotationClass.annotation_id, AnnotationClass.class_id)
        assert {*uow.session.exec(asked).all()} == {(a.id, c) for a in given for c in a.answer}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database_url", "seed", "overlap"),
    [("sqlite", 1, 1), ("sqlite", 2, 2), ("postgresql", 3, 1), ("postgresql", 4, 2)],
    indirect=["database_url"],
)
def test_a_random_walk_breaks_nothing(
    driver: Driver, clock: FrozenClock, seed: int, overlap: int
) -> None:
    """Each walk on one of the databases: they meet other things on their ways."""
    walk = Walk(driver, clock, seed, overlap)
    for _ in range(STEPS):
        walk.step()
        walk.check()
    assert sum(map(len, walk.sent)) > 8
