from fastapi import APIRouter

from service.jobs.shapes import JobStatus
from service.trials.shapes import EncodersToTry, LastEncoderTrial
from service.trials.show_trial import show_trial
from service.trials.start_trial import start_trial
from service.web.door import Guarded
from service.web.routers import ROUTERS
from service.web.who_may import EngineerReader, EngineerWriter

router = ROUTERS.add(
    APIRouter(
        prefix="/projects/{project_id}/encoder-trial", tags=["encoder trial"], route_class=Guarded
    )
)


@router.get("")
def get_trial(reader: EngineerReader) -> LastEncoderTrial:
    """Shows what other encoders would gain, by the last trial on the project's labels."""
    return show_trial(reader.uow, reader.app.settings, reader.project_id)


@router.post("", status_code=202)
def post_trial(body: EncodersToTry, writer: EngineerWriter) -> JobStatus:
    """Tries encoders on up to 1,000 of the project's labels. The status is 409 with fewer than
    50."""
    return start_trial(writer.uow, writer.app.settings, writer.project_id, body.encoders)
