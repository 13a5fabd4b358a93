"""How many labels there are, as far as somebody may know."""

from service.loop.people.permissions import at_least
from service.models import Project
from service.store.counters import Counters
from service.store.imports import Imports
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted, Role


def count_labels(uow: UnitOfWork, project: Project, role: Role) -> int:
    """To annotators, what people's answers and files come to, by their numbers alone.

    Were it the labels, it would say of each text that they answer whether somebody had answered it.
    """
    if at_least(role, Role.ENGINEER):
        return uow[Counters].value(project.id, Counted.LABELS)
    answers = sum(uow[Counters].by_key(project.id, Counted.ANSWERS).values())
    labels = uow[Imports].known_answers(project.id) + answers // project.overlap
    return min(labels, uow[Counters].value(project.id, Counted.ITEMS))
