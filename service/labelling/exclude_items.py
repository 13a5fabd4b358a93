"""Excludes items: nobody is asked about them, and lists, maps and hunts leave them out.

An exclusion is a skip that counts for two people, so everything that depends on skips depends on
it. Labelled items keep their label and stay: to exclude one, take its label back first.
"""

from collections.abc import Sequence

from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import AssignmentState
from service.labelling.queries.hand_out_memory import VainSearches
from service.labelling.queries.skips import Exclusions
from service.labelling.shapes import ExclusionChanges
from service.pool.queries.asked import AskedItems
from service.pool.queries.blindness import Blindness
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects


def exclude_items(
    uow: UnitOfWork, project_id: int, user_id: int, item_ids: Sequence[int]
) -> ExclusionChanges:
    """Excludes items; repeating it changes nothing. `NotFound` names an item outside the pool."""
    project = uow[Projects].lock(project_id)
    items = uow[Items].all_in_pool(project_id, item_ids)
    there = {item.id for item in items}
    before = {each.item_id for each in uow[Exclusions].hold(project_id, sorted(there))}
    withheld = uow[Blindness].withheld(project)
    wanted = [i.id for i in items if i.id not in before and i.ordinal not in withheld]
    gone = uow[AskedItems].gone(wanted) | uow[Exclusions].skipped_by(user_id, wanted)
    changed = [item_id for item_id in wanted if item_id not in gone]
    uow[Exclusions].exclude(project_id, changed, user_id)
    return ExclusionChanges(len(changed), changed, len(there) - len(changed) - len(before))


def bring_items_back(uow: UnitOfWork, project_id: int, item_ids: Sequence[int]) -> ExclusionChanges:
    """Lets people be asked about excluded items again; repeating it changes nothing."""
    uow[Projects].lock(project_id)
    exclusions = uow[Exclusions].hold(project_id, item_ids)
    for each in exclusions:
        each.state = AssignmentState.RELEASED
    uow.memory[VainSearches].came_back(project_id)
    back = [each.item_id for each in exclusions]
    return ExclusionChanges(len(back), back, len({*item_ids}) - len(back))
