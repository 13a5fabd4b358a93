"""The process that has a worker's encoders: it rests, is killed, and comes back."""

import os
import signal

import pytest

from service.kit.vocabulary import JobState
from tests.cli.running import children, is_alive
from tests.driving import Driver
from tests.patience import until
from tests.texts import texts, truth
from tests.workers.conftest import StartChild
from tests.workers.gate import Gate
from tests.workers.test_embedded_child import (
    encoders_of,
    ended,
    jobs,
    upload,
    waits_at_the_gate,
    workers,
)

pytestmark = pytest.mark.slow

UNWANTED = {
    "datasets",
    "pandas",
    "pyarrow",
    "sentence_transformers",
    "sklearn",
    "torch._dynamo",
    "transformers",
}


def test_its_encoders_leave_when_they_rest_and_come_back(
    driver: Driver, start_child: StartChild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTIL_ENCODER_IDLE_SECONDS", "5")
    child = start_child()
    project = driver.project(["fruit", "metal"], round_every=5)
    upload(driver, project, 300)
    until(lambda: ended(driver, "embed", project))
    [first] = encoders_of(child)
    until(lambda: not encoders_of(child))
    driver.label(project, 10, truth)
    until(driver.idle)
    assert ended(driver, "rank", project) > 1, "rounds go on"
    assert encoders_of(child) == []
    asked = driver.post(f"/projects/{project}/predict", texts=["plum and cherry"])
    assert asked.json()["predictions"][0][0]["class"] == "fruit"
    [second] = encoders_of(child)
    assert second != first
    upload(driver, project, 400)
    until(driver.idle)
    assert [job.attempts for job in jobs(driver, "embed", project)] == [1, 1]
    child.signal(signal.SIGTERM)
    assert child.wait() == 0
    assert not is_alive(second), "it ends with its worker"


def test_killing_its_encoders_loses_no_job_and_embeds_nothing_twice(
    driver: Driver, start_child: StartChild, gate: Gate
) -> None:
    child = start_child()
    job = waits_at_the_gate(driver, gate)
    [first] = encoders_of(child)
    os.kill(first, signal.SIGKILL)
    gate.open()
    until(driver.idle)
    [done] = jobs(driver, "embed")
    assert (done.id, done.state, done.attempts) == (job.id, JobState.DONE, 2)
    assert done.cpu_seconds > 0
    [second] = encoders_of(child)
    assert {pid for pid, _ in gate.encoded} == {first, second}
    encoded = [text for _, text in gate.encoded]
    expected = [*(row["text"] for row in texts(1000)), "fruit", "metal"]
    assert sorted(encoded) == sorted(expected)
    [worker] = workers(driver)
    assert worker.name == f"embedded-{child.pid}", "the worker lives on"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_what_ends_its_worker_in_good_order_leaves_its_encoders_their_time(
    driver: Driver, start_child: StartChild, gate: Gate, how: signal.Signals
) -> None:
    """Ctrl+C and systemd tell every process: no attempt counts as one that failed."""
    child = start_child()
    job = waits_at_the_gate(driver, gate)
    [first] = encoders_of(child)
    os.kill(first, how)
    gate.open()
    until(driver.idle)
    [done] = jobs(driver, "embed")
    assert (done.id, done.state, done.attempts) == (job.id, JobState.DONE, 1)
    assert encoders_of(child) == [first]


def test_minilm_takes_torch_and_nothing_that_models_are_trained_with(
    driver: Driver, start_child: StartChild, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two in five of its megabytes: what Python says it imports while texts are embedded."""
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")
    child = start_child(is_forked=False)
    project = driver.project(["fruit", "metal"], encoder="sentence_transformer")
    upload(driver, project, 20)
    until(driver.idle)
    near = driver.get(f"/projects/{project}/items", meaning="plum and cherry", limit=2).json()
    assert {truth(item["text"]) for item in near["results"]} == {"fruit"}
    told = [line for line in child.log.splitlines() if line.startswith("import time:")]
    imported = {line.rpartition("|")[2].strip() for line in told}
    assert "torch" in imported
    assert not UNWANTED & imported


def test_killing_an_encoder_that_learns_or_reads_the_texts_anew_loses_nothing(
    driver: Driver, start_child: StartChild, gate: Gate
) -> None:
    child = start_child()
    project = driver.project(["fruit", "metal"], views=["gated_tuned"], round_every=20)
    upload(driver, project, 300)
    until(lambda: ended(driver, "embed", project))
    gate.stop_before(1)
    driver.label(project, 90, truth)

    def learns() -> bool:
        if not gate.waiting and driver.idle():  # it is asked for again with the next round
            driver.label(project, 5, truth)
        return gate.waiting

    until(learns, "it learns")
    before = rounds(driver, project)
    driver.label(project, 20, truth)
    until(lambda: rounds(driver, project) > before, "rounds don't wait for it")
    [learning] = encoders_of(child)
    assert children(learning) == []  # one process holds torch and its models
    predict = f"/projects/{project}/predict"
    until(lambda: driver.post(predict, texts=["plum"]).status_code == 200, "nor do questions")
    os.kill(learning, signal.SIGKILL)
    gate.close_before(3)
    until(lambda: gate.waiting, "it has learnt, and some texts have new vectors")
    [reading] = encoders_of(child)
    os.kill(reading, signal.SIGKILL)
    gate.open()
    until(driver.idle)
    assert max(job.attempts for job in jobs(driver, "tune", project)) == 2
    assert max(job.attempts for job in jobs(driver, "embed", project)) == 2
    [_, tuned] = driver.get(f"/projects/{project}").json()["views"]
    assert (tuned["embedded"], tuned["learnt_by_round"]) == (300, True)
    encoded = [text for _, text in gate.encoded]
    assert sorted(encoded) == sorted([*(row["text"] for row in texts(300)), "fruit", "metal"])
    asked = driver.post(f"/projects/{project}/predict", texts=["plum and cherry"])
    assert asked.json()["predictions"][0][0]["class"] == "fruit"


def rounds(driver: Driver, project: int) -> int:
    return int(driver.get(f"/projects/{project}").json()["round_number"])
