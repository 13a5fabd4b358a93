"""Stores the labels that a certificate gives, and clears away those that count no more."""

from collections import Counter

import numpy as np

from service.app import App
from service.certify.frozen_labels import Checks, FrozenLabels, load_frozen, see_checks, terms_of
from service.certify.queries import Certificates
from service.certify.tables import Certificate
from service.core.arrays import IntArray
from service.db.unit_of_work import UnitOfWork
from service.jobs.run_job import JobRun, assert_claimed
from service.kit.vocabulary import CertificateState
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects

SLICE = 500
"""Labels in a transaction: it holds the write lock of SQLite for less than 20 ms."""


def write_labels(app: App, run: JobRun) -> None:
    """Gives the labels that are shown to have few errors, in the place of an earlier certificate's.

    Begun again it writes them anew. They count once all are there.
    """
    with app.read() as uow:
        certificate = uow[Certificates].under_way(run.project_id)
        assert certificate is not None, "it is being written"
        labels = load_frozen(app, certificate)
        project = uow[Projects].get(run.project_id)
        checks = see_checks(uow, project, certificate, labels)
    _clear(app, run, certificate.id)
    ordinals = np.flatnonzero(~checks.seen.gone[: certificate.size])
    for start in range(0, len(ordinals), SLICE):
        rows = ordinals[start : start + SLICE]
        with app.write() as uow:
            assert_claimed(uow, run)
            _give(uow, run.project_id, certificate.id, labels, rows)
        run.progress(start + len(rows), len(ordinals))
    with app.write() as uow:
        uow[Projects].lock(run.project_id)
        assert_claimed(uow, run)
        _issue(uow, certificate.id, labels, ordinals, checks)


def clear_leftovers(app: App, run: JobRun) -> None:
    """Deletes the labels of certificates that were taken back, or came to nothing."""
    with app.read() as uow:
        certificate = uow[Certificates].with_leftovers(run.project_id)
    for certificate_id in certificate:
        _clear(app, run, certificate_id)


def _clear(app: App, run: JobRun, certificate_id: int) -> None:
    while True:
        with app.write() as uow:
            assert_claimed(uow, run)
            if not uow[Certificates].forget(certificate_id, SLICE):
                return


def _give(
    uow: UnitOfWork, project_id: int, certificate_id: int, labels: FrozenLabels, rows: IntArray
) -> None:
    ordinals = labels.ordinals[rows].tolist()
    ids = uow[Items].ids_of_ordinals(project_id, ordinals)
    there = [row for row, ordinal in zip(rows.tolist(), ordinals, strict=True) if ordinal in ids]
    columns = {
        "item_id": [ids[int(labels.ordinals[row])] for row in there],
        "class_id": labels.class_ids[there].tolist(),
        "probability": labels.probability[there].tolist(),
    }
    uow[Certificates].give(certificate_id, columns)


def _issue(
    uow: UnitOfWork, certificate_id: int, labels: FrozenLabels, ordinals: IntArray, checks: Checks
) -> None:
    stored: Certificate = uow[Certificates].get(certificate_id)
    uow[Certificates].revoke(stored.project_id, uow.now)
    attempt = labels.attempt(terms_of(stored))
    stored.checks, stored.wrong = attempt.rests_on(stored.size, checks.seen)
    stored.state, stored.ended_at = CertificateState.ISSUED, uow.now
    stored.labels = len(ordinals)
    stored.threshold = float(labels.probability[stored.size - 1])
    stored.classes = [*map(list, Counter(labels.class_ids[ordinals].tolist()).most_common())]
