"""A project's views of its items: which it begins with, and how another is added."""

from collections.abc import Sequence

from service.answers import AnswerKind
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.embed import request_spans
from service.kit.errors import Conflict
from service.kit.settings import Settings
from service.pool.queries.projects import Views
from service.pool.tables.projects import Project, View
from service.rounds.load_learner import heads_read_views
from service.vectors.encoders import check_encoder, is_here, known_encoders


def change_views(uow: UnitOfWork, project: Project, wanted: Sequence[str]) -> None:
    """Adds those of the encoders that a locked project hasn't; its items get vectors of them.

    `Conflict` where one that it has is missing: heads were trained on it. One that says nothing
    gets no weight.
    """
    encoders = [view.encoder for view in uow[Views].of(project.id)]
    if missing := [each for each in encoders[1:] if each not in wanted]:
        raise Conflict(f"A view can't be removed: {missing[0]} can't be left out.", field="views")
    for encoder in wanted:
        if encoder not in encoders:
            view = uow[Views].add(
                View(project_id=project.id, position=len(encoders), encoder=encoder)
            )
            encoders.append(encoder)
            request_spans(uow, view, [(0, project.next_ordinal)])


def further_views(uow: UnitOfWork, main: str, kind: AnswerKind, settings: Settings) -> list[str]:
    """Encoders: of those in the settings what is here or what a live worker has, and not the main
    one. None where heads for this kind of answer read the first view alone."""
    if not heads_read_views(kind.head):
        return []
    names = {each.name for each in known_encoders(uow) if each.workers or is_here(each.name)}
    wanted = dict.fromkeys(each.strip() for each in settings.views.split(","))
    views = [each for each in wanted if each.partition(":")[0] in names and each != main]
    for view in views:
        check_encoder(view, field="views")
    return views
