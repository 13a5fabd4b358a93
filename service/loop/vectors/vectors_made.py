"""How many items of a project have vectors by now, those that jobs still hold among them."""

from collections.abc import Sequence

from service.core.ordinal_ranges import gaps
from service.loop.jobs.kinds.embed import open_embedding
from service.models import Job, View
from service.store.items_in_range import ItemsInRange
from service.store.shards import Shards
from service.store.unit_of_work import UnitOfWork


def vectors_made(uow: UnitOfWork, view: View) -> int:
    """Items of the pool with a vector in a view. A shard is published as a whole: until then what
    is made of it counts, though no round works on it yet."""
    return uow[Shards].item_count(view) + _under_way(uow, view, open_embedding(uow, view))


def _under_way(uow: UnitOfWork, view: View, jobs: Sequence[Job]) -> int:
    """Items of the pool with vectors that jobs hold, beyond those that rounds work on.

    A job counts every row of its span from the first one on: also test items, which no total has,
    and rows that are published already.
    """
    spans = [(int(job.payload["first"]), int(job.payload["first"]) + job.done) for job in jobs]
    if not spans:
        return 0
    shards = uow[Shards].current(view)
    covered = [(shard.first, shard.first + shard.rows) for shard in shards]
    held = [gap for span in spans for gap in gaps(span, covered)]
    return sum(len(uow[ItemsInRange].pool_ordinals(view.project_id, gap)) for gap in held)
