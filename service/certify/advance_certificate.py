"""A certificate is started, ended early or taken back. Its steps are jobs: they freeze labels, ask
for checks, and end.
"""

from collections import Counter
from dataclasses import asdict

import numpy as np

from service.answers import Feature
from service.app import App
from service.certify.frozen_labels import (
    Checks,
    FrozenLabels,
    freeze,
    keep_frozen,
    load_frozen,
    see_checks,
    terms_of,
)
from service.certify.kinds import request_certifying
from service.certify.queries.certificates import Certificates
from service.certify.shapes import CertificateReport, NewCertificate
from service.certify.show_certificate import show_certificate
from service.certify.tables import Certificate
from service.core.arrays import IntArray
from service.core.certificates import AttemptStatus, risk_of_attempt
from service.db.unit_of_work import UnitOfWork
from service.jobs.run_job import JobRun, assert_claimed
from service.jobs.tables import Job
from service.kit.errors import Conflict
from service.kit.reasons import Reason, ReasonCode, job_failed, reason
from service.kit.vocabulary import CertificateState
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds.first_figures import not_measured
from service.rounds.predictions import load_predictions
from service.rounds.queries.rounds import Rankings, Rounds
from service.rounds.tables.rounds import Round


def advance_certificate(app: App, run: JobRun) -> None:
    """Job `certify`: does what can be done before people have answered more."""
    clear_leftovers(app, run)
    with app.read() as uow:
        certificate = uow[Certificates].under_way(run.project_id)
    if certificate is None:
        return
    if certificate.state is CertificateState.CHECKING:
        labels = (
            load_frozen(app, certificate)
            if certificate.round is not None
            else _freeze(app, run, certificate)
        )
        if labels is None or not _decide(app, run, certificate.id, labels):
            return
    write_labels(app, run)


def _freeze(app: App, run: JobRun, certificate: Certificate) -> FrozenLabels | None:
    """The labels that it is about from now on; None where there are none."""
    measured, labels = _labels_of_last_round(app, run.project_id)
    if labels is not None:
        keep_frozen(app, certificate, labels)
    with app.write() as uow:
        uow[Projects].lock(run.project_id)
        assert_claimed(uow, run)
        stored = uow[Certificates].get(certificate.id)
        if labels is None or measured is None:
            fail(uow, stored, reason(ReasonCode.NOT_MEASURED))
            return None
        stored.round, stored.texts = measured.number, len(labels.ordinals)
        number = uow[Certificates].tried(run.project_id)
        stored.risk = risk_of_attempt(1 - stored.confidence, number)
    return labels


def _labels_of_last_round(app: App, project_id: int) -> tuple[Round | None, FrozenLabels | None]:
    """The last measured round, and the labels by it.

    A newer one may take the place of its predictions just then: that one is asked for then.
    """
    before: Round | None = None
    while True:
        with app.read() as uow:
            measured = uow[Rounds].last_measured(project_id)
            predicted = load_predictions(app, measured)
            labels = None if predicted is None else freeze(uow, project_id, predicted)
        is_last = measured is None or (before is not None and before.id == measured.id)
        if labels is not None or is_last:
            return measured, labels
        before = measured


def _decide(app: App, run: JobRun, certificate_id: int, labels: FrozenLabels) -> bool:
    """Looks at the checks and asks for more; whether its labels are to be given now."""
    with app.read() as uow:
        certificate = uow[Certificates].get(certificate_id)
        project = uow[Projects].get(run.project_id)
        checks = see_checks(uow, project, certificate, labels)
        decision = labels.attempt(terms_of(certificate)).decide(checks.seen)
        wanted = labels.ordinals[decision.ask].tolist()
        ids = uow[Items].ids_of_ordinals(run.project_id, wanted)
    if checks.waiting and not certificate.finishing:
        return False
    with app.write() as uow:
        uow[Projects].lock(run.project_id)
        assert_claimed(uow, run)
        stored = uow[Certificates].get(certificate_id)
        stored.size = decision.size
        stored.asked, stored.checks = checks.seen.spent, checks.answered
        stored.wrong = checks.wrong
        if ids and not stored.finishing:
            item_ids = [ids[ordinal] for ordinal in wanted if ordinal in ids]
            uow[Certificates].ask(stored, item_ids, checks.seen.spent)
            stored.asked += len(item_ids)
            stored.expected = checks.seen.spent + decision.expected
            return False
        if decision.size == 0:
            fail(uow, stored, _why(stored, decision, checks))
            return False
        end_checks(uow, stored)
        stored.state = CertificateState.WRITING
    return True


