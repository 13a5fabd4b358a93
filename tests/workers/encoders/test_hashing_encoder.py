"""The encoder without a model."""

import subprocess
import sys

import numpy as np
import pytest

from workers.encoders.hashing import ENCODER

GOLDEN = {11: -0.2594, 13: -0.2594, 15: -0.2594, 22: -0.1113, 24: 0.1113, 27: -0.1113}


def test_the_numbers_never_change() -> None:
    """Vectors of last year's projects must fit those of today: a change needs hashing@2."""
    vector = ENCODER.load(None).encode(["My card was declined."])[0]
    found = {int(i): round(float(vector[i]), 4) for i in np.flatnonzero(vector)[: len(GOLDEN)]}
    assert found == GOLDEN


def test_blanks_get_one_direction() -> None:
    vectors = ENCODER.load(None).encode(["", " ", "\n", "…", "word"])
    assert (vectors[:3] == vectors[0]).all()
    assert vectors[0, 0] == 1


@pytest.mark.slow
def test_needs_neither_torch_nor_the_queue() -> None:
    """It must run, and the other encoders be told about, where only the base is installed."""
    program = (
        "import sys; from service.ports import registered_encoders; "
        "encoder = registered_encoders()['hashing'].load(None); "
        "assert 'sklearn' not in sys.modules, 'the API knows of it too'; "
        "encoder.encode(['x']); "
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'celery'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)
