"""Hand-outs pass over what is used up of a ranking, and what came back goes out all the same."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from service.kit.vocabulary import Source
from service.labelling.queries.assignments import Assignments
from service.labelling.queries.hand_out_memory import MOST_HANDED_OUT, PAUSE
from service.pool.queries.audit import AuditOrder
from service.pool.queries.projects import Projects
from service.rounds.queries.rounds import Rankings
from service.rounds.ranking.ranking_rows import random_rows
from tests.driving import Driver, on_sqlite
from tests.figures.test_reads_that_do_not_grow import EACH, counting_steps
from tests.texts import texts, truth

pytestmark = pytest.mark.slow


RANKED = MOST_HANDED_OUT + 8
MARK = "marked@1"


def ranked(driver: Driver, count: int, pool: int | None = None, **settings: Any) -> int:
    """A project after its first round, with so many rows in its ranking, known by their mark; in
    its pool are twice as many, or how many are said."""
    project = driver.project_with(texts(pool or 2 * count), ["fruit", "metal"], **settings)
    with driver.app.write() as uow:
        rows = random_rows(uow[AuditOrder].others(project, count, 0.4, 0.4))
        assert len(rows) == count
        uow[Rankings].replace(project, [row | {"strategy": MARK} for row in rows])
        assert uow[Projects].get(project).round_number > 0
    return project


def marked(driver: Driver, project: int) -> list[int]:
    """The items that went out by the mark."""
    return [each.item_id for each in driver.assignments(project) if each.strategy == MARK]


def given_back(driver: Driver, project: int, lease: Any) -> None:
    assert driver.end(project, "release", lease).status_code == 200


def undone(driver: Driver, project: int, lease: Any) -> None:
    name = str(uuid4())
    assert driver.answer(project, lease, "fruit", id=name).status_code == 201
    assert driver.retract(project, name).status_code == 200  # it is on lease again
    given_back(driver, project, lease)


def expired(driver: Driver, project: int, lease: Any) -> None:
    """As all leases of a short while ago are."""
    with driver.app.write() as uow:
        held = uow[Assignments].hold(project, lease["id"])
        held.expires_at = uow.now - PAUSE


@pytest.mark.parametrize("come_back", [given_back, undone, expired])
def test_what_comes_back_goes_out_again_in_the_same_ranking(
    driver: Driver, come_back: Callable[[Driver, int, Any], None]
) -> None:
    project = ranked(driver, RANKED)
    first, *others = driver.offered(project, limit=RANKED - 4)["assignments"]
    for lease in others:
        driver.answer(project, lease, truth(lease["item"]["text"]))
    ben = driver.join(project, "Ben")
    [before] = driver.offered(project, http=ben)["assignments"]
    come_back(driver, project, first)
    assert first["item"]["id"] not in marked(driver, project)[RANKED - 4 :]
    left = driver.offered(project, limit=5, http=ben)["assignments"]
    assert left[0]["id"] == before["id"]
    assert first["item"]["id"] in [each["item"]["id"] for each in left]
    assert len(marked(driver, project)) == RANKED + 1


@on_sqlite
@pytest.mark.slow
def test_a_hand_out_reads_no_more_when_much_is_used_up(driver: Driver) -> None:
    project = ranked(driver, 400, round_every=1_000)

    def steps() -> int:
        """Of the cheapest of some: just after it was looked for where the ranking begins."""
        counted = []
        for _ in range(MOST_HANDED_OUT + 1):
            with counting_steps(driver.app) as seen:
                [lease] = driver.offered(project)["assignments"]
            counted.append(seen[0])
            driver.answer(project, lease, truth(lease["item"]["text"]))
        return min(counted)

    few = steps()
    driver.label_at_once(project, 350, truth)
    assert steps() < 1.2 * few + EACH
    assert len(marked(driver, project)) == 350 + 2 * (MOST_HANDED_OUT + 1)


@on_sqlite
def test_what_is_left_to_nobody_is_not_read_again(driver: Driver) -> None:
    """Once all of a ranking is used up, a hand-out falls back without reading it."""
    project = ranked(driver, 300, round_every=1_000)
    driver.label_at_once(project, 300, truth)
    driver.label(project, 1, truth)

    def steps() -> int:
        with counting_steps(driver.app) as seen:
            [lease] = driver.offered(project)["assignments"]
        driver.answer(project, lease, truth(lease["item"]["text"]))
        return seen[0]

    again = steps()
    driver.wait(2 * PAUSE.total_seconds())
    assert again < steps() / 2


@on_sqlite
@pytest.mark.slow
def test_audit_items_that_were_answered_are_not_read_again_and_again(driver: Driver) -> None:
    """Once a ranking is used up audits are drawn at hand-outs, and what came back goes first."""
    project = ranked(driver, 20, pool=2_000, round_every=1_000, audits="proof")
    driver.label_at_once(project, 60, truth)

    def steps() -> int:
        """Of the cheapest hand-out of an audit item."""
        counted = []
        for _ in range(20):
            with counting_steps(driver.app) as seen:
                [lease] = driver.offered(project)["assignments"]
            if driver.assignments(project)[-1].source is Source.AUDIT:
                counted.append(seen[0])
            driver.answer(project, lease, truth(lease["item"]["text"]))
        return min(counted)

    few = steps()
    driver.label_at_once(project, 400, truth)
    assert steps() < 1.5 * few


def test_audit_items_that_come_back_go_out_first(driver: Driver) -> None:
    project = ranked(driver, 2, pool=200)
    driver.label_at_once(project, 2, truth)
    leases: list[Any] = []
    while not any(each.source is Source.AUDIT for each in driver.assignments(project)):
        leases = driver.offered(project, limit=len(leases) + 1)["assignments"]
    *_, audit = leases
    ben = driver.join(project, "Ben")
    driver.offered(project, limit=20, http=ben)  # looks in vain
    given_back(driver, project, audit)
    cleo = driver.join(project, "Cleo")
    offered = driver.offered(project, limit=20, http=cleo)["assignments"]
    assert audit["item"]["id"] in [each["item"]["id"] for each in offered]
