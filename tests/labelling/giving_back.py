"""Somebody with two accounts who gives texts back in every way, and watches which return."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any
from uuid import uuid4

import numpy as np
from fastapi.testclient import TestClient
from scipy.stats import rankdata

from tests.driving import API, Driver
from tests.texts import truth

NEVER = 10_000
"""The place of a text that hasn't returned."""


@dataclass
class GivenBack:
    """Texts given back at one time in one way, and at which place each returned to whom."""

    how: str
    returned: dict[int, list[int]]
    """By item, in the order in which they were leased: the place among what either account was
    offered next, together and by itself."""

    def scores(self) -> Iterator[tuple[str, dict[int, float]]]:
        """Of when it returns, how much sooner or later than the others that were leased with it."""
        first = np.arange(len(self.returned))
        for place, whose in enumerate(("anybody", "Ann", "Ben")):
            when = rankdata([places[place] for places in self.returned.values()]) - first
            moved = dict(zip(self.returned, when.tolist(), strict=True))
            yield f"{self.how}: when it returns to {whose}", moved
        hers = {item: float(places[1] < NEVER) for item, places in self.returned.items()}
        yield f"{self.how}: whether it returns to her", hers


@dataclass
class TwoAccounts:
    driver: Driver
    project: int
    ann: TestClient
    ben: TestClient
    dice: random.Random
    seen: list[GivenBack] = field(default_factory=list)

    def lease(self, http: TestClient, count: int) -> list[Any]:
        return list(self.driver.offered(self.project, count, http)["assignments"])

    def answer(self, http: TestClient, leases: list[Any]) -> None:
        rows = [
            {
                "id": str(uuid4()),
                "item_id": lease["item"]["id"],
                "assignment_id": lease["id"],
                "answer": {"class": truth(lease["item"]["text"])},
            }
            for lease in leases
        ]
        path = f"{API}/projects/{self.project}/annotations:bulk"
        said = http.post(path, json={"annotations": rows}).json()["results"]
        assert {row["status"] for row in said} <= {201}, said

    def cycle(self, how: str, *, leased: int, back: int, again: int) -> None:
        """Leases, answers some and gives the rest back, lets a round pass and leases again."""
        leases = self.lease(self.ann, leased)
        self.dice.shuffle(leases)
        given, kept = leases[:back], leases[back:]
        self.answer(self.ann, kept)
        for lease in given:
            if how == "renewed and released":
                self.driver.end(self.project, "renew", lease, self.ann)
            if how == "expired":
                continue
            ending = "skip" if "skipped" in how else "release"
            assert self.driver.end(self.project, ending, lease, self.ann).is_success
        if how == "expired":
            self.driver.wait(7_200)
        self.driver.work(until_idle=False)
        self.driver.wait(10)
        self.driver.work(until_idle=False)
        hers, his = self.lease(self.ann, again), self.lease(self.ben, again)
        places = [
            {x["item"]["id"]: n for n, x in enumerate(some)} for some in (hers + his, hers, his)
        ]
        ids = [lease["item"]["id"] for lease in sorted(given, key=itemgetter("id"))]
        self.seen.append(GivenBack(how, {i: [p.get(i, NEVER) for p in places] for i in ids}))
        self.answer(self.ann, hers)
        self.answer(self.ben, his)
