from fastapi import APIRouter

from service.api.door import Guarded
from service.api.schemas.review import AgreementFiguresResponse
from service.api.who_may import EngineerReader
from service.loop.review.show_agreement import show_agreement

router = APIRouter(prefix="/projects/{project_id}/review", tags=["review"], route_class=Guarded)


@router.get("/agreement")
def get_agreement(reader: EngineerReader) -> AgreementFiguresResponse:
    """How far people agree who were asked for the same items, with intervals.

    Of at most 2,000 items, drawn at random where there are more.
    """
    found = show_agreement(reader.uow, reader.project_id)
    return AgreementFiguresResponse.model_validate(found)
