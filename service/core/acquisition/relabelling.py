"""Whether a second answer to what is labelled is worth more than a first one to something new.

After ActiveLab (Goh & Mueller 2023, ActiveLab: active learning with re-labeling by multiple
annotators, arXiv:2301.11856): what a model thinks that hasn't seen a label, and how far people can
be trusted, say how likely the label is wrong. Where ActiveLab ranks labelled and new items by one
score of doubt, here both are weighed by what an answer brings: right labels less wrong ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from service.core.acquisition.audit import interleave
from service.core.acquisition.registry import Picks
from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.heads.out_of_fold import SMOOTHING, folds, likelihood, out_of_fold
from service.core.targets.class_names import ClassNames
from service.core.targets.labels import Labels
from service.core.targets.one_class import class_of_each
from service.core.vectors.matrix import Vectors

RELABEL = "relabel@1"
FEWEST_LABELS = 30
"""With fewer a model knows too little to doubt any."""
STRENGTHS = (3.0, 10.0, 30.0)
"""The C that are tried."""
SHARPNESS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""The powers of a model's probabilities that are tried. It foretells labels that may be wrong;
sharper, it foretells what they should have been."""
WORTH_OF_NEW = 0.5
"""What a new label adds, in times of what a wrong one put right takes away. Of 1, a half and a
quarter it was best on development halves."""
STEPS = 20
FIRST_TRUST = 0.8
OWN_ANSWERS = 10.0
"""Somebody with so many answers is trusted half as their own say, half as everybody's do."""


@dataclass(frozen=True, eq=False)
class GivenAnswers:
    """What people answered when they were asked, to items that are no audits: one entry each."""

    ordinals: IntArray
    """(a,)"""
    people: IntArray
    """(a,) who, from 0 on: once an item."""
    classes: IntArray
    """(a,)"""
    may_again: BoolArray
    """(a,) whether the item may be asked about once more."""
    decided: BoolArray
    """(a,) whether somebody has decided since what the label is: no model doubts that."""

    def of(self, ordinals: IntArray) -> "GivenAnswers":
        """Those to some items."""
        keep = np.isin(self.ordinals, ordinals)
        return GivenAnswers(*(getattr(self, field.name)[keep] for field in fields(self)))


def in_turns(again: int, new: int) -> Iterator[tuple[bool, int]]:
    """(whether it is one that is asked about again, its place among its own) of a ranking's items.

    In turns, so that however wrong the gains are, half of the answers are to new items.
    """
    return interleave(again, new, np.arange(again + new) % 2 == 1)


@dataclass(frozen=True, eq=False)
class _AnswerBelief:
    """What the answers should have been, as they and a model say."""

    truth: DoubleArray
    """(m, n_classes) probabilities."""
    trust: DoubleArray
    """(people,) how often each is right."""
    likelihood: float


@dataclass(frozen=True, eq=False)
class Doubts:
    """What is held against labels."""

    again: Picks
    """For which a second answer is worth more than a new item, best first. Scores: the gain in
    right labels less wrong ones that an answer is expected to bring, above that of a new item."""
    wrong: IntArray
    """Ordinals of those that are likelier wrong than right: heads don't learn from them until
    somebody agrees. Of a class whose labels all are, the likeliest teaches."""

    @staticmethod
    def none() -> "Doubts":
        return Doubts(Picks.none(), np.empty(0, dtype=np.int64))


def doubts(
    vectors: Vectors,
    labels: Labels,
    answers: GivenAnswers | None,
    n_classes: int,
    names: ClassNames | None = None,
) -> Doubts:
    """What heads that haven't seen them, and people's other answers, hold against labels.

    `labels` (m) are what the ranking head learns from, one class a row, no audits among them. None
    where nobody is asked again, with fewer than 30 labels, or where one person has answered all.
    """
    if answers is None:
        return Doubts.none()
    answers = answers.of(labels.ordinals)
    if len(labels) < FEWEST_LABELS or len(np.unique(answers.people)) < 2:
        return Doubts.none()
    y = class_of_each(labels.targets)
    row_of = np.zeros(int(labels.ordinals.max()) + 1, dtype=np.int64)
    row_of[labels.ordinals] = np.arange(len(labels))
    rows = row_of[answers.ordinals]
    unseen = _unseen(np.asarray(vectors[labels.ordinals]), y, n_classes, names)
    belief = believed(unseen, rows, answers, n_classes)
    trust = float(belief.trust[answers.people].mean())
    gain = gains(belief.truth, y, trust) - WORTH_OF_NEW * (2 * trust - 1)
    allowed = np.zeros(len(labels), dtype=np.bool_)
    allowed[rows[answers.may_again]] = True
    wanted = np.flatnonzero(allowed & (gain > 0))
    best = wanted[np.argsort(-gain[wanted], kind="stable")]
    again = Picks(labels.ordinals[best], gain[best], strategy=RELABEL)
    answered = np.zeros(len(labels), dtype=np.bool_)
    answered[rows[~answers.decided]] = True
    wrong = answered & _wrong(belief.truth[np.arange(len(y)), y], y)
    return Doubts(again, labels.ordinals[wrong])


