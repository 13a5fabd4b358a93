"""Rows of a ranking: what is offered and why, from the first random one on."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from service.core.acquisition.audit import interleave, others_from, schedule_of
from service.core.acquisition.registry import Picks
from service.core.acquisition.relabelling import in_turns
from service.core.rounds import RankedItems
from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import Counted, Source
from service.pool.queries.asked import AskedItems
from service.pool.queries.audit import AuditItem, AuditOrder
from service.pool.queries.counters import Counters
from service.pool.tables.projects import Project
from service.rounds.queries.rounds import Rankings

AUDIT_STRATEGY = "audit@1"
RANDOM_STRATEGY = "random@1"
Row = dict[str, Any]


def _row(
    item_id: int, source: Source, strategy: str, round_number: int | None, **figures: Any
) -> Row:
    """What isn't known of it is empty."""
    return {
        "item_id": item_id,
        "source": source,
        "strategy": strategy,
        "score": None,
        "probability": None,
        "stratum_size": None,
        "round": round_number,
        **figures,
    }


def audit_rows(items: Sequence[AuditItem], round_number: int | None) -> list[Row]:
    return [
        _row(
            item.item_id,
            Source.AUDIT,
            AUDIT_STRATEGY,
            round_number,
            probability=item.probability,
            stratum_size=item.stratum_size,
        )
        for item in items
    ]


def random_rows(items: Sequence[AuditItem]) -> list[Row]:
    """Items that are no audits, where no strategy can choose yet."""
    return [_row(item.item_id, Source.SEED, RANDOM_STRATEGY, None) for item in items]


def ranked_rows(
    ranking: RankedItems, ids: Mapping[int, int], class_ids: Sequence[int], round_number: int
) -> list[Row]:
    """One row per ranked item, best first; `ids` are item ids by ordinal.

    One without an id is left out: its import was taken back meanwhile.
    """
    source = Source.STRATEGY if ranking.head is not None else Source.SEED
    return [
        _row(
            ids[ordinal],
            source if hunted < 0 else Source.HUNT,
            strategy,
            round_number,
            score=_number(score),
            probability=_number(probability),
            hunted_class_id=class_ids[hunted] if hunted >= 0 else None,
        )
        for ordinal, strategy, score, probability, hunted in zip(
            ranking.ordinals.tolist(),
            ranking.strategies,
            ranking.scores.tolist(),
            ranking.probabilities.tolist(),
            ranking.hunted.tolist(),
            strict=True,
        )
        if ordinal in ids
    ]


def relabel_rows(again: Picks, ids: Mapping[int, int], round_number: int) -> list[Row]:
    """One row per label that is asked for once more, best first; `ids` as for `ranked_rows`."""
    return [
        _row(ids[ordinal], Source.RELABEL, again.strategy, round_number, score=score)
        for ordinal, score in zip(again.ordinals.tolist(), again.scores.tolist(), strict=True)
        if ordinal in ids
    ]


def with_relabels(rows: Sequence[Row], again: Sequence[Row]) -> list[Row]:
    """A ranking in which every second row is of a label that is asked for once more."""
    return _in_order(in_turns(len(again), len(rows)), again, rows)


def _in_order(
    places: Iterable[tuple[bool, int]], first: Sequence[Row], other: Sequence[Row]
) -> list[Row]:
    """By whether the next row is one of the first, and its place there or among the others."""
    return [(first if is_first else other)[place] for is_first, place in places]


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


OFFERED = 200


def first_ranking(uow: UnitOfWork, project: Project) -> None:
    """Writes the first ranking; a project that has been ranked keeps the one it has."""
    if project.round_number > 0:
        return
    secret, first = int(project.audit_secret), uow[Counters].value(project.id, Counted.HANDED_OUT)
    slots = schedule_of(project.audits).slots(secret, first, OFFERED)
    audits = uow[AuditOrder].next(project, int(slots.sum()))
    taken = {item.item_id for item in audits}
    beyond = max((item.probability for item in audits), default=0.0)
    items = uow[AuditOrder].others(project.id, OFFERED, others_from(secret, first), beyond)
    others = [item for item in items if item.item_id not in taken]
    places = interleave(len(audits), len(others), slots)
    rows = _in_order(places, audit_rows(audits, None), random_rows(others))
    uow[Rankings].replace(project.id, rows)


def with_audits(uow: UnitOfWork, project: Project, handed_out: int, chosen: list[Row]) -> list[Row]:
    """A ranking with audit items where the schedule has them, from the next hand-out on."""
    schedule = schedule_of(project.audits)
    slots = schedule.slots(int(project.audit_secret), handed_out, len(chosen))
    audits = audit_rows(uow[AuditOrder].next(project, int(slots.sum())), project.round_number)
    # What went out while this round ran would be passed over, and so shift the audit items; where
    # many audits are wanted they go beyond the reserve, to items that the strategy chose too.
    gone = uow[AskedItems].gone([row["item_id"] for row in chosen])
    gone |= {row["item_id"] for row in audits}
    ranked = [row for row in chosen if row["item_id"] not in gone]
    return _in_order(interleave(len(audits), len(ranked), slots), audits, ranked)
