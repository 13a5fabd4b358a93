"""Classes added, changed, put in order, merged, retired and brought back.

No answer changes by it. What it means is looked up when it is read, so all of it can be undone.
Only what several people said of one item is decided anew: two who differed may agree now.
"""

from collections.abc import Sequence

from service.db.unit_of_work import UnitOfWork
from service.figures.show_progress import count_classes
from service.jobs.kinds.embed import request_names
from service.jobs.kinds.resettle import request_resettling
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.vocabulary import ClassState
from service.labelling.queries.annotations import Annotations
from service.pool.queries.classes import Classes
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Projects
from service.pool.tables.classes import LabelClass
from service.pool.tables.projects import Project
from service.projects.new_classes import check_number, free_key, free_name, next_key
from service.projects.settings_history import note_change, note_look
from service.projects.shapes.projects import ClassChange, MergeEffect, NewClass

FORMER_NAMES = 20
"""That are kept: the last ones."""


def add_class(uow: UnitOfWork, project_id: int, new: NewClass, *, by: int) -> LabelClass:
    """The class, last of them all. Without a key of its own it gets the first digit left."""
    project = uow[Projects].lock(project_id)
    classes = uow[Classes].every(project_id)
    offered = [each for each in classes if each.state is ClassState.ACTIVE]
    check_number(len(offered) + 1)
    name = free_name(new.name, classes)
    taken = {each.key for each in offered}
    added = next((each for each in classes if each.name == name), None)
    if added is None:
        added = LabelClass(project_id=project_id, name=name, position=0)
    added.state, added.colour, added.description = ClassState.ACTIVE, new.colour, new.description
    added.key = free_key(new.key, classes) if new.key else next_key(taken)
    added.position = max((each.position for each in classes), default=-1) + 1
    uow[Classes].add_all([added])
    uow[Imports].disown_class(project_id, added.id)
    note_change(uow, project, "class_added", name, by=by)
    return added


TO_MERGE = "To make one class of both, merge them."


def change_class(uow: UnitOfWork, project_id: int, class_id: int, change: ClassChange) -> None:
    """Changes what is sent of a class. What it was called before still means it."""
    project, label_class = hold_class(uow, project_id, class_id)
    others = [each for each in uow[Classes].every(project_id) if each is not label_class]
    was = label_class.name, label_class.description
    sent = change.model_fields_set
    if "name" in sent:
        _rename(label_class, free_name(change.name or "", others, TO_MERGE))
    if "key" in sent:
        label_class.key = free_key(change.key, others) if change.key else None
    if "description" in sent:
        label_class.description = change.description or ""
        if label_class.description not in ("", was[1]):
            label_class.written_at = uow.now
    if "colour" in sent:
        label_class.colour = change.colour
    note_look(uow, project)
    if was != (label_class.name, label_class.description):
        request_names(uow, project)


def order_classes(uow: UnitOfWork, project_id: int, ids: Sequence[int]) -> None:
    """Puts the classes that are offered in this order; keys stay with their classes."""
    project = uow[Projects].lock(project_id)
    offered = uow[Classes].of(project_id)
    if len({*ids}) != len(ids):
        raise Invalid("A class appears twice.", field="ids")
    if {*ids} != {each.id for each in offered}:
        raise Conflict("The classes have changed. Load them again.", field="ids")
    for each in offered:
        each.position = ids.index(each.id)
    note_look(uow, project)


def hold_class(uow: UnitOfWork, project_id: int, class_id: int) -> tuple[Project, LabelClass]:
    """A class that people see, nobody else changing any meanwhile, and its project."""
    project = uow[Projects].lock(project_id)
    for each in uow[Classes].every(project_id):
        if each.id == class_id and each.state is not ClassState.HIDDEN:
            return project, each
    raise NotFound(f"This project has no class {class_id}.")


def _rename(label_class: LabelClass, name: str) -> None:
    if name != label_class.name:
        former = [each for each in label_class.former_names if each != label_class.name]
        label_class.former_names, label_class.name = (
            [*former, label_class.name][-FORMER_NAMES:],
            name,
        )


def merge_classes(
    uow: UnitOfWork, project_id: int, class_id: int, into: int, *, by: int, dry_run: bool = False
) -> MergeEffect:
    """Lets one class mean another from now on; how much changes. `dry_run`: it only says so."""
    project, target = hold_class(uow, project_id, into)
    _, label_class = hold_class(uow, project_id, class_id)
    if label_class is target:
        raise Conflict(f"The class {label_class.name!r} can't be merged into itself.", field="into")
    if label_class.state is ClassState.MERGED:
        raise Conflict(f"The class {label_class.name!r} is merged already.")
    if target.state is not ClassState.ACTIVE:
        raise Conflict(f"The class {target.name!r} is {target.state.value}.", field="into")
    counts = count_classes(uow, project_id)
    named = uow[Classes].family(project_id, class_id)
    disputed = uow[Annotations].disputed(project_id, named)
    effect = MergeEffect(labels=counts.get(class_id, 0), decided_anew=len(disputed))
    if not dry_run:
        label_class.state, label_class.merged_into = ClassState.MERGED, target.id
        request_resettling(uow, project_id, named)
        change = f"{label_class.name} → {target.name}"
        note_change(uow, project, "class_merged", change, by=by)
    return effect


def retire_class(uow: UnitOfWork, project_id: int, class_id: int, *, by: int) -> None:
    """Offers the class no more. Labels keep it; heads neither learn nor predict it."""
    project, label_class = hold_class(uow, project_id, class_id)
    if label_class.state is ClassState.MERGED:
        raise Conflict(f"The class {label_class.name!r} is merged. Bring it back first.")
    if label_class.state is ClassState.ACTIVE:
        label_class.state = ClassState.RETIRED
        note_change(uow, project, "class_retired", label_class.name, by=by)


def restore_class(uow: UnitOfWork, project_id: int, class_id: int, *, by: int) -> None:
    """Offers the class again: what had been merged with it is told apart."""
    project, label_class = hold_class(uow, project_id, class_id)
    if label_class.state is ClassState.ACTIVE:
        return
    others = uow[Classes].of(project_id)
    check_number(len(others) + 1)
    taken = {each.key for each in others}
    label_class.key = (
        next_key(taken) if label_class.key is None or label_class.key in taken else label_class.key
    )
    label_class.state, label_class.merged_into = ClassState.ACTIVE, None
    note_change(uow, project, "class_restored", label_class.name, by=by)
    request_resettling(uow, project_id, uow[Classes].family(project_id, class_id))
