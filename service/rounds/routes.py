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
    """Stores suggested classes from a model. They replace what it suggested for these items before.

    All rows are stored, or none. They are shown in place of suggestions from rounds. Audit answers
    of these items must come from people other than the sender.
    """
    return take_suggestions(
        engineer.app, engineer.project_id, engineer.caller.id, body.model, body.suggestions
    )
