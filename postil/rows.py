"""What you have, a list, a DataFrame, a `Dataset` or a file, as the body of an upload."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from postil.errors import PostilError

PIECE_BYTES = 256 * 1024
NDJSON = "application/x-ndjson"
LISTED = 20


class Upload(NamedTuple):
    """A body that can be sent from its beginning as often as it takes."""

    content_type: str | None
    """None: the file's name says it."""
    file_name: str | None
    pieces: Callable[[], Iterator[bytes]]
    size: int | None
    """In `unit`; None where nobody knows before the end."""
    unit: str
    """`bytes` or `rows`: what an observer of `pieces` counts."""

    @property
    def what(self) -> str:
        """What was given, for people."""
        if self.file_name is not None:
            return self.file_name
        if self.size is None:
            return "the rows"
        return f"{self.size:,} {'row' if self.size == 1 else 'rows'}"


def upload(data: Any, text: str) -> Upload:
    """The body; `text` is the column that plain strings become.

    `data`: the path of a file that the service reads; else texts or rows, from a list or whatever
    gives one after the other, a pandas DataFrame, or a `datasets.Dataset`.
    """
    if isinstance(data, str | Path):
        return upload_of_file(Path(data))
    _check_column(data, text)
    rows, size = _rows(data)
    return Upload(NDJSON, None, lambda: _encoded(rows(), text), size, "rows")


def _check_column(data: Any, text: str) -> None:
    """Raises `PostilError` where no row has the column of the texts."""
    columns = _columns(data)
    if columns and text not in columns:
        there = ", ".join(map(repr, columns[:LISTED]))
        raise PostilError(f"No column {text!r}. There are: {there}. Name the right one: `text=`.")


def _columns(data: Any) -> list[str]:
    """Of all rows; empty where they are no table, or none is known before they are read."""
    if _is("pandas", "DataFrame", data):
        return [str(name) for name in data.columns]
    if _is("datasets", "Dataset", data):
        return list(data.column_names)
    if isinstance(data, list) and all(isinstance(row, Mapping) for row in data):
        return list(dict.fromkeys(str(name) for row in data for name in row))
    return []


def upload_of_file(path: Path) -> Upload:
    """A file as it is; the service reads it."""
    if not path.is_file():
        raise PostilError(f"There is no file {path}. Texts are given as a list: [{str(path)!r}]")

    def pieces() -> Iterator[bytes]:
        with path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece

    return Upload(None, path.name, pieces, path.stat().st_size, "bytes")


def _rows(data: Any) -> tuple[Callable[[], Iterable[Any]], int | None]:
    """What makes the rows, and how many they are. What can be read once only is kept."""
    if _is("pandas", "DataFrame", data):
        return lambda: _of_frame(data), len(data)
    if _is("pandas", "Series", data):
        return lambda: iter(data.dropna().tolist()), len(data)
    if _is("datasets", "DatasetDict", data):
        splits = ", ".join(data)
        raise PostilError(f"Say which part of the DatasetDict is meant: it has {splits}.")
    if _is("datasets", "Dataset", data):
        return lambda: _of_dataset(data), len(data)
    if isinstance(data, Mapping) or not isinstance(data, Iterable):
        raise PostilError(
            f"{type(data).__name__} isn't read. Give the path of a file, a list of texts or of "
            "dicts, a DataFrame or a Dataset."
        )
    kept = data if isinstance(data, Sized) else list(data)
    return lambda: kept, len(kept)


def records(data: Any) -> Iterable[Any]:
    """The rows of a list, a DataFrame or a `Dataset`."""
    return _rows(data)[0]()


def _is(package: str, name: str, data: Any) -> bool:
    """Whether it is one of a package that is imported only where the user has done so."""
    kind = getattr(sys.modules.get(package), name, None)
    return kind is not None and isinstance(data, kind)


def _of_frame(frame: Any) -> Iterator[dict[str, Any]]:
    filled = frame.notna().to_numpy()
    columns = [str(name) for name in frame.columns]
    for row, has in zip(frame.itertuples(index=False, name=None), filled, strict=True):
        yield {n: v for n, v, there in zip(columns, row, has, strict=True) if there}


def _of_dataset(data: Any) -> Iterator[dict[str, Any]]:
    """Its rows, with class labels as names: their numbers mean nothing elsewhere."""
    spelt = {
        name: spell
        for name, feature in data.features.items()
        if (spell := _spelling(feature)) is not None
    }
    for row in data:
        for name, spell in spelt.items():
            row[name] = spell(row[name])
        yield row


def _spelling(feature: Any) -> Callable[[Any], Any] | None:
    """What makes names of the numbers of class labels, or of lists of them."""
    if type(feature).__name__ == "ClassLabel":
        return lambda number: None if number is None or number < 0 else feature.int2str(number)
    inner = getattr(feature, "feature", None)
    spell = None if inner is None else _spelling(inner)
    if spell is None:
        return None
    return lambda numbers: None if numbers is None else [spell(number) for number in numbers]


def _encoded(rows: Iterable[Any], text: str) -> Iterator[bytes]:
    """A row a piece: a JSON object and the end of its line."""
    for number, row in enumerate(rows, start=1):
        if isinstance(row, str):
            fields: Mapping[str, Any] = {text: row}
        elif isinstance(row, Mapping):
            fields = row
        else:
            raise PostilError(
                f"Row {number} is {type(row).__name__}, and should be a text or a dict."
            )
        yield f"{_JSON.encode({str(k): _plain(v) for k, v in fields.items()})}\n".encode()


def _plain(value: Any) -> Any:
    """NaN says as much as None, and JSON has no word for it."""
    return None if isinstance(value, float) and value != value else value


def _other(value: Any) -> Any:
    """What JSON has no word for: times, and the numbers and arrays of numpy."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    for convert in ("tolist", "item"):
        if hasattr(value, convert):
            return _plain(getattr(value, convert)())
    return str(value)


_JSON = json.JSONEncoder(ensure_ascii=False, default=_other)
