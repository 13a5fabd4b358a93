"""What the last measurement says of random sampling, in labels, hours and money."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.core.evaluation.labels_saved import LEVEL, LabelsSaved
from service.core.evaluation.random_curve import RandomPoint
from service.loop.figures.costs import cost
from service.models import Figure, Project
from service.reasons import Reason
from service.store.figures import Latest


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


def against_random(project: Project, latest: Latest | None) -> AgainstRandom:
    if latest is None:
        return AgainstRandom([], None, None)
    saving = latest.measured.labels_saved
    found = saving.found
    return AgainstRandom(
        points=latest.measured.random.points,
        saved=None if found is None else _figure(project, found, latest.figure),
        reason=saving.reason,
    )


def _figure(project: Project, found: LabelsSaved, then: Figure) -> SavedFigure:
    """At the seconds and the cost of a label so far."""
    given, seconds = then.labels - then.known_answers, then.annotator_seconds

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
