"""A class that is looked for: what says what it is, and how far one has come."""

from collections.abc import Sequence

from service.answers import Feature
from service.db.unit_of_work import UnitOfWork
from service.find.queries.hunts import Hunts
from service.find.searching.shapes import MOST_MARKS, Hunt, StoredExamples
from service.jobs.kinds.embed import request_names
from service.kit.errors import NotFound
from service.pool.needs import project_needs
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects
from service.pool.tables.classes import LabelClass
from service.rounds.queries.figures import FigureRows


def hunted_class(uow: UnitOfWork, project_id: int, class_id: int) -> LabelClass:
    """One that answers can name; NotFound otherwise."""
    project_needs(uow, project_id, Feature.HUNT)
    for each in uow[Classes].of(project_id):
        if each.id == class_id:
            return each
    raise NotFound(f"There is no class {class_id} in project {project_id} that can be looked for.")


def show_hunt(uow: UnitOfWork, project_id: int, class_id: int) -> Hunt:
    hunted_class(uow, project_id, class_id)
    marks = [look.found for look in uow[Hunts].looks(class_id)]
    latest = uow[FigureRows].latest(project_id)
    of_it = None if latest is None else latest.measured.of_class(class_id)
    return Hunt(
        found=sum(marks),
        looked=len(marks),
        marks=marks[-MOST_MARKS:],
        audits=latest.figure.audit_labels if latest else 0,
        audits_of_it=of_it.total if of_it else 0,
        share_high=None if of_it is None else of_it.share_high,
    )


def show_examples(uow: UnitOfWork, project_id: int, class_id: int) -> StoredExamples:
    hunted_class(uow, project_id, class_id)
    return StoredExamples(uow[Hunts].examples(class_id))


def set_examples(
    uow: UnitOfWork, project_id: int, class_id: int, texts: Sequence[str]
) -> StoredExamples:
    """Gives a class these example sentences, each once, in the place of those that it had.

    Rounds learn from them as from the name, once they are vectors.
    """
    hunted = hunted_class(uow, project_id, class_id)
    examples, before = list(dict.fromkeys(texts)), uow[Hunts].examples(class_id)
    if examples != before:
        uow[Hunts].set_examples(class_id, examples)
        if {*examples} - {*before}:
            hunted.written_at = uow.now
        request_names(uow, uow[Projects].get(project_id))
    return StoredExamples(examples)
