"""A small encoder learns what a model says, also of texts that it hasn't read."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from service.core.heads.distil import distilled
from service.jobs.run_job import JobTaken
from service.ports import Portable
from tests.texts import texts, truth
from workers.portable.students import taught_student

pytestmark = pytest.mark.slow
CLASSES = ["fruit", "metal"]


def test_it_learns_what_probabilities_say_and_leaves(tmp_path: Path) -> None:
    from service.model.in_zip.encode_int8 import Encoder

    own = [row["text"] for row in texts(120, CLASSES)]
    metal = np.array([truth(text) == "metal" for text in own])
    swapped = np.where(metal, 0.1, 0.9)  # what it is taught, not what is right
    wanted = np.column_stack([1 - swapped, swapped]).astype(np.float32)
    steps: list[tuple[int, int]] = []
    student = taught_student(own[:80], wanted[:80], 1, 0, lambda *step: steps.append(step))
    assert steps == [(n, len(steps)) for n in range(1, len(steps) + 1)]
    head = distilled(wanted[:80], student.encode(own[:80]))
    said = head.probabilities(student.encode(own[80:])).argmax(axis=1)
    assert np.mean(said == wanted[80:].argmax(axis=1)) >= 0.9
    assert isinstance(student, Portable)
    student.leave(tmp_path, None, lambda: None)
    left = Encoder(tmp_path, asdict(student.origin))
    assert np.allclose(left.vectors(own[:5]), student.encode(own[:5]), atol=1e-5)


def test_in_the_place_of_several_encoders_it_has_more_layers(tmp_path: Path) -> None:
    wanted = np.full((8, 2), 0.5, dtype=np.float32)
    size = []
    for replaced in (1, 2, 3):
        student = taught_student(["text"] * 8, wanted, replaced, 0, lambda *_step: None)
        assert isinstance(student, Portable)
        (folder := tmp_path / str(replaced)).mkdir()
        student.leave(folder, None, lambda: None)
        size.append((folder / "int8.onnx").stat().st_size)
    assert size[0] < size[1] == size[2]


def test_learning_ends_when_the_job_is_taken() -> None:
    def step(_done: int, _total: int) -> None:
        raise JobTaken

    wanted = np.full((8, 2), 0.5, dtype=np.float32)
    with pytest.raises(JobTaken):
        taught_student([f"text {n}" for n in range(8)], wanted, 1, 0, step)
