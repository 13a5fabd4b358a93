from typing import Annotated, Literal

from fastapi import APIRouter, Query

from service.api.dependencies import Paged, PagedByPlace
from service.api.door import Guarded
from service.api.schemas.base import PageResponse
from service.api.schemas.notes import ReviewNoteResponse
from service.api.schemas.review import AgreementFiguresResponse, DisagreementResponse
from service.api.who_may import AdjudicatorReader, EngineerReader
from service.loop.review.show_agreement import show_agreement
from service.loop.review.show_disagreements import show_disagreements
from service.loop.review.show_notes import show_notes

router = APIRouter(prefix="/projects/{project_id}/review", tags=["review"], route_class=Guarded)


@router.get("/disagreements")
def get_disagreements(
    reader: AdjudicatorReader, paging: PagedByPlace
) -> PageResponse[DisagreementResponse]:
    """Items to which people gave different answers, side by side.

    A member who adjudicates sees no names, and no item that they answered themselves.
    """
    found = show_disagreements(reader.uow, reader.project_id, reader.caller.id, reader.role, paging)
    return PageResponse[DisagreementResponse].model_validate(found)


@router.get("/notes")
def get_notes(
    reader: EngineerReader,
    paging: Paged,
    state: Annotated[Literal["open", "resolved"], Query(description="Which of them.")] = "open",
) -> PageResponse[ReviewNoteResponse]:
    """Flags and comments as a work list, the oldest first."""
    found = show_notes(reader.uow, reader.project_id, paging, is_open=state == "open")
    return PageResponse[ReviewNoteResponse].model_validate(found)


@router.get("/agreement")
def get_agreement(reader: EngineerReader) -> AgreementFiguresResponse:
    """How far people agree who were asked for the same items, with intervals.

    Of at most 2,000 items, drawn at random where there are more.
    """
    found = show_agreement(reader.uow, reader.project_id)
    return AgreementFiguresResponse.model_validate(found)
