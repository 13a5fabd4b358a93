"""Looking for items tells nothing of the audits to come, and who knows too much isn't asked."""

import random

import pytest

from service.core.acquisition.audit import AUDIT_RESERVE, kept_back
from service.db.clock import FrozenClock
from service.kit.vocabulary import Source
from service.pool.queries.audit import AuditOrder
from service.pool.queries.blindness import Blindness
from service.pool.queries.items import Items
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from tests.driving import Driver, on_sqlite
from tests.review.test_decisions import me
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


def passed_over(driver: Driver, project: int) -> set[int]:
    with driver.app.read() as uow:
        return uow[Blindness].withheld(uow[Projects].get(project))


def out(driver: Driver, project: int) -> set[int]:
    """Ordinals of what people have, or one of them skipped: for everybody to see who has them."""
    with driver.app.read() as uow:
        held = [row for row in driver.assignments(project) if row.state in ("leased", "skipped")]
        items = uow[Items].some({row.item_id for row in held})
        return {item.ordinal for item in items.values()}


def to_be_audited(driver: Driver, project: int) -> set[int]:
    """Ordinals of unlabelled items that are audits, or are the next ones."""
    with driver.app.read() as uow:
        found = uow[Projects].get(project)
        labelled = {label.ordinal for label in uow[LabelRows].to_learn(project)}
        n_items = 120
        reserve = uow[AuditOrder].reserved(found, kept_back(n_items))
        sample = uow[AuditOrder].ordinals(project)
    return {*sample, *(item.ordinal for item in reserve)} - labelled


def test_a_tenth_of_a_small_pool_is_passed_over() -> None:
    assert [kept_back(n) for n in (0, 19, 20, 200, 2_000, 10**6)] == [0, 0, 1, 10, 100, 100]
    assert kept_back(10**6) == AUDIT_RESERVE


@on_sqlite
@pytest.mark.slow
def test_to_be_passed_over_says_nothing(driver: Driver, clock: FrozenClock) -> None:
    """While the frontiers grow: half of it at most is to be audited, and all that is."""
    driver.without("embed", "measure")
    seed, parts = 2, (60, 40, 20)
    settings = {"audits": "proof", "strategy": "random", "lease_seconds": 60}
    project = driver.project(CLASSES, seed=seed, **settings)
    rows = texts(sum(parts))
    for part in parts:
        driver.imported(project, rows[:part], file_name=str(part))
        rows = rows[part:]
    ann, dice = driver.join(project, "Ann"), random.Random(seed)
    looks = 0
    while leases := driver.offered(project, 3, dice.choice([ann, driver.http]))["assignments"]:
        over, known = passed_over(driver, project), out(driver, project)
        audits = to_be_audited(driver, project) - known
        assert audits | known <= over
        rest = len(over - known)
        unlabelled = 120 - driver.get(f"/projects/{project}/stats").json()["labels"]
        assert rest >= 2 * len(audits) or len(over) == unlabelled
        looks += rest > 2
        for lease in leases:
            does = dice.choice(["answer"] * 8 + ["release", "skip", "wait"])
            if does == "answer":
                driver.answer(project, lease, truth(lease["item"]["text"]))
            elif does == "wait":
                clock.advance(61)
            else:
                driver.end(project, does, lease)
    assert looks > 20
    with driver.app.read() as uow:
        assert len(uow[AuditOrder].ordinals(project)) > 25


@on_sqlite
def test_who_has_seen_what_a_model_thinks_is_not_asked_as_an_audit(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(60), CLASSES)
    with driver.app.write() as uow:
        following = [each.item_id for each in uow[AuditOrder].ahead(project, 3)]
        uow[Blindness].note(me(driver.http), following[:2])
        uow[Blindness].note(me(driver.http), following[:2])
    driver.serve_audits(project, 3)
    [mine] = driver.offered(project, 1)["assignments"]
    assert mine["item"]["id"] == following[2]
    ann = driver.join(project, "Ann")
    others = driver.offered(project, 2, ann)["assignments"]
    assert [lease["item"]["id"] for lease in others] == following[:2]
    driver.end(project, "release", others[0], ann)
    with driver.app.read() as uow:
        assert uow[AuditOrder].unanswered(project) == 1, "until somebody answers"
    assert {row.source for row in driver.assignments(project)} == {Source.AUDIT}


@on_sqlite
def test_nor_for_a_second_answer(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(60), CLASSES, overlap=2)
    ann = driver.join(project, "Ann")
    driver.serve_audits(project, 3)
    [lease] = driver.offered(project, 1, ann)["assignments"]
    driver.answer(project, lease, "fruit", http=ann)
    with driver.app.write() as uow:
        uow[Blindness].note(me(driver.http), [lease["item"]["id"]])
    [mine] = driver.offered(project)["assignments"]
    assert mine["item"]["id"] != lease["item"]["id"]
    [other] = driver.offered(project, 1, driver.join(project, "Ben"))["assignments"]
    assert other["item"]["id"] == lease["item"]["id"]
