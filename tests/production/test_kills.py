"""What happens to the production set-up, while people label, and what is left then."""

import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from redis import Redis

from service.jobs.queries.due import RESEND_AFTER
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.workers import Workers
from service.jobs.tables import Job
from service.kit.vocabulary import JobState
from tests.cli import running as processes
from tests.patience import PATIENCE_SECONDS, until
from tests.production.people import Crowd, labelling
from tests.production.remote import RemoteDriver
from tests.production.stack import Stack
from tests.texts import texts, truth
from tests.workers.gate import Gate

pytestmark = pytest.mark.slow

CLASSES = ["fruit", "metal"]
ITEMS = 900
ROUND_EVERY = 5


class Campaign:
    """A project that people label while something breaks."""

    def __init__(self, driver: RemoteDriver, stack: Stack, gate: Gate, name: str) -> None:
        self.driver, self.stack, self.gate, self.name = driver, stack, gate, name
        self.project = self.driver.project(CLASSES, encoder="gated", round_every=ROUND_EVERY)
        until(self.can_embed, "a worker has the encoder")
        self.sent: list[str] = []
        self.upload("first")
        self.driver.work()

    def can_embed(self) -> bool:
        with self.stack.app.read() as uow:
            return any("gated" in worker.encoders for worker in uow[Workers].alive(uow.now))

    def upload(self, part: str) -> None:
        rows = [{"text": f"{row['text']} {part} {self.name}"} for row in texts(ITEMS)]
        self.sent += [row["text"] for row in rows]
        lines = "\n".join(f'{{"text": "{row["text"]}"}}' for row in rows)
        assert self.driver.upload(self.project, lines).status_code == 202

    @contextmanager
    def disturbed(self) -> Iterator[Crowd]:
        """The block breaks something and repairs it; then everything must be as if it hadn't."""
        with labelling(self.driver, self.project) as crowd:
            crowd.label_more(2 * ROUND_EVERY)
            rounds = len(self.driver.rounds(self.project))
            yield crowd
            crowd.label_more(2 * ROUND_EVERY)
        self.driver.work()
        last = self.driver.rounds(self.project)[-1]
        assert last["number"] >= rounds
        assert last["label_count"] == len(crowd.taken), "the newest round knows every label"
        crowd.check()
        mine = [text for _, text in self.gate.encoded if text.endswith(self.name)]
        assert sorted(mine) == sorted(self.sent), "each text was embedded once"
        assert self.stack.ended() == []

    def running(self, kind: str) -> Job | None:
        """The job of this kind that a worker has."""
        jobs = self.driver.jobs(self.project, kind)
        return next((job for job in jobs if job.state is JobState.RUNNING), None)

    def kill_worker_of(self, job: Job) -> int:
        """Kills the worker that has the job; which of them that was."""
        [number] = [
            number
            for number in (1, 2)
            if f"-{self.stack.processes[f'worker-cpu-{number}'].pid}-" in str(job.worker)
        ]
        self.stack.kill("worker-cpu", number)
        return number

    def check_taken_over(self, job: Job) -> None:
        with self.stack.app.read() as uow:
            ended = uow[Jobs].get(job.id)
        assert (ended.state, ended.attempts) == (JobState.DONE, 2)
        assert ended.worker != job.worker


@pytest.fixture
def campaign(stack: Stack, gate: Gate, request: pytest.FixtureRequest) -> Iterator[Campaign]:
    with closing(RemoteDriver(stack)) as driver:
        yield Campaign(driver, stack, gate, str(request.node.name))


def test_the_api_is_killed(stack: Stack, campaign: Campaign) -> None:
    with campaign.disturbed() as crowd:
        stack.kill("api")
        until(lambda: crowd.met("unreachable"), "people notice")
        stack.restart("api")
        stack.await_health("api")


def test_the_relay_is_killed(stack: Stack, campaign: Campaign) -> None:
    def waits_unsent() -> bool:
        """Also when it died between noting that it sends the job and doing so."""
        jobs = campaign.driver.jobs(campaign.project, "rank")
        with stack.app.read() as uow:
            return any(
                job.state is JobState.QUEUED
                and job.run_after <= uow.now
                and (job.sent_at is None or job.sent_at < uow.now - RESEND_AFTER)
                for job in jobs
            )

    with campaign.disturbed():
        stack.kill("relay")
        until(waits_unsent, "a round is due that nobody sends")
        stack.restart("relay")


def test_a_worker_is_killed_while_it_embeds(stack: Stack, gate: Gate, campaign: Campaign) -> None:
    with campaign.disturbed():
        gate.close_before(3)
        campaign.upload("second")
        until(lambda: gate.waiting, "the gate stops an embedding")
        job = campaign.running("embed")
        assert job is not None
        assert job.attempts == 1
        assert 0 < job.done < (job.total or 0)
        number = campaign.kill_worker_of(job)
        gate.open()
        stack.restart("worker-cpu", number)
    campaign.check_taken_over(job)


