"""The Celery tasks: one a kind of job. Each gets an id and does what the job's row says."""

from collections.abc import Callable, Mapping

from celery import Celery

from service.loop.app import App
from service.loop.importing.import_items import import_items
from service.loop.importing.withdraw_import import withdraw_import
from service.loop.jobs.run_job import Handler, JobRun
from service.loop.jobs.sweep import sweep
from service.loop.rounds.compare_strategies import compare_strategies
from service.loop.rounds.evaluate import evaluate
from service.loop.rounds.rank import rank
from service.loop.vectors.embed_items import embed_items
from service.vocabulary import JobKind
from workers.compare_process import compare_in_process
from workers.compute.choice import Computes
from workers.encoders.registry import Encoders


def handlers(encoders: Encoders, computes: Computes) -> Mapping[str, Handler]:
    """What to do for each kind of job, and what with."""

    def embed(app: App, run: JobRun) -> None:
        embed_items(app, run, encoders.load(str(run.payload["encoder"])))

    return {
        JobKind.IMPORT: import_items,
        JobKind.EMBED: embed,
        JobKind.RANK: lambda app, run: rank(app, run, computes.for_pool),
        JobKind.EVALUATE: evaluate,
        JobKind.SWEEP: sweep,
        JobKind.WITHDRAW: withdraw_import,
        JobKind.COMPARE: lambda app, run: compare_strategies(app, run, compare_in_process),
    }


def task_name(kind: str) -> str:
    return f"postil.{kind}"


def add_tasks(celery: Celery, do: Callable[[int], None]) -> None:
    """Makes `do(job_id)` what this app's tasks run."""
    for kind in JobKind:
        # Not shared: every consumer's app has tasks of its own.
        celery.task(do, name=task_name(kind), shared=False)
