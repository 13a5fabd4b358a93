"""Driving embedding, and looking at what it made."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sqlmodel import select

from service.app import App
from service.jobs.kinds import embed
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import Handler, JobRun
from service.jobs.tables import Job
from service.pool.queries.projects import Projects, Views
from service.pool.tables.items import Item
from service.pool.tables.projects import View
from service.ports import Encoder
from service.vectors import publish_shard
from service.vectors.embed_items import embed_items
from service.vectors.load_vectors import load_vectors
from service.vectors.queries import Shards
from service.vectors.tables import Shard
from tests.driving import Driver
from tests.parts.counting import CountingEncoder

CLASSES = ["fruit", "metal"]


def use(driver: Driver, encoder: Encoder) -> None:
    driver.tools = replace(driver.tools, encoder=lambda _reference: encoder)
    driver.handlers["embed"] = embed_items


def project_with(driver: Driver, rows: Sequence[Any]) -> int:
    return driver.project_with(rows, CLASSES)


def cancel(driver: Driver) -> Handler:
    def handler(_app: App, run: JobRun) -> None:
        driver.post(f"/jobs/{run.job_id}/cancel")

    return handler


def in_order(rows: Sequence[Any]) -> list[str]:
    return sorted(row["text"] for row in rows)


def of_items(encoder: CountingEncoder) -> list[str]:
    """The texts that it encoded, without names of classes."""
    return sorted(text for text in encoder.encoded if text not in CLASSES)


def view_of(driver: Driver, project: int) -> View:
    """The view that rounds work on."""
    with driver.app.read() as uow:
        return uow[Views].ranked(project)


def current(driver: Driver, project: int) -> Sequence[Shard]:
    with driver.app.read() as uow:
        return uow[Shards].current(uow[Views].ranked(project))


def is_complete(driver: Driver, project: int, encoder: Encoder) -> bool:
    """Whether every item's row is its text's vector by this encoder, all others being zero."""
    with driver.app.read() as uow:
        found = uow[Projects].get(project)
        items = uow.session.exec(select(Item).where(Item.project_id == project)).all()
        shards = uow[Shards].current(uow[Views].ranked(project))
    vectors, present = load_vectors(driver.app.blobs, shards, found.next_ordinal)
    expected = np.zeros(vectors.shape, dtype=np.float32)
    places = [item.ordinal for item in items]
    expected[places] = encoder.encode([item.text for item in items])
    stats = driver.get(f"/projects/{project}/stats").json()
    assert stats["embedded"] == stats["items"] == int(present.sum()) == len(items)
    assert np.flatnonzero(present).tolist() == sorted(places)
    return bool(np.array_equal(vectors[np.arange(found.next_ordinal)], expected))


def jobs(driver: Driver, project: int) -> list[Job]:
    with driver.app.read() as uow:
        found = uow[Jobs].page(project, after=0, limit=1_000)
        return [job for job in found if job.kind == "embed"]


def small_shards(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    for module in (publish_shard, embed):
        monkeypatch.setattr(module, "SHARD_ROWS", rows)


def retry(driver: Driver, project: int) -> None:
    """Asks again for what is undone, as the page does."""
    for job in driver.get(f"/projects/{project}/stats").json()["undone"]:
        assert driver.post(f"/jobs/{job['id']}/retry").status_code == 200
    driver.work()
