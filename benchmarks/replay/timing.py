"""Strategies whose queries are timed, entered where campaigns look for them."""

import time
from functools import cache
from inspect import signature

import numpy as np

from benchmarks.replay.peers import find_any
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, Strategy, register


def timed(name: str) -> tuple[str, list[float]]:
    """The name under which a strategy is timed, ours or not, and the seconds of its queries.

    Of one core. The list grows as it is asked; it chooses what it would under its own name.
    """
    label, seconds = _entered(find_any(name))
    seconds.clear()
    return label, seconds


@cache
def _entered(strategy: Strategy) -> tuple[str, list[float]]:
    seconds: list[float] = []

    def choose(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
        started = time.process_time()
        picks = strategy(pool, k, rng)
        seconds.append(time.process_time() - started)
        return picks

    label = f"timed.{strategy.name}"
    # All that a round may ask of a strategy beside its picks.
    rest = {name: getattr(strategy, name) for name in signature(register).parameters}
    register(**rest | {"name": label})(choose)
    return f"{label}@{strategy.version}", seconds
