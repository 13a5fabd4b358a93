"""The labels that a certificate is about, and what people have said of them."""

import secrets
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from service.answers import answer_kind
from service.app import App
from service.certify.queries.certificates import Certificates
from service.certify.tables import Certificate
from service.core.arrays import BoolArray, DoubleArray, IntArray
from service.core.certificates import RIGHT, UNKNOWN, WRONG, Attempt, CheckedLabels, Terms
from service.db.unit_of_work import UnitOfWork
from service.pool.queries.asked import AskedItems
from service.pool.queries.classes import Classes
from service.pool.tables.projects import Project
from service.rounds.predictions import NOTHING, Predictions


@dataclass(frozen=True, eq=False)
class FrozenLabels:
    """N labels that the machine may give, the surest first."""

    ordinals: IntArray
    """(N,)"""
    class_ids: IntArray
    """(N,)"""
    probability: DoubleArray
    """(N,) falling: how often such a label is right, as the round was calibrated."""
    keys: DoubleArray
    """(N,) random: by them checks are drawn, and nobody is served them."""

    def attempt(self, terms: Terms) -> Attempt:
        return Attempt(self.probability, self.keys, terms)


def freeze(uow: UnitOfWork, project_id: int, predicted: Predictions) -> FrozenLabels:
    """Of all items without a label that nobody has in hand, or has given up on."""
    wanted = _is_predicted(predicted, [*uow[Classes].names(project_id)])
    there = np.zeros(len(wanted), dtype=np.bool_)
    for ordinals, is_there in (
        (uow[Certificates].pool(project_id), True),
        ([label.ordinal for label in uow[Certificates].labelled(project_id)], False),
        (uow[AskedItems].held_ordinals(project_id), False),
        (uow[AskedItems].skipped_ordinals(project_id), False),
    ):
        rows = np.array(ordinals, dtype=np.int64)
        there[rows[rows < len(there)]] = is_there
    return _sorted(predicted, np.flatnonzero(wanted & there))


def foreseen_labels(uow: UnitOfWork, project_id: int, predicted: Predictions) -> FrozenLabels:
    """As good as the same, without looking at each item: who had no label in that round."""
    wanted = _is_predicted(predicted, [*uow[Classes].names(project_id)])
    unlabelled = np.isnan(predicted.given_probability)
    return _sorted(predicted, np.flatnonzero(wanted & unlabelled))


def keep_frozen(app: App, certificate: Certificate, labels: FrozenLabels) -> None:
    app.blobs.put_arrays(_key(certificate), **vars(labels))


def load_frozen(app: App, certificate: Certificate) -> FrozenLabels:
    return FrozenLabels(**app.blobs.arrays(_key(certificate)))


def terms_of(certificate: Certificate) -> Terms:
    return Terms(certificate.error, certificate.risk, certificate.most_checks)


def _key(certificate: Certificate) -> str:
    return f"projects/{certificate.project_id}/certificates/{certificate.id}.npz"


def _is_predicted(predicted: Predictions, offered: list[int]) -> BoolArray:
    """(N,) whether a class is predicted that is offered still."""
    places = np.flatnonzero(np.isin(predicted.class_ids, offered))
    is_known = np.isin(predicted.class_index, places) & (predicted.class_index != NOTHING)
    mask: BoolArray = is_known & np.isfinite(predicted.probability)
    return mask


def _sorted(predicted: Predictions, ordinals: IntArray) -> FrozenLabels:
    probability = predicted.probability[ordinals].astype(np.float64)
    order = np.argsort(-probability, kind="stable")
    rows = ordinals[order]
    rng = np.random.default_rng(secrets.randbits(128))
    return FrozenLabels(
        ordinals=rows,
        class_ids=predicted.class_ids[predicted.class_index[rows]],
        probability=probability[order],
        keys=rng.random(len(rows)),
    )


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
