"""What answers are in words, and as they are given."""

from collections.abc import Callable

from service.answers import answer_kind
from service.answers.answer import Answer, AnswerBody
from service.store.unit_of_work import UnitOfWork

Telling = Callable[[Answer], str | None]
Giving = Callable[[Answer], AnswerBody | None]


def telling(uow: UnitOfWork, project_id: int) -> Telling:
    """What answers are in words: one of a merged class as what that means."""
    kind = answer_kind(uow.projects.get(project_id).answer_kind)
    names = uow.classes.all_names(project_id)

    def tell(answer: Answer) -> str | None:
        named = kind.decode(answer, names)
        return None if named is None else kind.render(named)

    return tell


def giving(uow: UnitOfWork, project_id: int) -> Giving:
    """How answers go over HTTP: one of a merged class as what that means."""
    kind = answer_kind(uow.projects.get(project_id).answer_kind)
    names = uow.classes.all_names(project_id)

    def give(answer: Answer) -> AnswerBody | None:
        named = kind.decode(answer, names)
        return None if named is None else kind.body(named)

    return give
