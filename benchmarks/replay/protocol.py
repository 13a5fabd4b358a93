"""How campaigns are played, fixed before any was."""

from dataclasses import dataclass, replace

from service.core.acquisition.audit import FEWEST, NONE, Schedule


@dataclass(frozen=True)
class Protocol:
    """What every contender is given on one data set."""

    batch: int
    budget: int
    figure: str
    """Of the points: what curves are drawn of."""
    seeds: int = 30
    """Of the published table."""

    @property
    def published(self) -> range:
        """The seeds of the published table; those below were looked at while things were made."""
        return range(FIRST_SEED, FIRST_SEED + self.seeds)


FIRST_SEED = 100
USUAL = Protocol(batch=10, budget=300, figure="accuracy")
BY_NAME = {
    "banking77": Protocol(batch=25, budget=1_000, figure="accuracy", seeds=10),
    "sms_spam": Protocol(batch=10, budget=200, figure="macro_f1"),
    "sst2": replace(USUAL, seeds=100),
    "trec6": replace(USUAL, seeds=100),
}
SETS = Protocol(batch=10, budget=300, figure="macro_f1", seeds=20)
"""Of files with several classes a text."""
RARE = Protocol(batch=10, budget=300, figure="macro_f1")
MOST_IN_POOL = 10_000


def protocol_of(name: str) -> Protocol:
    return BY_NAME.get(name, USUAL)


@dataclass(frozen=True)
class Contender:
    """What chooses, and the head that is ranked with and released; both with their versions."""

    strategy: str
    head: str
    most_seeds: int | None = None
    """It is played on the first so many seeds only."""

    @staticmethod
    def of(text: str) -> "Contender":
        """From `strategy+head`, perhaps with `:seeds` behind."""
        name, _, seeds = text.partition(":")
        strategy, _, head = name.partition("+")
        return Contender(strategy, head or "logistic@1", int(seeds) if seeds else None)

    def __str__(self) -> str:
        return f"{self.strategy}+{self.head}"

    @property
    def audits(self) -> Schedule:
        """`auto` is charged the fewest audit items that a project has; others choose all."""
        return FEWEST if self.strategy.startswith("auto") else NONE
