"""What a round thinks of the items of its ranking, as they will show it or won't."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from service.core.acquisition.audit import AUDIT_RESERVE
from service.core.acquisition.audit_schedule import schedule_of
from service.core.evaluation.recalibration import AS_STATED, Recalibration
from service.core.heads.head import SetHead
from service.core.matrix import Vectors
from service.core.rounds import RankedItems
from service.core.suggestions import likeliest, likeliest_of_set, suggests, withheld_up_to
from service.models import Measured, Project
from service.store.audit import AuditOrder
from service.store.suggestions import Opinion, Suggestions
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Source

DIGITS = 4
Row = dict[str, Any]


def opinions_of(
    ranking: RankedItems,
    vectors: Vectors,
    class_ids: Sequence[int],
    model: str,
    measured: Measured | None,
) -> dict[int, Opinion]:
    """By ordinal, what the ranking head thinks of what it ranked; nothing without a head.

    As likely as such predictions came true by the last measurement, of items that were chosen too.
    Of several classes an item those that it would name, as likely as it holds them to be.
    """
    head, ordinals = ranking.head, ranking.ordinals
    if head is None:
        return {}
    P = head.probabilities(np.asarray(vectors[ordinals]), ordinals)
    if isinstance(head, SetHead):
        classes, probabilities = likeliest_of_set(P, head.stated(P))
    else:
        classes, probabilities = likeliest(P, _calibration(measured))
    return {
        ordinal: Opinion(
            model,
            [
                (class_ids[c], round(p, DIGITS))
                for c, p in zip(row.tolist(), likely.tolist(), strict=True)
                if p > 0
            ],
        )
        for ordinal, row, likely in zip(ordinals.tolist(), classes, probabilities, strict=True)
    }


def _calibration(measured: Measured | None) -> Recalibration:
    """As stated, before there is a measurement."""
    return measured.calibration if measured is not None else AS_STATED


class Withheld(NamedTuple):
    """Items that show no suggestion."""

    densely: set[int]
    """While audits come densely."""
    later: set[int]


def withheld_ever(uow: UnitOfWork, project: Project, item_ids: Sequence[int]) -> Withheld:
    densest = schedule_of(project.audits).parts[0][1]
    return Withheld(
        withheld_items(uow, project, item_ids, densest), withheld_items(uow, project, item_ids)
    )


def withheld_items(
    uow: UnitOfWork, project: Project, item_ids: Sequence[int], audits: float = 0.0
) -> set[int]:
    """Those of these items that show no suggestion to anyone, while such a share of hand-outs are
    audits: see `withheld_up_to`.

    All, while checks are under way: what a machine is checked by must not know what it thinks.
    """
    if project.certifying:
        return {*item_ids}
    reserved = uow[AuditOrder].reserved(project, AUDIT_RESERVE)
    reserve_end = reserved[-1].probability if reserved else 0.0
    return {
        key.item_id
        for key in uow[Suggestions].keys(item_ids)
        if key.audit_key <= withheld_up_to(key.frontier, reserve_end, audits)
    }


CHOSEN = (Source.STRATEGY, Source.HUNT)
"""What shows suggestions: a strategy chose it, and it measures nothing."""


def with_suggestions(
    rows: Sequence[Row],
    opinions: Mapping[int, Opinion],
    withheld: Withheld,
    project: Project,
    *,
    first: int,
    n_classes: int,
) -> list[Row]:
    """A ranking with what its items show; `first` is the number of the next hand-out.

    Only what a strategy chose shows any. What is withheld by chance is kept too, so that it can
    be told what difference suggestions make.
    """
    if not suggests(project.suggestions, n_classes):
        return list(rows)
    dense_until = schedule_of(project.audits).dense_until
    return [
        _with(row, opinions, withheld.later if number >= dense_until else withheld.densely)
        for number, row in enumerate(rows, start=first)
    ]


def _with(row: Row, opinions: Mapping[int, Opinion], withheld: Collection[int]) -> Row:
    opinion = opinions.get(row["item_id"])
    if opinion is None or not opinion.classes or row["source"] not in CHOSEN:
        return row
    return {
        **row,
        "suggestions": opinion.classes,
        "suggested_by": opinion.model,
        "suggestions_shown": row["item_id"] not in withheld,
    }
