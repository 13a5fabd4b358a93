"""What a project has cost so far, of people and of machines."""

from service.store.counters import Counters
from service.store.unit_of_work import UnitOfWork
from service.store.work import WorkDone
from service.vocabulary import Counted


def compute_seconds(uow: UnitOfWork, project_id: int) -> float:
    """What all jobs of the project took so far, of CPUs and of GPUs."""
    return sum(kind.cpu_seconds + kind.gpu_seconds for kind in uow[WorkDone].by_kind(project_id))


def annotator_seconds(uow: UnitOfWork, project_id: int) -> float:
    """What people's answers took, changed and retracted ones too."""
    return sum(uow[Counters].by_key(project_id, Counted.MICROSECONDS).values()) / 1_000_000
