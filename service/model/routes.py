from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from service.jobs.kinds.pack_model import start_packing
from service.jobs.shapes import JobStatus
from service.kit.page import Page
from service.kit.vocabulary import Rung
from service.model.in_use.find_drift import find_drift
from service.model.in_use.past_drift import show_past_drift
from service.model.in_use.shapes import DriftReport, PastDrift, TextsInUse, Usage
from service.model.in_use.show_usage import show_usage
from service.model.packed_models import model_file, show_model
from service.model.predict_texts import predict_texts
from service.model.shapes import (
    ModelStatus,
    TextPredictions,
    TextsToPredict,
)
from service.web.dependencies import Paged, attachment
from service.web.door import Guarded, bulk
from service.web.who_may import (
    EngineerAsking,
    EngineerChanging,
    EngineerReader,
    EngineerWaiting,
    EngineerWriter,
)

ZIP = "application/zip"
WhichModel = Annotated[
    Rung,
    Query(
        description="`full`: all encoders that the head reads; `fast`: a small one that was taught "
        "what the full model says, and those that cost little."
    ),
]
router = APIRouter(prefix="/projects/{project_id}", tags=["model"], route_class=Guarded)


@router.get("/model")
def get_model(reader: EngineerReader, rung: WhichModel = Rung.FULL) -> ModelStatus:
    """The model as a file: what was prepared last, and whether there is something newer."""
    return show_model(reader.app, reader.uow, reader.project_id, rung)


@router.post("/model", status_code=202)
def post_model(writer: EngineerWriter, rung: WhichModel = Rung.FULL) -> JobStatus:
    """Prepares the model of the last measured round; 409 before there is one."""
    return start_packing(writer.uow, writer.project_id, rung)


@router.get(
    "/model/file",
    response_class=StreamingResponse,
    responses={200: {"description": "The zip that was prepared last.", "content": {ZIP: {}}}},
)
def get_model_file(engineer: EngineerWaiting, rung: WhichModel = Rung.FULL) -> StreamingResponse:
    """404 before one is prepared."""
    file, what = model_file(engineer.app, engineer.project_id, rung), rung.noun
    fallback = f"postil-{engineer.project_id}-{what.replace(' ', '-')}"
    name = attachment(f"{file.project_name}, {what}", "zip", fallback)
    headers = {"Content-Disposition": name, "Content-Length": str(file.size)}
    return StreamingResponse(file.pieces, media_type=ZIP, headers=headers)


@router.post("/predict", openapi_extra=bulk(2 * 2**20))
def post_predict(body: TextsToPredict, engineer: EngineerChanging) -> TextPredictions:
    """What the model of the last measured round says of up to 1,000 texts, as a worker finds.

    503 with a reason where no worker lives, or no round is measured yet.
    """
    return predict_texts(engineer.app, engineer.project_id, engineer.caller.id, body)


@router.post("/drift", openapi_extra=bulk(2 * 2**20))
def post_drift(body: TextsInUse, engineer: EngineerAsking) -> DriftReport:
    """Whether texts that the model is used on look, to it, like those of its pool.

    Send a random sample, the larger the better. What was found is kept, the texts are not; found
    again within ten minutes it is kept once. 503 with a reason where no worker lives, or no round
    is measured yet.
    """
    return find_drift(engineer.app, engineer.project_id, engineer.caller.id, body)


@router.get("/drift")
def get_drift(reader: EngineerReader, paging: Paged) -> Page[PastDrift]:
    """What comparisons found so far; the first come first."""
    return show_past_drift(reader.uow, reader.project_id, paging)


@router.get("/usage")
def get_usage(reader: EngineerReader) -> Usage:
    """Whether texts that `predict` is asked about look, to the model, like those of its pool."""
    return show_usage(reader.uow, reader.project_id)
