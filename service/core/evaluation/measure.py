"""The figures of a round: what the released head is worth, from audit items."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from service.core.acquisition.relabelling import GivenAnswers, without_doubted
from service.core.arrays import BoolArray, IntArray
from service.core.evaluation.by_class.confusion import macro_f1_of_pool
from service.core.evaluation.by_class.per_class import ClassFigure, per_class
from service.core.evaluation.estimator import Estimate, Estimator, find_estimator
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.gather_evidence import Gathered, gather_evidence
from service.core.evaluation.measured_figure import Figures, MeasuredFigure, Sampled
from service.core.evaluation.metric import Metric
from service.core.evaluation.open_questions import OpenQuestions, with_open_questions
from service.core.evaluation.pool_predictions import PoolPredictions, pool_predictions
from service.core.evaluation.sets.figures import ESTIMATOR as OF_SETS
from service.core.evaluation.sets.figures import set_figures
from service.core.evaluation.sets.predictions import SetPredictions, set_predictions
from service.core.evaluation.strata import Share, Strata, share_of_pool, weights_of
from service.core.evaluation.target_reached import BOUNDARIES, SHOWN_BY, share_shown
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.targets.class_sets import ClassSets
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors
from service.kit.reasons import Reason, ReasonCode, reason

ESTIMATOR = "assisted@1"
"""How accuracy is estimated. Fixed before any answer is seen: never the best-looking of several."""
LEVEL = 0.95
"""Of its interval."""
ENOUGH_AUDIT_ITEMS = 20
"""For accuracy as a single figure; labels saved need more (`random_heads`)."""
MOST_UNKNOWN = 0.05
"""With more of the pool than this never sampled there is an interval, but no single figure."""
_PURPOSE = 0, 0x4D454153
"""Keeps these draws apart from those of rankings."""


@dataclass(frozen=True, eq=False)
class Measurement:
    """What is known about the released head."""

    accuracy: float | None
    """None below 20 audit items: a single number would say more than is known."""
    low: float
    high: float
    """95 % interval of the accuracy, for this one look."""
    shown: Mapping[float, float]
    """By level: the share that is shown to be right if this is a look at the target."""
    estimator: str
    """The name and version of what estimated it."""
    macro_f1: float | None
    n_audit: int
    """Audit items with a settled label."""
    n_labels: int
    n_effective: float
    """Audit items of a plain random sample that would tell as much; n_audit with one stratum."""
    classes: list[ClassFigure]
    """(n_classes,) the audit items of each class."""
    strata: Strata
    """As given, with audit items that have no vector yet among the unanswered."""
    audits: IntArray
    """(H,) audit items with a settled label, per stratum."""
    correct_audits: IntArray
    """(H,) how many of them were predicted right."""
    correct: BoolArray
    """(n_audit,) whether each audit item was predicted right, in the order of the labels."""
    evidence: Evidence
    """What it was estimated from."""
    folds: int
    """That audit items were dealt to, to be predicted by heads that haven't seen them."""
    head: Head | None
    """The released head, trained on every label; None when there is none."""
    blind: Head | None
    """The head on the chosen labels alone, which has seen no audit; None without any."""
    predictions: PoolPredictions | SetPredictions | None
    """Of the whole pool; None without a head."""
    figures: Figures
    """By each metric of its kind of answer."""
    note: Reason | None
    """Why a figure is missing or wide, and what helps."""


def dealing(seed: int) -> np.random.Generator:
    """Deals audits to folds. All rounds of a project deal alike, so that a figure moves by what was
    learnt, not by the deal."""
    return np.random.default_rng([seed, *_PURPOSE])


