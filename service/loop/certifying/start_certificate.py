"""Begins to find out which labels the machine can give with few of them wrong."""

from dataclasses import asdict
from typing import NamedTuple

from service.answers import Feature
from service.errors import Conflict
from service.loop.jobs.kinds.certify import request_certifying
from service.loop.needs import project_needs
from service.loop.rounds.first_figures import not_measured
from service.models import Certificate
from service.store.unit_of_work import UnitOfWork

METHOD = "fixed-sequence@1"
"""See `service/core/certificates`."""


class NewAttempt(NamedTuple):
    error: float
    """The share of wrong labels that is allowed."""
    confidence: float
    checks: int
    """People are asked so many at most."""


def start_certificate(uow: UnitOfWork, project_id: int, asked: NewAttempt) -> Certificate:
    """An attempt at labels few of which are wrong.

    `Conflict` while another one is under way, or before a round was measured.
    """
    project = uow.projects.lock(project_id)
    project_needs(uow, project_id, Feature.MACHINE_LABELS)
    if uow.certificates.under_way(project_id) is not None:
        raise Conflict("A certificate is under way already.")
    if uow.rounds.last_measured(project_id) is None:
        why = not_measured(uow, project_id)
        raise Conflict(why.detail, reason=asdict(why))
    made = uow.certificates.add(
        Certificate(
            project_id=project_id,
            method=METHOD,
            error=asked.error,
            confidence=asked.confidence,
            most_checks=asked.checks,
            created_at=uow.now,
        )
    )
    project.certifying = True
    uow.rankings.drop_suggestions(project_id)
    request_certifying(uow, project_id)
    return made
