"""Finds where a large pool's items stand in its graphs, so that rounds needn't."""

from collections.abc import Iterator

from service.app import App
from service.core.vectors.matrix import Part
from service.core.vectors.neighbours import neighbours_from_arrays
from service.db.blobs import Blobs
from service.jobs.run_job import JobRun
from service.jobs.take_turns import Turn
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import View
from service.vectors.load_vectors import load_vectors
from service.vectors.queries import Shards

SLICE_ROWS = 8_192
"""A second of a core."""


def attach_items(app: App, run: JobRun) -> None:
    """Job `attach`: a file for each stretch of a view's items, beside the graph's own."""
    with app.read() as uow:
        views, rows = uow[Views].of(run.project_id), uow[Projects].get(run.project_id).next_ordinal
    turn = Turn(app, run)
    for view in views:
        if view.neighbours is not None:
            _attach(app, run, turn, view, view.neighbours, rows)


def _attach(app: App, run: JobRun, turn: Turn, view: View, graph: str, rows: int) -> None:
    start = max((last for _, last in _stretches(app.blobs, graph)), default=0)
    with app.read() as uow:
        shards = uow[Shards].of(view, view.fingerprint)
    if not shards or start >= rows:
        return
    vectors, _ = load_vectors(app.blobs, shards, rows)
    neighbours = neighbours_from_arrays(app.blobs.arrays(graph), vectors)
    for first in range(start, rows, SLICE_ROWS):
        turn.next_slice()
        app.room.check()
        last = min(first + SLICE_ROWS, rows)
        key = f"{_stem(graph)}.{first}-{last}.npy"
        app.blobs.put_array(key, neighbours.attach(vectors, first, last))
        run.progress(last, rows)


def attached(blobs: Blobs, graph: str) -> list[Part]:
    """What was found of a graph's pool so far, memory-mapped."""
    return [
        (first, blobs.array(f"{_stem(graph)}.{first}-{last}.npy"))
        for first, last in _stretches(blobs, graph)
    ]


def attach_as_before(blobs: Blobs, before: str, graph: str) -> None:
    """To a graph of the same nodes: nothing is looked up again."""
    for first, part in attached(blobs, before):
        blobs.put_array(f"{_stem(graph)}.{first}-{first + len(part)}.npy", part)


def _stretches(blobs: Blobs, graph: str) -> Iterator[tuple[int, int]]:
    beginning = f"{_stem(graph)}."
    for key in blobs.names(graph.rpartition("/")[0]):
        if key.startswith(beginning) and key.endswith(".npy"):
            first, last = key.removeprefix(beginning).removesuffix(".npy").split("-")
            yield int(first), int(last)


def _stem(key: str) -> str:
    return key.split(".", 1)[0]
