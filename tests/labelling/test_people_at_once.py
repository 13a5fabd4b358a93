"""People who share a project on PostgreSQL, through two processes' connections, all at once."""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import pytest

from service.app import App
from service.bootstrap import build
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Conflict
from service.kit.reasons import ReasonCode
from service.kit.settings import Settings
from service.kit.vocabulary import Counted, Role
from service.labelling.assign_items import assign_items
from service.labelling.end_assignment import release, skip
from service.labelling.shapes import Lease, LeaseState, NewAnnotation, Offer
from service.labelling.submit_annotation import retract_annotation, submit_annotation
from service.people.identify import Labelling
from service.pool.queries.audit import AuditOrder
from service.pool.queries.counters import Counters
from service.pool.queries.labels import LabelRows
from service.rounds.queries.rounds import Rankings
from service.rounds.ranking.ranking_rows import audit_rows, random_rows
from tests.driving import API, Driver
from tests.patience import PATIENCE_SECONDS
from tests.recounting import kept, recounted
from tests.texts import texts, truth

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]

PEOPLE = 8
STEPS = 30


@pytest.fixture
def other(settings: Settings, app: App) -> Iterator[App]:
    """What another process of the API has."""
    made = build(settings, clock=app.database.clock)
    yield made
    made.close()


class Person:
    def __init__(self, app: App, project: int, user: int, seed: int) -> None:
        self.app, self.project, self.user = app, project, user
        self.me = Labelling(user, Role.ANNOTATOR)
        self.dice = random.Random(seed)
        self.leases: list[Lease] = []
        self.sent: list[UUID] = []

    def work(self) -> None:
        often = [self.ask] * 4 + [self.answer] * 6
        for _ in range(STEPS):
            self.dice.choice([*often, self.skip, self.release, self.retract])()

    def ask(self) -> None:
        limit = self.dice.randint(1, 4)
        offer = self.app.submit(lambda uow: assign_items(uow, self.project, self.user, limit))
        self.leases = offer.result(PATIENCE_SECONDS).assignments

    def answer(self) -> None:
        if not self.leases:
            return
        lease = self.dice.choice(self.leases)  # again and again, too: answers are changed
        given = {"class": truth(lease.item.text)}
        sent = NewAnnotation(item_id=lease.item.id, assignment_id=lease.id, answer=given)
        me, new = Labelling(self.user, Role.ANNOTATOR), uuid4()
        self.app.submit(lambda uow: submit_annotation(uow, self.project, me, new, sent)[1]).result(
            PATIENCE_SECONDS
        )
        self.sent.append(new)

    def skip(self) -> None:
        self._end(lambda uow, lease: skip(uow, self.project, self.user, lease.id, None))

    def release(self) -> None:
        self._end(lambda uow, lease: release(uow, self.project, self.user, lease.id))

    def _end(self, how: Callable[[UnitOfWork, Lease], LeaseState]) -> None:
        if not self.leases:
            return
        lease = self.dice.choice(self.leases)
        with suppress(Conflict):  # answered before
            self.app.submit(lambda uow: how(uow, lease).id).result(PATIENCE_SECONDS)

    def retract(self) -> None:
        if self.sent:
            name = self.dice.choice(self.sent)
            self.app.submit(
                lambda uow: retract_annotation(uow, self.project, self.user, name).id
            ).result(PATIENCE_SECONDS)


def joined(driver: Driver, project: int, number: int) -> int:
    http = driver.join(project, f"Person {number}")
    return int(http.get(f"{API}/me").json()["id"])


def test_counters_and_labels_are_those_of_the_answers(driver: Driver, other: App) -> None:
    """While rounds swap the ranking, and hand-outs move the audit frontier."""
    project = driver.project_with(
        texts(120), ["fruit", "metal"], overlap=2, audits="proof", round_every=5
    )
    apps = (driver.app, other)
    people = [
        Person(apps[number % 2], project, joined(driver, project, number), number)
        for number in range(PEOPLE)
    ]
    over = threading.Event()

    def rank_on() -> None:
        while not over.is_set():
            driver.work(until_idle=False)

    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        ranking = pool.submit(rank_on)
        try:
            for done in [pool.submit(person.work) for person in people]:
                done.result()
        finally:
            over.set()
        ranking.result()
    with driver.app.read() as uow:
        assert kept(uow, project) == recounted(uow, project)
        assert uow[Counters].value(project, Counted.AUDIT_LABELS) > 0
        labels = uow[Counters].value(project, Counted.LABELS)
    driver.work()
    last = driver.get(f"/projects/{project}/rounds").json()["results"][-1]
    assert last["label_count"] == labels, "the newest round knows every label"


class Two:
    """Ann, whose answer is on its way, and Ben, who comes meanwhile."""

    def __init__(self, driver: Driver, **settings: Any) -> None:
        self.driver, self.app = driver, driver.app
        self.project = driver.project(["fruit", "metal"], **settings)
        driver.imported(self.project, texts(40))
        self.ann, self.ben = (joined(driver, self.project, number) for number in range(2))

    def ask(self, user: int, limit: int) -> Offer:
        asked = self.app.submit(lambda uow: assign_items(uow, self.project, user, limit))
        return asked.result(PATIENCE_SECONDS)

    def next_of(self, user: int) -> Lease:
        [lease] = self.ask(user, 1).assignments
        return lease

    def say(self, uow: UnitOfWork, user: int, lease: Lease) -> None:
        answer = {"class": "fruit"}
        sent = NewAnnotation(item_id=lease.item.id, assignment_id=lease.id, answer=answer)
        submit_annotation(uow, self.project, Labelling(user, Role.ANNOTATOR), uuid4(), sent)

    def check(self) -> None:
        with self.app.read() as uow:
            assert kept(uow, self.project) == recounted(uow, self.project)


