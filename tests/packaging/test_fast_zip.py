"""A fast model's zip where nothing of ours is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from service.ports import Encoder, Rounding
from service.rounds.released import Released, released_head
from service.vectors.fitted_encoder import encoder_of
from tests.driving import Driver, on_sqlite
from tests.frozen import app
from tests.packaging.environments import environment
from tests.packaging.models import (
    LEARNT,
    LEXICAL,
    MINILM,
    NEW,
    ODD,
    POOL,
    corpus,
    encoders,
    labelled,
    shallow,
    with_encoders,
)
from tests.packaging.unpacked import unpacked
from tests.packaging.without_us import without_us
from tests.rounds.test_predictions import last_measured
from workers.portable.students import taught_student

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), on_sqlite]

__all__ = ["app", "corpus", "encoders", "shallow", "with_encoders"]


def test_the_fast_one_says_the_same_without_us(
    driver: Driver,
    with_encoders: Callable[[list[str]], None],
    corpus: Sequence[dict[str, str]],
    tmp_path: Path,
) -> None:
    """As its student beside the encoder that costs little; its figures are told."""
    with_encoders([MINILM, LEXICAL])
    project = labelled(driver, corpus, encoder=MINILM, views=[LEXICAL])
    students: list[Encoder] = []

    def student(*lesson: Any) -> Encoder:
        students.append(taught_student(*lesson))
        return students[-1]

    driver.tools = replace(driver.tools, student=student)
    unpacked(driver, project, tmp_path, rung="fast")
    fast = driver.get(f"/projects/{project}/model", rung="fast").json()["model"]["fast"]
    needed = (tmp_path / "requirements.txt").read_text().splitlines()
    texts = [row["text"] for row in corpus[POOL : POOL + NEW]] + ODD
    of_round = released_head(driver.app, last_measured(driver, project))
    assert isinstance(of_round, Released)
    main, words = (
        encoder_of(driver.app, driver.tools, view).encode(texts) for view in of_round.views
    )
    python = environment(tmp_path / "clean", needed)
    found = without_us(python, tmp_path, texts, np.hstack([words, students[-1].encode(texts)]))
    np.testing.assert_allclose(found.whole, found.head, atol=1e-4)
    full = of_round.probabilities(np.hstack([main, words]))
    same = np.mean(found.whole.argmax(axis=1) == full.argmax(axis=1))
    assert same >= fast["same"] - 0.25, "what is told of other texts holds for new ones"
    assert fast["full_texts_per_cpu_second"] > 0


def test_the_fast_one_that_learnt_labels_says_the_same_without_us(
    driver: Driver,
    with_encoders: Callable[[list[str]], None],
    corpus: Sequence[dict[str, str]],
    tmp_path: Path,
) -> None:
    """In 8 bits, in the place of two that are slow: nothing is taught."""
    names = [MINILM, LEXICAL, "tuned"]
    with_encoders(names)
    project = labelled(driver, corpus, LEARNT, encoder=names[0], views=names[1:])
    unpacked(driver, project, tmp_path, rung="fast")
    fast = driver.get(f"/projects/{project}/model", rung="fast").json()["model"]["fast"]
    assert fast["taught"] == 0
    assert fast["texts_per_cpu_second"] > fast["full_texts_per_cpu_second"]
    assert "learnt the labels, in 8 bits" in (tmp_path / "README.md").read_text()
    of_round = released_head(driver.app, last_measured(driver, project))
    assert isinstance(of_round, Released)
    texts = [row["text"] for row in corpus[POOL // 2 : POOL + NEW // 2]] + ODD
    main, words, learnt = (encoder_of(driver.app, driver.tools, view) for view in of_round.views)
    assert isinstance(learnt, Rounding)
    rounded = learnt.in_8_bits()
    assert rounded is not None
    needed = (tmp_path / "requirements.txt").read_text().splitlines()
    python = environment(tmp_path / "clean", needed)
    X = [each.encode(texts) for each in (words, rounded)]
    found = without_us(python, tmp_path, texts, np.hstack(X))
    np.testing.assert_allclose(found.whole, found.head, atol=1e-4)
    whole = of_round.probabilities(np.hstack([main.encode(texts), X[0], learnt.encode(texts)]))
    same = np.mean(found.whole.argmax(axis=1) == whole.argmax(axis=1))
    assert same >= fast["same"] - 0.1, "what is told of other texts holds for new ones"
