"""Classes that hardly anybody has met are looked for where examples and looks say that they are."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from service.core.acquisition.hunts import AT_A_TIME, ENOUGH, PATIENCE, HuntAnswers
from service.core.heads.head import find_head
from service.core.heads.learner import Learner
from service.core.rounds import RankedItems, rank
from service.core.targets.class_names import ClassNames
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.neighbours import find_neighbours
from service.core.vectors.views import Stacked, layout_of
from tests.core.pools import blobs

N, C, RARE = 200, 4, 3
VECTORS, CLASSES = blobs(N, n_classes=C, dimensions=24, spread=0.6, seed=3)


def texts_of(*rare: int, vectors: Any = VECTORS) -> ClassNames:
    """Every class has a name that says nothing; these have two of their rows as examples."""
    rng = np.random.default_rng(8)
    rows = [
        (c, row)
        for c in range(C)
        for row in (
            rng.normal(size=vectors.shape[1]) / 5,
            *(vectors[np.flatnonzero(c == CLASSES)[-2:]] if c in rare else ()),
        )
    ]
    return ClassNames(
        np.array([c for c, _ in rows]), np.array([row for _, row in rows], dtype=np.float32)
    )


def labelled(counts: dict[int, int]) -> Labels:
    """The first so many items of each class."""
    rows = np.concatenate([np.flatnonzero(c == CLASSES)[:n] for c, n in counts.items()])
    return Labels(rows, OneClass(CLASSES[rows]), np.zeros(len(rows), dtype=np.bool_))


def ranked(
    labels: Labels,
    names: ClassNames | None,
    looks: HuntAnswers | None = None,
    vectors: Any = VECTORS,
    strategy: str = "auto",
) -> RankedItems:
    graph = find_neighbours(VECTORS)
    several = isinstance(vectors, Stacked)
    learner = Learner(
        find_head("mixture"),
        graph,
        names,
        layout_of(vectors),
        (graph,) if several else (),
    )
    none = np.zeros(N, dtype=np.bool_)
    return rank(
        vectors,
        ~none,
        labels,
        handed_out=none,
        off_limits=none,
        n_classes=C,
        strategy=strategy,
        batch_size=10,
        length=40,
        seed=5,
        round_number=1,
        learner=learner,
        looks=looks,
    )


def of(found: RankedItems) -> set[int]:
    """The classes that are looked for."""
    return {int(c) for c in found.hunted if c >= 0}


def missed(c: int, looks: int) -> HuntAnswers:
    """So many looks at items that are of another class."""
    others = np.resize(np.flatnonzero(c != CLASSES), looks)
    return HuntAnswers.of([(int(o), c) for o in others])


@pytest.mark.parametrize("n_labels", [0, 31])
def test_one_in_five_is_asked_where_examples_say(n_labels: int) -> None:
    """From the first label on, whatever the batches; the others are asked as ever."""
    labels = labelled({0: n_labels, 1: n_labels and 1, 2: 0})
    found = ranked(labels, texts_of(RARE))
    slots = [i for i in range(40) if (len(labels) + i) % 5 == 2]
    assert np.flatnonzero(found.hunted >= 0).tolist() == slots
    for i, (strategy, c) in enumerate(zip(found.strategies, found.hunted, strict=True)):
        assert (strategy == "auto@1:hunt@1", int(c)) == (
            (True, RARE) if i in slots else (False, -1)
        )
    assert (CLASSES[found.ordinals[slots]] == RARE).all(), "of the rest a quarter is"


@pytest.mark.slow
def test_a_look_in_vain_leads_elsewhere_and_sixty_end_it() -> None:
    names = texts_of(RARE)
    first = ranked(labelled({0: 5, 1: 5}), names)
    at = first.ordinals[first.hunted >= 0][:1]
    looked = np.concatenate([np.flatnonzero(CLASSES == 0)[:5], at])
    labels = Labels(looked, OneClass(np.zeros(6, dtype=np.int64)), np.zeros(6, dtype=np.bool_))
    again = ranked(labels, names, HuntAnswers.of([(int(at[0]), RARE)]))
    assert again.scores[again.hunted >= 0].max() < first.scores[first.hunted >= 0].max()
    for labels_of_it, looks, ends in ((0, PATIENCE - 1, False), (0, PATIENCE, True),
                                      (1, PATIENCE, False), (1, 2 * PATIENCE, True)):  # fmt: skip
        known = labelled({0: 5, 1: 5, RARE: labels_of_it})
        assert of(ranked(known, names, missed(RARE, looks))) == (set() if ends else {RARE})


def test_what_is_written_anew_of_a_class_is_worth_another_search() -> None:
    """Earlier looks lead on, and wear out no patience."""
    known, looks = labelled({0: 5, 1: 5}), missed(RARE, PATIENCE)
    before = replace(looks, count=np.zeros(PATIENCE, dtype=np.bool_))
    found = ranked(known, texts_of(RARE), before)
    assert of(found) == {RARE}
    fresh = ranked(known, texts_of(RARE))
    assert found.scores[found.hunted >= 0].max() != fresh.scores[fresh.hunted >= 0].max()


@pytest.mark.slow
def test_only_classes_with_examples_and_few_labels_are_looked_for() -> None:
    names = texts_of(2, RARE)
    few = labelled({0: 9, 1: 9, RARE: ENOUGH - 1})
    assert of(ranked(few, names)) == {2, RARE}
    assert of(ranked(labelled({0: 9, 1: 9, 2: ENOUGH, RARE: 1}), names)) == {RARE}
    assert of(ranked(few, texts_of())) == set()
    described = replace(texts_of(), described=frozenset({0, 2, RARE}))
    assert of(ranked(few, described)) == {2}, "fewer than half the mean have a label"
    assert of(ranked(labelled({0: 3, 1: 4}), described)) == set(), "too early to tell"
    assert of(ranked(few, None)) == set()
    assert of(ranked(few, names, strategy="margin")) == set()


def test_the_class_that_was_looked_for_least_has_its_turn_first() -> None:
    found = ranked(labelled({0: 9, 1: 9}), texts_of(2, RARE), missed(2, 1))
    assert found.hunted[found.hunted >= 0].tolist() == [RARE, 2] * 4
    assert AT_A_TIME >= 2


def test_several_views_are_looked_at_by_the_weights_of_the_head() -> None:
    """The second view is noise: a head gives it little weight."""
    noise, _ = blobs(N, n_classes=C, dimensions=16, spread=9.0, seed=9)
    names = [texts_of(RARE), texts_of(RARE, vectors=noise)]
    views = Stacked([VECTORS, noise])
    found = ranked(labelled({0: 12, 1: 12, 2: 12}), ClassNames.stacked(names), vectors=views)
    assert (CLASSES[found.ordinals[found.hunted >= 0]] == RARE).mean() > 0.9
