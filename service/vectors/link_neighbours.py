"""What a project's heads go by besides labels: how its items lie to each other, and its classes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from service.app import App
from service.core.arrays import BoolArray
from service.core.targets.class_names import spoken
from service.core.vectors.matrix import Part, Vectors
from service.core.vectors.neighbours import find_neighbours, neighbours_from_arrays
from service.db.blobs import Blobs
from service.db.unit_of_work import UnitOfWork
from service.jobs.run_job import JobRun
from service.jobs.take_turns import Turn
from service.pool.queries.class_evidence import ClassEvidence
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import Project, View
from service.ports import Encoder
from service.vectors.load_vectors import load_vectors
from service.vectors.queries import Shards

GROWN = 1.1
"""Times as many items as when the graph was made, and it is made anew."""

NAMES = ("class_ids", "class_texts", "class_vectors")

Arrays = Mapping[str, NDArray[Any]]


def link_neighbours(
    app: App, own_view: View, fingerprint: str, encoder: Encoder | None
) -> str | None:
    """The blob with the graph of a view's vectors and with those of what is said of the classes.

    The view's own while it will do, or a new one. None when nothing has a vector. Items that
    have come since stand near their nearest nodes. Without an encoder nothing is said of classes.
    """
    with app.read() as uow:
        project, view = uow[Projects].get(own_view.project_id), uow[Views].get(own_view.id)
        shards = uow[Shards].of(view, fingerprint)
        class_texts = _class_texts(uow, project.id)
    if not shards:
        return None
    vectors, present = load_vectors(app.blobs, shards, project.next_ordinal)
    before = _before(app, view, fingerprint)
    names = {} if encoder is None else _names(class_texts, encoder, before)
    arrays = {**_graph(project, vectors, present, before), **names}
    if all(arrays[name] is before.get(name) for name in arrays):
        return view.neighbours
    key = f"projects/{project.id}/neighbours/{fingerprint[:16]}-{uuid4().hex}.npz"
    app.blobs.put_arrays(key, **arrays)
    if view.neighbours is not None and arrays["nodes"] is before.get("nodes"):
        attach_as_before(app.blobs, view.neighbours, key)
    return key


def graph_arrays(
    app: App, view: View, vectors: Vectors, present: BoolArray, encoder: Encoder
) -> Arrays:
    """The graph of these vectors (n, D) and what is said of the classes, as they are stored."""
    with app.read() as uow:
        project = uow[Projects].get(view.project_id)
        class_texts = _class_texts(uow, project.id)
    return {**_graph(project, vectors, present, {}), **_names(class_texts, encoder, {})}


def _before(app: App, view: View, fingerprint: str) -> Arrays:
    """What was found last, by the same encoder."""
    if view.neighbours is None or view.fingerprint != fingerprint:
        return {}
    return app.blobs.arrays(view.neighbours)


def _graph(project: Project, vectors: Vectors, present: BoolArray, before: Arrays) -> Arrays:
    """The graph of these vectors; that of before while the pool has grown little."""
    items = int(present.sum())
    if before and items < GROWN * int(before["items"]):
        return {name: array for name, array in before.items() if name not in NAMES}
    graph = find_neighbours(vectors, present, project.seed)
    return {"items": np.asarray(items), **graph.to_arrays()}


def _class_texts(uow: UnitOfWork, project_id: int) -> list[tuple[int, str]]:
    """What each class is called and the sentences written as its examples, class by class."""
    examples = uow[ClassEvidence].all_examples(project_id)
    return [
        (c.id, text)
        for c in uow[Classes].of(project_id)
        for text in (spoken(c.name, c.description), *examples.get(c.id, ()))
    ]


def _names(class_texts: Sequence[tuple[int, str]], encoder: Encoder, before: Arrays) -> Arrays:
    """The vectors of what is said of classes; those of before while that is the same."""
    ids = np.array([class_id for class_id, _ in class_texts], dtype=np.int64)
    texts = np.array([text for _, text in class_texts], dtype=np.str_)
    if before:
        names = [before[name] for name in NAMES]
        if np.array_equal(ids, names[0]) and np.array_equal(texts, names[1]):
            return dict(zip(NAMES, names, strict=True))
    return dict(zip(NAMES, (ids, texts, encoder.encode(texts.tolist())), strict=True))


SLICE_ROWS = 8_192
"""A second of a core."""


def attach_items(app: App, run: JobRun) -> None:
    """Job `attach`: a file for each stretch of a view's items, beside the graph's own."""
    with app.read() as uow:
        views = uow[Views].awake(run.project_id)
        rows = uow[Projects].get(run.project_id).next_ordinal
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
