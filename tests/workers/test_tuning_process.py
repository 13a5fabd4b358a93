"""Encoders learn in a process of their own."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from tests.shallow import shallow_base, shallow_tuned
from tests.workers.test_comparing import Enough, own_children
from tests.workers.test_tuned_encoder import BY_CHANCE, TEXTS, one_each
from workers.encoders.model_files import ModelNotFound
from workers.encoders.teaching.bases import PACKAGED, Base
from workers.encoders.teaching.tuning_process import tune_in_process
from workers.encoders.tuned import TunedEncoder

pytestmark = pytest.mark.slow

LESSON = TEXTS[:12], one_each(BY_CHANCE[:12]), False, 3


def lacking() -> Base:
    raise ModelNotFound("It isn't here. Get it.")


def test_the_child_learns_the_same_and_says_how_far_it_is() -> None:
    steps: list[tuple[int, int]] = []
    encoder, before = shallow_tuned(), own_children()
    there, cpu_seconds = tune_in_process(encoder, *LESSON, lambda *step: steps.append(step))
    here = encoder.tune(*LESSON, lambda _done, _total: None)
    assert there.keys() == here.keys()
    for name, array in here.items():
        np.testing.assert_array_equal(there[name], array)
    assert steps[-1] == (32, 32)
    assert cpu_seconds > 0
    assert own_children() == before


def test_it_goes_on_from_what_was_learnt_before() -> None:
    """Which is on what base: its equal stays, although it comes second."""
    bases = {PACKAGED: shallow_base, "its equal": partial(equal, "its equal")}
    first = TunedEncoder(bases)
    learnt = first.tune(*LESSON, lambda _done, _total: None)
    on_equal = first.fitted({**learnt, "base": np.frombuffer(b"its equal", dtype=np.uint8)})
    again, _ = tune_in_process(on_equal, *LESSON, lambda *_step: None)
    assert again["base"].tobytes() == b"its equal"


def equal(key: str) -> Base:
    return replace(shallow_base(), key=key)


def test_the_child_ends_when_nobody_wants_its_answer() -> None:
    before = own_children()

    def progress(done: int, _total: int) -> None:
        if done:
            raise Enough

    with pytest.raises(Enough):
        tune_in_process(shallow_tuned(), *LESSON, progress)
    assert own_children() == before


def test_what_is_missing_there_is_told() -> None:
    encoder = TunedEncoder({PACKAGED: shallow_base, "another": lacking})
    with pytest.raises(ModelNotFound, match="Get it"):
        tune_in_process(encoder, *LESSON, lambda *_step: None)
