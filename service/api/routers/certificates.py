from typing import Annotated

from fastapi import APIRouter, Query

from service.api.door import Guarded
from service.api.schemas.certificates import (
    LEAST_CHECKS,
    MOST_CHECKS,
    CertificateResponse,
    CertifyingResponse,
    NewCertificate,
)
from service.api.who_may import EngineerReader, EngineerWriter
from service.loop.certifying.end_certificate import finish_certificate, revoke_labels
from service.loop.certifying.show_certificate import CHECKS, show_certificate, show_certifying
from service.loop.certifying.start_certificate import NewAttempt, start_certificate

router = APIRouter(prefix="/projects/{project_id}", tags=["certificates"], route_class=Guarded)


@router.get("/certify")
def get_certify(
    reader: EngineerReader,
    checks: Annotated[
        int,
        Query(ge=LEAST_CHECKS, le=MOST_CHECKS, description="So many are offered at most."),
    ] = CHECKS,
) -> CertifyingResponse:
    """What the machine could label with few errors, and how far it has come."""
    found = show_certifying(reader.app, reader.uow, reader.project_id, checks)
    return CertifyingResponse.model_validate(found)


@router.post("/certify", status_code=202)
def post_certify(body: NewCertificate, writer: EngineerWriter) -> CertificateResponse:
    """Freezes the machine's labels and has people check some of them, mixed with all else.

    Where at most the share `error` of the rest is wrong the machine's labels are taken.
    """
    made = start_certificate(
        writer.uow, writer.project_id, NewAttempt(body.error, body.confidence, body.checks)
    )
    return CertificateResponse.model_validate(show_certificate(writer.uow, made))


@router.post("/certify:finish", status_code=202)
def post_finish(writer: EngineerWriter) -> CertifyingResponse:
    """Asks for no more checks: what is shown by now is taken, if anything is."""
    finish_certificate(writer.uow, writer.project_id)
    found = show_certifying(writer.app, writer.uow, writer.project_id, CHECKS)
    return CertifyingResponse.model_validate(found)


@router.delete("/machine-labels", status_code=204)
def delete_machine_labels(writer: EngineerWriter) -> None:
    """Takes all labels of the machine back, at once."""
    revoke_labels(writer.uow, writer.project_id)
