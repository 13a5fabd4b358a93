"""What a demo is about: its texts, classes and, where they are known, the answers."""

import csv
import gzip
import io
import json
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from service.demo.corpus import DESCRIPTIONS, TOPICS
from service.kit.errors import BadUpload

LABEL_COLUMNS = ("label", "class", "category", "intent", "topic", "target")
TEXT_COLUMNS = ("text", "sentence", "content", "message", "question", "review")
LOOKED_AT = 200
MOST_CLASSES = 200
PACKED = ".gz"


@dataclass(frozen=True)
class Material:
    """A file to import and what is known about it."""

    name: str
    """Of the project."""
    file: Path
    classes: Sequence[str]
    answers: Mapping[str, str]
    """Text to class; empty when nothing is known."""
    columns: Mapping[str, str]
    """The columns of text and label, where they are called otherwise."""
    guidelines: str = ""
    descriptions: Mapping[str, str] = field(default_factory=dict)
    """Of classes, by name."""


def functions(folder: Path) -> Material:
    """The documentation of the installed packages; made once, in a process of its own."""
    file = folder / "functions.ndjson"
    if not file.exists():
        subprocess.run([sys.executable, "-m", "service.demo.corpus", str(file)], check=True)
    rows = _ndjson(file)
    return Material(
        name="What is this function for?",
        file=file,
        classes=list(TOPICS),
        answers={row["text"]: row["label"] for row in rows},
        columns={},
        guidelines=(
            "Each text is how the documentation of a function in numpy, scipy or scikit-learn "
            "begins. Choose the field it belongs to: where would you look for it?\n\n"
            "When two fit, choose the narrower one: a sparse solver is Sparse matrices, not "
            "Linear algebra."
        ),
        descriptions=DESCRIPTIONS,
    )


def own(file: Path, classes: Sequence[str]) -> Material:
    """The user's file. Its classes are those of its label column, unless they are given."""
    rows = _rows(file)
    text, label = _text_column(rows), _label_column(rows)
    answers = dict(_answers(rows, text, label)) if label else {}
    frequent = [name for name, _ in Counter(answers.values()).most_common()]
    chosen = list(classes) or sorted(frequent)
    if not chosen:
        raise BadUpload(
            f"{file.name} has no column of answers ({', '.join(LABEL_COLUMNS)}), so it takes the "
            "classes from you: make demo DATA=FILE CLASSES='one,two'"
        )
    if len(chosen) > MOST_CLASSES:
        raise BadUpload(
            f"The column {label!r} of {file.name} has {len(chosen):,} values, which are no "
            "classes. Give yours: make demo DATA=FILE CLASSES='one,two'"
        )
    columns = {"text": text, **({"label": label} if label else {})}
    kept = {text: answer for text, answer in answers.items() if answer in set(chosen)}
    return Material(_unpacked(file).stem, file, chosen, kept, columns)


def _answers(rows: Iterable[Mapping[str, Any]], text: str, label: str) -> Iterator[tuple[str, str]]:
    """Texts and their classes, as an import takes them."""
    for row in rows:
        content, answer = row.get(text), row.get(label)
        if not isinstance(content, str) or answer is None or isinstance(answer, (list, dict)):
            continue
        if content and (name := str(answer).strip()):
            yield content, name


def _rows(file: Path) -> list[dict[str, Any]]:
    suffix = _unpacked(file).suffix.lower()
    if suffix in (".ndjson", ".jsonl"):
        return _ndjson(file)
    if suffix in (".csv", ".tsv"):
        return _table(file)
    raise BadUpload(
        f"{file.name} is of no known kind: take .csv, .tsv, .ndjson or .jsonl, "
        "each as it is or packed as .gz."
    )


def _unpacked(file: Path) -> Path:
    """What a packed file is called when it isn't."""
    return file.with_suffix("") if file.suffix.lower() == PACKED else file


def _ndjson(file: Path) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(_text_of(file).split("\n"), start=1):
        try:
            row = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError) as error:
            raise BadUpload(f"{file.name}, line {number}: not JSON: {error}") from error
        if isinstance(row, dict):
            rows.append(row)
    return rows


def _table(file: Path) -> list[dict[str, Any]]:
    """The rows that have as many fields as the header: an import takes no others."""
    text = _text_of(file)
    delimiter = max(",;\t|", key=text.partition("\n")[0].count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # an import takes long ones too
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip() for name in next(table, [])]
        return [dict(zip(header, row, strict=True)) for row in table if len(row) == len(header)]
    except csv.Error as error:
        raise BadUpload(f"{file.name}, line {table.line_num}: {error}") from error


def _text_of(file: Path) -> str:
    content = file.read_bytes()
    if file.suffix.lower() == PACKED:
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            raise BadUpload(f"{file.name} isn't a whole gzip file: {error}.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadUpload(f"{file.name}, line {line}: not UTF-8. Save it as UTF-8.") from error


def _text_column(rows: Sequence[Mapping[str, Any]]) -> str:
    """The column that is called like a text, else the one with the longest values."""
    names = _names(rows)
    lower = {name.lower(): name for name in names}
    for likely in TEXT_COLUMNS:
        if likely in lower:
            return lower[likely]
    looked_at = rows[:LOOKED_AT]
    return max(names, key=lambda name: sum(len(str(row.get(name) or "")) for row in looked_at))


def _label_column(rows: Sequence[Mapping[str, Any]]) -> str | None:
    lower = {name.lower(): name for name in _names(rows)}
    return next((lower[likely] for likely in LABEL_COLUMNS if likely in lower), None)


def _names(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    names = list(dict.fromkeys(name for row in islice(rows, LOOKED_AT) for name in row))
    if not names:
        raise BadUpload("The file has no rows.")
    return names
