"""How many labels each class has, those of what is merged into it included."""

from collections import Counter

from service.store.classes import Classes
from service.store.counters import Counters
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted


def count_classes(uow: UnitOfWork, project_id: int) -> dict[int, int]:
    """By class; without those that have none."""
    merged = uow[Classes].merged(project_id)
    counts = Counter[int]()
    for class_id, labels in uow[Counters].by_key(project_id, Counted.OF_CLASS).items():
        counts[merged.get(class_id, class_id)] += labels
    return counts
