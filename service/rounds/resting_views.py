"""Views that rounds have no use for: they rest, so that no text costs an encoder's time in vain.

The first never does: people search by it, and there is always something to rank by.
"""

from collections.abc import Sequence
from typing import Any

from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.embed import request_spans
from service.jobs.kinds.rank import request_round
from service.kit.errors import Conflict, NotFound
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import Project, View, is_own
from service.rounds.queries.rounds import Rounds

NOTHING = 0.01
"""Of the weights of views."""
FEWEST_ROUNDS = 5
FEWEST_LABELS = 100
"""With fewer a weight is more of a guess. Heads estimate weights anew with a quarter more labels:
while these double, three times."""


def let_rest(uow: UnitOfWork, project: Project) -> None:
    """Puts to rest which of a locked project's further views had no weight in any round while its
    labels doubled. Vectors that somebody sends cost nothing: those stay."""
    last = uow[Rounds].last(project.id)
    if last is None or last.label_count < FEWEST_LABELS:
        return
    for view in uow[Views].awake(project.id)[1:]:
        if is_own(view.encoder) or not _gave_nothing(view, last.views):
            continue
        rounds = uow[Rounds].since_half(last, view.watched_from)
        if len(rounds) >= FEWEST_ROUNDS and all(_gave_nothing(view, read) for _, read in rounds):
            view.rests_from = last.label_count


def _gave_nothing(view: View, read: Sequence[Any]) -> bool:
    """Whether a round read it, and went by others."""
    weights = [each["weight"] for each in read if each["position"] == view.position]
    return any(weight is not None and weight < NOTHING for weight in weights)


def wake_view(uow: UnitOfWork, project_id: int, encoder: str) -> None:
    """Items that came while it rested get vectors of it; rounds read it once nine tenths have one.

    It rests again when labels have doubled from now on and it gave nothing.
    """
    project = uow[Projects].lock(project_id)
    view = next((each for each in uow[Views].of(project_id) if each.encoder == encoder), None)
    if view is None:
        raise NotFound(f"The project has no encoder {encoder!r}.", field="encoder")
    if view.rests_from is None:
        raise Conflict(f"{encoder} doesn't rest.", field="encoder")
    _wake(uow, project, view)
    request_round(uow, project, "views", at_once=True)


def watch_anew(uow: UnitOfWork, project: Project) -> None:
    """Other classes may be what a view sees: all are awake, and watched from the next round on."""
    for view in uow[Views].of(project.id):
        if view.rests_from is None:
            view.watched_from = project.round_number
        else:
            _wake(uow, project, view)


def _wake(uow: UnitOfWork, project: Project, view: View) -> None:
    view.rests_from, view.watched_from = None, project.round_number
    request_spans(uow, view, [(0, project.next_ordinal)])
