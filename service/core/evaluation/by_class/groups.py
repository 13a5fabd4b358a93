"""Classes that are mixed up, in groups of which each has enough audit items to be judged."""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray, DoubleArray, IntArray
from service.core.evaluation.by_class.per_class import ENOUGH_OF_CLASS, share_right


@dataclass(frozen=True)
class ClassGroup:
    """A group of classes, with the audit items of all of them."""

    classes: list[int]
    items: int
    recall: float
    """Share of their items in the pool whose very class is predicted."""
    low: float
    high: float
    """95 % interval of that."""


def class_groups(
    truth: IntArray, right: BoolArray, weights: DoubleArray, mixed: IntArray
) -> list[ClassGroup]:
    """The weakest first. truth (n,), right (n,) and weights (n,) are of audit items; `mixed` as in
    `joined_classes`."""
    audits = np.bincount(truth, minlength=len(mixed))
    groups = []
    for classes in joined_classes(audits, mixed):
        mask = np.isin(truth, classes)
        recall, low, high = share_right(right[mask], weights[mask])
        groups.append(ClassGroup(classes, int(mask.sum()), recall or 0.0, low, high))
    return sorted(groups, key=lambda group: group.recall)


def joined_classes(audits: IntArray, mixed: IntArray) -> list[list[int]]:
    """Groups of two classes up to half of all, each with enough audit items.

    audits (C,) items of each class. mixed (C, C) labels of one class that are taken for another.
    They are labels that are no audits: a group isn't made of the mistakes that it is judged by.
    What has the fewest audit items joins what it is mixed up with most, by the labels per pair of
    classes (average linkage). What is mixed up with nothing stays as it is.
    """
    groups = [[c] for c in range(len(audits))]
    counts, links = audits.copy(), (mixed + mixed.T).astype(np.float64)
    np.fill_diagonal(links, 0)
    while (joins := (counts < ENOUGH_OF_CLASS) & links.any(axis=1)).any():
        at = int(np.where(joins, counts, counts.max() + 1).argmin())
        other = int((links[at] / [max(len(group), 1) for group in groups]).argmax())
        groups[other], groups[at] = sorted(groups[other] + groups[at]), []
        counts[other] += counts[at]
        links[other] += links[at]
        links[:, other] = links[other]
        links[other, other] = 0
        links[at], links[:, at], counts[at] = 0, 0, 0
    return [
        group
        for group, count in zip(groups, counts, strict=True)
        if count >= ENOUGH_OF_CLASS and 1 < len(group) <= len(audits) / 2
    ]
