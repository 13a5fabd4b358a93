"""Comparisons in a process of their own."""

import multiprocessing
from dataclasses import replace

import pytest

from service.core.replay.comparison import compare
from service.core.targets.one_class import OneClass
from service.core.vectors.views import layout_of
from tests.core.pools import blobs
from tests.core.test_comparison import answered
from workers.compare_process import compare_in_process

pytestmark = pytest.mark.slow


class Enough(Exception):
    pass


def test_the_child_finds_the_same_and_says_how_far_it_is() -> None:
    progress: list[tuple[int, int]] = []
    made = answered(40)
    found, cpu_seconds = compare_in_process(made, lambda *counts: progress.append(counts), splits=2)
    assert found == compare(made, splits=2)
    # On a busy machine the same is said again while a campaign takes long.
    assert list(dict.fromkeys(done for done, total in progress if total)) == list(range(1, 15))
    assert cpu_seconds > 0
    assert multiprocessing.active_children() == []


def test_the_child_ends_when_nobody_wants_its_answer() -> None:
    def progress(_done: int, _total: int) -> None:
        raise Enough

    vectors, truth = blobs(60, dimensions=2_000, n_classes=3)  # more than a pipe holds
    wide = replace(answered(), vectors=vectors, layout=layout_of(vectors), truth=OneClass(truth))
    with pytest.raises(Enough):
        compare_in_process(wide, progress)
    assert multiprocessing.active_children() == []


def test_a_child_that_dies_is_an_error() -> None:
    def progress(_done: int, _total: int) -> None:
        for child in multiprocessing.active_children():
            child.kill()

    with pytest.raises(RuntimeError, match="has died"):
        compare_in_process(answered(), progress)
