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
    merged: Mapping[int, int],
    stratum_of: Mapping[int, int] | None = None,
) -> Labels:
    """What labels say of the classes of `class_ids`; those of retired classes are left out.

    `merged`: what each merged class means. `stratum_of`: the stratum of each import, where that
    matters.
    """
    there = {*class_ids}
    rows = [
        (label, kind.meant(label.answer, merged), kind.meant(_truth(label), merged))
        for label in labels
    ]
    rows = [row for row in rows if all(kind.is_within(answer, there) for answer in row[1:])]
    used = [label for label, _, _ in rows]
    overruled = any(label.truth is not None for label in used)
    return Labels(
        np.array([label.ordinal for label in used], dtype=np.int64),
        kind.targets([answer for _, answer, _ in rows], class_ids),
        np.array([label.audit for label in used], dtype=np.bool_),
        np.array([label.settled for label in used], dtype=np.bool_),
        None
        if stratum_of is None
        else np.array([stratum_of[label.import_id] for label in used], dtype=np.int64),
        kind.targets([truth for _, _, truth in rows], class_ids) if overruled else None,
    )


def _truth(label: StoredLabel) -> Answer:
    """What predictions are scored against: of an audit item what was asked, never a decision."""
    return label.truth if label.audit and label.truth is not None else label.answer
