"""Begins to find out which labels the machine can give with few of them wrong."""

from dataclasses import asdict

from service.answers import Feature
from service.certify.queries import Certificates
from service.certify.shapes import CertificateReport, NewCertificate
from service.certify.show_certificate import show_certificate
from service.certify.tables import Certificate
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.certify import request_certifying
from service.kit.errors import Conflict
from service.pool.needs import project_needs
from service.pool.queries.projects import Projects
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
    project_needs(uow, project_id, Feature.MACHINE_LABELS)
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
