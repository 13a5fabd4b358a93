"""Takes rows of an import that is withdrawn out of the store, and what they had said with them."""

from collections.abc import Mapping, Sequence

from service.answers import AnswerKind, answer_kind
from service.answers.answer import Answer
from service.db.unit_of_work import UnitOfWork
from service.importing.label_from_import import KnownAnswer, label_from_import
from service.importing.queries.import_rows import ImportRows
from service.importing.queries.withdrawal import Claim, Withdrawal
from service.kit.vocabulary import Counted, ImportState, ItemRole
from service.labelling.settle_label import settle_label
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.items import Items
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.pool.tables.imports import Import

Claims = Mapping[int, Sequence[Claim]]
"""Rows of other imports, by item."""


def withdraw_rows(uow: UnitOfWork, project_id: int, import_id: int, limit: int) -> int:
    """Clears up to `limit` of its rows; how many. The items that are only its own lose them all.

    The caller holds the project's lock.
    """
    rows = uow[Withdrawal].rows(import_id, limit)
    if not rows:
        return 0
    imports = {i.id: i for i in uow[Imports].of(project_id)}
    uow[Withdrawal].delete_sources([row.source_id for row in rows])
    items = {row.item_id: imports[row.import_id] for row in rows}
    counted = uow[LabelRows].tally(items)
    claims = _claims(uow, list(items))
    _take_answers(uow, project_id, import_id, list(items), claims, imports)
    orphans = [item for item, owner in items.items() if owner.id == import_id]
    moved = _hand_over(uow, orphans, claims, imports)
    if imports[import_id].role is ItemRole.POOL:
        uow[Counters].count(project_id, Counted.ITEMS, len(moved))
        uow[Counters].count_all(project_id, counted, times=-1)
        uow[Counters].count_all(project_id, uow[LabelRows].tally(items))
    return len(rows)


def _claims(uow: UnitOfWork, items: Sequence[int]) -> Claims:
    claims: dict[int, list[Claim]] = {item: [] for item in items}
    for claim in uow[Withdrawal].claims(items):
        claims[claim.item_id].append(claim)
    return claims


def _take_answers(
    uow: UnitOfWork,
    project_id: int,
    import_id: int,
    items: Sequence[int],
    claims: Claims,
    imports: Mapping[int, Import],
) -> None:
    """Takes back its known answers. Where nobody else gave one, another import's counts now."""
    answered = uow[Withdrawal].take_answers(import_id, items)
    if not answered:
        return
    annotated = uow[Withdrawal].with_answers(answered)
    uow[Withdrawal].delete_labels([item for item in answered if item not in annotated])
    project = uow[Projects].get(project_id)
    for item in uow[Items].some(annotated).values():
        settle_label(
            uow,
            project,
            item,
        )
    kind, classes = answer_kind(project.answer_kind), uow[Classes].answerable(project_id)
    for item in uow[Items].some(set(answered) - annotated).values():
        claimed = [
            (claim, answer)
            for claim in claims[item.id]
            if imports[claim.import_id].labels == "import"
            and (answer := _claimed(kind, claim, classes)) is not None
        ]
        if not claimed:
            continue
        heir, chosen = claimed[0]
        taken_back = KnownAnswer(item.id, item.ordinal, chosen, is_new=False)
        author = imports[heir.import_id].created_by
        label_from_import(uow, kind, project_id, heir.import_id, author, [taken_back])
        uow[ImportRows].count(heir.import_id, labelled=1)
        for claim, answer in claimed:
            if (conflict := kind.agreement(answer, chosen) < 1) != claim.conflict:
                uow[Withdrawal].set_conflict(claim.source_id, conflict)
                uow[ImportRows].count(claim.import_id, conflicts=1 if conflict else -1)


def _claimed(kind: AnswerKind, claim: Claim, classes: Mapping[str, int]) -> Answer | None:
    """The answer of a row that stood there before; None where it names a class that went."""
    named = kind.read(claim.label)
    if named is None or not {*kind.class_names(named)} <= classes.keys():
        return None
    return kind.resolve(named, classes)


def _hand_over(
    uow: UnitOfWork, orphans: Sequence[int], claims: Claims, imports: Mapping[int, Import]
) -> list[int]:
    """Gives items to the first import that stands and brought them too; those people see."""
    heirs: dict[int, list[int]] = {}
    for item in orphans:
        if claims[item]:
            heirs.setdefault(claims[item][0].import_id, []).append(item)
    for heir, items in heirs.items():
        uow[Withdrawal].move(items, heir)
        uow[ImportRows].count(heir, inserted=len(items), duplicates=-len(items))
    visible = [heir for heir in heirs if imports[heir].state is ImportState.READY]
    uow[Withdrawal].forget_rows([item for item in orphans if not claims[item]])
    return [item for heir in visible for item in heirs[heir]]