def _why(certificate: Certificate, decision: AttemptStatus, checks: Checks) -> Reason:
    """It came to nothing."""
    percent = 100 * certificate.error
    if certificate.finishing and len(decision.ask):
        return reason(ReasonCode.CERTIFYING_ENDED, checks=certificate.checks)
    if checks.seen.spent == 0:
        most = certificate.most_checks
        return reason(ReasonCode.CERTIFICATE_OUT_OF_REACH, checks=most, percent=percent)
    wrong, checked = certificate.wrong, certificate.checks
    return reason(ReasonCode.NOT_CERTIFIED, wrong=wrong, checks=checked, percent=percent)


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


METHOD = "fixed-sequence@1"
"""See `service/core/certificates`."""


def start_certificate(
    uow: UnitOfWork, project_id: int, wanted: NewCertificate
) -> CertificateReport:
    """An attempt at labels few of which are wrong.

    `Conflict` while another one is under way, or before a round was measured.
    """
    project = uow[Projects].lock(project_id)
    uow[Projects].require(project_id, Feature.MACHINE_LABELS)
    if uow[Certificates].under_way(project_id) is not None:
        raise Conflict("A certificate is under way already.")
    if uow[Rounds].last_measured(project_id) is None:
        why = not_measured(uow, project_id)
        raise Conflict(why.detail, reason=asdict(why))
    certificate = uow[Certificates].add(
        Certificate(
            project_id=project_id,
            method=METHOD,
            error=wanted.error,
            confidence=wanted.confidence,
            most_checks=wanted.checks,
            created_at=uow.now,
        )
    )
    project.certifying = True
    uow[Rankings].drop_suggestions(project_id)
    request_certifying(uow, project_id)
    return show_certificate(uow, certificate)


def finish_certificate(uow: UnitOfWork, project_id: int) -> Certificate | None:
    """No more checks: what is shown by now is given. The attempt, or None without one."""
    uow[Projects].lock(project_id)
    certificate = uow[Certificates].under_way(project_id)
    if certificate is not None and not certificate.finishing:
        certificate.finishing = True
        request_certifying(uow, project_id)
    return certificate


def revoke_labels(uow: UnitOfWork, project_id: int) -> None:
    """Takes all labels of the machine back, at once; where there are none nothing happens."""
    uow[Projects].lock(project_id)
    if uow[Certificates].revoke(project_id, uow.now):
        request_certifying(uow, project_id)


def end_checks(uow: UnitOfWork, certificate: Certificate) -> None:
    """People are asked none any more. The caller holds the project's lock."""
    uow[Certificates].close_checks(certificate.id)
    project: Project = uow[Projects].get(certificate.project_id)
    project.certifying = False


def fail(uow: UnitOfWork, certificate: Certificate, why: Reason) -> None:
    """It comes to nothing."""
    end_checks(uow, certificate)
    certificate.state, certificate.ended_at = CertificateState.FAILED, uow.now
    certificate.reason = {"code": why.code, "detail": why.detail, "figures": dict(why.figures)}


def give_up(uow: UnitOfWork, job: Job, reason: str) -> None:
    """What its job leaves that failed, or that somebody ended."""
    certificate = uow[Certificates].under_way(job.project_id)
    if certificate is not None:
        fail(uow, certificate, job_failed(reason))
