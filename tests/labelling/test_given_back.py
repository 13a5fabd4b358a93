"""Whether and when a text that was given back returns, and to whom, says nothing of what it is."""

import random
from collections import defaultdict

import numpy as np
import pytest
from scipy.stats import rankdata

from service.core.heads.learner import PLAIN
from service.kit.vocabulary import Source
from service.rounds import load_learner
from tests.driving import Driver, handlers, on_sqlite
from tests.labelling.giving_back import TwoAccounts
from tests.texts import texts

SECRET = 0x51E7_9F3C_0B2D_48A6_8D14_C0F2_77EA_6B95
PROJECTS = 12
ITEMS = 240
WAYS = ("released", "renewed and released", "skipped", "expired")
CHANCE = 4.2
"""So many standard errors from guessing; see `test_blind_annotators`."""


class Apart:
    """How far a score sets some texts apart, over many projects (Mann and Whitney, summed)."""

    def __init__(self) -> None:
        self.above, self.variance, self.wanted = 0.0, 0.0, 0

    def add(self, score: list[float], is_wanted: list[bool]) -> None:
        wanted, n = np.array(is_wanted), len(score)
        inside = int(wanted.sum())
        self.wanted += inside
        if 0 < inside < n:
            self.above += float(rankdata(score)[wanted].sum()) - inside * (n + 1) / 2
            self.variance += inside * (n - inside) * (n + 1) / 12

    def errors(self) -> float:
        return abs(self.above) / self.variance**0.5 if self.variance else 0.0


@on_sqlite
@pytest.mark.slow
def test_what_returns_tells_neither_audits_nor_checks(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_learner, "HEAD", PLAIN)
    found: dict[str, Apart] = defaultdict(Apart)
    for number in range(PROJECTS):
        accounts = campaign(driver, number)
        first: dict[int, Source] = {}
        for row in driver.assignments(accounts.project):
            first.setdefault(row.item_id, row.source)
        for kind in (Source.AUDIT, Source.CHECK):
            for given in accounts.seen:
                for way, score in given.scores():
                    is_kind = [first[item] is kind for item in score]
                    found[f"{kind}, {way}"].add([*score.values()], is_kind)
    there = {f"{kind}, {how}" for kind, how in KINDS}
    counts = {name: apart.wanted for name, apart in found.items()}
    assert all(counts[f"{name}: whether it returns to her"] >= PROJECTS for name in there), counts
    assert {name: apart.errors() for name, apart in found.items() if apart.errors() > CHANCE} == {}


KINDS = [(Source.AUDIT, how) for how in WAYS] + [(Source.CHECK, "while checked, released")]


def campaign(driver: Driver, number: int) -> TwoAccounts:
    """Gives texts back in every way, then while a certificate is under way."""
    measure = handlers()["measure"]
    driver.without("measure")  # else that would be what the test does
    project = driver.project(["fruit", "metal"], strategy="random", audit_secret=SECRET + number)
    driver.imported(project, texts(ITEMS))
    names = f"Ann {number}", f"Ben {number}"
    ann, ben = (driver.join(project, name) for name in names)
    accounts = TwoAccounts(driver, project, ann, ben, random.Random(number))
    for how in WAYS:
        accounts.cycle(how, leased=16, back=12, again=12)
    driver.handlers["measure"] = measure
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    driver.without("measure")
    assert driver.post(f"/projects/{project}/certify", error=0.2, checks=60).status_code == 202
    driver.work()
    for how in ("while checked, released", "while checked, skipped"):
        accounts.cycle(how, leased=16, back=12, again=12)
    return accounts
