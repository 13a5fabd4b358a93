from fastapi import APIRouter

from service.api.door import Guarded
from service.api.who_may import EngineerReader, EngineerWriter
from service.loop.figures.shapes.comparison import LastComparison
from service.loop.figures.show_comparison import show_comparison
from service.loop.jobs.kinds.compare import start_comparison
from service.loop.jobs.shapes import JobStatus

router = APIRouter(
    prefix="/projects/{project_id}/comparison", tags=["comparison"], route_class=Guarded
)


@router.get("")
def get_comparison(reader: EngineerReader) -> LastComparison:
    """What other strategies would have reached on the project's own labels, the last time."""
    return show_comparison(reader.uow, reader.app.settings, reader.project_id)


@router.post("", status_code=202)
def post_comparison(writer: EngineerWriter) -> JobStatus:
    """Asks for one now; 409 below 200 settled labels."""
    return start_comparison(writer.uow, writer.project_id)
