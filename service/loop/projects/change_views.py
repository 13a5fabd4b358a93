"""Gives a project another view of its items."""

from collections.abc import Sequence

from service.errors import Conflict
from service.loop.jobs.kinds.embed import request_spans
from service.models import Project, View
from service.store.unit_of_work import UnitOfWork
from service.store.views import Views


def change_views(uow: UnitOfWork, project: Project, wanted: Sequence[str]) -> None:
    """Adds those of the encoders that a locked project hasn't; its items get vectors of them.

    `Conflict` where one that it has is missing: heads were trained on it. One that says nothing
    gets no weight.
    """
    encoders = [view.encoder for view in uow[Views].of(project.id)]
    if missing := [each for each in encoders[1:] if each not in wanted]:
        raise Conflict(f"A view stays: {missing[0]} can't be left out.", field="views")
    for encoder in wanted:
        if encoder not in encoders:
            view = uow[Views].add(
                View(project_id=project.id, position=len(encoders), encoder=encoder)
            )
            encoders.append(encoder)
            request_spans(uow, view, [(0, project.next_ordinal)])
