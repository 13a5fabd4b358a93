"""Estimators of the released head's accuracy: how they are written, found and called."""

from collections.abc import Callable
from dataclasses import dataclass

from service.core.evaluation.evidence import Evidence
from service.kit.registry import VersionedRegistry


@dataclass(frozen=True)
class Estimate:
    """A share with a two-sided interval."""

    value: float
    low: float
    high: float

    @staticmethod
    def nothing() -> "Estimate":
        """What is known without audits."""
        return Estimate(0.5, 0.0, 1.0)


EstimateFrom = Callable[[Evidence, float], Estimate]
"""(evidence, level of the interval) -> estimate"""


@dataclass(frozen=True)
class Estimator:
    """A way to estimate, with its name, version and source."""

    name: str
    version: int
    citation: str
    estimate: EstimateFrom

    @property
    def label(self) -> str:
        return f"{self.name}@{self.version}"

    def __call__(self, evidence: Evidence, level: float = 0.95) -> Estimate:
        """The estimate; anything is possible without audits."""
        if len(evidence.audits) == 0:
            return Estimate.nothing()
        return self.estimate(evidence, level)


_registry: VersionedRegistry[Estimator] = VersionedRegistry(
    "service.core.evaluation.estimators", "estimator"
)

find_estimator = _registry.find
all_estimators = _registry.all


def register_estimator(
    name: str, *, version: int, citation: str
) -> Callable[[EstimateFrom], EstimateFrom]:
    """Registers a function as an estimator. It is called with one audit at least."""

    def decorate(estimate: EstimateFrom) -> EstimateFrom:
        _registry.add(Estimator(name, version, citation, estimate))
        return estimate

    return decorate
