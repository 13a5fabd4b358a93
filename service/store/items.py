from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_
from sqlmodel import col, select

from service.errors import NotFound
from service.models import Annotation, Assignment, Import, Item, ItemClass, ItemSource, Label
from service.store.repository import Repository, word
from service.store.slices import slices
from service.vocabulary import AssignmentState, ImportState, ItemRole

VISIBLE = (
    select(Item)
    .join(Import, col(Import.id) == Item.import_id)
    .where(
        col(Item.id) == bindparam("item"),
        col(Item.project_id) == bindparam("project"),
        col(Import.state) == word(ImportState.READY),
    )
)


class ItemRepository(Repository):
    def get(self, project_id: int, item_id: int) -> Item:
        """The item, which nobody sees before its import is ready."""
        asked = {"item": item_id, "project": project_id}
        item = self.query(VISIBLE, params=asked).one_or_none()
        if item is None:
            raise NotFound(f"There is no item {item_id} in project {project_id}.")
        return item

    def some(self, ids: Iterable[int]) -> dict[int, Item]:
        found = self.query(select(Item).where(col(Item.id).in_(list(ids)))).all()
        return {item.id: item for item in found}

    def in_pool(self, project_id: int, ids: Sequence[int]) -> list[Item]:
        """Those of some items that can be seen and are to be labelled, by ordinal."""
        found: list[Item] = []
        for part in slices(ids):
            asked = (
                select(Item)
                .join(Import, col(Import.id) == Item.import_id)
                .where(
                    col(Item.id).in_(part),
                    Item.project_id == project_id,
                    Item.role == ItemRole.POOL,
                    Import.state == ImportState.READY,
                )
            )
            found.extend(self.query(asked).all())
        return sorted(found, key=lambda item: item.ordinal)

    def ids_of_ordinals(self, project_id: int, ordinals: Sequence[int]) -> dict[int, int]:
        """Ids by ordinal of those that can be seen."""
        found: dict[int, int] = {}
        for part in slices(ordinals):
            rows = self.query(
                select(Item.ordinal, Item.id)
                .join(Import, col(Import.id) == Item.import_id)
                .where(
                    Item.project_id == project_id,
                    col(Item.ordinal).in_(part),
                    col(Import.state) == ImportState.READY,
                )
            ).all()
            found.update((ordinal, item_id) for ordinal, item_id in rows)
        return found

    def sources(self, item_id: int) -> Sequence[ItemSource]:
        return self.query(
            select(ItemSource).where(ItemSource.item_id == item_id).order_by(col(ItemSource.id))
        ).all()

    def page(
        self,
        project_id: int,
        *,
        after: int,
        limit: int,
        query: str | None,
        class_ids: Sequence[int] | None,
        state: str | None,
        user_id: int | None,
    ) -> Sequence[tuple[Item, Label | None]]:
        """Visible pool items after an ordinal, each with its label."""
        asked = (
            select(Item, Label)
            .join(Import, col(Import.id) == Item.import_id)
            .outerjoin(Label, col(Label.item_id) == Item.id)
            .where(
                Item.project_id == project_id,
                Item.ordinal > after,
                Item.role == ItemRole.POOL,
                Import.state == ImportState.READY,
            )
        )
        if query:
            asked = asked.where(col(Item.text).icontains(query, autoescape=True))
        if class_ids is not None:
            asked = asked.where(_has_class(class_ids))
        if state is not None:
            asked = asked.where(_in_state(state))
        if user_id is not None:
            offered, answered = _assignment(Assignment.user_id == user_id), _answer_of(user_id)
            asked = asked.where(or_(offered, answered))
        return self.query(asked.order_by(col(Item.ordinal)).limit(limit)).all()

    def span(self, import_id: int) -> tuple[int, int] | None:
        """First ordinal and one past the last of an import; None when it brought none."""
        first, last = self.query(
            select(func.min(Item.ordinal), func.max(Item.ordinal)).where(
                Item.import_id == import_id
            )
        ).one()
        return None if first is None or last is None else (first, last + 1)

    def external_ids(self, ids: Sequence[int]) -> dict[int, str | None]:
        """The first external id of each item."""
        firsts = (
            select(func.min(ItemSource.id))
            .where(col(ItemSource.item_id).in_(ids))
            .group_by(col(ItemSource.item_id))
        )
        rows = self.query(
            select(ItemSource.item_id, ItemSource.external_id).where(col(ItemSource.id).in_(firsts))
        ).all()
        return dict(rows)


def _has_class(class_ids: Sequence[int]) -> Any:
    named = col(ItemClass.class_id).in_(class_ids)
    return exists().where(col(ItemClass.item_id) == Item.id, named)


def _assignment(*conditions: Any) -> Any:
    return exists().where(col(Assignment.item_id) == Item.id, *conditions)


def _answer_of(user_id: int) -> Any:
    """An answer may have come without an assignment."""
    return exists().where(
        col(Annotation.item_id) == Item.id, col(Annotation.user_id) == user_id, col(Annotation.live)
    )


def _in_state(state: str) -> Any:
    leased = _assignment(Assignment.state == AssignmentState.LEASED)
    skipped = _assignment(Assignment.state == AssignmentState.SKIPPED)
    unlabelled = col(Label.item_id).is_(None)
    return {
        "waiting": and_(unlabelled, ~leased, ~skipped),
        "leased": and_(unlabelled, leased),
        "skipped": and_(unlabelled, ~leased, skipped),
        "provisional": Label.state == "provisional",
        "settled": Label.state == "settled",
    }[state]
