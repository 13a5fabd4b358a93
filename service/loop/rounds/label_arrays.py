"""Stored labels as the arrays that `core` works on."""

from collections.abc import Mapping, Sequence

import numpy as np

from service.answers import AnswerKind
from service.answers.answer import Answer
from service.core.rounds import Labels
from service.store.labels import StoredLabel


def label_arrays(
    kind: AnswerKind,
    labels: Sequence[StoredLabel],
    class_ids: Sequence[int],
    stratum_of: Mapping[int, int] | None = None,
) -> Labels:
    """What labels say of the classes of `class_ids`; those of retired classes are left out.

    `stratum_of`: the stratum of each import, where that matters.
    """
    there = {*class_ids}
    used = [
        label
        for label in labels
        if kind.is_within(label.answer, there) and kind.is_within(_truth(label), there)
    ]
    overruled = any(label.truth is not None for label in used)
    return Labels(
        np.array([label.ordinal for label in used], dtype=np.int64),
        kind.targets([label.answer for label in used], class_ids),
        np.array([label.audit for label in used], dtype=np.bool_),
        np.array([label.settled for label in used], dtype=np.bool_),
        None
        if stratum_of is None
        else np.array([stratum_of[label.import_id] for label in used], dtype=np.int64),
        kind.targets(list(map(_truth, used)), class_ids) if overruled else None,
    )


def _truth(label: StoredLabel) -> Answer:
    """What predictions are scored against: of an audit item what was asked, never a decision."""
    return label.truth if label.audit and label.truth is not None else label.answer
