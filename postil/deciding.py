"""Labels that you set yourself: many at once, or by looking for a class."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from uuid import uuid4

from postil.connection import Connection
from postil.errors import PostilError
from postil.item import Answer, Item, written
from postil.progress import Progress

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Change:
    """What became of items whose label was set."""

    batch: str
    """What `Project.undo` takes back."""
    changed: int
    unchanged: int
    passed_over: int
    """Can't be labelled now: they are audited soon, or others are at them."""


@dataclass(frozen=True)
class Hunt:
    """What came of looking for a class."""

    found: int
    looked: int


def set_labels(
    connection: Connection, base: str, ids: Sequence[int], answer: Answer, *, dry_run: bool
) -> Change:
    """Sets the label of items, 500 at a time, all of them under one batch."""
    batch = str(uuid4())
    counts = {"changed": 0, "unchanged": 0, "passed_over": 0}
    for first in range(0, len(ids), MOST_AT_ONCE):
        body = {
            "batch": batch,
            "answer": written(answer),
            "items": ids[first : first + MOST_AT_ONCE],
            "dry_run": dry_run,
        }
        done = connection.post(f"{base}/items:label", body, again=True)
        counts = {name: counts[name] + done[name] for name in counts}
    return Change(batch, **counts)


def hunt(
    connection: Connection,
    base: str,
    label: str,
    judge: Callable[[Item], bool | str | None],
    looks: int,
    bar: Progress,
) -> Hunt:
    """Shows `judge` what looks most as if it were of the class, and follows what it says.

    It answers True (it is), False (it isn't), a class's name (it is that), or None to stop.
    """
    path = f"{base}/classes/{_class_id(connection, base, label)}/hunt"
    so_far: Mapping[str, Any] = connection.get(path)
    for look in range(looks):
        candidates = connection.post(path, {"limit": 1}, again=True)["candidates"]
        if not candidates:
            break
        candidate = candidates[0]
        verdict = judge(Item(candidate["text"], candidate["id"], candidate["columns"]))
        if verdict is None:
            break
        name = label if verdict is True else verdict or None
        answer = None if name is None else written(name)
        body = {"item_id": candidate["id"], "answer": answer}
        so_far = connection.put(f"{path}/{uuid4()}", body)
        bar.update(look + 1, looks, f"{so_far['found']} found")
    return Hunt(so_far["found"], so_far["looked"])


def _class_id(connection: Connection, base: str, label: str) -> int:
    classes = list(connection.pages(f"{base}/classes"))
    for each in classes:
        if each["name"] == label:
            return int(each["id"])
    names = [str(each["name"]) for each in classes]
    if near := get_close_matches(label, names, n=1):
        raise PostilError(f"There is no class {label!r}. Do you mean {near[0]!r}?")
    raise PostilError(f"There is no class {label!r}. There are: {', '.join(map(repr, names))}")
