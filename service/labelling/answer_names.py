"""Answers in words and in the form of the API, and the classes that a name stands for."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from service.answers import AnswerKind, answer_kind
from service.answers.answer import Answer, AnswerBody, Named
from service.answers.names import no_such_class
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Invalid
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects

T = TypeVar("T")
Telling = Callable[[Answer], str | None]
Giving = Callable[[Answer], AnswerBody | None]


def read_answer(uow: UnitOfWork, kind: AnswerKind, project_id: int, sent: AnswerBody) -> Answer:
    """Parses an answer. Classes renamed, merged or retired on its way are known too."""
    try:
        return kind.parse(sent, uow[Classes].ids(project_id))
    except Invalid:
        return kind.parse(sent, uow[Classes].answerable(project_id))


def telling(uow: UnitOfWork, project_id: int) -> Telling:
    """A function that puts answers into words, with a merged class as its target."""
    kind = answer_kind(uow[Projects].get(project_id).answer_kind)
    return _of_names(uow, project_id, kind, kind.render)


def giving(uow: UnitOfWork, project_id: int) -> Giving:
    """A function that gives answers their form over HTTP, with a merged class as its target."""
    kind = answer_kind(uow[Projects].get(project_id).answer_kind)
    return _of_names(uow, project_id, kind, kind.body)


def _of_names(
    uow: UnitOfWork, project_id: int, kind: AnswerKind, shown: Callable[[Named], T]
) -> Callable[[Answer], T | None]:
    names = uow[Classes].all_names(project_id)

    def say(answer: Answer) -> T | None:
        named = kind.decode(answer, names)
        return None if named is None else shown(named)

    return say


def named_families(
    uow: UnitOfWork, project_id: int, names: Sequence[str], field: str
) -> Sequence[int] | None:
    """The classes of these names, with classes merged into them; None without names."""
    families = [named_family(uow, project_id, name, field) or () for name in names]
    return [class_id for family in families for class_id in family] if names else None


def named_family(
    uow: UnitOfWork, project_id: int, name: str | None, field: str
) -> Sequence[int] | None:
    """The class of that name, with classes merged into it; `Invalid` if there is none."""
    if name is None:
        return None
    ids = uow[Classes].answerable(project_id)
    if name not in ids:
        raise Invalid(no_such_class(name, ids), field=field)
    return uow[Classes].family(project_id, ids[name])