def without_doubted(
    vectors: Vectors,
    labels: Labels,
    answers: GivenAnswers | None,
    n_classes: int,
    names: ClassNames | None = None,
) -> Labels:
    """Labels of which no head learns what is likely wrong among those that are no audits."""
    if answers is None:
        return labels
    chosen = labels.where(~labels.audit)
    return labels.without(doubts(vectors, chosen, answers, n_classes, names).wrong)


def _wrong(right: DoubleArray, y: IntArray) -> BoolArray:
    """(m,) likelier wrong than right, and not the likeliest of its class."""
    likeliest = np.zeros(int(y.max()) + 1)
    np.maximum.at(likeliest, y, right)
    return np.asarray((right < 0.5) & (right < likeliest[y]))


def _unseen(X: FloatArray, y: IntArray, n_classes: int, names: ClassNames | None) -> FloatArray:
    """(m, n_classes) by heads that haven't seen the label, of the C that foretells best."""
    probabilities = out_of_fold(X, y, n_classes, folds(y), STRENGTHS, names)
    best: FloatArray = probabilities[np.log(likelihood(probabilities, y)).mean(axis=1).argmax()]
    return best


def believed(
    unseen: FloatArray, rows: IntArray, answers: GivenAnswers, n_classes: int
) -> _AnswerBelief:
    """The truth of each row, and who tells it how often: the likeliest of some sharpnesses.

    Dawid & Skene (1979), with one number a person, and the model's word before anybody's.
    """
    beliefs = [
        _believed(unseen.astype(np.float64) ** s, rows, answers, n_classes) for s in SHARPNESS
    ]
    return max(beliefs, key=lambda belief: belief.likelihood)


def _believed(
    prior: DoubleArray, rows: IntArray, replies: GivenAnswers, n_classes: int
) -> _AnswerBelief:
    prior = (1 - SMOOTHING) * prior / prior.sum(axis=1, keepdims=True) + SMOOTHING / n_classes
    people = int(replies.people.max()) + 1
    answers = np.bincount(replies.people, minlength=people)
    trust = np.full(people, FIRST_TRUST)
    for _ in range(STEPS):
        belief = _posterior(prior, trust, rows, replies, n_classes)
        right = belief.truth[rows, replies.classes]
        mean = right.mean()
        right_of = np.bincount(replies.people, weights=right, minlength=people)
        trust = (right_of + OWN_ANSWERS * mean) / (answers + OWN_ANSWERS)
        trust = np.clip(trust, 1 / n_classes + 0.001, 0.995)
    return _posterior(prior, trust, rows, replies, n_classes)


def _posterior(
    prior: DoubleArray, trust: DoubleArray, rows: IntArray, answers: GivenAnswers, n_classes: int
) -> _AnswerBelief:
    right = trust[answers.people]
    wrong = np.log((1 - right) / (n_classes - 1))
    logs = np.log(prior)
    np.add.at(logs, rows, wrong[:, None])
    np.add.at(logs, (rows, answers.classes), np.log(right) - wrong)
    top = logs.max(axis=1, keepdims=True)
    odds = np.exp(logs - top)
    total = odds.sum(axis=1, keepdims=True)
    return _AnswerBelief(odds / total, trust, float((top + np.log(total)).sum()))


def gains(truth: DoubleArray, y: IntArray, trust: float) -> DoubleArray:
    """(m,) right labels less wrong ones, per answer, by which a second answer to a label adds.

    Who disagrees calls for a third, and the majority decides; where all three differ there is no
    label any more. truth (m, n_classes) are probabilities, y (m,) the labels.
    """
    slip = (1 - trust) / (truth.shape[1] - 1)
    is_right = truth[np.arange(len(y)), y]
    is_wrong = 1 - is_right
    agree = is_right * trust + is_wrong * slip
    stays_right = is_right * (trust + (1 - trust) * (trust - slip))
    put_right = is_wrong * trust * (trust - slip)
    stays_wrong = is_wrong * (slip + (truth.shape[1] - 2) * slip * 2 * slip)
    gained = stays_right + put_right - stays_wrong - (is_right - is_wrong)
    return np.asarray(gained / (2 - agree))
