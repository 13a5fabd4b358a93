"""What a model of yours thinks of items, sent to be shown beside them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from postil.connection import Connection
from postil.errors import PostilError

MOST_AT_ONCE = 2_000
"""Rows a call: 5,000 are taken, and 2 MB."""
FIELDS = ("item_id", "external_id", "class", "probability")


def send_suggestions(
    connection: Connection, base: str, model: str, rows: Iterable[Mapping[str, Any]]
) -> int:
    """Sends rows of an item, a class and a probability; of how many items there were any."""
    items = 0
    for part in _parts([_row(number, row) for number, row in enumerate(rows, start=1)]):
        body = {"model": model, "suggestions": part}
        items += connection.post(f"{base}/suggestions", body, again=True)["items"]
    return items


def _row(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """As the service takes it: other columns are left out, and an id of ours goes first."""
    kept = {name: row[name] for name in FIELDS if row.get(name) is not None}
    if "class" not in kept or "probability" not in kept or len(kept) < 3:
        raise PostilError(
            f"Row {number} needs `item_id` or `external_id`, `class` and `probability`; it has "
            f"{', '.join(map(repr, row)) or 'nothing'}."
        )
    if "item_id" in kept:
        kept.pop("external_id", None)
        kept["item_id"] = int(kept["item_id"])
    else:
        kept["external_id"] = str(kept["external_id"])
    return kept | {"class": str(kept["class"]), "probability": float(kept["probability"])}


def _parts(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """So many at once, an item's rows together: each call replaces what was said of its items."""
    rows.sort(key=_item)
    first = 0
    while first < len(rows):
        end = min(first + MOST_AT_ONCE, len(rows))
        while end < len(rows) and _item(rows[end]) == _item(rows[end - 1]):
            end += 1
        yield rows[first:end]
        first = end


def _item(row: Mapping[str, Any]) -> tuple[int, str]:
    return row.get("item_id", 0), row.get("external_id", "")
