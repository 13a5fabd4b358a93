"""Texts that people skipped: who did and why, and how they are asked about again.

All of them, whatever they were asked for: a list without audits would say which texts are some.
"""

from service.db.unit_of_work import UnitOfWork
from service.kit.page import Page, Paging
from service.kit.vocabulary import AssignmentState
from service.labelling.queries.hand_out_memory import VainSearches
from service.labelling.queries.skips import Skips
from service.pool.queries.eligibility import SKIPS_UNTIL_UNANSWERED
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.review.shapes import SkippedBy, SkippedText


def show_skipped(uow: UnitOfWork, project_id: int, paging: Paging) -> Page[SkippedText]:
    """Those without a label, by ordinal."""
    rows = uow[Skips].page(project_id, after=paging.after, limit=paging.looked_at)
    total = uow[Skips].count(project_id)
    page = paging.page(rows, lambda item: item.ordinal, total)
    skips = uow[Skips].of([item.id for item in page.results])
    return page.shown(
        lambda item: SkippedText(
            item_id=item.id,
            text=item.text,
            skips=[SkippedBy(each.annotator, each.reason, each.at) for each in skips[item.id]],
            waits=len(skips[item.id]) < SKIPS_UNTIL_UNANSWERED,
        )
    )


def ask_again(uow: UnitOfWork, project_id: int, item_id: int) -> None:
    """Anybody may get the item next, whoever skipped it too. Again changes nothing."""
    uow[Projects].share(project_id)
    uow[Items].get(project_id, item_id)
    skips = uow[Skips].hold(item_id)
    for each in skips:
        each.state, each.came_back = AssignmentState.RELEASED, each is skips[-1]
    uow.memory[VainSearches].came_back(project_id)
