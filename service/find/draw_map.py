"""Draws the map of a project's texts, by the view that people search by."""

import numpy as np

from service.app import App
from service.core.vectors.map_layout import (
    MOST_FITTED,
    MOST_PLACED,
    on_grid,
    placed,
    principal,
)
from service.find.maps import put_map
from service.find.shapes.maps import DrawnMap
from service.jobs.run_job import JobRun, assert_claimed
from service.kit.errors import Conflict
from service.kit.reasons import ReasonCode, reason
from service.pool.queries.projects import Projects
from service.vectors.load_vectors import load_vectors, searched_view
from service.vectors.queries import Shards


def draw_map(app: App, run: JobRun) -> None:
    """Job `draw_map`. An earlier map stays until then."""
    with app.read() as uow:
        project = uow[Projects].get(run.project_id)
        shards = uow[Shards].current(searched_view(uow, project.id))
    if not shards:
        raise Conflict(reason(ReasonCode.NO_VECTORS).detail)
    vectors, present = load_vectors(app.blobs, shards, project.next_ordinal)
    pool = np.flatnonzero(present)
    drawn = np.random.default_rng(project.seed).permutation(pool)[:MOST_PLACED]
    fitted, others = drawn[:MOST_FITTED], drawn[MOST_FITTED:]
    run.progress(0, len(drawn))
    reduced = vectors[fitted] @ principal(vectors, fitted)
    points, cpu_seconds = run.tools.lay_out(reduced, project.seed, run.renew)
    run.meter.add(cpu_seconds)
    blocks, done = [points], len(fitted)
    run.progress(done)
    for block in placed(vectors, fitted, points, others, project.seed):
        app.room.check()
        blocks.append(block)
        done += len(block)
        if done % MOST_FITTED < len(block):  # writing takes longer than a block
            run.progress(done)
    with app.read() as uow:
        assert_claimed(uow, run)
        drawn_map = DrawnMap(run.job_id, uow.now, len(drawn), len(pool))
    put_map(app, project.id, drawn_map, drawn, on_grid(np.concatenate(blocks)))
