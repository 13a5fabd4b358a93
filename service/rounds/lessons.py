"""What an encoder was taught: kept beside what it has learnt."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import IntArray
from service.db.blobs import Blobs
from service.ports import learns_labels
from service.rounds.views_read import ReadView
from service.vectors.fitted_encoder import fitted_key


@dataclass(frozen=True, eq=False)
class Lesson:
    ordinals: IntArray
    """(m,) of the items whose labels taught it."""
    class_ids: NDArray[np.int64]
    """(k,) of the classes that these have, in the order in which it speaks of them."""


def keep_lesson(blobs: Blobs, fitted: str, lesson: Lesson) -> None:
    """`fitted` is the blob with what was learnt."""
    blobs.put_arrays(_key(fitted), ordinals=lesson.ordinals, class_ids=lesson.class_ids)


def lesson_of(blobs: Blobs, view: ReadView) -> Lesson | None:
    """Of the encoder that made these vectors; None of one that learns no labels, or did so before
    this was kept."""
    if not learns_labels(view.encoder):
        return None
    arrays = blobs.lately(_key(fitted_key(view.project_id, view.fingerprint)))
    return None if arrays is None else Lesson(arrays["ordinals"], arrays["class_ids"])


def speaks_of(
    blobs: Blobs, views: Sequence[ReadView], class_ids: Sequence[int]
) -> dict[int, IntArray]:
    """Of views whose encoder says how likely classes are: of which class each column speaks, as
    its place in `class_ids`, -1 of one that isn't there any more."""
    place = {class_id: index for index, class_id in enumerate(class_ids)}
    lessons = {number: lesson_of(blobs, view) for number, view in enumerate(views)}
    return {
        number: np.array([place.get(each, -1) for each in lesson.class_ids.tolist()])
        for number, lesson in lessons.items()
        if lesson is not None
    }


def _key(fitted: str) -> str:
    return f"{fitted.removesuffix('.npz')}.lesson.npz"