def test_a_worker_is_killed_while_it_embeds_anew(stack: Stack, gate: Gate) -> None:
    """By an encoder that has learnt labels: rounds change over to it all the same."""
    with closing(RemoteDriver(stack)) as driver:
        project = driver.project(CLASSES, views=["gated_tuned"], round_every=20)
        lines = "\n".join(f'{{"text": "{row["text"]} anew"}}' for row in texts(300))
        assert driver.upload(project, lines).status_code == 202
        driver.work()
        gate.close_before(3)
        driver.label(project, 90, truth)
        until(lambda: gate.waiting, "it has learnt, and some texts have new vectors")
        [job] = [job for job in driver.jobs(project, "embed") if job.state is JobState.RUNNING]
        [number] = [
            number
            for number in (1, 2)
            if f"-{stack.processes[f'worker-cpu-{number}'].pid}-" in str(job.worker)
        ]
        stack.kill("worker-cpu", number)
        gate.open()
        stack.restart("worker-cpu", number)
        driver.work()
        [_, tuned] = driver.get(f"/projects/{project}").json()["views"]
        assert (tuned["embedded"], tuned["learnt_by_round"]) == (300, True)
        with stack.app.read() as uow:
            assert uow[Jobs].get(job.id).attempts == 2


def test_a_worker_is_killed_in_a_round(stack: Stack, campaign: Campaign) -> None:
    """Caught at its swap: a lock on the rankings lets it begin to write, and no further."""
    waits = "SELECT 1 FROM pg_locks WHERE relation = 'ranking'::regclass AND NOT granted"
    with campaign.disturbed(), psycopg.connect(f"{stack.postgres.url}/postil") as outside:
        outside.execute("LOCK TABLE ranking IN SHARE MODE")
        until(lambda: outside.execute(waits).fetchone(), "a round is at its swap")
        job = campaign.running("rank")
        assert job is not None
        assert job.attempts == 1
        number = campaign.kill_worker_of(job)
        outside.rollback()
        stack.restart("worker-cpu", number)
    campaign.check_taken_over(job)


def test_redis_is_emptied(stack: Stack, campaign: Campaign) -> None:
    """Under load; and with a message in it, while no worker runs that could have taken it."""
    with campaign.disturbed() as crowd, Redis.from_url(stack.redis.url) as redis:
        rounds = len(campaign.driver.rounds(campaign.project))
        redis.flushall()
        crowd.label_more(2 * ROUND_EVERY)
        until(
            lambda: len(campaign.driver.rounds(campaign.project)) > rounds,
            "rounds go on through an emptied Redis",
        )
        for number in (1, 2):
            worker = stack.processes.pop(f"worker-cpu-{number}")
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE_SECONDS) == 0
        until(lambda: redis.llen("cpu.rank"), "a round is announced in Redis")
        redis.flushall()
        assert redis.dbsize() == 0
        for number in (1, 2):
            stack.restart("worker-cpu", number)


def test_redis_is_killed(stack: Stack, campaign: Campaign) -> None:
    with campaign.disturbed():
        size = len(stack.log("relay").read_text())
        stack.redis.stop(signal.SIGKILL)
        until(
            lambda: "can't relay jobs" in stack.log("relay").read_text()[size:],
            "the relay can't send",
        )
        stack.redis.start()


def test_postgresql_is_restarted(stack: Stack, campaign: Campaign) -> None:
    with campaign.disturbed() as crowd:
        stack.postgres.stop(signal.SIGQUIT)  # without saying good-bye to anyone
        until(lambda: crowd.met("503") >= 3, "people are asked to come back")
        assert not stack.is_well("api")
        stack.postgres.start()
        stack.await_health("api")


def test_the_processes_of_the_api_stand_in_for_each_other(stack: Stack) -> None:
    parent = stack.processes["api-1"].pid
    count = int(stack.services["api"].environment["POSTIL_API_PROCESSES"])

    def answering() -> list[int]:
        return [
            child
            for child in processes.children(parent)
            if "spawn_main" in str(processes.arguments_of(child))
        ]

    until(lambda: len(answering()) == count, f"{count} processes")
    first, *_ = before = answering()
    processes.kill(first)
    until(lambda: len(set(answering()) - {first}) == count, "another takes its place")
    assert set(before) - {first} <= set(answering())
    stack.await_health("api")
    left = answering()
    processes.kill(parent)
    stack.processes.pop("api-1").wait(PATIENCE_SECONDS)
    assert all(processes.ends(child) for child in left), "none holds the port any more"
    stack.restart("api")
    stack.await_health("api")
