"""What people answered, as the arrays from which it is told which labels to ask for once more."""

from collections.abc import Mapping, Sequence

import numpy as np

from service.answers import AnswerKind
from service.core.acquisition.relabelling import GivenAnswers
from service.core.one_class import class_of_each
from service.models import Project
from service.store.relabelling import Relabelling
from service.store.unit_of_work import UnitOfWork


def answers_given(
    uow: UnitOfWork,
    project: Project,
    kind: AnswerKind,
    class_ids: Sequence[int],
    merged: Mapping[int, int],
) -> GivenAnswers | None:
    """None where a project asks for no second answers. Those of retired classes are left out."""
    if not project.relabel:
        return None
    there = {*class_ids}
    rows = [
        (each, meant)
        for each in uow[Relabelling].given(project.id, project.overlap)
        if kind.is_within(meant := kind.meant(each.answer, merged), there)
    ]
    number = {user: i for i, user in enumerate(sorted({each.user_id for each, _ in rows}))}
    return GivenAnswers(
        np.array([each.ordinal for each, _ in rows], dtype=np.int64),
        np.array([number[each.user_id] for each, _ in rows], dtype=np.int64),
        class_of_each(kind.targets([meant for _, meant in rows], class_ids)),
        np.array([each.may_again for each, _ in rows], dtype=np.bool_),
        np.array([each.decided for each, _ in rows], dtype=np.bool_),
    )
