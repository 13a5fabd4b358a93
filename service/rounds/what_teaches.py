"""Which labels teach an encoder, and how audits are measured that are like what one has learnt.

No text teaches that is like an audit. A text may have taught before a text like it became one: then
the audit has the vector of the first, which is by an encoder that wasn't taught it.
"""

from collections.abc import Sequence

import numpy as np

from service.core.acquisition.composition import ALIKE, are_alike
from service.core.acquisition.relabelling import GivenAnswers, without_doubted
from service.core.arrays import BoolArray, IntArray
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors
from service.core.vectors.views import Stacked, layout_of, view_of
from service.db.blobs import Blobs
from service.rounds.lessons import lesson_of
from service.rounds.views_read import ReadView


def what_teaches(
    vectors: Vectors,
    present: BoolArray,
    labels: Labels,
    apart: Sequence[int],
    answers: GivenAnswers | None,
    n_classes: int,
) -> Labels:
    """Labels of what is no audit, nor like one or like what is `apart` (ordinals), by the first
    view, nor likely wrong."""
    vectors = view_of(vectors, layout_of(vectors), 0)
    labels = labels.where(present[labels.ordinals])
    audits = np.union1d(np.array(apart, dtype=np.int64), labels.ordinals[labels.audit])
    labels = labels.where(~labels.audit)
    copies = are_alike(vectors[labels.ordinals], vectors[audits[present[audits]]])
    return without_doubted(vectors, labels.where(~copies), answers, n_classes).taught()


def as_if_untaught(
    blobs: Blobs, views: Sequence[ReadView], vectors: Vectors, audits: IntArray
) -> Vectors:
    """The vectors of `views`; in those whose encoder has learnt a text like an audit (a,), the
    audit has the vector of that text."""
    if not isinstance(vectors, Stacked):
        return vectors
    parts = list(vectors.parts)
    for place, view in enumerate(views):
        if (lesson := lesson_of(blobs, view)) is not None:
            parts[place] = _of_alike(parts[0], parts[place], audits, lesson.ordinals)
    return Stacked(parts)


def _of_alike(first: Vectors, rows: Vectors, audits: IntArray, learnt: IntArray) -> Vectors:
    """`rows`, where an audit is like something learnt by the `first` view with the row of that: a
    copy of all of them, as wide as there are classes."""
    if not len(audits) or not len(learnt):
        return rows
    likeness = first[audits] @ first[learnt].T
    alike = likeness.max(axis=1) > ALIKE
    if not alike.any():
        return rows
    replaced = np.asarray(rows[np.arange(len(rows))])
    replaced[audits[alike]] = rows[learnt[likeness.argmax(axis=1)[alike]]]
    return replaced
