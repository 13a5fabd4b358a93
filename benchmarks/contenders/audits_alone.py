"""The share of audits that are right, and nothing else."""

from service.core.evaluation.estimator import Estimate, Estimator
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.intervals import wilson_of_share


def audits_alone(evidence: Evidence, level: float) -> Estimate:
    """Wilson's interval, in a pool that has an end."""
    share = float(evidence.shares @ evidence.audits.right)
    share = min(max(share, 0.0), 1.0)
    return Estimate(share, *wilson_of_share(share, evidence.trials, level))


AUDITS = Estimator(
    "audits", version=1, citation="Wilson 1927; Cochran 1977, 2.6", estimate=audits_alone
)
