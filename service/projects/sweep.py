"""Clears away what nobody needs any more, an hour after it was last of use."""

from collections.abc import Callable, Iterable

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JOB_KINDS
from service.jobs.kinds.embed import EMBED, is_preview
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun
from service.kit.rooms import Additions
from service.pool.queries.projects import Views
from service.projects.kinds import JOBS_KEPT, KEPT
from service.projects.queries import Sweeping
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.rounds import Round

FILES_IN_USE: Additions[Callable[[UnitOfWork, int], set[str]]] = Additions("room")
"""Uploads of a project that jobs of a room have yet to read."""
SLICE = 200
"""Items in a transaction; each has rows in six tables."""
ROWS = 1_000


def sweep(app: App, run: JobRun) -> None:
    """Job `sweep`: old jobs and files of a project without a use; all of a deleted one."""
    with app.read() as uow:
        is_deleted = uow[Sweeping].is_deleted(run.project_id)
    if is_deleted:
        _delete_all(app, run)
    else:
        _in_slices(app, run, lambda uow: _forget_jobs(uow, run.project_id))
        _delete_files(app, run)


def _forget_jobs(uow: UnitOfWork, project_id: int) -> int:
    return uow[Sweeping].forget_jobs(project_id, uow.now - JOBS_KEPT, _retried(), ROWS)


def _retried() -> list[str]:
    """The kinds that may be tried again by hand, as long as it takes."""
    return [name for name, kind in JOB_KINDS.items() if kind.comes_back is None]


def _delete_files(app: App, run: JobRun) -> None:
    """Of shards, graphs, models and maps that retired, imports and embeddings that ended, uploads
    cut off."""
    project, folder = run.project_id, f"projects/{run.project_id}"
    with app.write() as uow:
        _forget_previews(uow, project)
        uow[Sweeping].forget_shards(project, uow.now - KEPT, _read_by_model(uow, project))
    with app.read() as uow:
        shards = uow[Sweeping].shard_files(project)
        uploads = (
            uow[Sweeping].uploads(project).union(*(files(uow, project) for files in FILES_IN_USE))
        )
        graphs, learnt = _graphs(uow, project), _learnt(uow, project)
        previewed = _previewed(uow, project)
        jobs = uow[Sweeping].unfinished(project, EMBED.name, uow.now - KEPT)
    _delete_but(app, f"{folder}/shards", lambda key: key in shards)
    _delete_but(app, f"{folder}/uploads", lambda key: key in uploads)
    _delete_but(app, f"{folder}/neighbours", lambda key: _graph_of(key) in graphs)
    _delete_but(app, f"{folder}/previews", lambda key: key in previewed)
    _delete_but(app, f"{folder}/fitted", lambda key: _version(key) in learnt)
    _delete_but(app, f"{folder}/embedding", lambda key: _job_of(key) in jobs)
    for each in ("models", "fast_models", "maps"):
        newest = _newest(app.blobs.names(f"{folder}/{each}"))
        _delete_but(app, f"{folder}/{each}", _is_of(newest))
    app.blobs.clear_parts(folder, KEPT)


def _forget_previews(uow: UnitOfWork, project_id: int) -> None:
    """Of what was drawn to be read first, once nothing is left to be read."""
    if not uow[Jobs].open_of(project_id, EMBED.name):
        for view in uow[Views].of(project_id):
            view.preview = None


def _previewed(uow: UnitOfWork, project_id: int) -> set[str]:
    """The files of previews, and the draws of those that are still to be made."""
    previews = [view.preview for view in uow[Views].of(project_id)]
    jobs = uow[Jobs].open_of(project_id, EMBED.name)
    return {
        *(key for each in previews if each is not None for key in each.files()),
        *(job.payload["drawn"] for job in jobs if is_preview(job.payload)),
    }


def _read_by_model(uow: UnitOfWork, project_id: int) -> set[str]:
    """Fingerprints of vectors that gave way to others since the released model was measured."""
    measured = uow[Rounds].last_measured(project_id, metrics=False)
    if measured is None:
        return set()
    current = {view.fingerprint for view in uow[Views].of(project_id)}
    return {each["fingerprint"] for each in measured.views} - current


def _graphs(uow: UnitOfWork, project_id: int) -> set[str | None]:
    """Those of the next round, of the last, which may not have been measured yet, and of the one
    whose head is the released one."""
    return {
        *(view.neighbours for view in uow[Views].of(project_id)),
        *(key for each in _last(uow, project_id) for key in each.artefacts.values()),
    }


def _last(uow: UnitOfWork, project_id: int) -> list[Round]:
    rounds = uow[Rounds].last(project_id), uow[Rounds].last_measured(project_id)
    return [each for each in rounds if each is not None]


def _learnt(uow: UnitOfWork, project_id: int) -> set[str]:
    """What encoders had learnt by which there are vectors, or which are about to be made, without
    the ending of the files' names."""
    views = uow[Views].of(project_id)
    read = [each for last in _last(uow, project_id) for each in last.views]
    fingerprints = {*(view.fingerprint for view in views), *(each["fingerprint"] for each in read)}
    keys = {f"projects/{project_id}/fitted/{each}" for each in fingerprints}
    return {*keys, *(_stem(view.fitted) for view in views if view.fitted is not None)}


def _delete_but(app: App, folder: str, is_needed: Callable[[str], bool]) -> None:
    """What is young stays too: its row may be about to be written."""
    for key in app.blobs.names(folder):
        if not is_needed(key) and app.blobs.age(key) > KEPT:
            app.blobs.delete(key)


def _newest(files: Iterable[str]) -> str | None:
    """Of models or maps that are whole: what is known of one is written last."""
    return max((_stem(key) for key in files if key.endswith(".json")), default=None)


def _is_of(stem: str | None) -> Callable[[str], bool]:
    return lambda key: _stem(key) == stem


def _stem(key: str) -> str:
    return key.split(".", 1)[0]


def _version(key: str) -> str:
    """What an encoder had learnt, to which a file belongs: the lesson lies beside it."""
    return key.split(".", 1)[0]


def _graph_of(key: str) -> str:
    """The graph that a file belongs to, or is: those beside it have places after its name."""
    return f"{key.split('.', 1)[0]}.npz"


def _job_of(key: str) -> int:
    return int(key.rsplit("/", 1)[1].split("-")[0])


def _delete_all(app: App, run: JobRun) -> None:
    project = run.project_id
    _in_slices(app, run, lambda uow: uow[Sweeping].delete_items(project, SLICE))
    for table, but in (("embedding", ()), ("round", ()), ("job", (run.job_id,))):
        _in_slices(app, run, _deletes(table, project, but))
    app.blobs.delete(f"projects/{project}")
    with app.write() as uow:
        uow[Sweeping].delete_project(project)


def _deletes(table: str, project: int, but: Iterable[int]) -> Callable[[UnitOfWork], int]:
    return lambda uow: uow[Sweeping].delete_rows(table, project, ROWS, list(but))


def _in_slices(app: App, run: JobRun, delete: Callable[[UnitOfWork], int]) -> None:
    while True:
        with app.write() as uow:
            if not delete(uow):
                return
        run.renew()
