from fastapi import APIRouter

from service.rounds.shapes import NewSuggestions, TakenSuggestions
from service.rounds.suggest import take_suggestions
from service.web.door import Guarded, bulk
from service.web.who_may import EngineerChanging

router = APIRouter(
    prefix="/projects/{project_id}/suggestions", tags=["suggestions"], route_class=Guarded
)


@router.post("", openapi_extra=bulk(2 * 2**20))
def post_suggestions(body: NewSuggestions, engineer: EngineerChanging) -> TakenSuggestions:
    """Takes what a model thinks of items; what it said of them before goes.

    All rows are taken, or none. Shown as those of rounds are, and in their place. Others than who
    sends them are asked for the audit answers of these items.
    """
    return take_suggestions(
        engineer.app, engineer.project_id, engineer.caller.id, body.model, body.suggestions
    )
