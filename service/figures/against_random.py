"""What the last measurement says of random sampling, in labels, hours and money."""

from typing import NamedTuple

from service.core.evaluation.savings.labels_saved import LEVEL, LabelsSaved
from service.figures.costs import cost
from service.figures.shapes.curve import Bound, SavedLabels
from service.kit.reasons import Reason
from service.pool.tables.projects import Project
from service.rounds.queries.figures import Latest
from service.rounds.tables.measured import RandomPoints
from service.rounds.tables.rounds import Figure


class AgainstRandom(NamedTuple):
    random: RandomPoints
    saved: SavedLabels | None
    reason: Reason | None
    """Why there is none, or why no more is claimed."""


def against_random(project: Project, latest: Latest | None) -> AgainstRandom:
    if latest is None:
        return AgainstRandom(RandomPoints([]), None, None)
    saving = latest.measured.labels_saved
    saved = saving.found
    return AgainstRandom(
        random=latest.measured.random,
        saved=None if saved is None else _figure(project, saved, latest.figure),
        reason=saving.reason,
    )


def _figure(project: Project, labels_saved: LabelsSaved, then: Figure) -> SavedLabels:
    """At the seconds and the cost of a label so far."""
    labels, seconds = then.labels - then.known_answers, then.annotator_seconds

    def times(spent: float | None) -> Bound | None:
        if not spent or labels <= 0:
            return None
        return Bound(labels_saved.lower * spent / labels, labels_saved.estimate * spent / labels)

    return SavedLabels(
        at_labels=labels_saved.at_labels,
        lower=labels_saved.lower,
        estimate=labels_saved.estimate,
        extrapolated=labels_saved.extrapolated,
        level=LEVEL,
        seconds=times(seconds),
        cost=times(cost(project, labels, seconds)),
    )
