"""Query strategies of scikit-activeml and small-text, to be played as ours are.

They are called `skactiveml.badge`, `smalltext.greedy_coreset` and so on, and keep the settings that
their libraries give them. What a round does with any strategy's picks (near copies come last) is
done with theirs. Nothing here is registered: see `timing.py`.
"""

import importlib

from benchmarks import contenders
from benchmarks.replay.peers.concatenated import CONCATENATED
from service.core.acquisition.registry import Strategy, find
from service.core.heads.head import HeadKind, find_head

LIBRARIES = {"skactiveml": "scikit_activeml", "smalltext": "small_text_library"}


def is_peer(name: str) -> bool:
    return name.partition(".")[0] in LIBRARIES


def names() -> list[str]:
    return [name for library in LIBRARIES for name in _strategies(library)]


def find_peer(name: str) -> Strategy:
    """The peer called so, with or without `@1`. SystemExit when there is none."""
    plain, _, version = name.partition("@")
    library = plain.partition(".")[0]
    found = _strategies(library).get(plain)
    if found is None or version not in ("", str(found.version)):
        raise SystemExit(f"There is no peer called {name!r}. Known: {', '.join(names())}.")
    return found


def find_any(name: str) -> Strategy:
    """The strategy called so: ours, a contender or a peer's."""
    if is_peer(name):
        return find_peer(name)
    plain = name.partition("@")[0]
    return next((each for each in contenders.STRATEGIES if each.name == plain), None) or find(name)


def find_any_head(name: str) -> HeadKind:
    """The head called so: ours or a contender."""
    plain = name.partition("@")[0]
    others = (CONCATENATED, *contenders.HEADS)
    return next((each for each in others if each.name == plain), None) or find_head(name)


def _strategies(library: str) -> dict[str, Strategy]:
    # Not at import: they bring torch and transformers along.
    module = importlib.import_module(f"{__name__}.{LIBRARIES[library]}")
    return {strategy.name: strategy for strategy in module.STRATEGIES}
