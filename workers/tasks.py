"""The Celery tasks: one a kind of job. Each gets an id and does what the job's row says."""

from collections.abc import Callable, Mapping

from celery import Celery

from service.bootstrap import App
from service.core.comparison import Answered, Comparison, Heard
from service.loop.compare_strategies import compare_strategies
from service.loop.embed_items import embed_items
from service.loop.evaluate import evaluate
from service.loop.import_items import import_items
from service.loop.rank import rank
from service.loop.run_job import Handler, JobRun
from service.loop.sweep import sweep
from service.loop.withdraw_import import withdraw_import
from service.vocabulary import JobKind
from workers.comparing import compare_apart
from workers.compute.choice import Computes
from workers.encoders.registry import Encoders


def handlers(encoders: Encoders, computes: Computes) -> Mapping[str, Handler]:
    """What to do for each kind of job, and what with."""

    def embed(app: App, run: JobRun) -> None:
        embed_items(app, run, encoders.load(str(run.payload["encoder"])))

    def compare(app: App, run: JobRun) -> None:
        def apart(answered: Answered, heard: Heard) -> tuple[Comparison, float]:
            found, seconds = compare_apart(answered, heard)
            run.meter.add(seconds)
            return found, seconds

        compare_strategies(app, run, apart)

    return {
        JobKind.IMPORT: import_items,
        JobKind.EMBED: embed,
        JobKind.RANK: lambda app, run: rank(app, run, computes.for_pool),
        JobKind.EVALUATE: evaluate,
        JobKind.SWEEP: sweep,
        JobKind.WITHDRAW: withdraw_import,
        JobKind.COMPARE: compare,
    }


def task_name(kind: str) -> str:
    return f"postil.{kind}"


def add_tasks(celery: Celery, do: Callable[[int], None]) -> None:
    """Makes `do(job_id)` what this app's tasks run."""
    for kind in JobKind:
        # Not shared: every consumer's app has tasks of its own.
        celery.task(do, name=task_name(kind), shared=False)
