"""Classes that go, and come back: merged into another, or retired.

No answer changes by it. What it means is looked up when it is read, so all of it can be undone.
Only what several people said of one item is decided anew: two who differed may agree now.
"""

from service.db.unit_of_work import UnitOfWork
from service.figures.counts import count_classes
from service.jobs.kinds.resettle import request_resettling
from service.kit.errors import Conflict
from service.kit.vocabulary import ClassState
from service.labelling.queries.annotations import Annotations
from service.pool.queries.classes import Classes
from service.projects.change_classes import hold_class
from service.projects.new_classes import check_number, next_key
from service.projects.note_change import note_change
from service.projects.shapes import MergeEffect


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
