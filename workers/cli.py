"""Verbs of `postil` for running jobs on machines of their own: `worker` and `relay`."""

import threading
from functools import partial
from typing import Annotated

import typer

from service.bootstrap import build_once_reached
from service.jobs.asking.redis_lists import RedisAnswering
from service.kit.errors import Invalid
from service.kit.settings import Settings
from workers.app import create_celery
from workers.consumer import consumers
from workers.device import has_cuda
from workers.freed_memory import share_heaps
from workers.lanes import LANES
from workers.limits import limit_threads, lower_this_process
from workers.process import live
from workers.relay import Relay
from workers.tasks import send_task
from workers.worker import Worker
from workers.worker_name import new_name, release_dead_neighbours

GRACE_SECONDS = 10.0
ANSWERING = 2
"""Threads that answer people's questions; while an encoder is loaded one is held up."""


def worker(
    lanes: Annotated[
        str,
        typer.Option(
            help="Which jobs to take, separated by commas. cpu: imports, measurements, and "
            "embedding and ranking while no GPU worker is alive. gpu: embedding and ranking, "
            "on CUDA."
        ),
    ] = "cpu",
    concurrency: Annotated[
        int,
        typer.Option(min=1, help="Jobs of each kind at the same time. Embedding is always one."),
    ] = 1,
) -> None:
    """Run jobs on this machine, for an API and a relay that run elsewhere.

    You don't need it on a single machine: `postil serve` has a worker inside. Start as many as
    you like, anywhere that reaches the database (POSTIL_DATABASE_URL), the broker
    (POSTIL_BROKER_URL, Redis) and the blobs (POSTIL_BLOB_URL). Killing one loses nothing:
    another takes its jobs over. SIGTERM and Ctrl+C end it in good order.
    """
    chosen = _lanes(lanes)
    settings, broker_url = _settings()
    share_heaps()
    limit_threads(settings.worker_threads)

    def work(stop: threading.Event) -> None:
        app = build_once_reached(settings, stop)
        name = new_name()
        release_dead_neighbours(app)
        worker = Worker(app, name, chosen)
        answering = [RedisAnswering(broker_url, worker, n) for n in range(ANSWERING)]
        threads = [*consumers(worker, broker_url, concurrency), *answering]
        for each in answering:  # before the rest steps back: for an answer somebody waits
            each.start()
        lower_this_process()
        print(f"Worker {name} takes jobs of {', '.join(chosen)}. Ctrl+C ends it.", flush=True)
        worker.run(threads, stop)
        for each in answering:
            each.end()
        worker.stop(GRACE_SECONDS)
        app.close()

    live(work)


def relay() -> None:
    """Hand due jobs to the workers. Run one next to the database, or two for safety.

    It looks for due jobs in the database (POSTIL_DATABASE_URL) and sends their ids to Redis
    (POSTIL_BROKER_URL). `postil serve` has one inside.
    """
    settings, broker_url = _settings()

    def work(stop: threading.Event) -> None:
        app = build_once_reached(settings, stop)
        print("Relaying due jobs. Ctrl+C ends it.", flush=True)
        Relay(app, partial(send_task, create_celery(broker_url))).run(stop)
        app.close()

    live(work)


def _settings() -> tuple[Settings, str]:
    """With the address of the broker, which must be set."""
    settings = Settings()
    if settings.broker_url is None:
        raise Invalid(
            "Set POSTIL_BROKER_URL to the Redis that relay and workers share. On a single machine, "
            "`postil serve` needs none."
        )
    return settings, settings.broker_url


def _lanes(lanes: str) -> list[str]:
    chosen = [lane.strip() for lane in lanes.split(",") if lane.strip()]
    if not chosen or not set(chosen) <= set(LANES):
        raise typer.BadParameter(f"{lanes!r}: lanes are {' and '.join(LANES)}, as in cpu,gpu.")
    if "gpu" in chosen and not has_cuda():
        raise typer.BadParameter(
            "The lane gpu needs a CUDA device, and torch sees none here. Use --lanes cpu."
        )
    return list(dict.fromkeys(chosen))
