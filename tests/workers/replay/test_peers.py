"""Other libraries' query strategies, played as ours are."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.replay.peers import find_any_head, find_peer, is_peer, names
from benchmarks.replay.peers.shown import Shown
from service.core.acquisition.pool import Pool
from service.core.heads.learner import Learner
from service.core.numpy_compute import NUMPY
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.views import Stacked, layout_of
from tests.core.pools import blobs, pool_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
WORDS = {"refund": "money back return charge", "card": "lost stolen pin blocked"}


@pytest.mark.parametrize("n_labels", [0, 1, 40])
def test_every_peer_chooses_open_items_and_the_same_for_the_same_seed(n_labels: int) -> None:
    vectors, classes = blobs(120)
    # Copies: three of each.
    vectors, classes = np.tile(vectors, (3, 1)), np.tile(classes, 3)
    pool = pool_of(vectors, classes, 4, n_labels)
    is_open = pool.eligible & (np.arange(360) % 9 > 0)
    pool = replace(pool, eligible=is_open)
    for name in names():
        first, again = (find_peer(name)(pool, 20, np.random.default_rng(3)) for _ in range(2))
        assert len(set(first.ordinals.tolist())) == 20, name
        assert is_open[first.ordinals].all(), name
        assert first.ordinals.tolist() == again.ordinals.tolist(), name
        if n_labels == 0:
            other = find_peer(name)(pool, 20, np.random.default_rng(4))
            assert other.ordinals.tolist() != first.ordinals.tolist(), name


def test_an_unknown_peer_is_answered_with_the_known_ones() -> None:
    assert not is_peer("badge@1")
    for name in ("skactiveml.budge", "smalltext.random@2"):
        with pytest.raises(SystemExit, match=r"smalltext\.greedy_coreset"):
            find_peer(name)


def test_of_several_views_a_peer_hears_what_the_head_says_of_them_as_they_are() -> None:
    """Strategies see views by their weights; on such rows a head would be as good as wrong."""
    wide, classes = blobs(120)
    narrow, _ = blobs(120, dimensions=12)
    stack = Stacked([wide, narrow])
    known = np.arange(0, 120, 3)
    labels = Labels(known, OneClass(classes[known]), np.zeros(40, dtype=np.bool_))
    learner = Learner(find_any_head("concatenated.logistic@1"), layout=layout_of(stack))
    head = learner.fit(stack, labels, 4)
    taken = np.isin(np.arange(120), known)
    pool = Pool.seen_by(head, stack, ~taken, taken, 4, 40, NUMPY.scorer)
    shown = Shown.of(pool, np.random.default_rng(0))
    heard = shown.probabilities(pool.rows(shown.open), shown.open)
    assert pool.rows(shown.open).shape == (80, stack.shape[1])
    assert np.array_equal(heard, head.probabilities(stack[shown.open]))
    for name in ("skactiveml.margin", "smalltext.breaking_ties"):
        unsure = pool.least_sure(5, np.random.default_rng(0))
        assert set(find_peer(name)(pool, 5, np.random.default_rng(3)).ordinals) == set(unsure), name


@pytest.mark.slow
def test_a_timed_strategy_is_the_strategy_but_for_its_name() -> None:
    """In a process of its own, because it is registered."""
    program = (
        "from dataclasses import replace; from service.core.acquisition.registry import find; "
        "from benchmarks.replay.timing import timed; strategy = find('auto'); "
        "entered = find(timed('auto')[0]); assert entered.choose != strategy.choose; "
        "assert strategy == replace(entered, name=strategy.name, choose=strategy.choose)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


@pytest.mark.slow
def test_a_peer_plays_the_same_campaign(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    lines = [
        {
            "text": " ".join([*rng.choice(WORDS[label].split(), 3), str(i)]),
            "label": label,
            "split": "test" if i % 5 == 0 else "train",
        }
        for i in range(600)
        for label in [list(WORDS)[i % 2]]
    ]
    (tmp_path / "texts.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    contenders = "skactiveml.badge+logistic@1,smalltext.embedding_kmeans@1+mixture@1"
    flags = ["--seeds", "0", "--contenders", contenders, "--out", str(tmp_path / "out")]
    flags += ["--every", "10", "--budget", "100"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.replay", str(tmp_path / "texts.jsonl"), *flags],
        cwd=ROOT,
        env=os.environ | {"POSTIL_ENCODER": "hashing"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    for contender in contenders.split(","):
        kept = tmp_path / "out" / "test" / "every-10-to-100" / "texts" / contender / "0.json"
        campaign = json.loads(kept.read_text())
        # The budget, in batches, without audit items.
        assert campaign["labels"] == list(range(10, 110, 10))
        assert campaign["accuracy"][-1] > 0.9
        assert campaign["query_seconds"] > 0
        assert f"| {contender} |" in done.stdout
