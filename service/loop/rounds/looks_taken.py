"""Looks for classes as the array that `core` works on."""

from collections.abc import Mapping, Sequence

from service.core.acquisition.hunts import HuntAnswers
from service.store.hunts import Hunts
from service.store.unit_of_work import UnitOfWork


def looks_taken(
    uow: UnitOfWork, class_ids: Sequence[int], merged: Mapping[int, int]
) -> HuntAnswers:
    """What was asked about, or looked at, because it might be of a class of `class_ids`.

    `merged`: what each merged class means.
    """
    index_of = {class_id: i for i, class_id in enumerate(class_ids)}
    looks = uow[Hunts].all_looks([*class_ids, *merged]).items()
    by_index = [(index_of.get(merged.get(of, of)), hit) for of, hit in looks]
    taken = [(look, i) for i, hit in by_index if i is not None for look in hit]
    return HuntAnswers.of(
        [(look.ordinal, i) for look, i in taken], [look.counts for look, _ in taken]
    )
