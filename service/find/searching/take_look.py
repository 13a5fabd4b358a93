"""What somebody says of a candidate: of the class, of another, or not of the class."""

from uuid import UUID

from service.answers import answer_kind
from service.db.unit_of_work import UnitOfWork
from service.find.queries.hunts import Hunts
from service.find.searching.hunted_class import hunted_class, show_hunt
from service.find.searching.shapes import Hunt, NewLook
from service.find.tables import HuntLook
from service.kit.errors import Conflict, NotFound
from service.kit.vocabulary import Source
from service.labelling.decide_items import decide_items, undo_decisions
from service.labelling.queries.decisions import Decisions
from service.pool.queries.classes import Classes
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects


def take_look(
    uow: UnitOfWork, project_id: int, class_id: int, user_id: int, look_id: UUID, look: NewLook
) -> Hunt:
    """Keeps the look, and the label that it gives its item. The same once more changes nothing."""
    project = uow[Projects].lock(project_id)  # before looking: it may come twice at once
    hunted_class(uow, project_id, class_id)
    item = uow[Items].get(project_id, look.item_id)
    is_hit = False
    if look.answer is not None:
        kind = answer_kind(project.answer_kind)
        named = kind.class_ids(kind.parse(look.answer, uow[Classes].ids(project_id)))
        is_hit = class_id in named
    values = (class_id, item.id, user_id, is_hit)
    earlier = uow[Hunts].look(look_id)
    if (
        earlier is not None
        and (earlier.class_id, earlier.item_id, earlier.user_id, earlier.found) != values
    ):
        raise Conflict(f"The id {look_id} was used for another decision. Use a new one.")
    if earlier is not None and not earlier.live:
        raise Conflict(f"The decision {look_id} was undone. Use a new id.")
    if look.answer is not None:
        decide_items(uow, project_id, user_id, look_id, [item.id], look.answer, Source.HUNT)
    if earlier is None:
        uow[Hunts].add_look(
            HuntLook(
                batch=look_id,
                class_id=class_id,
                item_id=item.id,
                user_id=user_id,
                found=is_hit,
                looked_at=uow.now,
            )
        )
    return show_hunt(uow, project_id, class_id)


def undo_look(uow: UnitOfWork, project_id: int, class_id: int, user_id: int, look_id: UUID) -> Hunt:
    """Takes a look of one's own back, with the label that it gave; once more changes nothing."""
    uow[Projects].lock(project_id)
    hunted_class(uow, project_id, class_id)
    look = uow[Hunts].look(look_id)
    if look is None or (look.class_id, look.user_id) != (class_id, user_id):
        raise NotFound(f"You made no decision {look_id} for the class {class_id}.")
    look.live = False
    if uow[Decisions].of_batch(look_id):
        undo_decisions(uow, project_id, user_id, look_id)
    return show_hunt(uow, project_id, class_id)
