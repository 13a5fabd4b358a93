"""Strategies, heads and estimators that benchmarks hold ours against: nobody is offered them.

They keep to the same contracts and tests as ours, and none is registered.
"""

from service.core.acquisition.registry import Strategy
from service.core.evaluation.estimator import Estimator
from service.core.heads.head import HeadKind
from tests.benchmarks.contenders.audits_alone import AUDITS
from tests.benchmarks.contenders.coreset import CORESET
from tests.benchmarks.contenders.difference import DIFFERENCE
from tests.benchmarks.contenders.drop_query import DROP_QUERY
from tests.benchmarks.contenders.herding import HERDING
from tests.benchmarks.contenders.prob_cover import PROB_COVER
from tests.benchmarks.contenders.self_training import SELF_TRAINING
from tests.benchmarks.contenders.spreading import SPREADING
from tests.benchmarks.contenders.stratified import STRATIFIED
from tests.benchmarks.contenders.tuned_logistic import TUNED_LOGISTIC

STRATEGIES: tuple[Strategy, ...] = (CORESET, DROP_QUERY, HERDING, PROB_COVER)
HEADS: tuple[HeadKind, ...] = (SELF_TRAINING, SPREADING, TUNED_LOGISTIC)
ESTIMATORS: tuple[Estimator, ...] = (AUDITS, DIFFERENCE, STRATIFIED)
