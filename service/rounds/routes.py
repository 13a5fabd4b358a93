from fastapi import APIRouter

from service.rounds.suggest import take_suggestions
from service.web.door import Guarded, bulk
from service.web.schemas.suggestions import NewSuggestions, TakenSuggestionsResponse
from service.web.who_may import EngineerChanging

router = APIRouter(
    prefix="/projects/{project_id}/suggestions", tags=["suggestions"], route_class=Guarded
)


@router.post("", openapi_extra=bulk(2 * 2**20))
def post_suggestions(body: NewSuggestions, engineer: EngineerChanging) -> TakenSuggestionsResponse:
    """Takes what a model thinks of items; what it said of them before goes.

    All rows are taken, or none. Shown as those of rounds are, and in their place.
    """
    sent = [row.sent() for row in body.suggestions]
    taken = take_suggestions(engineer.app, engineer.project_id, body.model, sent)
    return TakenSuggestionsResponse.model_validate(taken)
