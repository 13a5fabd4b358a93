"""Classes that are mixed up are judged together."""

import numpy as np
import pytest

from service.core.evaluation.by_class.groups import class_groups, joined_classes


def mixed(
    n_classes: int, *pairs: tuple[int, int, int]
) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """So many labels of the first class of each that are taken for the second; ten are right."""
    counts = 10 * np.eye(n_classes, dtype=np.int64)
    for truth, predicted, labels in pairs:
        counts[truth, predicted] = labels
    return counts


@pytest.mark.parametrize(
    ("audits", "pairs", "wanted"),
    [
        (
            [5, 6, 9, 4, 12, 3],
            [(0, 1, 3), (2, 3, 1), (3, 2, 4), (5, 4, 2)],
            [[0, 1], [2, 3], [4, 5]],
        ),
        ([10, 10, 10, 10], [(0, 1, 9), (2, 3, 9)], []),  # each can be judged alone
        ([9, 9, 9, 9], [], []),  # nothing is mixed up
        ([4, 4, 9, 9], [(0, 1, 9)], []),  # too few together, and no other
        ([3, 9, 9], [(0, 1, 2)], []),  # two of three say nothing
        # The fewest first, and then what the pair is mixed up with, by labels per pair of classes.
        ([2, 4, 30, 9, 30, 30], [(0, 1, 5), (1, 2, 2), (1, 3, 3)], [[0, 1, 3]]),
    ],
)
def test_the_smallest_joins_what_it_is_mixed_up_with(
    audits: list[int], pairs: list[tuple[int, int, int]], wanted: list[list[int]]
) -> None:
    assert joined_classes(np.array(audits), mixed(len(audits), *pairs)) == wanted


def test_a_group_counts_what_is_predicted_as_its_very_class() -> None:
    truth = np.repeat([0, 1, 2, 3], [6, 6, 8, 8])
    right = np.ones(28, dtype=np.bool_)
    right[[0, 1, 6, 12]] = False
    found = class_groups(truth, right, np.full(28, 1 / 28), mixed(4, (0, 1, 2), (2, 3, 1)))
    assert [(each.classes, each.items) for each in found] == [([0, 1], 12), ([2, 3], 16)]
    assert [each.recall for each in found] == [9 / 12, 15 / 16]
    assert all(each.low < each.recall < each.high for each in found)


def test_the_interval_of_a_group_holds() -> None:
    """Whether an audit is right has no part in who is grouped with whom."""
    rng = np.random.default_rng(3)
    recalls = rng.uniform(0.4, 0.9, 12)
    holds = []
    for _ in range(300):
        truth = rng.integers(12, size=60)
        right = rng.random(60) < recalls[truth]
        labels = rng.poisson(0.6, (12, 12))
        for group in class_groups(truth, right, np.full(60, 1 / 60), labels):
            of_group = recalls[group.classes]  # all classes are as frequent
            holds.append(group.low <= of_group.mean() <= group.high)
    assert len(holds) > 300
    assert 0.93 < np.mean(holds) < 0.99
