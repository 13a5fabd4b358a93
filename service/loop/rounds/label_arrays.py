"""Stored labels as the arrays that `core` works on."""

from collections.abc import Mapping, Sequence

import numpy as np

from service.core.one_class import OneClass
from service.core.rounds import Labels
from service.store.labels import KnownLabel


def label_arrays(
    known: Sequence[KnownLabel],
    class_ids: Sequence[int],
    stratum_of: Mapping[int, int] | None = None,
) -> Labels:
    """Labels by class index (place in `class_ids`); those of retired classes are left out.

    `stratum_of`: the stratum of each import, where that matters.
    """
    index = {class_id: place for place, class_id in enumerate(class_ids)}
    used = [label for label in known if label.answer and label.answer[0] in index]
    return Labels(
        np.array([label.ordinal for label in used], dtype=np.int64),
        OneClass(np.array([index[label.answer[0]] for label in used], dtype=np.int64)),
        np.array([label.audit for label in used], dtype=np.bool_),
        np.array([label.settled for label in used], dtype=np.bool_),
        None
        if stratum_of is None
        else np.array([stratum_of[label.import_id] for label in used], dtype=np.int64),
    )
