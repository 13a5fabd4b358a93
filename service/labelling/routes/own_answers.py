from typing import Annotated

from fastapi import APIRouter, Query

from service.kit.page import Page
from service.labelling.list_own_answers import list_own_answers, show_own_answer
from service.labelling.shapes import OwnWork, OwnWorkQuery
from service.web.dependencies import Id
from service.web.door import Guarded
from service.web.who_may import ProjectReader

router = APIRouter(
    prefix="/projects/{project_id}/own-answers", tags=["annotations"], route_class=Guarded
)


@router.get("")
def get_own_answers(
    reader: ProjectReader, query: Annotated[OwnWorkQuery, Query()]
) -> Page[OwnWork]:
    """What you have answered and skipped, the latest first; of long texts the beginning."""
    return list_own_answers(reader.uow, reader.project_id, reader.caller.id, query)


@router.get("/{item_id}")
def get_own_answer(item_id: Id, reader: ProjectReader) -> OwnWork:
    """One with its whole text. It is changed by another answer to the item."""
    return show_own_answer(reader.uow, reader.project_id, reader.caller.id, item_id)
