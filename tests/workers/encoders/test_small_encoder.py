"""The small encoder: only with the very package that was looked at."""

import numpy as np
import pytest

from workers.encoders import small
from workers.encoders.model_files import ModelFilesChanged


@pytest.mark.slow
def test_another_version_and_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small, "VERSION", "0.2.2")
    with pytest.raises(ModelFilesChanged, match=r"0\.2\.1 here, and 0\.2\.2 was wanted"):
        small.load()
    monkeypatch.undo()
    monkeypatch.setitem(small.FILES, "weights.npz", "0" * 64)
    with pytest.raises(ModelFilesChanged, match=r"weights\.npz"):
        small.load()


@pytest.mark.slow
def test_meaning_across_languages_and_threads_left_alone() -> None:
    from threadpoolctl import threadpool_info, threadpool_limits

    encoder = small.load()
    with threadpool_limits(1, "blas"):
        texts = ["Where is my parcel?", "Wo ist mein Paket?", "The band played until midnight."]
        vectors = encoder.encode(texts)
        assert all(
            each["num_threads"] == 1 for each in threadpool_info() if each["user_api"] == "blas"
        )
    assert vectors[0] @ vectors[1] > 0.7 > 0.4 > vectors[0] @ vectors[2]
    longer = "word " * 1_000
    assert np.array_equal(encoder.encode([longer]), encoder.encode([longer + "more " * 9]))


@pytest.mark.slow
def test_tokens_that_no_text_uses_take_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of their table what is asked for is read; where there is no room for its file it stays."""
    encoder = small.load()
    assert isinstance(encoder, small.SmallEncoder)
    arrays = [each for each in vars(encoder._backend).values() if isinstance(each, np.ndarray)]
    assert sum(each.nbytes for each in arrays) < 20_000_000

    def full(_table: object) -> small.RowsOnDisk:
        raise OSError("No space left on device")

    monkeypatch.setattr(small, "RowsOnDisk", full)
    held = small.load()
    texts = ["Where is my parcel?", "", "荷物 荷物"]
    assert np.array_equal(held.encode(texts), encoder.encode(texts))


@pytest.mark.slow
def test_vectors_are_those_of_the_package() -> None:
    """However texts are put together: 3,000 of them have more tokens than are shared at once."""
    encoder = small.load()
    rng = np.random.default_rng(3)
    words = [
        "Paket",
        "parcel",
        "où",
        "est",
        "mon",
        "小包",
        "荷物",
        "🙂",
        "O'Neill",
        "1,000",
        "?",
        "x",
    ]
    texts = [" ".join(rng.choice(words, 1 + nr % 40)) + f" {nr * 7919}" for nr in range(3_000)]
    texts += ["", " ", "a", "word " * 2_000, "".join(map(chr, range(0x4E00, 0x4E00 + 1_900)))]
    vectors = encoder.encode(texts)
    some = [*range(0, len(texts), 97), *range(len(texts) - 5, len(texts))]
    expected = encoder.reference([texts[row] for row in some])
    assert (vectors[some] * expected).sum(axis=1).min() > 0.99999
    alone = np.concatenate([encoder.encode([texts[row]]) for row in some])
    assert (vectors[some] * alone).sum(axis=1).min() > 0.99999
