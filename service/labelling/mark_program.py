"""Marks an account as a program or as a person, and brings the weight of its answers up to date."""

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Forbidden, NotFound
from service.labelling.queries.hand_out_memory import VainSearches
from service.labelling.queries.programs import Programs
from service.labelling.set_aside import SLICE, relabel
from service.people.permissions import Principal, may_sign_in_as
from service.people.queries.access import Access
from service.pool.queries.projects import Projects
from service.pool.tables.people import User


def mark_program(
    app: App, project_id: int, user_id: int, by: Principal, *, is_program: bool
) -> None:
    """Marks an account in all projects that it has answered in. The next call goes on if cut
    off."""
    with app.write() as uow:
        user = _account(uow, project_id, user_id, by)
        user.is_program = is_program
        projects = uow[Programs].projects(user_id)
    for each in projects:
        while _mark_slice(app, each, user_id, by.id, is_program=is_program):
            pass


def _account(uow: UnitOfWork, project_id: int, user_id: int, by: Principal) -> User:
    user = uow[Access].user(user_id)
    if user is None or uow[Access].membership(project_id, user_id) is None:
        raise NotFound(f"User {user_id} is not in project {project_id}.")
    if not may_sign_in_as(uow, by, user):
        raise Forbidden(
            "Only an administrator can say what this account is. It does more than label, has a "
            "password, or is in a project that you don't run."
        )
    return user


def _mark_slice(app: App, project_id: int, user_id: int, by: int, *, is_program: bool) -> bool:
    """Whether there is more to do."""
    with app.write() as uow:
        project = uow[Projects].lock(project_id)
        counts = project.programs_count or not is_program
        answers = uow[Programs].to_change(project_id, user_id, counts=counts, most=SLICE)
        uow[Programs].change(answers, counts=counts)
        relabel(uow, project, answers, by)
        uow.memory[VainSearches].came_back(project_id)
    return len(answers) == SLICE
