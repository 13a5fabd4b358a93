"""Makes a file of texts that have several labels, or none, from files whose texts have one.

    python -m benchmarks.joined FOLDER joined.jsonl

FOLDER has `trec6.csv.gz`, `ag_news.csv.gz`, `sst2.csv.gz` and `sms_spam.csv.gz`: one to three texts
of different files are put together, in any order, with all of their labels. A tenth has no label:
plain messages of `sms_spam`, and news of the one topic that is no class here. No text is
used twice. The result is imported as it is, with `text`, a list, `label`, and `split`: the first
3,200, on which heads and strategies were made, are `test`, and what comes after is `train`.
`--items 3200` makes those alone, without a split.
"""

import argparse
import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

LABELLED = ("trec6", "ag_news", "sst2", "sms_spam")
OF_NO_CLASS = {("sms_spam", "ham"), ("ag_news", "World")}
UNLABELLED, MOST_JOINED, SEED = 0.1, 3, 20
DEVELOPMENT = 3_200


class Joined(NamedTuple):
    text: str
    label: list[str]


def texts_of(folder: Path, name: str) -> list[tuple[str, str]]:
    """Texts and labels of the training part."""
    with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "train"]
    return [(row["text"], row["label"]) for row in rows]


def joined(folder: Path, items: int, seed: int = SEED) -> Iterator[Joined]:
    """At most so many items, fewer where texts run out."""
    rng = np.random.default_rng(seed)
    plain: list[str] = []
    left: dict[str, list[tuple[str, str]]] = {}
    for name in LABELLED:
        rows = texts_of(folder, name)
        rows = [rows[i] for i in rng.permutation(len(rows))]
        plain += [text for text, label in rows if (name, label) in OF_NO_CLASS]
        left[name] = [row for row in rows if (name, row[1]) not in OF_NO_CLASS]
    plain = [plain[i] for i in rng.permutation(len(plain))]
    for _ in range(items):
        if rng.random() < UNLABELLED:
            if not plain:
                return
            yield Joined(plain.pop(), [])
            continue
        there = [name for name in LABELLED if left[name]]
        if not there:
            return
        # By how many are left of each file, so that the mixture stays the same to the end.
        sizes = np.array([len(left[name]) for name in there])
        many = min(int(rng.integers(1, MOST_JOINED + 1)), len(there))
        names = rng.choice(there, many, replace=False, p=sizes / sizes.sum())
        parts = [left[name].pop() for name in names]
        yield Joined("\n\n".join(text for text, _ in parts), sorted({of for _, of in parts}))


def split_of(number: int, items: int) -> dict[str, str]:
    if items <= DEVELOPMENT:
        return {}
    return {"split": "test" if number < DEVELOPMENT else "train"}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--items", type=int, default=6_000)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    rows = list(joined(asked.folder, asked.items, asked.seed))
    lines = (
        json.dumps(row._asdict() | split_of(number, len(rows)), ensure_ascii=False) + "\n"
        for number, row in enumerate(rows)
    )
    asked.out.write_text("".join(lines), encoding="utf-8")
    print(f"{len(rows)} items, {sum(not row.label for row in rows)} without a label")


if __name__ == "__main__":
    main()
