from fastapi import APIRouter

from service.in_use.find_drift import find_drift
from service.in_use.past_drift import show_past_drift
from service.in_use.shapes import DriftReport, PastDrift, TextsInUse, Usage
from service.in_use.show_usage import show_usage
from service.kit.page import Page
from service.web.dependencies import Paged
from service.web.door import Guarded, bulk
from service.web.routers import ROUTERS
from service.web.who_may import EngineerAsking, EngineerReader

router = ROUTERS.add(
    APIRouter(prefix="/projects/{project_id}", tags=["model"], route_class=Guarded)
)


@router.post("/drift", openapi_extra=bulk(2 * 2**20))
def post_drift(body: TextsInUse, engineer: EngineerAsking) -> DriftReport:
    """Checks whether texts that the model is used on look to it like those of its pool.

    Send a random sample, the larger the better. The result is kept, but not the texts. The same
    result within ten minutes is kept once. The status is 503, with a reason, if no worker is
    running or no round is measured yet.
    """
    return find_drift(engineer.app, engineer.project_id, engineer.caller.id, body)


@router.get("/drift")
def get_drift(reader: EngineerReader, paging: Paged) -> Page[PastDrift]:
    """Lists the results of past comparisons, the oldest first."""
    return show_past_drift(reader.uow, reader.project_id, paging)


@router.get("/usage")
def get_usage(reader: EngineerReader) -> Usage:
    """Shows whether texts sent to `predict` look to the model like those of its pool."""
    return show_usage(reader.uow, reader.project_id)
