"""How often the target light is wrong, and how often it is lit, while heads change under it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from service.core.evaluation.evidence import Evidence, Seen
from service.core.evaluation.target_reached import look_due, share_shown
from tests.benchmarks.estimates.record import Record
from tests.benchmarks.estimates.trial import evidence_of, records

LEVEL = 0.9
"""The default of a project."""
MARGINS = (-0.001, 0.03, 0.06, 0.1)
"""By how much the last head is above the target; below 0: it hasn't been reached."""
DRAWS = 500
"""Of all campaigns together."""


def target_table(folder: Path, places: Sequence[str], contender: str) -> str:
    """In Markdown: how often a target is called reached by the last look."""
    heads = ["audits", *(_words(margin) for margin in MARGINS), "campaigns"]
    rows = [heads, ["---"] * len(heads)]
    for place in places:
        kept = list(records(folder, place, contender))
        draws = -(-DRAWS // len(kept))
        found = [_reached(record, draws, np.random.default_rng(seed)) for _, seed, record in kept]
        shares = np.mean(found, axis=0)
        rows.append([place, *(f"{100 * share:.0f} %" for share in shares), str(len(found))])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _words(margin: float) -> str:
    if margin < 0:
        return "just not reached by any head"
    return f"passed by {100 * margin:.0f} points"


def _reached(record: Record, draws: int, rng: np.random.Generator) -> list[float]:
    """The share of redrawn audit samples by which each target was called reached."""
    looks = [record.looks[labels] for labels in sorted(record.looks)]
    truths = [look.truth for look in looks]
    targets = [max(truths) - m if m < 0 else truths[-1] - m for m in MARGINS]
    count = np.zeros(len(MARGINS))
    for _ in range(draws):
        order, before = rng.permutation(len(looks[0].pool_right)), 0
        lit = np.zeros(len(MARGINS), dtype=np.bool_)
        for look in looks:
            if look_due(before, look.audits):
                rows = order[: look.audits]
                audits = Seen(look.pool_right[rows], look.pool_confidence[rows])
                evidence = replace(evidence_of(look), audits=audits)
                lit |= [_shown(evidence) >= target for target in targets]
            before = look.audits
        count += lit
    shares: list[float] = (count / draws).tolist()
    return shares


def _shown(evidence: Evidence) -> float:
    return share_shown(lambda estimator, level: estimator(evidence, level), LEVEL)
