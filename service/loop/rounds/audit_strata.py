"""The parts of a pool that are each a random sample of their own: imports, or groups of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from service.core.arrays import IntArray
from service.core.evaluation.strata import Strata, group_by_depth
from service.store.audit import Depth


def audit_strata(depths: Sequence[Depth]) -> tuple[dict[int, int], Strata]:
    """The stratum of each import, and how large the strata are."""
    stratum = group_by_depth(
        np.array([depth.frontier for depth in depths]),
        np.array([depth.following for depth in depths]),
        np.array([depth.sampled for depth in depths], dtype=np.int64),
    )
    sizes = np.bincount(stratum, weights=[depth.size for depth in depths])
    unanswered = np.bincount(stratum, weights=[len(depth.unanswered) for depth in depths])
    strata = Strata(sizes.astype(np.int64), unanswered.astype(np.int64))
    return {d.import_id: int(h) for d, h in zip(depths, stratum, strict=True)}, strata


def unanswered_of(depths: Sequence[Depth], stratum_of: Mapping[int, int]) -> IntArray:
    """Ordinals of audit items without an answer, stratum by stratum."""
    in_order = sorted(depths, key=lambda depth: stratum_of[depth.import_id])
    return np.array([o for depth in in_order for o in depth.unanswered], dtype=np.int64)


def imports_of(stratum_of: Mapping[int, int], strata: Strata) -> list[list[int]]:
    """Those of each stratum."""
    imports: list[list[int]] = [[] for _ in strata.sizes]
    for import_id, stratum in stratum_of.items():
        imports[stratum].append(import_id)
    return imports
