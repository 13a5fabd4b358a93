"""Stored labels as the arrays that `core` works on."""

from collections.abc import Sequence

import numpy as np

from service.core.rounds import Labels


def project_labels(
    settled: Sequence[tuple[int, list[int], bool]], class_ids: Sequence[int]
) -> Labels:
    """Labels by class index (place in `class_ids`); those of retired classes are left out."""
    index = {class_id: place for place, class_id in enumerate(class_ids)}
    known = [
        (ordinal, index[answer[0]], audit)
        for ordinal, answer, audit in settled
        if answer and answer[0] in index
    ]
    ordinals, classes, audit = zip(*known, strict=True) if known else ((), (), ())
    return Labels(
        np.array(ordinals, dtype=np.int64),
        np.array(classes, dtype=np.int64),
        np.array(audit, dtype=np.bool_),
    )
