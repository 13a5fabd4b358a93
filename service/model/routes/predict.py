from fastapi import APIRouter

from service.model.predicting.predict_texts import predict_texts
from service.model.predicting.shapes import TextPredictions, TextsToPredict
from service.web.door import Guarded, bulk
from service.web.who_may import EngineerChanging

router = APIRouter(prefix="/projects/{project_id}", tags=["model"], route_class=Guarded)


@router.post("/predict", openapi_extra=bulk(2 * 2**20))
def post_predict(body: TextsToPredict, engineer: EngineerChanging) -> TextPredictions:
    """What the model of the last measured round says of up to 1,000 texts, as a worker finds.

    503 with a reason where no worker lives, or no round is measured yet.
    """
    return predict_texts(engineer.app, engineer.project_id, engineer.caller.id, body)
