"""Encoders that are tried beside one that learns from labels."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from typing import Any
from zlib import crc32

import numpy as np
import pytest

from tests.driving import Driver
from tests.parts.light_tuned import LightTuned, taught
from tests.texts import texts, truth
from tests.trials.test_encoder_trial import CLASSES, Seeing, asked, shown
from workers.encoders.hashing import HashingEncoder

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]


@pytest.fixture
def teaching(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """A driver whose worker has an encoder that learns from labels, and one to try that sees
    classes; the project's own encoder sees nothing."""
    announce = driver.announce
    there = {"tuned": LightTuned(), "lexical": Seeing("lexical", 9.0), "hashing": Seeing("h", 0.0)}
    driver.tools = replace(
        driver.tools, encoder=there.__getitem__, borrow=lambda name: nullcontext(there[name])
    )
    monkeypatch.setattr(driver, "announce", lambda: announce(tuple(there)))
    return driver


def tried_beside_tuned(driver: Driver, truth: Callable[[str], str]) -> Any:
    """A trial where `tuned` has learnt from labels that say this."""
    project = driver.project_with(texts(120), CLASSES, views=["tuned"])
    driver.label_at_once(project, 60, truth)
    assert "tune" in driver.work()
    assert asked(driver, project).status_code == 202
    driver.work()
    return shown(driver, project)["trial"]


def test_a_gain_is_over_an_encoder_that_learns_from_labels_too(teaching: Driver) -> None:
    trial = tried_beside_tuned(teaching, truth)
    assert trial["views"] == ["hashing", "tuned"]
    assert trial["before"] > 0.9
    [lexical] = trial["tried"]
    assert lexical["alone"] > 0.95
    assert lexical["gain"]["value"] < 0.1
    assert trial["recommended"] is None


def test_labels_that_an_encoder_has_learnt_flatter_nobody(teaching: Driver) -> None:
    """Of labels without a meaning it knows those that it was taught, and no others."""

    def by_chance(text: str) -> str:
        return CLASSES[crc32(text.encode()) % 2]

    own = [row["text"] for row in texts(120)]
    members = np.array([[by_chance(text) == name for name in CLASSES] for text in own], np.int8)
    head = taught(HashingEncoder().encode(own), members, False)
    known = head.probabilities(HashingEncoder().encode(own)).argmax(axis=1) == members[:, 1]
    assert known.mean() > 0.9
    trial = tried_beside_tuned(teaching, by_chance)
    assert trial["views"] == ["hashing", "tuned"]
    assert trial["before"] < 0.65
