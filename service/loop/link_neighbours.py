"""Finds the neighbours of a project's items: what its heads spread labels along."""

from uuid import uuid4

import numpy as np

from service.bootstrap import App
from service.core.neighbours import find_neighbours
from service.loop.load_vectors import load_vectors
from service.loop.run_job import JobRun

GROWN = 1.1
"""Times as many items as when the graph was made, and it is made anew."""


def link_neighbours(app: App, run: JobRun, fingerprint: str) -> str | None:
    """The blob with the graph for these vectors: the project's own while it will do, or a new one.

    None when nothing has a vector. Items that have come since stand near their nearest nodes.
    """
    with app.read() as uow:
        project = uow.projects.get(run.project_id)
        shards = uow.shards.of(run.project_id, fingerprint)
    if not shards:
        return None
    vectors, present = load_vectors(app.blobs, shards, project.next_ordinal)
    items = int(present.sum())
    graph = project.neighbours if project.encoder_fingerprint == fingerprint else None
    if graph is not None and items < GROWN * int(app.blobs.arrays(graph)["items"]):
        return graph
    found = find_neighbours(vectors, present, project.seed)
    key = f"projects/{run.project_id}/neighbours/{fingerprint[:16]}-{uuid4().hex}.npz"
    app.blobs.put_arrays(key, items=np.asarray(items), **found.to_arrays())
    return key
