"""What a measurement says of the labels to come."""

from collections.abc import Mapping

from service.answers import AnswerKind
from service.core.arrays import IntArray
from service.core.evaluation.metric import Metric
from service.core.evaluation.savings.earlier_heads import earlier_heads
from service.core.evaluation.savings.outlook import OF_ONE_CLASS, OF_SETS, outlook
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.rounds import Measurement
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors
from service.rounds.tables.measured import Ahead

Outlooks = Mapping[Metric, Ahead]


def look_ahead(
    kind: AnswerKind,
    vectors: Vectors,
    labels: Labels,
    served: IntArray,
    measurement: Measurement,
    *,
    n_classes: int,
    learner: Learner,
    blind: Head | None,
    seed: int,
    round_number: int,
) -> Outlooks:
    """By each metric of the kind, where it may be with more labels, or why nothing can be said.

    `labels` are those that were measured with; `served` their ordinals, in the order of answers.
    `blind` is a head on the chosen ones alone, by these vectors. If an encoder has learnt from
    labels, these are the vectors of the others: by its own, heads on fewer labels look better than
    they were. So the level is that of the model, and the slope that of heads without the encoder.
    """
    if measurement.accuracy is None:
        assert measurement.note is not None
        return dict.fromkeys(kind.metrics, Ahead.of(measurement.note))
    tried = earlier_heads(
        vectors, labels, served, n_classes=n_classes, learner=learner, blind=blind
    )

    def ahead(metric: Metric) -> Ahead:
        share_at = measurement.figures[metric].share_at
        scored = None if tried is None else tried.scored(metric, measurement.evidence)
        return Ahead.of(
            outlook(
                measurement.evidence,
                scored,
                measurement.n_labels,
                share_at=share_at,
                shape=OF_ONE_CLASS if metric is Metric.ACCURACY else OF_SETS,
                seed=seed,
                round_number=round_number,
            )
        )

    return {metric: ahead(metric) for metric in kind.metrics}
