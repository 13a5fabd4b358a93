"""Verbs of `postil` for running jobs on machines of their own: `worker` and `relay`."""

import os
import socket
import threading
from typing import Annotated
from uuid import uuid4

import typer

from service.settings import Settings
from workers.limits import limit_threads

GRACE_SECONDS = 10.0
LANES = ("cpu", "gpu")


def worker(
    lanes: Annotated[
        str,
        typer.Option(
            help="Which jobs to take, separated by commas. cpu: imports, rankings, measurements, "
            "and embedding while no GPU worker is alive. gpu: embedding, on CUDA."
        ),
    ] = "cpu",
    concurrency: Annotated[
        int,
        typer.Option(min=1, help="Jobs of each kind at a time; embedding is always one at a time."),
    ] = 1,
) -> None:
    """Runs jobs on this machine, next to an API and a relay that run elsewhere.

    You don't need it on a single machine: `postil serve` has a worker inside. Start as many as
    you like, anywhere that reaches the database (POSTIL_DATABASE_URL), the broker
    (POSTIL_BROKER_URL, Redis) and the blobs (POSTIL_BLOB_URL). Killing one loses nothing:
    another takes its jobs over. SIGTERM and Ctrl+C end it in good order.
    """
    chosen = _lanes(lanes)
    settings = _settings()
    limit_threads(settings.worker_threads)
    from service.bootstrap import build
    from workers.process import leave, log_to_stderr, stop_on_signals
    from workers.worker import Worker

    log_to_stderr()
    stop = threading.Event()
    stop_on_signals(stop)
    name = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:6]}"
    made = Worker(
        build(settings, check_schema=True), name, chosen, settings.broker_url, concurrency
    )
    typer.echo(f"Worker {name} takes jobs of the lanes {', '.join(chosen)}. Ctrl+C ends it.")
    made.run(stop)
    made.stop(GRACE_SECONDS)
    leave(0)


def relay() -> None:
    """Hands due jobs to the workers; run one, or two for safety, next to the database.

    It looks for due jobs in the database (POSTIL_DATABASE_URL) and sends their ids to Redis
    (POSTIL_BROKER_URL). `postil serve` has one inside.
    """
    settings = _settings()
    from service.bootstrap import build
    from workers.app import create_celery
    from workers.process import leave, log_to_stderr, stop_on_signals
    from workers.relay import Relay

    log_to_stderr()
    stop = threading.Event()
    stop_on_signals(stop)
    typer.echo("Relaying due jobs. Ctrl+C ends it.")
    Relay(build(settings, check_schema=True), create_celery(settings.broker_url)).run(stop)
    leave(0)


def _settings() -> Settings:
    settings = Settings()
    if settings.broker_url is None:
        raise typer.BadParameter(
            "POSTIL_BROKER_URL is not set: it must name the Redis that the API, relay and workers "
            "share. On a single machine, `postil serve` needs none of this."
        )
    return settings


def _lanes(lanes: str) -> list[str]:
    chosen = [lane.strip() for lane in lanes.split(",") if lane.strip()]
    if not chosen or not set(chosen) <= set(LANES):
        raise typer.BadParameter(f"{lanes!r}: lanes are {' and '.join(LANES)}, as in cpu,gpu.")
    return list(dict.fromkeys(chosen))
