"""Ends an attempt early, or takes back what one has given."""

from service.certify.queries import Certificates
from service.certify.tables import Certificate
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.certify import request_certifying
from service.jobs.tables import Job
from service.kit.reasons import Reason, job_failed
from service.kit.vocabulary import CertificateState
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project


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
