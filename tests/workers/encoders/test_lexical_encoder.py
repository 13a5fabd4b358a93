"""The encoder that learns from a project's texts."""

import subprocess
import sys

import numpy as np
import pandas
import pytest

from service.ports import Fitting
from tests.patience import PATIENCE_SECONDS
from workers.encoders.lexical import ENCODER, LexicalEncoder

KINDS = [
    ("who wrote {} ?", ("hamlet", "emma", "dracula", "ulysses", "walden")),
    ("how many {} are there ?", ("stars", "bones", "rivers", "coins", "islands")),
]
TEXTS = [question.format(word) for question, words in KINDS for word in words] * 4
GOLDEN = {11: 0.1925, 13: 0.1925, 15: 0.1925, 16: -0.1925, 17: -0.1925, 24: 0.1925}


def fitted(seed: int = 3) -> LexicalEncoder:
    plain = LexicalEncoder()
    return plain.fitted(plain.fit(TEXTS, seed))


def test_the_numbers_never_change() -> None:
    """Vectors of last year's projects must fit those of today: a change needs lexical@2."""
    vector = ENCODER.load(None).encode(["My card was declined."])[0]
    found = {int(i): round(float(vector[i]), 4) for i in np.flatnonzero(vector)[: len(GOLDEN)]}
    assert found == GOLDEN


def test_it_learns_what_words_go_together() -> None:
    """`who` and `wrote` have no letter run in common: only the texts bring them together."""
    assert isinstance(LexicalEncoder(), Fitting)
    who, wrote, many = fitted().encode(["who", "wrote", "many"])
    assert who @ wrote > 0.3
    assert who @ many < 0.1
    plain = LexicalEncoder().encode(["who", "wrote"])
    assert plain[0] @ plain[1] < 0.1


def test_what_was_learnt_is_in_the_fingerprint() -> None:
    assert fitted().fingerprint == fitted().fingerprint
    other = LexicalEncoder().fit(TEXTS[:7], 3)
    prints = {LexicalEncoder().fingerprint, fitted().fingerprint, LexicalEncoder(other).fingerprint}
    assert len(prints) == 3


def test_fitted_vectors_are_those_of_the_reference() -> None:
    texts = [*TEXTS[:5], "", "unheard of", "how how how many"]
    encoder = fitted()
    assert np.einsum("nd,nd->n", encoder.encode(texts), encoder.reference(texts)).min() > 0.9999
    assert np.allclose(np.linalg.norm(encoder.encode(texts), axis=1), 1, atol=1e-5)


def test_few_texts_or_none_with_a_word_in_common_will_do() -> None:
    for texts in (["alone"], ["a", "b"], ["same", "same"]):
        encoder = LexicalEncoder(LexicalEncoder().fit(texts, 0))
        assert np.isfinite(encoder.encode(["same", "other"])).all()


@pytest.mark.slow
def test_scikit_learn_comes_without_pandas() -> None:
    """Where it is installed, as here, it would take 40 MB for the frames that nobody passes."""
    assert pandas.__version__
    program = (
        "import sys; from workers.encoders.lexical import ENCODER as it; "
        "it.load(None).encode(['a word']); "
        "assert 'sklearn' in sys.modules and not {'pandas', 'pyarrow'} & {*sys.modules}; "
        "import pandas"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=PATIENCE_SECONDS)
