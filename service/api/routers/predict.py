from fastapi import APIRouter

from service.api.door import Guarded, bulk
from service.api.schemas.predict import MOST_EXPLAINED, PredictedResponse, TextsToPredict
from service.api.who_may import EngineerAsking
from service.errors import Invalid
from service.loop.predicting.predict_classes import Texts
from service.loop.predicting.predict_texts import predict_texts

router = APIRouter(prefix="/projects/{project_id}/predict", tags=["model"], route_class=Guarded)


@router.post("", openapi_extra=bulk(2 * 2**20))
def post_predict(body: TextsToPredict, engineer: EngineerAsking) -> PredictedResponse:
    """What the model of the last measured round says of up to 1,000 texts, as a worker finds.

    503 with a reason where no worker lives, or no round is measured yet.
    """
    if body.nearest and len(body.texts) > MOST_EXPLAINED:
        raise Invalid(
            f"Nearest items are told of {MOST_EXPLAINED} texts at most: send fewer, or 0 here.",
            field="nearest",
        )
    asked = Texts(engineer.project_id, body.texts, body.likeliest, body.nearest)
    found = predict_texts(engineer.app, engineer.caller.id, asked)
    return PredictedResponse.model_validate(found)
