"""Someone who reads all that they can reach, and makes guesses of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from fastapi.testclient import TestClient
from scipy.stats import rankdata

from service.core.acquisition.audit import Schedule, audit_keys
from service.core.arrays import BoolArray
from service.pool.tables.items import content_hash
from tests.driving import API, Driver
from tests.texts import truth


@dataclass
class Attacker:
    """Labels as anybody does, and notes every number that any answer holds, by its place there."""

    driver: Driver
    http: TestClient
    project: int
    schedule: Schedule
    ids: list[int] = field(default_factory=list)
    leases: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    bare: list[bool] = field(default_factory=list)
    """Whether an item came without a suggestion."""
    seen: list[dict[str, float]] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    """What is not for their role, now or later: half of all that there is to ask for."""

    def label(self, count: int, *, blindly: bool = False) -> None:
        """Answers so many, and reads everything between them, unless `blindly`."""
        for _ in range(count):
            offer = self.note("offer", self.driver.offered(self.project, 1, self.http))
            [lease] = offer["assignments"]
            self.ids.append(lease["item"]["id"])
            self.leases.append(lease["id"])
            self.texts.append(lease["item"]["text"])
            self.bare.append(not lease["suggestions"])
            if not blindly:
                self.look()
            chosen = truth(lease["item"]["text"])
            self.note("answer", self.driver.answer(self.project, lease, chosen, http=self.http))
        if not blindly:
            self.look()

    def look(self) -> None:
        """Reads everything that is to be read."""
        found: dict[str, float] = {}
        for path in self.paths():
            if path in self.refused:
                continue
            answer = self.http.get(path)
            if answer.status_code == 403:
                self.refused.add(path)
            if answer.is_success and "json" in answer.headers["content-type"]:
                found |= dict(numbers(path, self.note(path, answer)))
        self.seen.append(found)

    def paths(self) -> list[str]:
        described = self.driver.api.openapi()["paths"]
        read = [path for path, calls in described.items() if "get" in calls]
        paths = [path.replace("{project_id}", str(self.project)) for path in read]
        open_to_all = ("/healthz", "/readyz", "/metrics", "/api/v1/strategies", "/api/v1/encoders")
        asked = [p for p in paths if "{" not in p and p not in open_to_all]
        return [*asked, f"{API}/jobs?project={self.project}"]

    def note(self, _name: str, answer: Any) -> Any:
        body = answer if isinstance(answer, dict) else answer.json()
        whole = (n for _, n in numbers("", body))
        self.numbers |= {int(n) for n in whole if n >= 0 and float(n).is_integer()}
        return body

    def guesses(self, audited: BoolArray) -> Iterator[tuple[str, Any]]:
        """Every way to guess, with a score for each item."""
        places = np.arange(len(self.ids))
        hashes = [content_hash(text) for text in self.texts]
        for number in sorted(self.numbers):
            key = audit_keys(number)
            yield f"{number} as the secret of the order", [key(hashed) for hashed in hashes]
            yield f"{number} as that of places", self.schedule.slots(number, 0, len(self.ids))
        yield "when it was asked", places
        yield "its place among ten", places % 10
        yield "its id", self.ids
        yield "its lease's id", self.leases
        yield "ids near those of other audit items", nearness(np.array(self.ids), audited)
        for path in sorted({path for found in self.seen for path in found}):
            values = [found.get(path, 0.0) for found in self.seen]
            yield f"{path} changes", [after - before for before, after in pairwise(values)]


def numbers(path: str, body: Any) -> Iterator[tuple[str, float]]:
    """All numbers in an answer, those in texts too, by where they stand."""
    if isinstance(body, dict | list):
        for name, value in body.items() if isinstance(body, dict) else enumerate(body):
            yield from numbers(f"{path}.{name}", value)
    elif isinstance(body, str) and body.isdecimal():
        yield path, int(body)
    elif isinstance(body, int | float) and not isinstance(body, bool):
        yield path, body


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
