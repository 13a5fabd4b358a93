"""Strategies, heads and estimators that benchmarks hold ours against: nobody is offered them.

They keep to the same contracts and tests as ours, and none is registered.
"""

from benchmarks.contenders.audits_alone import AUDITS
from benchmarks.contenders.coreset import CORESET
from benchmarks.contenders.difference import DIFFERENCE
from benchmarks.contenders.drop_query import DROP_QUERY
from benchmarks.contenders.herding import HERDING
from benchmarks.contenders.prob_cover import PROB_COVER
from benchmarks.contenders.self_training import SELF_TRAINING
from benchmarks.contenders.spreading import SPREADING
from benchmarks.contenders.stratified import STRATIFIED
from benchmarks.contenders.tuned_logistic import TUNED_LOGISTIC
from service.core.acquisition.registry import Strategy
from service.core.evaluation.estimator import Estimator
from service.core.heads.head import HeadKind

STRATEGIES: tuple[Strategy, ...] = (CORESET, DROP_QUERY, HERDING, PROB_COVER)
HEADS: tuple[HeadKind, ...] = (SELF_TRAINING, SPREADING, TUNED_LOGISTIC)
ESTIMATORS: tuple[Estimator, ...] = (AUDITS, DIFFERENCE, STRATIFIED)
