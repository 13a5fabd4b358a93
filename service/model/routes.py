from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from service.jobs.shapes import JobStatus
from service.kit.vocabulary import Rung
from service.model.kinds import start_packing
from service.model.packed_models import model_file, show_model
from service.model.predict_texts import predict_texts
from service.model.shapes import (
    ModelStatus,
    TextPredictions,
    TextsToPredict,
)
from service.web.dependencies import attachment
from service.web.door import Guarded, bulk
from service.web.who_may import (
    EngineerChanging,
    EngineerReader,
    EngineerWaiting,
    EngineerWriter,
)

ZIP = "application/zip"
WhichModel = Annotated[
    Rung,
    Query(
        description="Kind of model. `full`: all encoders that the head reads; `fast`: a small one "
        "that was taught what the full model says, and those that cost little."
    ),
]
router = APIRouter(prefix="/projects/{project_id}", tags=["model"], route_class=Guarded)


@router.get("/model")
def get_model(reader: EngineerReader, rung: WhichModel = Rung.FULL) -> ModelStatus:
    """Shows the model file that was prepared last, and whether something newer can be prepared."""
    return show_model(reader.app, reader.uow, reader.project_id, rung)


@router.post("/model", status_code=202)
def post_model(writer: EngineerWriter, rung: WhichModel = Rung.FULL) -> JobStatus:
    """Prepares a file of the model from the last measured round. The status is 409 before there is
    one."""
    return start_packing(writer.uow, writer.project_id, rung)


@router.get(
    "/model/file",
    response_class=StreamingResponse,
    responses={200: {"description": "The zip that was prepared last.", "content": {ZIP: {}}}},
)
def get_model_file(engineer: EngineerWaiting, rung: WhichModel = Rung.FULL) -> StreamingResponse:
    """Downloads the model file that was prepared last. The status is 404 before there is one."""
    file, what = model_file(engineer.app, engineer.project_id, rung), rung.noun
    fallback = f"postil-{engineer.project_id}-{what.replace(' ', '-')}"
    name = attachment(f"{file.project_name}, {what}", "zip", fallback)
    headers = {"Content-Disposition": name, "Content-Length": str(file.size)}
    return StreamingResponse(file.pieces, media_type=ZIP, headers=headers)


@router.post("/predict", openapi_extra=bulk(2 * 2**20))
def post_predict(body: TextsToPredict, engineer: EngineerChanging) -> TextPredictions:
    """Predicts the classes of up to 1,000 texts, with the model of the last measured round, on a
    worker.

    The status is 503, with a reason, if no worker is running or no round is measured yet.
    """
    return predict_texts(engineer.app, engineer.project_id, engineer.caller.id, body)
