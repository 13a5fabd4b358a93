"""What is kept in memory for later requests: within so many bytes, whatever it is."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from service.core.arrays import FloatArray
from service.kit import kept
from service.kit.kept import Kept, keep_at_most, size_of

MB = 1_000_000


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_shelf", kept._Shelf())
    keep_at_most(10 * MB)


def arrays(megabytes: int) -> FloatArray:
    return np.zeros(megabytes * MB // 4, dtype=np.float32)


def test_what_nobody_asked_for_longest_goes_first_whichever_cache_has_it() -> None:
    one: Kept[str, FloatArray] = Kept()
    other: Kept[str, FloatArray] = Kept()
    one.put("a", arrays(4))
    other.put("a", arrays(4))
    assert one.find("a") is not None
    other.put("b", arrays(4))
    assert one.find("a") is not None
    assert other.find("a") is None


def test_what_is_too_large_stays_alone() -> None:
    cache: Kept[str, FloatArray] = Kept()
    cache.put("small", arrays(1))
    cache.put("large", arrays(20))
    assert cache.find("small") is None
    assert cache.find("large") is not None
    cache.put("small", arrays(1))
    assert cache.find("large") is None


def test_a_thousand_answers_leave_no_more_than_is_allowed() -> None:
    cache: Kept[int, FloatArray] = Kept()
    for number in range(1_000):
        assert cache.get(number, lambda: arrays(1)) is cache.get(number, lambda: arrays(2))
        left = sum(cache.find(one) is not None for one in range(number + 1))
        assert left == min(number + 1, 9), "and what each takes beside its megabyte"


def test_all_arrays_are_counted_once_and_files_not_at_all(tmp_path: Path) -> None:
    @dataclass
    class Head:
        weights: list[FloatArray]

    weights = arrays(1)
    assert size_of(Head([weights, weights])) == MB
    assert size_of(SimpleNamespace(head={"a": (weights, arrays(2))}, name="x")) == 3 * MB
    assert size_of(SimpleNamespace(own_bytes=5, weights=weights)) == 5, "who knows it better"
    np.save(tmp_path / "mapped.npy", weights)
    assert size_of(np.load(tmp_path / "mapped.npy", mmap_mode="r")) == 0
