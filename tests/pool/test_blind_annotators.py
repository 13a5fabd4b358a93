"""An annotator reads all that they can reach, and tries to tell which items are audited by it."""

import json
from itertools import pairwise

import numpy as np
import pytest
from sqlmodel import select

from service.core.acquisition.audit import BALANCED, FEWEST
from service.core.heads.learner import PLAIN
from service.importing import store_rows as take_in_rows
from service.jobs.kinds.embed import request_embedding
from service.kit.vocabulary import Source
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds import load_learner
from service.rounds.ranking import ranking_rows as first_ranking
from tests.driving import API, Driver, handlers, on_sqlite
from tests.pool.attacking import Attacker, apart_from_chance
from tests.texts import texts, truth

pytestmark = [on_sqlite, pytest.mark.slow]

SECRET = 0x9F3C_51E7_0B2D_48A6_8D14_C0F2_77EA_6B95
ITEMS = 1_000
RANKED, DRY, LATER = 40, 10, 20
"""So many items from the first ranking, when that ran dry, and with vectors and rounds."""
SUGGESTED = 100
CHANCE = 4.2
"""So many standard errors from guessing; of thousands of guesses the best is seldom 4."""


@pytest.fixture
def attacker(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Attacker:
    """A pool of many slices, as a large file is, and an annotator in it."""
    monkeypatch.setattr(take_in_rows, "SLICE", 100)
    monkeypatch.setattr(first_ranking, "OFFERED", RANKED)
    monkeypatch.setattr(load_learner, "HEAD", PLAIN)  # quicker than what people get
    project = driver.project(["fruit", "metal"], strategy="random", audit_secret=SECRET)
    driver.without("embed").imported(project, texts(ITEMS))
    return Attacker(driver, driver.join(project, "Ann"), project, BALANCED)


def test_nothing_that_an_annotator_reads_tells_which_items_are_audited(
    driver: Driver, attacker: Attacker
) -> None:
    attacker.label(RANKED + DRY)
    assert driver.get(f"/projects/{attacker.project}/stats").json()["ran_dry"] >= DRY
    embed_all(driver, attacker.project)
    for _ in range(LATER // 10):
        attacker.label(10)
        driver.work()
    sources = {row.id: row.source for row in driver.assignments(attacker.project)}
    audited = np.array([sources[lease] is Source.AUDIT for lease in attacker.leases])
    assert audited.sum() == BALANCED.audits_in(len(audited))
    assert audited[:RANKED].any()
    assert not audited[:RANKED].all()
    assert not audited[RANKED : RANKED + DRY].all()
    found = {
        way: apart
        for way, score in attacker.guesses(audited)
        if (apart := apart_from_chance(np.asarray(score)[: len(audited)], audited)) > CHANCE
    }
    assert found == {}
    assert len(attacker.numbers) > 100


def test_the_attacker_finds_them_by_the_secret(driver: Driver, attacker: Attacker) -> None:
    """Were it told anywhere: the test above is one that can fail."""
    attacker.label(RANKED, blindly=True)
    attacker.numbers.add(SECRET)
    sources = {row.id: row.source for row in driver.assignments(attacker.project)}
    audited = np.array([sources[lease] is Source.AUDIT for lease in attacker.leases])
    leaks = {
        way
        for way, score in attacker.guesses(audited)
        if apart_from_chance(np.asarray(score)[: len(audited)], audited) > CHANCE
    }
    assert leaks == {f"{SECRET} as the secret of the order", f"{SECRET} as that of places"}


def embed_all(driver: Driver, project: int) -> None:
    driver.handlers |= {"embed": handlers()["embed"]}
    with driver.app.write() as uow:
        request_embedding(uow, uow[Projects].get(project), (0, ITEMS))
    driver.work()


def test_no_answer_to_anybody_holds_the_secret(driver: Driver, attacker: Attacker) -> None:
    driver.label(attacker.project, 5, truth)
    driver.work()
    paths = [*attacker.paths(), f"{API}/projects/{attacker.project}/export?everything=true"]
    for path in paths:
        assert str(SECRET) not in driver.http.get(path).text, path
    assert "secret" not in json.dumps(driver.api.openapi()["components"]["schemas"])
    with driver.app.read() as uow:
        project = uow[Projects].get(attacker.project)
        assert project.audit_secret == str(SECRET)
        assert "secret" not in repr(project)
        assert "audit_secret" not in project.model_dump()


def test_a_project_has_a_secret_of_its_own(driver: Driver) -> None:
    for _ in range(20):
        assert driver.post("/projects", name="Test", seed=17).status_code == 201
    with driver.app.read() as uow:
        made = [int(project.audit_secret) for project in uow.session.exec(select(Project))]
    assert len(set(made)) == 20
    assert 120 < max(secret.bit_length() for secret in made) <= 128


def test_seeds_are_for_engineers(driver: Driver) -> None:
    project = driver.project(seed=4_711)
    ann, eve = driver.join(project, "Ann"), driver.join(project, "Eve", "engineer")
    path = f"{API}/projects/{project}"
    assert [http.get(path).json()["seed"] for http in (ann, eve)] == [None, 4_711]


def test_of_items_without_a_suggestion_nothing_tells_the_audits(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who sees one knows that the item is no audit. Of the others at most half are, and no more
    is to be had."""
    monkeypatch.setattr(load_learner, "HEAD", PLAIN)
    project = driver.project(
        ["fruit", "metal"],
        strategy="random",
        audits="fewest",
        suggestions=True,
        audit_secret=SECRET,
    )
    driver.imported(project, texts(ITEMS))
    driver.label_at_once(project, 20, truth)
    driver.work()
    attacker = Attacker(driver, driver.join(project, "Ann"), project, FEWEST)
    for _ in range(SUGGESTED // 20):
        attacker.label(20)
        driver.work()
    sources = {row.id: row.source for row in driver.assignments(project)}
    audited = np.array([sources[lease] is Source.AUDIT for lease in attacker.leases])
    bare = np.array(attacker.bare)
    assert apart_from_chance(audited[bare], audited[bare]) > CHANCE, "or nothing could be found"
    assert not audited[~bare].any()
    assert 5 < audited.sum() <= bare.sum() / 2
    found = {
        way: apart
        for way, score in attacker.guesses(audited)
        if (apart := apart_from_chance(np.asarray(score)[: len(bare)][bare], audited[bare]))
        > CHANCE
    }
    assert found == {}


def test_no_count_tells_whether_somebody_had_answered_a_text(driver: Driver) -> None:
    project = driver.project_with(texts(60), ["fruit", "metal"], overlap=2)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    [theirs] = driver.offered(project, 1, ben)["assignments"]
    driver.answer(project, theirs, "fruit", http=ben)
    hers = driver.offered(project, 4, ann)["assignments"]
    assert hers[0]["item"]["id"] == theirs["item"]["id"]
    attacker = Attacker(driver, ann, project, BALANCED)
    attacker.look()
    for lease in hers:
        driver.answer(project, lease, "fruit", http=ann)
        attacker.look()
    changes = [
        {path: after[path] - before.get(path, 0) for path in after if not own(path)}
        for before, after in pairwise(attacker.seen)
    ]
    # Every second answer makes a label of two: by their number, whichever they were.
    with_ben, _, without, _ = changes
    told = {path: change for path, change in with_ben.items() if without.get(path) != change}
    assert told == {}
    assert len(with_ben) > 20


def own(path: str) -> bool:
    """Whether it is about what she said herself, and when."""
    return "own-answers" in path or ".mine." in path