def is_waiting(future: Future[Any]) -> bool:
    """Whether it still isn't done after a moment in which it would be."""
    return not wait([future], timeout=1.5).done


def test_a_frontier_that_passes_an_answer_on_its_way_counts_it(driver: Driver) -> None:
    two = Two(driver)
    with two.app.write() as uow:
        chosen, audit = uow[AuditOrder].ahead(two.project, 2)
        rows = random_rows([chosen]) + audit_rows([audit], None)
        uow[Rankings].replace(two.project, rows)
    lease = two.next_of(two.ann)
    with ThreadPoolExecutor(1) as pool:
        with two.app.write() as uow:
            two.say(uow, two.ann, lease)
            bens = pool.submit(two.next_of, two.ben)
            assert is_waiting(bens)
        assert bens.result(PATIENCE_SECONDS).item.id == audit.item_id
    two.check()
    with two.app.read() as uow:
        assert uow[Counters].value(two.project, Counted.AUDIT_LABELS) == 1


def test_answers_to_one_item_know_each_other(driver: Driver) -> None:
    two = Two(driver, overlap=2)
    anns, bens = two.next_of(two.ann), two.next_of(two.ben)
    assert anns.item.id == bens.item.id
    with ThreadPoolExecutor(1) as pool:
        with two.app.write() as uow:
            two.say(uow, two.ann, anns)
            said = pool.submit(two.app.submit, lambda uow: two.say(uow, two.ben, bens)).result()
            assert is_waiting(said)
        said.result(PATIENCE_SECONDS)
    two.check()
    with two.app.read() as uow:
        label = uow[LabelRows].get(anns.item.id)
        assert label is not None
        assert (label.people, label.state) == (2, "settled")


def test_people_get_what_nobody_is_getting(driver: Driver) -> None:
    """None waits for another's lease to be stored."""
    two = Two(driver)
    with two.app.write() as uow:
        [anns] = assign_items(uow, two.project, two.ann, 1).assignments
        assert two.next_of(two.ben).item.id != anns.item.id
    two.check()


def test_nobody_waits_while_a_round_swaps_the_ranking(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of it one asks for more and another answers."""
    two = Two(driver)
    driver.label(two.project, 6, truth)
    lease, replace = two.next_of(two.ann), Rankings.replace
    bens: list[Lease] = []

    def replaced(rankings: Rankings, project_id: int, rows: Any) -> None:
        replace(rankings, project_id, rows)
        monkeypatch.setattr(Rankings, "replace", replace)
        bens.append(two.next_of(two.ben))
        two.app.submit(lambda mine: two.say(mine, two.ann, lease)).result(PATIENCE_SECONDS)

    monkeypatch.setattr(Rankings, "replace", replaced)
    assert "rank" in driver.work(until_idle=False)
    assert [each.item.id != lease.item.id for each in bens] == [True], "they waited"
    two.check()


def test_who_answers_waits_for_no_other_to_ask_for_a_round(driver: Driver) -> None:
    two = Two(driver, round_every=9)
    driver.label(two.project, 1, truth)  # the round that the others ask for waits
    leases = [two.next_of(user) for user in (two.ann, two.ben)]
    with two.app.write() as uow:
        two.say(uow, two.ann, leases[0])
        uow.finish()  # it is written, and on its way
        two.app.submit(lambda mine: two.say(mine, two.ben, leases[1])).result(PATIENCE_SECONDS)
    two.check()


def test_a_round_knows_the_answers_that_left_its_request_alone(driver: Driver) -> None:
    two = Two(driver, round_every=2)
    driver.label(two.project, 2, truth)
    lease = two.next_of(two.ann)
    with ThreadPoolExecutor(1) as pool:
        with two.app.write() as uow:
            two.say(uow, two.ann, lease)
            ranked = pool.submit(driver.work, until_idle=False)
            assert is_waiting(ranked)
        assert ranked.result(PATIENCE_SECONDS)[0] == "rank"
    last = driver.get(f"/projects/{two.project}/rounds").json()["results"][-1]
    assert last["label_count"] == 3


def test_what_was_left_went_to_somebody_while_one_looked(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two looks at the audit order, where the sample may not pass all it would have to."""
    two = Two(driver)
    with two.app.write() as uow:
        rows = random_rows(uow[AuditOrder].ahead(two.project, 14))
        uow[Rankings].replace(two.project, rows)
    for lease in two.ask(two.ann, len(rows)).assignments:
        with two.app.write() as uow:
            two.say(uow, two.ann, lease)
    passed, bens = AuditOrder._passed, list[Lease]()

    def looked(audit: AuditOrder, import_ids: set[int], key: float) -> int:
        monkeypatch.setattr(AuditOrder, "_passed", passed)
        bens.extend(two.ask(two.ben, 40).assignments)
        return passed(audit, import_ids, key)

    monkeypatch.setattr(AuditOrder, "_passed", looked)
    anns = two.ask(two.ann, 1)
    assert (len(bens), anns.assignments) == (26, [])
    assert anns.reason is not None
    assert anns.reason.code == ReasonCode.ALL_LEASED
    two.check()
