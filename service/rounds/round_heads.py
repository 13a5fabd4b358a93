"""The heads of the last rounds: with where labels have spread to, each may take many megabytes."""

from collections.abc import Sequence

from service.app import App
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.rounds.tables.rounds import Round
from service.rounds.views_read import graph_keys, recorded

KEPT = 2


def store_head(app: App, project_id: int, number: int, role: str, head: Head | None) -> str | None:
    """Stores the head of a round: `ranking`, `released` or `untaught`; its blob."""
    if head is None:
        return None
    key = f"{heads_of(project_id, role)}/{number}.npz"
    app.blobs.put_arrays(key, **head.to_arrays())
    return key


def heads_of(project_id: int, role: str) -> str:
    """The folder of their blobs."""
    return f"projects/{project_id}/heads/{role}"


def clear_older(app: App, folder: str, number: int) -> None:
    """Deletes the blobs of a folder, one a round, but for those of the last rounds."""
    for key in app.blobs.names(folder):
        if _number(key) <= number - KEPT:
            app.blobs.delete(key)


def stored_head(
    app: App, stored_round: Round | None, role: str, learner: Learner, graphs: Sequence[str | None]
) -> Head | None:
    """The head of that round as one to start from, if it is there and of this kind and graphs."""
    if stored_round is None or stored_round.head != learner.label:
        return None
    if graphs != [
        stored_round.artefacts.get(key) for key in graph_keys(len(recorded(stored_round)))
    ]:
        return None
    key = stored_round.artefacts.get(f"{role}_head")
    if key is None or not app.blobs.exists(key):
        return None
    return learner.restored(app.blobs.arrays(key))


def _number(key: str) -> int:
    return int(key.rsplit("/", 1)[1].removesuffix(".npz"))
