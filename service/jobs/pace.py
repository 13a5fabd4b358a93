"""How fast a job gets on: by its last slices, the waiting between its turns included."""

from datetime import datetime
from math import exp

from service.jobs.queries.jobs import JobProgress

MEMORY_SECONDS = 60.0
"""After so long a slice counts a third of what it did."""


def advance(before: JobProgress, done: int, total: int | None, now: datetime) -> JobProgress:
    """Its progress, now that so much is done; unchanged in pace as long as nothing moves.

    The first step only starts the clock: it may have loaded a model, or copied what was there.
    """
    if done == before.done:
        return before._replace(total=total)
    if before.advanced_at is None or done < before.done:  # an attempt that begins anew
        return JobProgress(done, total, before.pace, now)
    seconds = max((now - before.advanced_at).total_seconds(), 1e-3)
    rate = (done - before.done) / seconds
    kept = 0.0 if before.pace is None else exp(-seconds / MEMORY_SECONDS)
    return JobProgress(done, total, kept * (before.pace or 0.0) + (1 - kept) * rate, now)
