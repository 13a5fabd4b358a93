from typing import Annotated

from fastapi import APIRouter, Query

from service.certify.advance_certificate import finish_certificate, revoke_labels, start_certificate
from service.certify.shapes import (
    CHECKS,
    LEAST_CHECKS,
    MOST_CHECKS,
    CertificateReport,
    Certification,
    NewCertificate,
)
from service.certify.show_certificate import show_certifying
from service.web.door import Guarded
from service.web.who_may import EngineerReader, EngineerWriter

router = APIRouter(prefix="/projects/{project_id}", tags=["certificates"], route_class=Guarded)


@router.get("/certify")
def get_certify(
    reader: EngineerReader,
    checks: Annotated[
        int,
        Query(ge=LEAST_CHECKS, le=MOST_CHECKS, description="So many are offered at most."),
    ] = CHECKS,
) -> Certification:
    """What the machine could label with few errors, and how far it has come."""
    return show_certifying(reader.app, reader.uow, reader.project_id, checks)


@router.post("/certify", status_code=202)
def post_certify(body: NewCertificate, writer: EngineerWriter) -> CertificateReport:
    """Freezes the machine's labels and has people check some of them, mixed with all else.

    Where at most the share `error` of the rest is wrong the machine's labels are taken.
    """
    return start_certificate(writer.uow, writer.project_id, body)


@router.post("/certify:finish", status_code=202)
def post_finish(writer: EngineerWriter) -> Certification:
    """Asks for no more checks: what is shown by now is taken, if anything is."""
    finish_certificate(writer.uow, writer.project_id)
    return show_certifying(writer.app, writer.uow, writer.project_id, CHECKS)


@router.delete("/machine-labels", status_code=204)
def delete_machine_labels(writer: EngineerWriter) -> None:
    """Takes all labels of the machine back, at once."""
    revoke_labels(writer.uow, writer.project_id)
