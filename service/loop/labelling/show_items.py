"""Items as a list and one by one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from service.core.json_depth import cut_off
from service.errors import Invalid
from service.loop.labelling.telling import Telling, telling
from service.loop.page import Page, Paging
from service.models import Annotation, Item, Label
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import LabelState


@dataclass(frozen=True, kw_only=True)
class ShownItem:
    id: int
    external_id: str | None
    text: str | None
    label: str | None
    state: LabelState | None
    confidence: float | None


class ShownSource(NamedTuple):
    """A row of a file that the item came from."""

    line: int
    import_id: int
    external_id: str | None
    data: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class ShownAnswer:
    """An answer that was given to the item, whatever became of it."""

    id: UUID
    annotator: str
    label: str | None
    live: bool
    late: bool
    unasked: bool
    received_at: datetime
    retracted_at: datetime | None


class ShownNote(NamedTuple):
    annotator: str
    kind: str
    text: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class ItemWithHistory(ShownItem):
    sources: list[ShownSource]
    history: list[ShownAnswer]
    notes: list[ShownNote]


def list_items(
    uow: UnitOfWork,
    project_id: int,
    paging: Paging,
    *,
    query: str | None,
    class_name: str | None,
    state: str | None,
    annotator: int | None,
) -> Page[ShownItem]:
    """Pool items by ordinal."""
    tell = telling(uow, project_id)
    rows = uow.items.page(
        project_id,
        after=paging.after,
        limit=paging.looked_at,
        query=query,
        class_ids=_class_ids(uow, project_id, class_name),
        state=state,
        user_id=annotator,
    )
    page = paging.page(rows, lambda row: row[0].ordinal)
    external = uow.items.external_ids([item.id for item, _ in page.results])
    return page.shown(lambda row: _item(*row, external, tell))


def show_item(uow: UnitOfWork, project_id: int, item_id: int) -> ItemWithHistory:
    """One item with the rows it came from, every answer ever given to it, and its notes."""
    item = uow.items.get(project_id, item_id)
    tell = telling(uow, project_id)
    shown = _item(item, uow.labels.get(item_id), uow.items.external_ids([item_id]), tell)
    return ItemWithHistory(
        id=shown.id,
        external_id=shown.external_id,
        text=shown.text,
        label=shown.label,
        state=shown.state,
        confidence=shown.confidence,
        sources=[
            ShownSource(source.line, source.import_id, source.external_id, cut_off(source.data))
            for source in uow.items.sources(item_id)
        ],
        history=[_given(given, name, tell) for given, name in uow.annotations.history(item_id)],
        notes=[
            ShownNote(name, note.kind, note.text, note.created_at)
            for note, name in uow.notes.of_item(item_id)
        ],
    )


def _given(given: Annotation, annotator: str, tell: Telling) -> ShownAnswer:
    return ShownAnswer(
        id=given.id,
        annotator=annotator,
        label=tell(given.answer),
        live=given.live,
        late=given.late,
        unasked=given.unasked,
        received_at=given.received_at,
        retracted_at=given.retracted_at,
    )


def _class_ids(uow: UnitOfWork, project_id: int, name: str | None) -> list[int] | None:
    """The class of that name, with those that are merged into it."""
    if name is None:
        return None
    class_id = uow.classes.answerable(project_id).get(name)
    if class_id is None:
        raise Invalid(f"This project has no class {name!r}.", field="class")
    return uow.classes.family(project_id, class_id)


def _item(
    item: Item, label: Label | None, external: dict[int, str | None], tell: Telling
) -> ShownItem:
    return ShownItem(
        id=item.id,
        external_id=external.get(item.id),
        text=item.text,
        label=tell(label.answer) if label is not None else None,
        state=label.state if label is not None else None,
        confidence=label.confidence if label is not None else None,
    )
