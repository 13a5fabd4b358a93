"""The map of a project: the newest that was drawn, and which of its texts lie in an area."""

from dataclasses import dataclass

import numpy as np
from pydantic import TypeAdapter

from service.app import App
from service.core.arrays import BoolArray, IntArray
from service.core.vectors.map_layout import Places
from service.find.shapes.maps import DrawnMap
from service.kit.errors import Conflict, Invalid

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
