"""An encoder that has learnt labels, in 8 bits: close to what it is in 32, and the same when it
leaves."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from service.model.in_zip import encode_tuned as in_zip
from service.ports import Portable, Rounding
from tests.parts.shallow import shallow_base
from tests.workers.encoders.test_e5_encoder import TEXTS
from workers.encoders.teaching.bases import E5, PACKAGED, base_of
from workers.encoders.tuned import TunedEncoder

pytestmark = pytest.mark.slow

OWN, OTHERS = TEXTS[:12], [*TEXTS[12:], "", "Καλημέρα, 世界", "long " * 900]
CLASSES = np.eye(2, dtype=np.int8)[[0, 1] * 6]


@pytest.mark.parametrize("base", [PACKAGED, E5])
def test_it_is_close_to_the_whole_one_and_leaves_as_it_is(
    base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = TunedEncoder({base: lambda: base_of(base, "cpu")})
    assert isinstance(plain, Rounding)
    assert plain.in_8_bits() is None, "it has learnt nothing"
    whole = plain.fitted(plain.tune(OWN, CLASSES, False, 3, lambda *_step: None))
    rounded = whole.in_8_bits()
    assert isinstance(rounded, Portable)
    assert rounded.fingerprint != whole.fingerprint
    vectors, wanted = rounded.encode(OTHERS), whole.encode(OTHERS)
    assert np.einsum("nd,nd->n", vectors, wanted).min() >= 0.995
    assert not np.allclose(vectors, wanted, atol=1e-5)
    assert np.array_equal(rounded.encode(OWN), whole.encode(OWN)), "as if it hadn't learnt them"
    rounded.leave(tmp_path, None, lambda: None)
    monkeypatch.syspath_prepend(Path(in_zip.__file__).parent)
    left = in_zip.Encoder(tmp_path, asdict(rounded.origin))
    assert np.allclose(left.vectors([*OWN, *OTHERS]), rounded.encode([*OWN, *OTHERS]), atol=1e-5)


def test_of_several_classes_and_of_models_of_the_library_there_is_none() -> None:
    plain = TunedEncoder({PACKAGED: shallow_base})
    of_sets = plain.fitted(plain.tune(OWN, CLASSES, True, 3, lambda *_step: None))
    assert of_sets.in_8_bits() is None
