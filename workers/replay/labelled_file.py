"""A file with answers, as a pool to label and rows to score on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

import numpy as np

from service.core.acquisition.audit import audit_key
from service.core.replay.held_out import FOLDS, ScoredBy, figure_of
from service.core.targets.protocol import Targets
from service.importing.columns import SINGLE, AnswerKind, kind_of_file, parts
from service.importing.formats import ENDINGS, Limits, Manner, Row, content_type_of, read_rows
from service.importing.prodigy import as_prodigy_means
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload, Invalid
from service.pool.tables.items import content_hash
from workers.replay.descriptions import Description, read_descriptions

TRAIN, TEST = "train", "test"
HELD_OUT_SHARE = 0.2
# Campaigns order their audit items by keys of their own seed, which is never negative.
HELD_OUT_SEED = -1


@dataclass(frozen=True)
class Columns:
    """Where a file says what."""

    text: str = "text"
    label: str = "label"
    split: str = "split"
    separator: str | None = None
    """What stands between the classes of a text that has several; None where they are lists."""


@dataclass(frozen=True, eq=False)
class LabelledFile:
    """Distinct texts to label, then the rows to score on, in one order."""

    name: str
    texts: list[str]
    truth: Targets
    """(N,) by place in `classes`."""
    n_pool: int
    """The first of them are the pool."""
    classes: list[str]
    scored_on: str
    """What the rows to score on are, in words."""
    notes: list[str]
    """What was left out."""
    kind: AnswerKind = SINGLE
    descriptions: Mapping[str, Description] = field(default_factory=dict)
    """What is written of classes, by name."""

    def described_by(self, path: Path | None) -> "LabelledFile":
        """The same with what a file says of its classes; see `descriptions`. Raises BadUpload."""
        return (
            self
            if path is None
            else replace(self, descriptions=read_descriptions(path, self.stem, self.classes))
        )

    @property
    def stem(self) -> str:
        """The name without what says its kind."""
        plain = self.name[:-3] if self.name.lower().endswith(".gz") else self.name
        return PurePath(plain).stem

    @property
    def is_of_sets(self) -> bool:
        return self.truth.is_of_sets

    @property
    def figure(self) -> ScoredBy:
        """What curves are of, unless somebody says."""
        return figure_of(self.is_of_sets)

    def hashes(self) -> list[bytes]:
        """The content hashes of the pool, from which audit keys are made."""
        return [content_hash(text) for text in self.texts[: self.n_pool]]


def read(path: Path, columns: Columns, limits: Limits) -> LabelledFile:
    """The labelled rows of a CSV, TSV or NDJSON file, gzipped or not.

    Texts have several classes where most answers are lists, one of them of several names, or where
    the columns name a separator.

    The pool is what `split` calls train, scored on what it calls test. Without such rows a fifth
    of the texts is held out, chosen by their content: the same for every seed and strategy. Not
    what was never labelled: a strategy that asks about the hard texts would be scored on the easy
    ones. Equal texts of the pool are one item, with the first one's answer, as in an import.
    Raises BadUpload.
    """
    notes: list[str] = []
    rows = _rows(path, columns, limits, notes)
    kind = kind_of_file((row.label for row in rows), columns.separator)
    rows = _labelled(rows, kind, columns, notes)
    pool, test, scored_on = _divided(rows, columns, notes)
    distinct: dict[str, Row] = {}
    for row in pool:
        distinct.setdefault(row.text, row)
    if equal := len(pool) - len(distinct):
        notes.append(f"{equal:,} texts of the pool were there already")
    pool = list(distinct.values())
    rows = pool + test
    classes = sorted({name for row in rows for name in kind.class_names(row.label)})
    ids = {name: i for i, name in enumerate(classes)}
    answers = [kind.resolve(row.label, ids) for row in rows]
    truth = kind.targets(answers, range(len(classes)))
    if not truth[np.arange(len(pool))].differ():
        raise BadUpload(f"The pool of {path.name} has fewer than two classes: {_some(pool, kind)}.")
    if len(pool) < FOLDS:
        raise BadUpload(
            f"{path.name} has {len(pool)} different texts to label. A replay takes {FOLDS} or more."
        )
    if not test:
        raise BadUpload(f"{path.name} has too few rows to hold some out for scoring.")
    return LabelledFile(
        name=path.name,
        texts=[row.text for row in rows],
        truth=truth,
        n_pool=len(pool),
        classes=classes,
        scored_on=scored_on,
        notes=notes,
        kind=kind,
    )


def _rows(path: Path, columns: Columns, limits: Limits, notes: list[str]) -> list[Row]:
    kind = content_type_of(path.name)
    if kind is None:
        endings = ", ".join(ENDINGS)
        raise BadUpload(
            f"{path.name} is of no known kind. Its name ends in {endings}, or that .gz."
        )
    names = {"text": columns.text, "label": columns.label}
    rows: list[Row] = []
    rejects: list[RejectedRow] = []

    def warn(line: int | None, reason: str) -> None:
        notes.append(reason if line is None else f"line {line:,}: {reason}")

    manner = Manner(limits, names, warn=warn)
    with path.open("rb") as file:
        for row in as_prodigy_means(read_rows(file, kind, manner), columns.label, warn):
            if isinstance(row, Row):
                rows.append(row)
            else:
                rejects.append(row)
    if rejects:
        first = rejects[0]
        notes.append(f"{len(rejects):,} rows can't be read (line {first.line}: {first.detail})")
    return rows


def _labelled(rows: list[Row], kind: AnswerKind, columns: Columns, notes: list[str]) -> list[Row]:
    """Rows that have an answer, read."""
    labelled: list[Row] = []
    unread: list[str] = []
    for row in rows:
        try:
            named = kind.read(parts(row.label, columns.separator))
        except Invalid as error:
            unread.append(f"line {row.line}: {columns.label!r} {error.detail}")
            continue
        if named is not None:
            labelled.append(replace(row, label=named))
    if not labelled:
        names = ", ".join(repr(name) for row in rows[:1] for name in [columns.text, *row.data])
        raise BadUpload(
            f"No row has an answer in the column {columns.label!r}. Columns: {names or 'none'}. "
            "Name the right one with --label."
        )
    if unread:
        notes.append(f"{len(unread):,} rows whose answer is none ({unread[0]})")
    if without := len(rows) - len(labelled) - len(unread):
        notes.append(f"{without:,} rows without an answer")
    return labelled


def _divided(
    rows: list[Row], columns: Columns, notes: list[str]
) -> tuple[list[Row], list[Row], str]:
    """The pool, the rows to score on, and what these are."""
    splits = [str(row.data.get(columns.split) or "").strip().lower() for row in rows]
    if not any(splits):
        return *_held_out(rows), "a fifth held out"
    named = {name: [row for row, split in zip(rows, splits, strict=True) if split == name]
             for name in (TRAIN, TEST)}  # fmt: skip
    if not named[TRAIN]:
        names = ", ".join(repr(split) for split, _ in Counter(splits).most_common(10))
        raise BadUpload(f"No row has the {columns.split} {TRAIN!r}. There are: {names}.")
    if others := len(rows) - len(named[TRAIN]) - len(named[TEST]):
        notes.append(f"{others:,} rows of another {columns.split}")
    if not named[TEST]:
        return *_held_out(named[TRAIN]), f"a fifth of {TRAIN} held out"
    return named[TRAIN], named[TEST], f"{columns.split} {TEST}"


def _held_out(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    out = [audit_key(HELD_OUT_SEED, content_hash(row.text)) < HELD_OUT_SHARE for row in rows]
    return (
        [row for row, is_out in zip(rows, out, strict=True) if not is_out],
        [row for row, is_out in zip(rows, out, strict=True) if is_out],
    )


def _some(rows: list[Row], kind: AnswerKind) -> str:
    return ", ".join(sorted({repr(kind.render(row.label)) for row in rows})) or "none"
