"""What this room adds to others."""

from collections.abc import Mapping

from service.db.unit_of_work import UnitOfWork
from service.people.members import PRACTISED
from service.people.shapes import PracticeFigures
from service.practice.queries import Practice


@PRACTISED.add
def practised(uow: UnitOfWork, project_id: int) -> Mapping[int, PracticeFigures]:
    counts = uow[Practice].counts(project_id)
    return {user_id: PracticeFigures(*figures) for user_id, figures in counts.items()}
