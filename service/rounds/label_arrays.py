"""Stored labels, answers and looks for classes as the arrays that `core` works on."""

from collections.abc import Mapping, Sequence

import numpy as np

from service.answers import AnswerKind
from service.answers.answer import Answer
from service.core.acquisition.hunts import HuntAnswers
from service.core.acquisition.relabelling import GivenAnswers
from service.core.rounds import Labels
from service.core.targets.one_class import class_of_each
from service.db.unit_of_work import UnitOfWork
from service.pool.queries.class_evidence import ClassEvidence
from service.pool.queries.labels import StoredLabel
from service.pool.tables.projects import Project
from service.rounds.queries.relabelling import Relabelling


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


def looks_taken(
    uow: UnitOfWork, class_ids: Sequence[int], merged: Mapping[int, int]
) -> HuntAnswers:
    """What was asked about, or looked at, because it might be of a class of `class_ids`.

    `merged`: what each merged class means.
    """
    index_of = {class_id: i for i, class_id in enumerate(class_ids)}
    looks = uow[ClassEvidence].all_looks([*class_ids, *merged]).items()
    by_index = [(index_of.get(merged.get(of, of)), hit) for of, hit in looks]
    taken = [(look, i) for i, hit in by_index if i is not None for look in hit]
    return HuntAnswers.of(
        [(look.ordinal, i) for look, i in taken], [look.counts for look, _ in taken]
    )
