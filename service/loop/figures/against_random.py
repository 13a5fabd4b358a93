"""What the last measurement says of random sampling, in labels, hours and money."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.core.evaluation.labels_saved import LEVEL, LabelsSaved
from service.core.evaluation.random_curve import RandomPoint
from service.loop.figures.costs import cost
from service.models import Project, Round
from service.reasons import Reason, stored_reason


class Bound(NamedTuple):
    """Below 0: lost against random sampling."""

    lower: float
    """One-sided."""
    estimate: float


@dataclass(frozen=True, kw_only=True)
class SavedFigure:
    """Labels saved when there were `at_labels`, and what they would have taken."""

    at_labels: int
    lower: int
    estimate: int
    extrapolated: bool
    level: float
    seconds: Bound | None
    """Of people; None until an answer has said how long it took."""
    cost: Bound | None
    """None without a price."""


class AgainstRandom(NamedTuple):
    points: Sequence[RandomPoint]
    saved: SavedFigure | None
    reason: Reason | None
    """Why there is none, or why no more is claimed."""


def against_random(project: Project, measured: Round | None) -> AgainstRandom:
    """As the last measured round found it."""
    metrics = (measured.metrics or {}) if measured is not None else {}
    random = metrics.get("random") or {"points": []}
    compared = metrics.get("labels_saved") or {"found": None, "reason": None}
    found, why = compared["found"], compared["reason"]
    given = metrics["n_labels"] - metrics["known_answers"] if found else 0
    return AgainstRandom(
        points=[RandomPoint(**point) for point in random["points"]],
        saved=found and _figure(project, LabelsSaved(**found), given, metrics["annotator_seconds"]),
        reason=why and stored_reason(why),
    )


def _figure(project: Project, found: LabelsSaved, given: int, seconds: float) -> SavedFigure:
    """At the seconds and the cost of a label so far."""

    def times(spent: float | None) -> Bound | None:
        if not spent or given <= 0:
            return None
        return Bound(found.lower * spent / given, found.estimate * spent / given)

    return SavedFigure(
        at_labels=found.at_labels,
        lower=found.lower,
        estimate=found.estimate,
        extrapolated=found.extrapolated,
        level=LEVEL,
        seconds=times(seconds),
        cost=times(cost(project, given, seconds)),
    )
