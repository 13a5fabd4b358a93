"""What the machine could label, and how far it has come."""

from dataclasses import replace

from service.answers import Feature, answer_kind
from service.app import App
from service.certify.frozen_labels import foreseen_labels
from service.certify.queries.certificates import Certificates
from service.certify.shapes import (
    CONFIDENCE,
    CertificateOffer,
    CertificateReport,
    Certification,
    MachineClass,
    SinceIssued,
)
from service.certify.tables import Certificate
from service.core.certificates import Foreseen, Terms, risk_of_attempt
from service.db.unit_of_work import UnitOfWork
from service.kit.reasons import ReasonCode, reason, stored_reason
from service.kit.vocabulary import UNDER_WAY, CertificateState
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects
from service.rounds.first_figures import not_measured
from service.rounds.predictions import load_predictions
from service.rounds.queries.rounds import Rounds

ERRORS = (0.01, 0.02, 0.05, 0.1)
"""That are offered."""


def show_certifying(app: App, uow: UnitOfWork, project_id: int, checks: int) -> Certification:
    """`checks`: so many are offered at most."""
    uow[Projects].require(project_id, Feature.MACHINE_LABELS)
    under_way, issued = (
        uow[Certificates].under_way(project_id),
        uow[Certificates].issued(project_id),
    )
    newest = uow[Certificates].last(project_id)
    is_failed = newest is not None and newest.state is CertificateState.FAILED
    certification = Certification(
        texts=0,
        offers=[],
        reason=None,
        under_way=_shown(uow, under_way),
        issued=_shown(uow, issued),
        last=_shown(uow, newest if is_failed else None),
    )
    return (
        certification
        if under_way is not None
        else _with_offers(app, uow, project_id, checks, certification)
    )


def _with_offers(
    app: App, uow: UnitOfWork, project_id: int, checks: int, certification: Certification
) -> Certification:
    measured = uow[Rounds].last_measured(project_id)
    predicted = load_predictions(app, measured)
    if predicted is None:
        is_new = measured is None
        no_model = not_measured(uow, project_id) if is_new else reason(ReasonCode.NO_MODEL)
        return replace(certification, reason=no_model)
    labels, risk = foreseen_labels(uow, project_id, predicted), 1 - CONFIDENCE
    risk = risk_of_attempt(risk, uow[Certificates].tried(project_id))
    foreseen = {e: labels.attempt(Terms(e, risk, checks)).foreseen() for e in ERRORS}
    offers = [_offered(error, each) for error, each in foreseen.items() if each is not None]
    texts = len(labels.ordinals)
    lacking = None if offers else reason(ReasonCode.TOO_FEW_TO_CERTIFY, texts=texts)
    return replace(certification, texts=texts, offers=offers, reason=lacking)


def _offered(error: float, forecast: Foreseen) -> CertificateOffer:
    return CertificateOffer(error, forecast.size, forecast.least, forecast.expected)


def _shown(uow: UnitOfWork, certificate: Certificate | None) -> CertificateReport | None:
    return None if certificate is None else show_certificate(uow, certificate)


def show_certificate(uow: UnitOfWork, certificate: Certificate) -> CertificateReport:
    names = uow[Classes].all_names(certificate.project_id)
    checks = uow[Certificates].checks(certificate.id) if certificate.state in UNDER_WAY else []
    return CertificateReport(
        id=certificate.id,
        state=certificate.state,
        method=certificate.method,
        error=certificate.error,
        confidence=certificate.confidence,
        most_checks=certificate.most_checks,
        round=certificate.round,
        texts=certificate.texts,
        shown=certificate.size,
        expected=certificate.expected,
        asked=certificate.asked,
        answered=sum(check.is_over for check in checks) if checks else certificate.asked,
        checks=certificate.checks,
        wrong=certificate.wrong,
        threshold=certificate.threshold,
        labels=certificate.labels,
        classes=[MachineClass(names[class_id], count) for class_id, count in certificate.classes],
        finishing=certificate.finishing,
        reason=None if certificate.reason is None else stored_reason(certificate.reason),
        created_at=certificate.created_at,
        ended_at=certificate.ended_at,
        since=_since(uow, certificate) if certificate.state is CertificateState.ISSUED else None,
    )


def _since(uow: UnitOfWork, certificate: Certificate) -> SinceIssued:
    project = uow[Projects].get(certificate.project_id)
    kind, merged = answer_kind(project.answer_kind), uow[Classes].merged(project.id)
    relabelled = uow[Certificates].relabelled(certificate.id)
    return SinceIssued(
        relabelled=len(relabelled),
        differently=sum(
            kind.meant(each.answer, merged) != kind.meant([each.class_id], merged)
            for each in relabelled
        ),
        new_texts=uow[Certificates].count_newer(certificate),
        new_classes=_newer_classes(uow, certificate),
    )


def _newer_classes(uow: UnitOfWork, certificate: Certificate) -> list[str]:
    """That the model whose labels these are didn't know."""
    number = certificate.round
    of_labels = None if number is None else uow[Rounds].get(certificate.project_id, number)
    if of_labels is None:
        return []
    names = uow[Classes].names(certificate.project_id)
    return [name for class_id, name in names.items() if class_id not in of_labels.class_ids]
