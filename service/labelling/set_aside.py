"""Sets all answers of a person aside, or makes them count again; labels, counts and figures follow.

Nothing is deleted. Others are asked about their texts, and that person never again.
"""

from collections.abc import Sequence

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.rank import request_round
from service.kit.errors import NotFound
from service.kit.page import Page, Paging
from service.labelling.checks import look_at_checks
from service.labelling.count_answer import count_again, uncount_answer
from service.labelling.queries.hand_out_memory import VainSearches
from service.labelling.queries.set_asides import SetAsides
from service.labelling.settle_label import settle_labels
from service.labelling.shapes import SetAsideAnswers, SetAsideCount
from service.people.queries.access import Access
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.pool.tables.answers import Annotation
from service.pool.tables.projects import Project

SLICE = 300
"""The number of answers in a transaction. It holds SQLite's write lock for under 50 ms."""


def set_aside(app: App, project_id: int, user_id: int, by: int) -> SetAsideCount:
    """Sets a person's answers aside and returns their number. If cut off, the next call goes on."""
    with app.read() as uow:
        _expect(uow, project_id, user_id)
    total, is_more = 0, True
    while is_more:
        with app.write() as uow:
            project = uow[Projects].lock(project_id)
            answers = uow[SetAsides].standing(project_id, user_id, SLICE)
            uow[SetAsides].set_aside(answers, uow.now)
            for answer in answers:
                uncount_answer(uow, answer)
            relabel(uow, project, answers, by)
            uow.memory[VainSearches].came_back(project_id)
        total, is_more = total + len(answers), len(answers) == SLICE
    return SetAsideCount(total)


def bring_back(app: App, project_id: int, user_id: int, by: int) -> SetAsideCount:
    """Makes answers count again, beside later ones of others, and returns their number."""
    with app.read() as uow:
        _expect(uow, project_id, user_id)
    total, is_more = 0, True
    while is_more:
        with app.write() as uow:
            project = uow[Projects].lock(project_id)
            answers = uow[SetAsides].of(project_id, user_id, SLICE)
            back = uow[SetAsides].bring_back(answers)
            for answer in back:
                count_again(uow, answer)
            relabel(uow, project, back, by)
        total, is_more = total + len(back), len(answers) == SLICE
    return SetAsideCount(total)


def list_set_aside(uow: UnitOfWork, project_id: int, paging: Paging) -> Page[SetAsideAnswers]:
    """People whose answers are set aside."""
    people = [SetAsideAnswers(*each) for each in uow[SetAsides].people(project_id)]
    return paging.cut(people, lambda one: one.user_id)


def _expect(uow: UnitOfWork, project_id: int, user_id: int) -> None:
    """Members, and those who were."""
    if uow[Access].membership(project_id, user_id) is None and not (
        uow[SetAsides].has_answered(project_id, user_id)
    ):
        raise NotFound(f"User {user_id} is not in project {project_id}, and has answered nothing.")


def relabel(uow: UnitOfWork, project: Project, answers: Sequence[Annotation], by: int) -> None:
    if not answers:
        return
    settle_labels(uow, project, uow[Items].plain([each.item_id for each in answers]), by=by)
    if project.embedded_count:
        request_round(uow, project, "labels", at_once=True)
    look_at_checks(uow, project)
