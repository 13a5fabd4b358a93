"""What the machine could label, and how far it has come."""

from dataclasses import replace

from service.answers import Feature
from service.core.certificates.attempt import Foreseen, Terms, risk_of_attempt
from service.loop.app import App
from service.loop.certifying.frozen_labels import foreseen_labels
from service.loop.certifying.shapes import (
    CONFIDENCE,
    CertificateOffer,
    CertificateReport,
    Certification,
    MachineClass,
)
from service.loop.needs import project_needs
from service.loop.rounds.first_figures import not_measured
from service.loop.rounds.predictions import load_predictions
from service.models import Certificate
from service.reasons import ReasonCode, reason, stored_reason
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import UNDER_WAY, CertificateState

ERRORS = (0.01, 0.02, 0.05, 0.1)
"""That are offered."""


def show_certifying(app: App, uow: UnitOfWork, project_id: int, checks: int) -> Certification:
    """`checks`: so many are offered at most."""
    project_needs(uow, project_id, Feature.MACHINE_LABELS)
    under_way, issued = uow.certificates.under_way(project_id), uow.certificates.issued(project_id)
    newest = uow.certificates.last(project_id)
    is_failed = newest is not None and newest.state is CertificateState.FAILED
    found = Certification(
        texts=0,
        offers=[],
        reason=None,
        under_way=_shown(uow, under_way),
        issued=_shown(uow, issued),
        last=_shown(uow, newest if is_failed else None),
    )
    return found if under_way is not None else _with_offers(app, uow, project_id, checks, found)


def _with_offers(
    app: App, uow: UnitOfWork, project_id: int, checks: int, found: Certification
) -> Certification:
    measured = uow.rounds.last_measured(project_id)
    predicted = load_predictions(app, measured)
    if predicted is None:
        is_new = measured is None
        no_model = not_measured(uow, project_id) if is_new else reason(ReasonCode.NO_MODEL)
        return replace(found, reason=no_model)
    labels, risk = foreseen_labels(uow, project_id, predicted), 1 - CONFIDENCE
    risk = risk_of_attempt(risk, uow.certificates.tried(project_id))
    foreseen = {e: labels.attempt(Terms(e, risk, checks)).foreseen() for e in ERRORS}
    offers = [_offered(error, each) for error, each in foreseen.items() if each is not None]
    texts = len(labels.ordinals)
    lacking = None if offers else reason(ReasonCode.TOO_FEW_TO_CERTIFY, texts=texts)
    return replace(found, texts=texts, offers=offers, reason=lacking)


def _offered(error: float, found: Foreseen) -> CertificateOffer:
    return CertificateOffer(error, found.size, found.least, found.expected)


def _shown(uow: UnitOfWork, found: Certificate | None) -> CertificateReport | None:
    return None if found is None else show_certificate(uow, found)


def show_certificate(uow: UnitOfWork, found: Certificate) -> CertificateReport:
    names = uow.classes.all_names(found.project_id)
    checks = uow.certificates.checks(found.id) if found.state in UNDER_WAY else []
    return CertificateReport(
        id=found.id,
        state=found.state,
        method=found.method,
        error=found.error,
        confidence=found.confidence,
        most_checks=found.most_checks,
        round=found.round,
        texts=found.texts,
        shown=found.size,
        expected=found.expected,
        asked=found.asked,
        answered=sum(check.is_over for check in checks) if checks else found.asked,
        checks=found.checks,
        wrong=found.wrong,
        threshold=found.threshold,
        labels=found.labels,
        classes=[MachineClass(names[class_id], count) for class_id, count in found.classes],
        finishing=found.finishing,
        reason=None if found.reason is None else stored_reason(found.reason),
        created_at=found.created_at,
        ended_at=found.ended_at,
    )
