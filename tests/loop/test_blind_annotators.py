"""An annotator reads all that they can reach, and tries to tell which items are audited by it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from scipy.stats import rankdata
from sqlmodel import select

from service.core.acquisition.audit import audit_keys, audit_slots
from service.core.arrays import BoolArray
from service.loop.importing import store_rows as take_in_rows
from service.loop.importing.import_row import content_hash
from service.loop.jobs.kinds.embed import request_embedding
from service.loop.rounds import first_ranking
from service.models import Project
from service.vocabulary import Source
from tests.driving import API, Driver, handlers, on_sqlite, texts, truth

pytestmark = [on_sqlite, pytest.mark.slow]

SECRET = 0x9F3C_51E7_0B2D_48A6_8D14_C0F2_77EA_6B95
ITEMS, SHARE = 1_500, 0.3
RANKED, DRY, LATER = 60, 40, 60
"""So many items from the first ranking, when that ran dry, and with vectors and rounds."""
CHANCE = 5
"""So many standard errors from guessing; of thousands of guesses the best is seldom 4."""


@dataclass
class Attacker:
    """Labels as anybody does, and notes every number that any answer holds, by its place there."""

    driver: Driver
    http: TestClient
    project: int
    ids: list[int] = field(default_factory=list)
    leases: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    seen: list[dict[str, float]] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)

    def label(self, count: int) -> None:
        for _ in range(count):
            offer = self.note("offer", self.driver.offered(self.project, 1, self.http))
            [lease] = offer["assignments"]
            self.ids.append(lease["item"]["id"])
            self.leases.append(lease["id"])
            self.texts.append(lease["item"]["text"])
            self.look()
            said = truth(lease["item"]["text"])
            self.note("answer", self.driver.answer(self.project, lease, said, http=self.http))
        self.look()

    def look(self) -> None:
        """Reads everything that is to be read."""
        found: dict[str, float] = {}
        for path in self.paths():
            answer = self.http.get(path)
            if answer.is_success and "json" in answer.headers["content-type"]:
                found |= dict(numbers(path, self.note(path, answer)))
        self.seen.append(found)

    def paths(self) -> list[str]:
        described = self.driver.api.openapi()["paths"]
        paths = [path.replace("{project_id}", str(self.project)) for path in described]
        open_to_all = ("/healthz", "/readyz", "/metrics", "/api/v1/strategies", "/api/v1/encoders")
        asked = [p for p in paths if "{" not in p and p not in open_to_all]
        return [*asked, f"{API}/jobs?project={self.project}"]

    def note(self, _name: str, answer: Any) -> Any:
        told = answer if isinstance(answer, dict) else answer.json()
        whole = (n for _, n in numbers("", told))
        self.numbers |= {int(n) for n in whole if n >= 0 and float(n).is_integer()}
        return told

    def guesses(self, audited: BoolArray) -> Iterator[tuple[str, Any]]:
        """Every way to guess, with a score for each item."""
        places = np.arange(len(self.ids))
        hashes = [content_hash(text) for text in self.texts]
        for number in sorted(self.numbers):
            key = audit_keys(number)
            yield f"{number} as the secret of the order", [key(hashed) for hashed in hashes]
            yield f"{number} as that of places", audit_slots(number, SHARE, 0, len(self.ids))
        yield "when it was asked", places
        yield "its place among ten", places % 10
        yield "its id", self.ids
        yield "its lease's id", self.leases
        yield "ids near those of other audit items", nearness(np.array(self.ids), audited)
        for path in sorted({path for found in self.seen for path in found}):
            values = [found.get(path, 0.0) for found in self.seen]
            yield f"{path} changes", [after - before for before, after in pairwise(values)]


def numbers(path: str, told: Any) -> Iterator[tuple[str, float]]:
    """All numbers in an answer, those in texts too, by where they stand."""
    if isinstance(told, dict | list):
        for name, value in told.items() if isinstance(told, dict) else enumerate(told):
            yield from numbers(f"{path}.{name}", value)
    elif isinstance(told, str) and told.isdecimal():
        yield path, int(told)
    elif isinstance(told, int | float) and not isinstance(told, bool):
        yield path, told


def nearness(ids: Any, audited: BoolArray) -> Any:
    """How much nearer an item's id is to another audit item's than to one of the others."""
    apart = np.abs(ids[:, None] - ids[None, :]).astype(float)
    np.fill_diagonal(apart, np.inf)
    return apart[:, ~audited].min(axis=1) - apart[:, audited].min(axis=1)


def apart_from_chance(score: Any, audited: BoolArray) -> float:
    """In standard errors: how well a score puts audit items first, or last (Mann and Whitney)."""
    ranks, n = rankdata(score), len(audited)
    inside, outside = audited.sum(), (~audited).sum()
    above = (ranks[audited].sum() - inside * (inside + 1) / 2) / (inside * outside)
    return float(abs(above - 0.5) / np.sqrt((n + 1) / (12 * inside * outside)))


@pytest.fixture
def attacker(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Attacker:
    """A pool of many slices, as a large file is, and an annotator in it."""
    monkeypatch.setattr(take_in_rows, "SLICE", 100)
    monkeypatch.setattr(first_ranking, "OFFERED", RANKED)
    project = driver.project(
        ["fruit", "metal"], strategy="random", audit_share=SHARE, audit_secret=SECRET
    )
    driver.without("embed", "compare").imported(project, texts(ITEMS))
    return Attacker(driver, driver.join(project, "Ann"), project)


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
    assert audited.sum() == SHARE * len(audited)
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
    attacker.label(RANKED)
    attacker.numbers.add(SECRET)
    sources = {row.id: row.source for row in driver.assignments(attacker.project)}
    audited = np.array([sources[lease] is Source.AUDIT for lease in attacker.leases])
    told = {
        way
        for way, score in attacker.guesses(audited)
        if apart_from_chance(np.asarray(score)[: len(audited)], audited) > CHANCE
    }
    assert told == {f"{SECRET} as the secret of the order", f"{SECRET} as that of places"}


def embed_all(driver: Driver, project: int) -> None:
    driver.handlers |= {"embed": handlers()["embed"]}
    with driver.app.write() as uow:
        request_embedding(uow, uow.projects.get(project), (0, ITEMS))
    driver.work()


def test_no_answer_to_anybody_holds_the_secret(driver: Driver, attacker: Attacker) -> None:
    driver.label(attacker.project, 5, truth)
    driver.work()
    paths = [*attacker.paths(), f"{API}/projects/{attacker.project}/export?everything=true"]
    for path in paths:
        assert str(SECRET) not in driver.http.get(path).text, path
    assert "secret" not in json.dumps(driver.api.openapi()["components"]["schemas"])
    with driver.app.read() as uow:
        project = uow.projects.get(attacker.project)
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
