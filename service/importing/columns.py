"""A file without a column that was named for it is refused: a misspelt name loses ids or answers.
Where answers are labels and no column was named for them, one without that column is warned of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from service.importing.formats import Row
from service.importing.formats.rows import lacking
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload
from service.pool.tables.items import Import

TABLES = ("text/csv", "text/tab-separated-values", "application/vnd.apache.parquet")
"""Every row of theirs has all columns: the first one tells."""
NAMED = 20


def with_named(
    rows: Iterator[Row | RejectedRow], upload: Import, warn: Callable[[int | None, str], None]
) -> Iterator[Row | RejectedRow]:
    """The rows. `BadUpload` at the end, or in a table at the first one, where a name has none."""
    text = upload.columns.get("text", "text")
    named = upload.columns
    if "text" in named:
        rows = _with_texts(rows, text)
    roles: dict[str, str] = {named[role]: role for role in ("id", "label") if role in named}
    if upload.labels == "import":
        roles.setdefault(named.get("label", "label"), "label")
    unmet = {name for name in roles if name != text}
    there, came = dict[str, None](), False

    def check(columns: list[str]) -> None:
        listed = ", ".join(repr(column) for column in columns[:NAMED])
        for name in sorted(unmet):
            role = roles[name]
            missing = (
                f"No row has a column {name!r}. The file has: {listed}. "
                f"Name the right one with `{role}=`."
            )
            if role in named:
                raise BadUpload(missing)
            warn(None, f"No answer became a label. {missing}")

    for row in rows:
        if isinstance(row, Row):
            came = True
            unmet.difference_update(row.data)
            if len(there) < NAMED:
                there |= dict.fromkeys(row.data)
            if not unmet or upload.content_type in TABLES:
                check([text, *there])
                yield row
                break
        yield row
    else:
        if came:
            check([text, *there])
    yield from rows


def _with_texts(rows: Iterator[Row | RejectedRow], text: str) -> Iterator[Row | RejectedRow]:
    """The rows. `BadUpload` at the end where none has a text: once, and not of each of them."""
    came = False
    for row in rows:
        came = True
        yield row
        if isinstance(row, Row) or row.detail != lacking(text):
            break
    else:
        if came:
            raise BadUpload(f"No row has a text in {text!r}. Name the right field with `text=`.")
    yield from rows


MOST_COLUMNS = 1_000
"""As many as a table may have that is imported; beyond, an export has them in one."""


def used_columns(upload: Import) -> list[str]:
    """Those that are no data: of answers that are only kept, the label is."""
    roles = ("id", "label") if upload.labels == "import" else ("id",)
    return [upload.columns.get(role, role) for role in roles]


def with_columns(columns: list[str], rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The columns known so far and those of the rows; one too many stands for all further ones."""
    if len(columns) > MOST_COLUMNS:
        return columns
    names = dict.fromkeys(chain(columns, *rows))
    return list(names)[: MOST_COLUMNS + 1]
