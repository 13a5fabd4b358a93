"""Takes an upload of vectors in: the body becomes a blob, and a job for it is noted."""

from typing import Any

from service.app import App
from service.importing.receive_import import Upload
from service.jobs.queries.jobs import Jobs
from service.jobs.shapes import JobStatus
from service.kit.errors import Archived, Conflict
from service.kit.vocabulary import ProjectState
from service.own_vectors.kinds import TAKE_IN_VECTORS, open_uploads
from service.own_vectors.shapes import VectorsQuery
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import OWN_VECTORS, is_own

MOST_VIEWS = 5
"""Of own vectors, in a project."""
MOST_WAITING = 20
"""Files of a project that wait to be taken in."""


def check_view(app: App, project_id: int, name: str) -> None:
    """Raises before the body is read what is wrong whatever is in it."""
    with app.read() as uow:
        names = {each.encoder for each in uow[Views].of(project_id) if is_own(each.encoder)}
        waiting = open_uploads(uow, project_id)
    names |= {job.payload["encoder"] for job in waiting}
    if f"{OWN_VECTORS}:{name}" not in names and len(names) >= MOST_VIEWS:
        listed = ", ".join(sorted(each.partition(":")[2] for each in names))
        raise Conflict(
            f"The project has {MOST_VIEWS} views of own vectors, the most there may be. Send these "
            f"to one of them: {listed}."
        )
    if len(waiting) >= MOST_WAITING:
        raise Conflict(
            f"{MOST_WAITING} files wait to be taken in. Send more vectors in a file, or wait."
        )


def receive_vectors(
    app: App, project_id: int, name: str, upload: Upload, query: VectorsQuery
) -> int:
    """The id of the job that takes them in."""
    payload: dict[str, Any] = {
        "encoder": f"{OWN_VECTORS}:{name}",
        "blob": upload.blob,
        "size": upload.size,
        "content_type": upload.content_type,
        "encoding": upload.encoding,
        "columns": query.columns,
    }
    noted = False
    try:
        with app.write() as uow:
            if uow[Projects].lock(project_id).state is ProjectState.ARCHIVED:
                raise Archived
            job = TAKE_IN_VECTORS.job(project_id, uow.now, payload, total=upload.size)
            job_id = uow[Jobs].add(job).id
        noted = True
        return job_id
    finally:
        if not noted:
            app.blobs.delete(upload.blob)


def look_at_upload(app: App, job_id: int) -> JobStatus:
    """How it is now: asked again and again by whoever waits for its end."""
    with app.read() as uow:
        return JobStatus.of(uow[Jobs].get(job_id))