def measure(
    vectors: Vectors,
    labels: Labels,
    *,
    n_classes: int,
    strata: Strata | None = None,
    unanswered: IntArray | None = None,
    seed: int,
    present: BoolArray | None = None,
    learner: Learner | None = None,
    warm: Head | None = None,
    released: Callable[[], Head | None] = lambda: None,
    answers: GivenAnswers | None = None,
) -> Measurement:
    """The share of the pool's rows that the released head gets right, and the head to release.

    Of labelled rows it is what heads get right that haven't seen their labels. It is estimated
    from audit items, with the help of how sure heads are of the pool. In each stratum audit items
    are a random sample and no ranking saw their labels, so this is not biased by what was chosen;
    strata weigh what they weigh in the pool. Audit items that people could not answer
    (`strata.unanswered`): the interval reaches from all of them wrong to all of them right.
    `unanswered` (u,) are their ordinals, stratum by stratum; without them they count as any other
    item of the pool. `present` (N,) are the items of the pool that have a vector; labels of others
    are left out, and an audit item among them counts as unanswered. `learner` fits the heads, by
    default logistic@1. Fitting begins at `warm`, the round's ranking head, which saw no audits.
    `released` gives the head that was released last: the one to release goes on from there.
    `answers` as in a ranking: of labels that are no audits, what is likely wrong teaches no head.
    """
    learner = learner or Learner.plain()
    vectors = learner.seen(vectors)
    present = np.ones(len(vectors), dtype=np.bool_) if present is None else present
    labels, strata, questions = _usable(labels, strata or Strata.one(), unanswered, present)
    labels = without_doubted(vectors, labels, answers, n_classes, learner.seen_names)
    # A fit that stops short of the optimum remembers the labels of the head that it starts from.
    chosen = labels.where(~labels.audit)
    blind = learner.fit(vectors, chosen, n_classes, warm) if len(chosen) else None
    del warm  # of 1,000 labels in three views 18 MB
    gathered = gather_evidence(
        vectors,
        labels,
        lambda trained_on: learner.refit(vectors, trained_on, n_classes, blind),
        lambda trained_on: learner.cut_back(vectors, trained_on, n_classes, blind),
        pool=np.flatnonzero(present),
        strata=strata,
        n_classes=n_classes,
        rng=dealing(seed),
    )
    head = learner.release(vectors, labels, n_classes, released() or blind) if len(labels) else None
    evidence, audits = gathered.evidence, labels.where(labels.measured())
    sampled = _sampled(evidence, audits, strata, questions)
    estimate = _estimate(evidence, audits, sampled, questions, vectors, head)
    return _summary(
        *(labels, gathered, estimate, strata, sampled),
        n_classes=n_classes,
        head=head,
        blind=blind,
        predictions=_of_pool(gathered, labels, vectors, present, head),
    )


def _usable(
    labels: Labels, strata: Strata, unanswered: IntArray | None, present: BoolArray
) -> tuple[Labels, Strata, OpenQuestions]:
    """The labels of items that have a vector; audits among the others are open questions."""
    questions = OpenQuestions.of(strata, unanswered).and_without_vectors(labels, present)
    strata = Strata(strata.sizes, questions.per_stratum(strata))
    return labels.where(present[labels.ordinals]), strata, questions


def _sampled(
    evidence: Evidence, audits: Labels, strata: Strata, questions: OpenQuestions
) -> Sampled:
    stratum = np.concatenate([audits.strata(), questions.stratum])
    trials = np.bincount(stratum, minlength=len(strata.sizes))
    return Sampled(
        weights=weights_of(strata, audits.strata()),
        with_unanswered=weights_of(strata, stratum),
        n_items=evidence.n_items,
        unknown=share_of_pool(strata.sizes, trials, trials).unknown,
    )


def _estimate(
    evidence: Evidence,
    audits: Labels,
    sampled: Sampled,
    questions: OpenQuestions,
    vectors: Vectors,
    head: Head | None,
) -> Callable[[Estimator, float], Estimate]:
    """What an estimator says of the whole pool, with an interval of some level."""
    elsewhere = float(evidence.pool.mean()) if len(evidence.pool) else 0.5
    unanswered = questions.confidence(vectors, head, audits.targets, elsewhere)
    weights, unknown = sampled.with_unanswered, sampled.unknown
    return lambda estimator, level: with_open_questions(
        estimator, evidence, unanswered=unanswered, weights=weights, unknown=unknown, level=level
    )


def _summary(
    labels: Labels,
    gathered: Gathered,
    estimate: Callable[[Estimator, float], Estimate],
    strata: Strata,
    sampled: Sampled,
    *,
    n_classes: int,
    head: Head | None,
    blind: Head | None,
    predictions: PoolPredictions | SetPredictions | None,
) -> Measurement:
    """The figures that the audits among `labels` (n_audit,) allow, in the order of `gathered`."""
    audits = labels.where(labels.measured())
    truth, stratum = audits.scored(), audits.strata()
    predicted, right = gathered.predicted, gathered.evidence.audits.right
    n = np.bincount(stratum, minlength=len(strata.sizes))
    correct = np.bincount(stratum[right], minlength=len(strata.sizes))
    share = share_of_pool(strata.sizes, correct, n)
    enough = share.trials >= ENOUGH_AUDIT_ITEMS and share.unknown <= MOST_UNKNOWN
    if isinstance(truth, ClassSets) and isinstance(predicted, ClassSets):
        figures, name = set_figures(truth, predicted, sampled, enough=enough), OF_SETS
        whole = figures[Metric.EXACT_MATCH]
    else:
        whole, name = _accuracy(estimate, enough), ESTIMATOR
        macro_f1 = macro_f1_of_pool(labels, gathered, sampled, n_classes, enough)
        figures = {Metric.ACCURACY: whole, Metric.MACRO_F1: macro_f1}
    return Measurement(
        accuracy=whole.value,
        low=whole.low,
        high=whole.high,
        shown=whole.shown,
        estimator=name,
        macro_f1=figures[Metric.MACRO_F1].value,
        n_audit=len(audits),
        n_labels=len(labels),
        n_effective=share.trials,
        classes=per_class(truth, predicted, sampled.weights, n_classes),
        strata=strata,
        audits=n,
        correct_audits=correct,
        correct=right,
        evidence=gathered.evidence,
        folds=gathered.folds,
        head=head,
        blind=blind,
        predictions=predictions,
        figures=figures,
        note=_note(n, strata, share),
    )


def _of_pool(
    gathered: Gathered, labels: Labels, vectors: Vectors, present: BoolArray, head: Head | None
) -> PoolPredictions | SetPredictions | None:
    if head is None:
        return None
    if isinstance(labels.targets, ClassSets):
        return set_predictions(gathered, labels, vectors, present, head)
    return pool_predictions(gathered, labels, vectors, present, head)


def _accuracy(estimate: Callable[[Estimator, float], Estimate], enough: bool) -> MeasuredFigure:
    figure, looking = estimate(find_estimator(ESTIMATOR), LEVEL), find_estimator(SHOWN_BY)
    return MeasuredFigure(
        value=figure.value if enough else None,
        low=figure.low,
        high=figure.high,
        shown={
            level: share_shown(lambda of: estimate(looking, of).low, level) for level in BOUNDARIES
        },
    )


def _note(n: IntArray, strata: Strata, share: Share) -> Reason | None:
    lacking = _lacking(n, strata, share)
    unanswered = int(strata.unanswered.sum())
    if lacking is None and unanswered:
        return reason(ReasonCode.UNANSWERED_AUDIT_ITEMS, audit_items=unanswered)
    return lacking


def _lacking(n: IntArray, strata: Strata, share: Share) -> Reason | None:
    """Why there is no single figure; with several strata, which one needs audit items."""
    total = int(n.sum())
    if total < ENOUGH_AUDIT_ITEMS:
        return reason(ReasonCode.FEW_AUDIT_ITEMS, audit_items=total, needed=ENOUGH_AUDIT_ITEMS)
    enough = share.trials >= ENOUGH_AUDIT_ITEMS and share.unknown <= MOST_UNKNOWN
    if len(n) == 1 or enough:
        return None
    weights = strata.sizes / strata.sizes.sum()
    # The one that adds most to the variance of the estimate.
    thin = int(np.argmax(weights**2 / np.maximum(n, 0.1)))
    return reason(
        ReasonCode.UNEVEN_AUDIT_ITEMS,
        here=int(n[thin]),
        audit_items=total,
        percent=round(100 * weights[thin]),
    )
