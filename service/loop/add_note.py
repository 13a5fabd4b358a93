"""A flag or a comment on an item."""

from service.models import Note
from service.store.unit_of_work import UnitOfWork


def add_note(
    uow: UnitOfWork, project_id: int, user_id: int, item_id: int, kind: str, text: str
) -> Note:
    uow.items.get(project_id, item_id)
    return uow.annotations.add(
        Note(
            project_id=project_id,
            item_id=item_id,
            user_id=user_id,
            kind=kind,
            text=text,
            created_at=uow.now,
        )
    )
