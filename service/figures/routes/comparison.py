from fastapi import APIRouter

from service.figures.shapes.comparison import LastComparison
from service.figures.show_comparison import show_comparison
from service.jobs.kinds.compare import start_comparison
from service.jobs.shapes import JobStatus
from service.web.door import Guarded
from service.web.who_may import EngineerReader, EngineerWriter

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
