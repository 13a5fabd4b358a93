"""Suggestions: what a round, or a model outside, thinks of the items of the ranking."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from service.app import App
from service.core.acquisition.audit import AUDIT_RESERVE, schedule_of
from service.core.evaluation.recalibration import AS_STATED, Recalibration
from service.core.heads.head import SetHead, all_heads
from service.core.rounds import RankedItems
from service.core.suggestions import MOST, likeliest, likeliest_of_set, suggests, withheld_up_to
from service.core.vectors.matrix import Vectors
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.rank import request_round
from service.kit.errors import Invalid
from service.kit.vocabulary import Source
from service.pool.queries.audit import AuditOrder
from service.pool.queries.blindness import Blindness
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds.queries.suggestions import FromOutside, Nameable, Opinion, Suggestions
from service.rounds.shapes import NewSuggestion, TakenSuggestions
from service.rounds.tables.measured import Measured

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


OTHERS_MUST_AUDIT = (
    "You have sent predictions for all texts, so your answers are no audit answers. "
    "Invite others: they must answer the audit texts."
)
MOST_NAMED = 20
"""Bad rows that an answer names."""


class _BadRow(NamedTuple):
    line: int
    field: str
    reason: str


def take_suggestions(
    app: App, project_id: int, user_id: int, model: str, sent: Sequence[NewSuggestion]
) -> TakenSuggestions:
    """Replaces all that the model has said of these items; all rows are taken, or none.

    Items that wait show it from the next round on, which this asks for. Whoever sends it has seen
    it: others give the audit answers of these items. The rows of a large project are looked
    through for external ids before anything is locked.
    """
    if model in {f"{head.name}@{head.version}" for head in all_heads()}:
        raise Invalid(f"{model!r} is what the service's own suggestions go by.", field="model")
    with app.read() as uow:
        class_ids = uow[Classes].offered(project_id)
        nameable = uow[Suggestions].nameable(
            project_id,
            [row.item_id for row in sent if row.item_id is not None],
            [row.external_id for row in sent if row.external_id is not None],
        )
    rows = _rows(sent, nameable, class_ids)
    with app.write() as uow:
        project = uow[Projects].lock(project_id)
        uow[Suggestions].replace(model, rows, uow.now)
        uow[Blindness].note(user_id, [row.item_id for row in rows])
        if project.embedded_count:
            request_round(uow, project, "suggestions", at_once=True)
        seen = uow[Blindness].count_seen(project_id, user_id)
        are_all = uow[Blindness].has_seen_all(project_id, user_id)
    note = OTHERS_MUST_AUDIT if are_all else None
    return TakenSuggestions(len({row.item_id for row in rows}), len(rows), seen, note)


def _rows(
    sent: Sequence[NewSuggestion], nameable: Nameable, class_ids: Mapping[str, int]
) -> list[FromOutside]:
    """As they are stored; `Invalid` names each bad one by its line, the first of which is 1."""
    rows: list[FromOutside] = []
    bad: list[_BadRow] = []
    seen: dict[int, set[int]] = {}
    for line, row in enumerate(sent, start=1):
        item, field, reason = _item(row, nameable)
        class_id = class_ids.get(row.label_class)
        of_item = seen.setdefault(item or 0, set())
        if item is None:
            bad.append(_BadRow(line, field, reason))
        elif class_id is None:
            bad.append(_BadRow(line, "class", f"the project has no class {row.label_class!r}"))
        elif class_id in of_item:
            bad.append(_BadRow(line, "class", "the item has this class in an earlier row"))
        elif len(of_item) == MOST:
            bad.append(_BadRow(line, field, f"an item shows {MOST} classes at most"))
        else:
            of_item.add(class_id)
            rows.append(FromOutside(item, class_id, row.probability))
    if bad:
        raise _refused(bad)
    return rows


def _item(row: NewSuggestion, nameable: Nameable) -> tuple[int | None, str, str]:
    """The item that a row is of; without one the field that is wrong, and why."""
    if (row.item_id is None) == (row.external_id is None):
        return None, "item_id", "a row needs `item_id` or `external_id`, one of them"
    if row.item_id is not None:
        item_id = row.item_id if row.item_id in nameable.ids else None
        return item_id, "item_id", f"no text to be labelled has the id {row.item_id}"
    items = nameable.by_external_id.get(row.external_id or "", set())
    if len(items) == 1:
        return next(iter(items)), "external_id", ""
    reason = "no text to be labelled has" if not items else f"{len(items)} texts have"
    return None, "external_id", f"{reason} the id {row.external_id!r}"


def _refused(bad: Sequence[_BadRow]) -> Invalid:
    first, further = bad[0], len(bad) - 1
    more = f", and {further} more" if further else ""
    return Invalid(
        f"Row {first.line}: {first.reason}{more}. Nothing was stored.",
        field=_place(first),
        errors=[{"field": _place(row), "reason": row.reason} for row in bad[:MOST_NAMED]],
    )


def _place(row: _BadRow) -> str:
    return f"suggestions.{row.line - 1}.{row.field}"
