"""What the model says of the whole pool, put right by what audits say of the model."""

import math

import numpy as np
from scipy.special import expit, stdtrit

from service.core.evaluation.estimator import Estimate, Estimator
from service.core.evaluation.evidence import Evidence, log_odds
from service.core.evaluation.recalibration import recalibrated


def difference(evidence: Evidence, level: float) -> Estimate:
    """lambda mean over the pool of g + mean over audits of (right - lambda g), with Student's t.

    g is the confidence as recalibrated on chosen labels, which no audit took part in; lambda is
    the power-tuning factor of PPI++, cut to [0, 1]: 0 leaves the audits alone. Unbiased whatever
    g is. The interval is that of a normal mean, as in PPI++ and in GLIDE (Martinon, Merad & Raki
    2026, arXiv:2605.31278): too short where few audits are wrong.
    """
    n, shares = len(evidence.audits), evidence.shares
    calibration = recalibrated(evidence.chosen)
    right = evidence.audits.right.astype(np.float64)

    shift, slope = calibration.shift, calibration.slope
    predicted = expit(shift + slope * evidence.audits.log_odds)
    pool = expit(shift + slope * log_odds(evidence.pool))
    together = float(shares @ ((right - shares @ right) * (predicted - shares @ predicted)))
    spread = float(pool.var()) * (1 + n / evidence.n_items)
    tuned = min(max(together / spread, 0.0), 1.0) if spread > 0 else 0.0
    residual = right - tuned * predicted
    mean = float(shares @ residual)
    value = tuned * float(pool.mean()) + mean
    if n == 1:
        return Estimate(value, 0.0, 1.0)
    variance = float(shares @ np.square(residual - mean)) * n / (n - 1) / evidence.trials
    reach = float(stdtrit(n - 1, 0.5 + level / 2)) * math.sqrt(variance)
    return Estimate(value, max(value - reach, 0.0), min(value + reach, 1.0))


DIFFERENCE = Estimator(
    "difference",
    version=1,
    citation="Angelopoulos, Duchi & Zrnic 2023, PPI++, arXiv:2311.01453; Zrnic & Candes 2024",
    estimate=difference,
)
