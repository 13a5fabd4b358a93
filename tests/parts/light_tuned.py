"""An encoder that learns labels in milliseconds: hashed words, and a head on them.

As `tuned` it says how likely classes are, and of what it has learnt what one says that hasn't.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from service.core.arrays import FloatArray
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.heads.one_against_rest import OneAgainstRestHead, fit_each
from service.core.vectors.log_odds import as_unit_rows
from service.model.in_zip.encode_tuned import by_text, text_key
from service.ports import Arrays
from tests.driving import Driver
from workers.encoders.hashing import DIMENSIONS, HashingEncoder


class LightTuned(HashingEncoder):
    def __init__(self, arrays: Arrays | None = None) -> None:
        super().__init__()
        if arrays is not None:
            several = "cuts" in arrays
            self.head = (OneAgainstRestHead if several else LogisticHead).from_arrays(arrays)
            self.apart = by_text(arrays)
            self.fingerprint = hashlib.sha256(arrays["weights"].tobytes()).hexdigest()
            self.dimensions = self.head.n_classes + several
        else:
            self.dimensions = DIMENSIONS

    def tune(
        self,
        texts: Sequence[str],
        members: NDArray[np.int8],
        several: bool,
        _seed: int,
        progress: Callable[[int, int], None],
    ) -> Arrays:
        X, half = HashingEncoder().encode(texts), np.arange(len(texts)) % 2 == 0
        apart = np.zeros((len(texts), members.shape[1] + several), dtype=np.float32)
        for own in (half, ~half):
            apart[own] = said(taught(X[~own], members[~own], several), X[own])
        progress(1, 1)
        keys = np.frombuffer(b"".join(map(text_key, texts)), dtype=np.uint8)
        whole = taught(X, members, several).to_arrays()
        return {**whole, "texts": keys.reshape(len(texts), -1), "apart": apart}

    def fitted(self, arrays: Arrays) -> "LightTuned":
        return LightTuned(arrays)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        X = super().encode(texts)
        if not hasattr(self, "head"):
            return X
        vectors = said(self.head, X)
        for row, text in enumerate(texts):
            vectors[row] = self.apart.get(text_key(text), vectors[row])
        return vectors


def taught(
    X: FloatArray, members: NDArray[np.int8], several: bool
) -> LogisticHead | OneAgainstRestHead:
    if several:
        return fit_each(X, members)
    return fit_logistic(X, members.argmax(axis=1), members.shape[1], C=100.0)


def said(head: LogisticHead | OneAgainstRestHead, X: FloatArray) -> FloatArray:
    if isinstance(head, OneAgainstRestHead):
        return as_unit_rows(head.log_odds(X))
    roots: FloatArray = np.sqrt(head.probabilities(X))
    return roots


def give(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """The driver, whose worker has this encoder for `tuned`."""
    usual, announce, light = driver.tools.encoder, driver.announce, LightTuned()
    driver.tools = replace(
        driver.tools, encoder=lambda name: light if name == "tuned" else usual(name)
    )
    monkeypatch.setattr(driver, "announce", lambda: announce(("hashing", "tuned")))
    return driver
