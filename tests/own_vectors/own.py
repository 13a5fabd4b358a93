"""Items whose class no word tells, and vectors of somebody's model that do."""

import json
import random
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from tests.driving import API, NDJSON, Driver

CLASSES = ["round", "square"]
DIMENSIONS = 12


def pictures(count: int) -> list[dict[str, Any]]:
    """Rows with the same few words in any order: what is in a picture its caption doesn't say."""
    draws = random.Random(5)
    words = ["photo", "shelf", "light", "desk", "lamp", "wood"]
    return [
        {"id": f"p-{number}", "text": f"{' '.join(draws.choices(words, k=5))} {number}"}
        for number in range(count)
    ]


def shape(text: str) -> str:
    """The class of one of those: its number has no pattern that a word could tell."""
    return CLASSES[random.Random(int(text.rsplit(" ", 1)[1])).random() < 0.5]


def vectors_of(rows: Iterable[Mapping[str, Any]], seed: int = 0) -> list[dict[str, Any]]:
    """Of each row one in which its class shows, as a model of pictures would see it."""
    rng = np.random.default_rng(seed)
    vectors = []
    for row in rows:
        vector = rng.normal(size=DIMENSIONS)
        vector[:3] += 2.5 if shape(row["text"]) == "round" else -2.5
        vectors.append({"id": row["id"], "vector": vector.round(4).tolist()})
    return vectors


def send(
    driver: Driver,
    project: int,
    rows: Iterable[Mapping[str, Any]] | bytes,
    name: str = "images",
    kind: str = NDJSON,
    **query: Any,
) -> Any:
    """The answer to an upload."""
    content = rows if isinstance(rows, bytes) else "\n".join(map(json.dumps, rows)).encode()
    return driver.http.post(
        f"{API}/projects/{project}/vectors/{name}",
        content=content,
        params=query,
        headers={"Content-Type": kind},
    )


def shown(driver: Driver, project: int, name: str = "images") -> Any:
    return driver.get(f"/projects/{project}/vectors/{name}").json()


def refused(driver: Driver, project: int, rows: Any, **query: Any) -> str:
    """Why an upload isn't taken in."""
    sent = send(driver, project, rows, **query)
    assert sent.status_code == 202, sent.text
    driver.work()
    job = driver.get(f"/jobs/{sent.json()['id']}").json()
    assert job["state"] == "failed", job
    return str(job["error"])
