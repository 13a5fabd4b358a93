"""What a replay compares: strategies, and how many people they ask about an item."""

from enum import StrEnum
from typing import NamedTuple

from service.core.acquisition.registry import find
from service.kit.errors import Invalid


class Asked(StrEnum):
    """How many people answer an item."""

    ONCE = "once"
    TWICE = "twice"
    WHEN_IT_PAYS = "when_it_pays"
    """One; another where that promises more than a new item."""


class Contender(NamedTuple):
    """What is compared."""

    strategy: str
    asked: Asked = Asked.ONCE


def contenders(strategies: str, numbers: str) -> dict[Contender, str]:
    """Every strategy with every way to ask, as named on the command line, and what it is called.

    Who asks once is called by the strategy alone. Raises UnknownStrategy, Invalid.
    """
    return {
        Contender(name, way): label if way is Asked.ONCE else f"{label} {way}"
        for name, label in _strategies(strategies).items()
        for way in _asked(numbers)
    }


def _strategies(names: str) -> dict[str, str]:
    """Each strategy once, as it was called first, and its name with its version."""
    called = list(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    by_label: dict[str, str] = {}
    for name in called:
        by_label.setdefault(find(name).label, name)
    if not by_label:
        raise Invalid("Name a strategy, as in --strategies auto,random.")
    return {name: label for label, name in by_label.items()}


def _asked(words: str) -> list[Asked]:
    try:
        return list(dict.fromkeys(Asked(word.strip()) for word in words.split(",")))
    except ValueError as error:
        raise Invalid(f"{error}. Known: {', '.join(Asked)}.") from error
