"""From the job table to the broker."""

import logging
import threading
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from celery import Celery

from service.app import App
from service.jobs.kind import JOB_KINDS
from service.jobs.queries.jobs import Jobs
from service.jobs.tables import Job
from service.kit.errors import Unavailable
from service.kit.vocabulary import JobState
from tests.driving import Driver
from tests.patience import PATIENCE_SECONDS, until
from workers.app import create_celery, queue
from workers.lanes import does
from workers.relay import Relay
from workers.tasks import send_task


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.project()


@pytest.fixture
def celery() -> Celery:
    made = create_celery("memory://localhost")
    with made.connection() as connection:
        for lane in ("cpu", "gpu"):
            for kind in [name for name, each in JOB_KINDS.items() if does(lane, each)]:
                connection.default_channel.queue_purge(queue(lane, kind))
    return made


def relay_to(app: App, celery: Celery, have: list[str] | None = None) -> Relay:
    """`have`: the encoders that can be used."""
    encoders = None if have is None else lambda: have
    return Relay(app, partial(send_task, celery), encoders)


def add(app: App, project: int, kind: str, **fields: object) -> int:
    with app.write() as uow:
        job = uow[Jobs].add(
            Job(kind=kind, project_id=project, run_after=uow.now, created_at=uow.now, **fields)
        )
        uow.session.flush()
        return job.id


def waiting(celery: Celery, name: str) -> list[int]:
    """The job ids in a queue, which is empty then."""
    ids = []
    with celery.connection() as connection, connection.SimpleQueue(name) as messages:
        while len(messages):
            message = messages.get(block=False)
            ids.append(message.payload[0][0])
            message.ack()
    return ids


def test_sends_each_kind_to_its_own_queue_once(app: App, project: int, celery: Celery) -> None:
    relay = relay_to(app, celery, ["hashing"])
    ids = {kind: add(app, project, kind) for kind in JOB_KINDS}
    assert relay.turn() == len(JOB_KINDS)
    assert relay.turn() == 0
    for kind, job_id in ids.items():
        assert waiting(celery, f"cpu.{kind}") == [job_id]


def test_leaves_what_is_not_due(app: App, project: int, celery: Celery) -> None:
    job_id = add(app, project, "rank")
    with app.write() as uow:
        uow[Jobs].get(job_id).run_after = uow.now + timedelta(seconds=30)
    assert relay_to(app, celery).turn() == 0


def test_embeddings_wait_for_their_encoder(app: App, project: int, celery: Celery) -> None:
    have: list[str] = []
    relay = relay_to(app, celery, have)
    job_id = add(app, project, "embed", encoder="hashing")
    assert relay.turn() == 0
    have.append("hashing")
    assert relay.turn() == 1
    assert waiting(celery, "cpu.embed") == [job_id]


def test_a_gpu_worker_draws_embeddings_and_rankings(app: App, project: int, celery: Celery) -> None:
    from service.jobs.dispatch_jobs import announce

    announce(app, "gpu-1", ["gpu"], "cuda", ["hashing"])
    ids = {kind: add(app, project, kind) for kind in JOB_KINDS}
    assert relay_to(app, celery).turn() == len(JOB_KINDS)
    for kind, job_id in ids.items():
        lane = "gpu" if kind in ("embed", "rank", "try_encoders", "tune") else "cpu"
        assert waiting(celery, f"{lane}.{kind}") == [job_id]


@pytest.mark.slow
def test_goes_on_when_the_broker_was_away(
    app: App, project: int, caplog: pytest.LogCaptureFixture
) -> None:
    away = create_celery("redis://127.0.0.1:1/0")
    away.conf.task_publish_retry = False
    relay, stop = relay_to(app, away), threading.Event()
    add(app, project, "rank")
    with caplog.at_level(logging.WARNING):
        thread = threading.Thread(target=relay.run, args=(stop,))
        thread.start()
        until(lambda: "can't relay jobs" in caplog.text)
        assert thread.is_alive()
        stop.set()
        thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()


def test_its_pulse_beats_while_it_gets_through(
    app: App, project: int, celery: Celery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulse = tmp_path / "pulse"
    monkeypatch.setattr(app, "settings", app.settings.model_copy(update={"pulse_file": pulse}))
    add(app, project, "rank")
    away = create_celery("redis://127.0.0.1:1/0")
    away.conf.task_publish_retry = False
    with pytest.raises(Unavailable):
        relay_to(app, away).turn()
    assert not pulse.exists()
    relay_to(app, celery).turn()
    assert pulse.exists()


def test_redis_gives_messages_back_late_enough_and_looks_often() -> None:
    options = create_celery("redis://127.0.0.1:1/0").conf.broker_transport_options
    assert options["visibility_timeout"] >= 3600
    assert options["unacked_restore_interval"] == options["unacked_restore_throttle"] == 1


def test_a_job_is_acknowledged_when_it_is_done() -> None:
    conf = create_celery("redis://127.0.0.1:1/0").conf
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1
    assert conf.accept_content == ["json"]


def test_asks_for_sweeps_now_and_then(
    app: App, project: int, celery: Celery, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = relay_to(app, celery)
    assert relay.turn() == 0
    job = add(app, project, "rank")
    with app.write() as uow:
        ended = uow[Jobs].get(job)
        ended.state, ended.finished_at = JobState.DONE, uow.now - timedelta(hours=2)
    assert relay.turn() == 0, "it has just looked"
    monkeypatch.setattr("workers.relay.SWEEP_SECONDS", 0.0)
    assert relay.turn() == 1
    [sweep] = waiting(celery, queue("cpu", "sweep"))
    with app.read() as uow:
        assert uow[Jobs].get(sweep).project_id == project
    assert relay.turn() == 0, "one waits already"
