"""Makes one file of the classes of several, one of them scattered: 96 classes.

    python -m benchmarks.many_classes FOLDER many.csv.gz

FOLDER has `banking77`, `trec6`, `ag_news`, `sst2` and `sms_spam` as CSV, and `snips_slots` with an
intent a text as JSON lines, all `.gz`. Of each class at most 160 texts of the training part. Three
classes of different files become one, `other`, of which 1.3 % of all texts are kept: a class that
lies in several places. The result is read as any labelled file.
"""

import argparse
import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

LABELLED = ("banking77", "trec6", "ag_news", "sst2", "sms_spam")
WITH_INTENTS = "snips_slots"
SCATTERED = ("card_arrival", "ENTY", "GetWeather")
OTHER, SHARE = "other", 0.013
MOST_OF_A_CLASS, SEED = 160, 96


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    rows = many_classes(options.folder)
    with gzip.open(options.out, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("text", "label"))
        writer.writerows(rows)
    print(f"{len(rows):,} texts of {len({label for _, label in rows})} classes")


def many_classes(folder: Path) -> list[tuple[str, str]]:
    """Texts and labels, in random order."""
    texts = dict(_texts(folder))
    shuffled = np.random.default_rng(SEED).permutation(len(texts))
    all_rows = list(texts.items())
    plain, scattered, counts = [], [], Counter[str]()
    for text, label in (all_rows[row] for row in shuffled):
        counts[label] += 1
        if label in SCATTERED:
            scattered.append((text, OTHER))
        elif counts[label] <= MOST_OF_A_CLASS:
            plain.append((text, label))
    rows = plain + scattered[: round(len(plain) * SHARE / (1 - SHARE))]
    return [rows[row] for row in np.random.default_rng(SEED).permutation(len(rows))]


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for name in LABELLED:
        with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["split"] == "train":
                    yield row["text"], row["label"]
    with gzip.open(folder / f"{WITH_INTENTS}.jsonl.gz", "rt", encoding="utf-8") as file:
        for read in map(json.loads, file):
            if read["split"] == "train":
                yield read["text"], read["intent"]


if __name__ == "__main__":
    main()
