"""A project whose texts have several classes."""

from collections.abc import Sequence
from typing import Any

from tests.driving import Driver

PAIRS = 400


def of_two_topics(
    corpus: Sequence[dict[str, str]], short: int | None = None
) -> list[dict[str, Any]]:
    """Two sentences a text, of one topic or two, each of so many characters."""
    pairs = zip(corpus[:PAIRS:2], corpus[1:PAIRS:2], strict=True)
    return [
        {
            "text": f"{a['text'][:short]} {b['text'][:short]}",
            "label": sorted({a["label"], b["label"]}),
        }
        for a, b in pairs
    ]


def of_sets(driver: Driver, pool: Sequence[dict[str, Any]], labels: int = 80, **fields: Any) -> int:
    """A project that is measured, some of whose texts came with their classes."""
    classes = sorted({name for row in pool for name in row["label"]})
    project = driver.project(classes, answer_kind="multi_label", **fields)
    driver.imported(project, list(pool[:labels]), labels="import")
    driver.imported(project, [{"text": row["text"]} for row in pool[labels:]])
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    return project
