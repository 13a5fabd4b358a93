"""How campaigns are played, fixed before any was."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Protocol:
    """What every contender is given on one data set."""

    batch: int
    budget: int
    figure: str
    """Of the points: what curves are drawn of."""


USUAL = Protocol(batch=10, budget=300, figure="accuracy")
BY_NAME = {
    "banking77": Protocol(batch=25, budget=1_000, figure="accuracy"),
    "sms_spam": Protocol(batch=10, budget=200, figure="macro_f1"),
}
RARE = Protocol(batch=10, budget=300, figure="macro_f1")
AUDIT_SHARE = 0.1
MOST_IN_POOL = 10_000


def protocol_of(name: str) -> Protocol:
    return BY_NAME.get(name, USUAL)


@dataclass(frozen=True)
class Contender:
    """What chooses, and the head that is ranked with and released; both with their versions."""

    strategy: str
    head: str

    @staticmethod
    def of(text: str) -> "Contender":
        """From `strategy+head`."""
        strategy, _, head = text.partition("+")
        return Contender(strategy, head or "logistic@1")

    def __str__(self) -> str:
        return f"{self.strategy}+{self.head}"

    @property
    def audit_share(self) -> float:
        """`auto` is charged the audit items that a project has; others choose all they ask."""
        return AUDIT_SHARE if self.strategy.startswith("auto") else 0.0
