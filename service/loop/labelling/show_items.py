"""Items as a list and one by one."""

from typing import Any

from service.errors import Invalid
from service.loop.importing.formats.depth import cut_off
from service.models import Item, Label
from service.store.unit_of_work import UnitOfWork


def list_items(
    uow: UnitOfWork,
    project_id: int,
    *,
    after: int,
    limit: int,
    query: str | None,
    class_name: str | None,
    state: str | None,
    annotator: int | None,
) -> tuple[list[dict[str, Any]], int | None]:
    """A page of pool items by ordinal, and where the next one starts."""
    names = uow.classes.names(project_id)
    rows = uow.items.page(
        project_id,
        after=after - 1,
        limit=limit + 1,
        query=query,
        class_id=_class_id(names, class_name),
        state=state,
        user_id=annotator,
    )
    shown = rows[:limit]
    external = uow.items.external_ids([item.id for item, _ in shown if item.id is not None])
    items = [_item(item, label, external, names) for item, label in shown]
    return items, rows[limit][0].ordinal if len(rows) > limit else None


def show_item(uow: UnitOfWork, project_id: int, item_id: int) -> dict[str, Any]:
    """One item with the rows it came from, every answer ever given to it, and its notes."""
    item = uow.items.get(project_id, item_id)
    names = uow.classes.names(project_id)
    return {
        **_item(item, uow.labels.get(item_id), uow.items.external_ids([item_id]), names),
        "sources": [
            source.model_dump() | {"data": cut_off(source.data)}
            for source in uow.items.sources(item_id)
        ],
        "history": [
            {
                **annotation.model_dump(),
                "annotator": name,
                "label": names.get(annotation.answer[0]) if annotation.answer else None,
            }
            for annotation, name in uow.annotations.history(item_id)
        ],
        "notes": [
            {**note.model_dump(), "annotator": name}
            for note, name in uow.annotations.notes(item_id)
        ],
    }


def _class_id(names: dict[int, str], name: str | None) -> int | None:
    if name is None:
        return None
    for class_id, known in names.items():
        if known == name:
            return class_id
    raise Invalid(f"This project has no class {name!r}.", field="class")


def _item(
    item: Item, label: Label | None, external: dict[int, str | None], names: dict[int, str]
) -> dict[str, Any]:
    return {
        "id": item.id,
        "external_id": external.get(item.id or 0),
        "text": item.text,
        "label": names.get(label.answer[0]) if label is not None and label.answer else None,
        "state": label.state if label is not None else None,
        "confidence": label.confidence if label is not None else None,
    }
