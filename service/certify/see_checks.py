"""What people have said of the labels that a certificate is about."""

from typing import NamedTuple

import numpy as np

from service.answers import answer_kind
from service.certify.frozen_labels import FrozenLabels
from service.certify.queries import Certificates
from service.certify.tables import Certificate
from service.core.certificates.attempt import RIGHT, UNKNOWN, WRONG, CheckedLabels
from service.db.unit_of_work import UnitOfWork
from service.pool.queries.classes import Classes
from service.pool.tables.projects import Project


class Checks(NamedTuple):
    seen: CheckedLabels
    waiting: int
    """Checks that wait for an answer."""
    answered: int
    wrong: int


def see_checks(
    uow: UnitOfWork, project: Project, certificate: Certificate, labels: FrozenLabels
) -> Checks:
    """Who was asked, whyever, answers for a check: while one is under way nobody is shown anything.

    What somebody decided is no check, though the machine's label isn't needed any more. A check
    that nobody can answer, or on which those who were asked don't agree, counts as wrong.
    """
    kind, merged = answer_kind(project.answer_kind), uow[Classes].merged(project.id)
    states = np.full(len(labels.ordinals), UNKNOWN)
    gone = ~np.isin(labels.ordinals, uow[Certificates].pool(project.id))
    row_of = {ordinal: row for row, ordinal in enumerate(labels.ordinals.tolist())}
    for label in uow[Certificates].labelled(project.id):
        row = row_of.get(label.ordinal)
        if row is None:
            continue
        gone[row] = True
        if label.is_asked and label.is_settled:
            truth = label.answer if label.truth is None else label.truth
            answer = kind.meant([int(labels.class_ids[row])], merged)
            states[row] = RIGHT if kind.meant(truth, merged) == answer else WRONG
    checks = uow[Certificates].checks(certificate.id)
    for check in checks:
        row = row_of[check.ordinal]
        if check.is_over and states[row] == UNKNOWN:
            states[row], gone[row] = WRONG, True
    outcomes = states[np.array([row_of[each.ordinal] for each in checks], dtype=np.int64)]
    answered = int(np.count_nonzero(outcomes != UNKNOWN))
    wrong = int(np.count_nonzero(outcomes == WRONG))
    return Checks(CheckedLabels(states, gone, len(checks)), len(checks) - answered, answered, wrong)
