"""Comparisons in a process of their own."""

import os
import signal
from dataclasses import replace

import pytest

from service.core.replay.comparison import compare
from service.core.targets.one_class import OneClass
from service.core.vectors.views import layout_of
from tests.cli.running import children
from tests.core.pools import blobs
from tests.core.test_comparison import answered
from workers.compare_process import compare_in_process

pytestmark = pytest.mark.slow


def own_children() -> set[int]:
    return set(children(os.getpid()))


class Enough(Exception):
    pass


def test_the_child_finds_the_same_and_says_how_far_it_is() -> None:
    progress: list[tuple[int, int]] = []
    beside: set[int] = set()
    made, before = answered(40), own_children()

    def watch(done: int, total: int) -> None:
        progress.append((done, total))
        beside.update(own_children() - before)

    found, cpu_seconds = compare_in_process(made, watch, splits=2)
    assert found == compare(made, splits=2)
    # On a busy machine the same is said again while a campaign takes long.
    assert list(dict.fromkeys(done for done, total in progress if total)) == list(range(1, 15))
    assert cpu_seconds > 0
    assert len(beside) == 1, "another process takes memory, for as long as the worker lives"
    assert own_children() == before


def test_the_child_ends_when_nobody_wants_its_answer() -> None:
    before = own_children()

    def progress(_done: int, _total: int) -> None:
        raise Enough

    vectors, truth = blobs(60, dimensions=2_000, n_classes=3)  # more than a pipe holds
    wide = replace(answered(), vectors=vectors, layout=layout_of(vectors), truth=OneClass(truth))
    with pytest.raises(Enough):
        compare_in_process(wide, progress)
    assert own_children() == before


def test_a_child_that_dies_is_an_error() -> None:
    before = own_children()

    def progress(_done: int, _total: int) -> None:
        for child in own_children() - before:
            os.kill(child, signal.SIGKILL)

    with pytest.raises(RuntimeError, match="Its process died"):
        compare_in_process(answered(), progress)
