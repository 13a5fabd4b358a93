"""A strategy that teaches little, to see it found out: nobody is offered it."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from service.core.acquisition import registry
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, Strategy

NAME = "most_certain"


def most_certain(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """The k eligible items that the head is surest of; any before there is one."""
    eligible = rng.permutation(np.flatnonzero(pool.eligible))
    if pool.head is not None:
        eligible = eligible[np.argsort(-pool.margins(eligible), kind="stable")]
    return Picks(eligible[:k], np.ones(k))


@contextmanager
def most_certain_known() -> Iterator[None]:
    """This one is among the strategies for as long as this lasts."""
    with known(Strategy(NAME, 1, "Most certain", "None: nobody should.", most_certain)):
        yield


@contextmanager
def known(strategy: Strategy) -> Iterator[None]:
    """Strategies are found by name: this one too, for as long as this lasts."""
    entries = registry._registry._entries
    entries[f"{strategy.name}@{strategy.version}"] = strategy
    try:
        yield
    finally:
        del entries[f"{strategy.name}@{strategy.version}"]
