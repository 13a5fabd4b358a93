"""Rows that become what you work with: a list, a pandas DataFrame, a `datasets.Dataset`."""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, overload

from postil.errors import lacking

if TYPE_CHECKING:
    import datasets
    import pandas

Row = dict[str, Any]


class Table(Sequence[Row]):
    """Rows with the same columns."""

    def __init__(
        self,
        rows: Iterable[Row],
        columns: Sequence[str] = (),
        *,
        classes: Sequence[str] = (),
        labels: Sequence[str] = (),
    ) -> None:
        """`columns` come first, also where no row has them; `labels` are those columns that hold
        names of `classes`."""
        self._rows = list(rows)
        self.columns = list(
            dict.fromkeys([*columns, *(name for row in self._rows for name in row)])
        )
        self.classes = list(classes)
        self._labels = list(labels)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        return self._rows[place]

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<{len(self):,} row{'s' * (len(self) != 1)}: {', '.join(self.columns)}>"

    def column(self, name: str) -> list[Any]:
        """The values of one column, in order; None where a row hasn't it."""
        if name not in self.columns:
            raise KeyError(f"{name!r}; there are {', '.join(self.columns)}")
        return [row.get(name) for row in self._rows]

    def to_pandas(self) -> "pandas.DataFrame":
        """A DataFrame; raises `PostilError` where pandas isn't installed."""
        try:
            import pandas
        except ImportError as error:
            raise lacking("pandas", "A DataFrame") from error
        return pandas.DataFrame({name: self.column(name) for name in self.columns})

    def to_dataset(self) -> "datasets.Dataset":
        """A `Dataset`, with labels as class labels; raises `PostilError` without `datasets`."""
        try:
            import datasets
        except ImportError as error:
            raise lacking("datasets", "A Dataset") from error
        values = {name: _of_one_kind(self.column(name)) for name in self.columns}
        features = datasets.Dataset.from_dict(values).features
        for name, feature in features.items():
            if getattr(feature, "dtype", None) == "null":  # so that parts can be joined
                features[name] = datasets.Value("string")
        for name in {*self._labels} & {*self.columns}:
            flat = [each for value in values[name] if value is not None for each in _each(value)]
            label = datasets.ClassLabel(names=list(dict.fromkeys([*self.classes, *flat])))
            is_many = any(isinstance(value, list) for value in values[name])
            features[name] = datasets.List(label) if is_many else label
        return datasets.Dataset.from_dict(values, features=features)


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _of_one_kind(values: list[Any]) -> list[Any]:
    """Values that one column of Arrow holds: as JSON text, where they are of several kinds."""
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) < 2 or kinds == {int, float}:
        return values
    return [None if value is None else json.dumps(value, ensure_ascii=False) for value in values]
