"""One answer for many items at once: those that are named, or all that are found."""

from collections import Counter

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.find.find_items import find_all
from service.find.shapes.items import ChangedFrom, LabelChanges, LabelItems
from service.kit.errors import Invalid
from service.kit.vocabulary import Source
from service.labelling.answer_names import telling
from service.labelling.decide_items import MOST_DECIDED, Decided, decide_items, foresee_decisions
from service.labelling.queries.decisions import Decisions
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects


def label_items(app: App, project_id: int, user_id: int, request: LabelItems) -> LabelChanges:
    """Gives items a label; see `decide_items`. They are looked for before the lock is taken.

    Of a dry run nothing is stored, what would be done is shown.
    """
    if (request.items is None) == (request.matching is None):
        raise Invalid("Send either items or matching.", field="items")
    whose = (project_id, user_id, request.batch)
    with app.read() as uow:
        ids = _ids(app, uow, project_id, request)
        if request.dry_run:
            done = foresee_decisions(uow, *whose, ids, request.answer, Source.SEARCH)
            return _summed(uow, project_id, done)
    with app.write() as uow:
        done = decide_items(uow, *whose, ids, request.answer, Source.SEARCH)
        return _summed(uow, project_id, done)


def _ids(app: App, uow: UnitOfWork, project_id: int, request: LabelItems) -> list[int]:
    if request.matching is None:
        return request.items or []
    if decisions := uow[Decisions].of_batch(request.batch):
        return [each.item_id for each in decisions]  # sent again: other items may match by now
    project = uow[Projects].get(project_id)
    ordinals, total = find_all(app, uow, project, request.matching, MOST_DECIDED)
    if total > MOST_DECIDED:
        raise Invalid(
            f"{total:,} items match, and at most {MOST_DECIDED} are labelled at a time.",
            field="matching",
            items=total,
            most=MOST_DECIDED,
        )
    return list(uow[Items].ids_of_ordinals(project_id, ordinals).values())


def _summed(uow: UnitOfWork, project_id: int, done: Decided) -> LabelChanges:
    tell = telling(uow, project_id)
    labels = [None if before is None else tell(before) for before in done.befores.values()]
    return LabelChanges(
        changed=len(done.changed),
        unchanged=len(done.unchanged),
        passed_over=len(done.withheld),
        changed_from=[ChangedFrom(*each) for each in Counter(labels).most_common()],
    )
