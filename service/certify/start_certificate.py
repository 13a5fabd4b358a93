"""A certificate started, ended early or taken back."""

from dataclasses import asdict

from service.answers import Feature
from service.certify.queries import Certificates
from service.certify.shapes import CertificateReport, NewCertificate
from service.certify.show_certificate import show_certificate
from service.certify.tables import Certificate
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.certify import request_certifying
from service.jobs.tables import Job
from service.kit.errors import Conflict
from service.kit.reasons import Reason, job_failed
from service.kit.vocabulary import CertificateState
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds.first_figures import not_measured
from service.rounds.queries.rankings import Rankings
from service.rounds.queries.rounds import Rounds

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
