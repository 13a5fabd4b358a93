"""Own vectors of texts that the model is asked about: only who sends them has them."""

from collections.abc import Mapping, Sequence

import numpy as np

from service.core.arrays import FloatArray
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Invalid
from service.pool.queries.projects import Views
from service.pool.tables.projects import is_own
from service.rounds.queries.rounds import Rounds
from service.rounds.views_read import views_released

Sent = Mapping[str, Sequence[Sequence[float]]]
"""By the view, a vector of each text."""


def check_vectors(uow: UnitOfWork, project_id: int, texts: int, sent: Sent) -> None:
    """`Invalid` where the model goes by vectors that weren't sent, or doesn't know those that
    were."""
    own = {each.encoder for each in uow[Views].of(project_id) if is_own(each.encoder)}
    measured = uow[Rounds].last_measured(project_id, metrics=False) if own else None
    read = {} if measured is None else {
        view.encoder: view.shards[0].dimensions
        for view in views_released(uow, measured)
        if is_own(view.encoder)
    }  # fmt: skip
    counting = [] if measured is None else [
        each["encoder"] for each in measured.views if each["weight"] != 0
    ]  # fmt: skip
    for name in read:
        if name in counting and name not in sent:
            raise Invalid(
                f"The model also reads {name!r}: send a vector of each text in `vectors`.",
                field="vectors",
            )
    for name, vectors in sent.items():
        field = f"vectors.{name}"
        if name not in read:
            raise Invalid(f"The model doesn't read {name!r}.", field=field)
        if len(vectors) != texts:
            raise Invalid(f"There are {len(vectors)} vectors for {texts} texts.", field=field)
        for place, vector in enumerate(vectors):
            if len(vector) != read[name] or not any(vector):
                raise Invalid(
                    f"A vector has {read[name]:,} numbers, not all 0.", field=f"{field}.{place}"
                )


def unit_rows(vectors: Sequence[Sequence[float]]) -> FloatArray:
    """(n, D), none of them all zeros."""
    rows = np.array(vectors, dtype=np.float64)
    rows /= np.abs(rows).max(axis=1, keepdims=True)
    unit: FloatArray = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit
