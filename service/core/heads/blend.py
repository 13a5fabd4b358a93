"""How far each head of a mixture is to be trusted, from predictions for labels not seen.

The rule and its constants were chosen on six public sets, checked on three others, and never tuned
for one: benchmarks/findings/0003-mix-heads-do-not-select-one.md.
"""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import DoubleArray, IntArray

STEPS = 80
GATE = (0.0, 1.0)
FLOOR = (0.4, 0.6)
FLOOR_FROM = 20


@dataclass(frozen=True, eq=False)
class Blend:
    """Weights of heads, the plain one first, and what they rest on."""

    weights: DoubleArray
    """(h,) what the heads count, the gate applied; they sum to 1."""
    proposed: DoubleArray
    """(h,) before the gate."""
    gain: float
    """Of the proposed mixture over the plain head, in log-likelihood, over its standard error."""
    agreement: float
    """Of neighbours with labels, beyond chance, less its standard error: do classes follow the
    embedding?"""
    gate: float
    """0 = the plain head alone, 1 = as proposed."""

    @staticmethod
    def plain(h: int) -> "Blend":
        """The plain head alone: before there is anything to go by."""
        weights = np.eye(1, h)[0]
        return Blend(weights, weights, 0.0, 0.0, 0.0)


def blend(proposed: DoubleArray, gains: DoubleArray, pull: DoubleArray, agreement: float) -> Blend:
    """The weights `proposed` (h,) for heads, the plain one first, as far as they can be trusted.

    gains (m,) are how much likelier the mixture makes each label than the plain head does, in
    logarithms, out of fold; pull (m,) is what each label counts, with mean 1. The gate opens when
    the mixture gains more than its standard error, or when the classes follow the embedding
    whatever chance said so far.
    """
    gain = _in_errors(gains, pull)
    opens = max(_ramp(gain, GATE), _ramp(agreement, FLOOR) if len(gains) >= FLOOR_FROM else 0.0)
    weights = opens * proposed
    weights[0] += 1 - opens
    return Blend(weights, proposed, gain, agreement, opens)


def proposed_weights(likelihoods: DoubleArray, pull: DoubleArray) -> DoubleArray:
    """(h,) the MAP weights for the likeliest mean: a label more for each head is the prior."""
    h = likelihoods.shape[1]
    # Labels that count unequally are worth fewer.
    counted = pull / np.mean(pull**2)
    weights = np.full(h, 1 / h)
    for _ in range(STEPS):
        responsible = likelihoods * weights
        responsible /= responsible.sum(axis=1, keepdims=True)
        weights = counted @ responsible + 1.0
        weights /= weights.sum()
    return weights


def _in_errors(gains: DoubleArray, pull: DoubleArray) -> float:
    """Their weighted mean over its standard error; 0 when all are alike."""
    mean = float(np.average(gains, weights=pull))
    error = float(np.sqrt(np.sum((pull * (gains - mean)) ** 2)) / pull.sum())
    return mean / error if error > 0 else 0.0


def agreement(predicted: IntArray, y: IntArray, n_classes: int) -> float:
    """Cohen's kappa of predictions (m,) and labels y (m,), less its standard error.

    One pair more is counted as equal, and one as not.
    """
    m = len(y)
    observed = (float(np.count_nonzero(predicted == y)) + 1) / (m + 2)
    labels, guesses = (np.bincount(rows, minlength=n_classes) / m for rows in (y, predicted))
    expected = float(labels @ guesses)
    if expected >= 1:
        return 0.0
    error = np.sqrt(observed * (1 - observed) / m)
    return float((observed - expected - error) / (1 - expected))


def _ramp(value: float, between: tuple[float, float]) -> float:
    low, high = between
    return float(np.clip((value - low) / (high - low), 0, 1))
