"""The threads of a worker that has no broker: woken at once, no job lost or done twice."""

import logging
import os
import threading
import time
from collections.abc import Callable

import pytest

from service.jobs.kind import JOB_KINDS
from tests.patience import PATIENCE_SECONDS, until
from workers.slot import Line, Slot

RANK = JOB_KINDS["rank"]


def started(do: Callable[[int], None], kind: str = "rank") -> Line:
    """What gives jobs to a slot that has begun."""
    line = Line()
    Slot(JOB_KINDS[kind], do, line).start()
    return line


def test_wakes_who_waits() -> None:
    got: list[tuple[int, float]] = []
    line, delays = started(lambda job_id: got.append((job_id, time.perf_counter()))), []
    for number in range(20):
        time.sleep(0.01)
        sent = time.perf_counter()
        line.give(number)
        while len(got) <= number:
            time.sleep(0.0005)
        delays.append(got[-1][1] - sent)
    # Far below 1 ms, on a quiet machine.
    assert sorted(delays)[10] < 0.3


def test_keeps_what_came_before_it_started_and_the_order() -> None:
    got: list[int] = []
    line = Line()
    for number in range(5):
        line.give(number)
    Slot(RANK, got.append, line).start()
    until(lambda: len(got) == 5)
    assert got == [0, 1, 2, 3, 4]


def test_loses_nothing_given_from_many_threads() -> None:
    got: list[list[int]] = [[], [], []]
    lines = [started(each.append) for each in got]

    def give(first: int) -> None:
        for number in range(first, first + 100):
            lines[number % 3].give(number)

    givers = [threading.Thread(target=give, args=(first,)) for first in (0, 100, 200, 300)]
    for giver in givers:
        giver.start()
    for giver in givers:
        giver.join()
    until(lambda: sum(map(len, got)) == 400)
    for number, each in enumerate(got):
        assert sorted(each) == list(range(number, 400, 3))


def test_a_job_that_was_given_again_while_it_waits_is_done_once() -> None:
    gate, got = threading.Event(), []

    def do(job_id: int) -> None:
        assert gate.wait(PATIENCE_SECONDS)
        got.append(job_id)

    line = started(do)
    for job_id in (1, 2, 3, 2, 3, 2):
        line.give(job_id)
    gate.set()
    line.give(4)
    until(lambda: 4 in got)
    assert got == [1, 2, 3, 4]


def test_a_job_goes_on_beside_one_that_waits_where_a_kind_has_two_slots() -> None:
    gate, got = threading.Event(), list[int]()

    def do(job_id: int) -> None:
        assert job_id != 1 or gate.wait(PATIENCE_SECONDS)
        got.append(job_id)

    line = Line()
    for _ in range(2):
        Slot(JOB_KINDS["import"], do, line).start()
    for job_id in (1, 2, 3):
        line.give(job_id)
    until(lambda: len(got) == 2)
    gate.set()
    until(lambda: len(got) == 3)
    assert got == [2, 3, 1]


def test_goes_on_when_a_job_broke(caplog: pytest.LogCaptureFixture) -> None:
    got: list[int] = []

    def do(job_id: int) -> None:
        if job_id == 1:
            raise OSError("no way")
        got.append(job_id)

    with caplog.at_level(logging.ERROR):
        line = started(do)
        line.give(1)
        line.give(2)
        until(lambda: got)
    assert "no way" in caplog.text


def test_lets_kinds_go_first_that_people_wait_for() -> None:
    seen: dict[str, int] = {}

    def see(kind: str) -> Callable[[int], None]:
        def do(_: int) -> None:
            seen[kind] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

        return do

    for kind in ("rank", "embed"):
        started(see(kind), kind).give(1)
    until(lambda: len(seen) == 2)
    ours = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert seen == {kind: min(19, ours + JOB_KINDS[kind].niceness) for kind in seen}
    assert JOB_KINDS["rank"].niceness < JOB_KINDS["embed"].niceness


@pytest.mark.slow
def test_waiting_costs_nothing() -> None:
    used: list[float] = []
    line = started(lambda _: used.append(time.thread_time()))
    time.sleep(2)
    line.give(1)
    until(lambda: used)
    assert used[0] < 0.05
