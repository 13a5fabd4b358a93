"""Work that ended without being done, and that people may try again."""

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JOB_KINDS, JobKind
from service.jobs.kinds.embed import EMBED, is_of, span_of
from service.jobs.queries.jobs import Jobs
from service.jobs.tables import Job
from service.kit.vocabulary import JobState
from service.pool.queries.items import Span, gaps
from service.pool.queries.projects import Views
from service.pool.tables.projects import View
from service.vectors.queries import Shards


def undone_jobs(uow: UnitOfWork, project_id: int) -> list[Job]:
    """Each can be tried again: what nothing else brings back, and the last of what is needed."""
    undone = _undone_embedding(uow, project_id)
    for kind in JOB_KINDS.values():
        if kind.is_needed:
            undone += _last_if_failed(uow, project_id, kind)
        elif kind.comes_back is None and kind is not EMBED:
            undone += uow[Jobs].undone_of(project_id, kind.name)
    return undone


def _last_if_failed(uow: UnitOfWork, project_id: int, kind: JobKind) -> list[Job]:
    """Who cancelled one knows it."""
    last = uow[Jobs].last_of(project_id, kind.name)
    return [last] if last is not None and last.state is JobState.FAILED else []


def _undone_embedding(uow: UnitOfWork, project_id: int) -> list[Job]:
    """Of each view, unless its vectors have come another way since."""
    return [
        job
        for view in uow[Views].of(project_id)
        for job in uow[Jobs].undone_of(project_id, EMBED.name)
        if is_of(job, view) and _lacks_vectors(uow, view, span_of(job))
    ]


def _lacks_vectors(uow: UnitOfWork, view: View, span: Span) -> bool:
    """Or has some that rounds don't work on: it was cut off between the two."""
    covered = [shard.span for shard in uow[Shards].overlapping(view, span)]
    return view.fingerprint is None or bool(gaps(span, covered))
