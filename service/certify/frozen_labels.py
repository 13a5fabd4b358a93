"""What a certificate is about: labels as a measured round predicts them, frozen."""

import secrets
from dataclasses import dataclass

import numpy as np

from service.app import App
from service.certify.queries import Certificates
from service.certify.tables import Certificate
from service.core.arrays import BoolArray, DoubleArray, IntArray
from service.core.certificates.attempt import Attempt, Terms
from service.db.unit_of_work import UnitOfWork
from service.labelling.queries.assignments import Assignments
from service.pool.queries.classes import Classes
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
        (uow[Assignments].held_ordinals(project_id), False),
        (uow[Assignments].skipped_ordinals(project_id), False),
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
