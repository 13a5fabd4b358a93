"""The map of a project: drawn by the view that people search by, kept, and looked up by area."""

from dataclasses import dataclass

import numpy as np
from pydantic import TypeAdapter

from service.app import App
from service.core.arrays import BoolArray, IntArray
from service.core.vectors.map_layout import (
    MOST_FITTED,
    MOST_PLACED,
    Places,
    on_grid,
    placed,
    principal,
)
from service.find.shapes.maps import DrawnMap
from service.jobs.run_job import JobRun, assert_claimed
from service.kit.errors import Conflict, Invalid
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


FOLDER = "maps"
MOST_IN_AREA = 10_000


@dataclass(frozen=True, eq=False)
class StoredMap:
    """Read-only."""

    ordinals: IntArray
    """(n,) of the items on it, ascending."""
    places: Places


def put_map(app: App, project_id: int, drawn: DrawnMap, ordinals: IntArray, places: Places) -> None:
    """Stores the project's newest. A sweep clears older ones away."""
    order = np.argsort(ordinals)
    key = _key(project_id, drawn.number)
    app.blobs.put_arrays(f"{key}.npz", ordinals=ordinals[order], places=places[order])
    app.blobs.put(f"{key}.json", TypeAdapter(DrawnMap).dump_json(drawn))


def last_map(app: App, project_id: int) -> DrawnMap | None:
    """None where none was drawn. What is known of one is written last: that one is whole."""
    names = app.blobs.names(f"projects/{project_id}/{FOLDER}")
    whole = [key for key in names if key.endswith(".json")]
    return TypeAdapter(DrawnMap).validate_json(app.blobs.get(whole[-1])) if whole else None


def stored_map(app: App, project_id: int, number: int) -> StoredMap:
    """`Conflict` where that map gave way to another."""
    arrays = app.blobs.lately(f"{_key(project_id, number)}.npz")
    if arrays is None:
        raise Conflict("The map was drawn again. Load it again.")
    return StoredMap(arrays["ordinals"], arrays["places"])


def check_area(app: App, project_id: int, area: str | None) -> None:
    """`Invalid` where it is of a map that gave way to another, or too large."""
    if area is not None:
        in_area(app, project_id, area)


def in_area(app: App, project_id: int, area: str) -> set[int]:
    """The ordinals of what lies in it: NUMBER-X-Y-X-Y-X-Y…"""
    number, *corners = map(int, area.split("-"))
    drawn = last_map(app, project_id)
    if drawn is None or drawn.number != number:
        raise Invalid("This area is of an older map. Mark the texts on the new one.", field="area")
    stored = stored_map(app, project_id, number)
    polygon = np.array(corners, dtype=np.float64).reshape(-1, 2)
    inside = stored.ordinals[inside_polygon(stored.places, polygon)]
    if len(inside) > MOST_IN_AREA:
        raise Invalid(
            f"More than {MOST_IN_AREA:,} texts lie in this area. Mark a smaller one.", field="area"
        )
    return set(inside.tolist())


def inside_polygon(
    places: Places, corners: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> BoolArray:
    """(n,) which places lie inside: a line from there to the right crosses the edge an odd number
    of times."""
    x, y = places[:, 0].astype(np.float64), places[:, 1].astype(np.float64)
    inside = np.zeros(len(places), dtype=np.bool_)
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        crosses = ((y1 > y) != (y2 > y)) & (x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
        inside ^= crosses
    return inside


def _key(project_id: int, number: int) -> str:
    return f"projects/{project_id}/{FOLDER}/{number:012d}"
