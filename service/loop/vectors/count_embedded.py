"""How many of a project's items rounds can rank."""

from service.loop.vectors.read_views import read_views
from service.models import Project
from service.store.shards import Shards
from service.store.unit_of_work import UnitOfWork


def count_embedded(uow: UnitOfWork, project: Project) -> None:
    """Brings the number of a locked project's items with a vector up to date."""
    read = read_views(uow, project.id)
    project.embedded_count = uow[Shards].item_count(read[0]) if read else 0
