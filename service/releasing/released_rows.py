"""The rows that go out. Nothing of what people wrote does that nobody named."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from service.kit.errors import Conflict
from service.kit.vocabulary import Rung


@dataclass(frozen=True)
class Choice:
    texts: bool
    """Whether the texts go out; without them a release says little but how it was made."""
    ids: bool = False
    """Whether the ids go out that rows came with."""
    columns: tuple[str, ...] = ()
    """Columns of the rows' data that go out."""
    guidelines: bool = False
    model: Rung | None = None
    """Which model, of the last measured round. With vectors of texts in it, as some have, it goes
    out with the texts alone."""
    licence: str = "unknown"
    """By its name on the Hugging Face hub, such as cc-by-4.0."""


AUDIT = "audit"
"""Where a label is from whose item was drawn at random."""
TEST, TRAIN = "test", "train"
"""The splits."""
OURS = ("text", "external_id", "label", "label_source", "confidence", "decided_by", "annotations")

Row = dict[str, Any]


class Pseudonyms:
    """A name drawn at random for each account, the same within one release and in no other."""

    def __init__(self, programs: Collection[str]) -> None:
        """`programs`: the names of those accounts that are."""
        self._programs = programs
        self._drawn: dict[str, str] = {}

    def of(self, name: str | None) -> str | None:
        if name is None:
            return None
        while name not in self._drawn:
            what = "program" if name in self._programs else "person"
            drawn = f"{what}-{secrets.token_hex(3)}"
            if drawn not in self._drawn.values():
                self._drawn[name] = drawn
        return self._drawn[name]

    def counts(self) -> tuple[int, int]:
        """People and programs."""
        programs = sum(name in self._programs for name in self._drawn)
        return len(self._drawn) - programs, programs


class ReleasedRows(NamedTuple):
    """Rows by split, and what there is to say of them."""

    splits: dict[str, list[Row]]
    """`test`: those drawn at random, whatever was predicted; `train`: the others."""
    class_names: list[str]
    columns: list[str]
    """Of a row, in order."""
    people: int
    programs: int
    sources: dict[str, int]
    """Rows by where their label is from."""
    days: tuple[str, str] | None
    """Of the first answer and of the last."""


def released_rows(
    lines: Iterable[Mapping[str, Any]],
    classes: Sequence[str],
    choice: Choice,
    programs: Collection[str],
) -> ReleasedRows:
    """The rows of an export as JSON lines; `programs` are names of annotators.

    Raises `Conflict` where a chosen column isn't there.
    """
    pseudonyms, splits = Pseudonyms(programs), dict[str, list[Row]]()
    names, sources, days = list(classes), dict[str, int](), set[str]()
    class_names = set[str]()
    for line in lines:
        row = _row(line, choice, pseudonyms)
        class_names |= line["data"].keys()
        names += [name for name in _named(row) if name not in names]
        days |= {each["day"] for each in row["annotations"]}
        source = row["label_source"] or "unknown"
        sources[source] = sources.get(source, 0) + 1
        splits.setdefault(TEST if source == AUDIT else TRAIN, []).append(row)
    if missing := [name for name in choice.columns if name not in class_names]:
        there = ", ".join(sorted(class_names)) or "none"
        raise Conflict(f"No labelled row has a column {missing[0]!r}. There are: {there}")
    people, by_programs = pseudonyms.counts()
    return ReleasedRows(
        splits=dict(sorted(splits.items(), reverse=True)),
        class_names=names,
        columns=_columns(choice),
        people=people,
        programs=by_programs,
        sources=dict(sorted(sources.items())),
        days=(min(days), max(days)) if days else None,
    )


def _columns(choice: Choice) -> list[str]:
    left_out = {
        name for name, goes in (("text", choice.texts), ("external_id", choice.ids)) if not goes
    }
    return [name for name in OURS if name not in left_out] + [_called(n) for n in choice.columns]


def _called(column: str) -> str:
    return f"data.{column}" if column in OURS else column


def _row(line: Mapping[str, Any], choice: Choice, pseudonyms: Pseudonyms) -> Row:
    row: Row = {
        "text": line["text"] if choice.texts else None,
        "external_id": line["external_id"] if choice.ids else None,
        "label": line["label"],
        "label_source": line["label_source"],
        "confidence": line["confidence"],
        "decided_by": pseudonyms.of(line["decided_by"]),
        "annotations": [
            {
                "annotator": pseudonyms.of(annotation["annotator"]),
                "label": annotation["answer"],
                "day": annotation["answered_at"][:10],
                "source": annotation["source"],
            }
            for annotation in line["annotations"]
        ],
    }
    return row | {_called(name): line["data"].get(name) for name in choice.columns}


def _named(row: Row) -> list[str]:
    """Classes that the label and the answers name."""
    answers = [row["label"], *(each["label"] for each in row["annotations"])]
    return [
        name
        for answer in answers
        if answer is not None
        for name in (answer if isinstance(answer, list) else [answer])
    ]
