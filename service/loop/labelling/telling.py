"""What answers are in words."""

from collections.abc import Callable

from service.answers import answer_kind
from service.answers.answer import Answer
from service.store.unit_of_work import UnitOfWork

Telling = Callable[[Answer], str | None]


def telling(uow: UnitOfWork, project_id: int) -> Telling:
    """What answers are in words: one of a merged class as what that means."""
    kind = answer_kind(uow.projects.get(project_id).answer_kind)
    names = uow.classes.all_names(project_id)

    def tell(answer: Answer) -> str | None:
        named = kind.decode(answer, names)
        return None if named is None else kind.render(named)

    return tell
