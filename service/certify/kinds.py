"""The next step of a certificate: more checks, or what those so far have shown."""

from service.certify.queries.certificates import Certificates
from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, register
from service.jobs.queries.requests import Requests
from service.kit.vocabulary import Role

CERTIFY = register(
    JobKind(
        name="certify",
        title="Certifying labels",
        when_ended="The certificate comes to nothing; its checks stay labels.",
        handler="service.certify.advance_certificate:advance_certificate",
        clean_up="service.certify.advance_certificate:give_up",
        priority=2,
        excludes="certify",
        waits_once=True,
        comes_back="A certificate can be asked for again.",
        is_brief=True,
        chooses=True,
        seen_by=Role.ENGINEER,
        unit="label",
    )
)


def request_certifying(uow: UnitOfWork, project_id: int) -> None:
    """Asks for the next step, if nobody has. The caller locks the project or shares it."""
    if uow[Requests].hold_queued(CERTIFY.dedupe_key(project_id)) is None:
        uow[Requests].add_once(CERTIFY.job(project_id, uow.now))


def request_when_checked(uow: UnitOfWork, project_id: int) -> None:
    """The same, once no check waits for an answer."""
    uow[Certificates].hold_under_way(project_id)
    if not uow[Certificates].any_open(project_id):
        request_certifying(uow, project_id)
