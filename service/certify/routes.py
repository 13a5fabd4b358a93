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
from service.web.routers import ROUTERS
from service.web.who_may import EngineerReader, EngineerWriter

router = ROUTERS.add(
    APIRouter(prefix="/projects/{project_id}", tags=["certificates"], route_class=Guarded)
)


@router.get("/certify")
def get_certify(
    reader: EngineerReader,
    checks: Annotated[
        int,
        Query(ge=LEAST_CHECKS, le=MOST_CHECKS, description="Most checks that an offer may need."),
    ] = CHECKS,
) -> Certification:
    """Shows how many labels the machine could give with few errors, and the progress of a
    certificate."""
    return show_certifying(reader.app, reader.uow, reader.project_id, checks)


@router.post("/certify", status_code=202)
def post_certify(body: NewCertificate, writer: EngineerWriter) -> CertificateReport:
    """Freezes the machine's labels, and has people check some of them among their other texts.

    The labels are accepted if at most the share `error` of the unchecked ones is wrong.
    """
    return start_certificate(writer.uow, writer.project_id, body)


@router.post("/certify:finish", status_code=202)
def post_finish(writer: EngineerWriter) -> Certification:
    """Ends the checks. Labels that are proven by now are accepted, if there are any."""
    finish_certificate(writer.uow, writer.project_id)
    return show_certifying(writer.app, writer.uow, writer.project_id, CHECKS)


@router.delete("/machine-labels", status_code=204)
def delete_machine_labels(writer: EngineerWriter) -> None:
    """Removes all machine labels at once."""
    revoke_labels(writer.uow, writer.project_id)
