from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from service.jobs.kinds.pack_model import start_packing
from service.jobs.shapes import JobStatus
from service.model.packed_models import model_file
from service.model.shapes import ModelStatus
from service.model.show_model import show_model
from service.web.door import Guarded
from service.web.file_names import attachment
from service.web.who_may import EngineerReader, EngineerWaiting, EngineerWriter

ZIP = "application/zip"
router = APIRouter(prefix="/projects/{project_id}/model", tags=["model"], route_class=Guarded)


@router.get("")
def get_model(reader: EngineerReader) -> ModelStatus:
    """The model as a file: what was prepared last, and whether there is something newer."""
    return show_model(reader.app, reader.uow, reader.project_id)


@router.post("", status_code=202)
def post_model(writer: EngineerWriter) -> JobStatus:
    """Prepares the model of the last measured round; 409 before there is one."""
    return start_packing(writer.uow, writer.project_id)


@router.get(
    "/file",
    response_class=StreamingResponse,
    responses={200: {"description": "The zip that was prepared last.", "content": {ZIP: {}}}},
)
def get_model_file(engineer: EngineerWaiting) -> StreamingResponse:
    """404 before one is prepared."""
    file = model_file(engineer.app, engineer.project_id)
    name = attachment(f"{file.project_name}, model", "zip", f"postil-{engineer.project_id}-model")
    headers = {"Content-Disposition": name, "Content-Length": str(file.size)}
    return StreamingResponse(file.pieces, media_type=ZIP, headers=headers)
