"""Shards: merged, never of two encoders, and what of them can be ranked."""

from typing import Any

import numpy as np
import pytest
from sqlmodel import col, select

from service.app import App
from service.jobs.run_job import JobRun
from service.kit.vocabulary import Counted, ImportState
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.items import gaps
from service.pool.tables.items import Import, Item
from service.rounds.queries.rounds import Rankings
from service.vectors.embed_items import embed_items
from service.vectors.load_vectors import load_vectors
from service.vectors.progress import refresh_present_masks
from service.vectors.tables import Shard
from tests.driving import Driver, on_sqlite
from tests.parts.counting import CountingEncoder, OtherWeights
from tests.texts import texts, truth
from tests.vectors.vectors import (
    cancel,
    current,
    in_order,
    is_complete,
    jobs,
    of_items,
    project_with,
    retry,
    small_shards,
    use,
    view_of,
)
from workers.encoders.hashing import HashingEncoder

pytestmark = pytest.mark.slow

CLASSES = ["fruit", "metal"]


@pytest.mark.both_databases
def test_small_shards_are_merged_and_large_ones_left_alone(
    driver: Driver, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_shards(monkeypatch, 48)
    driver.without("rank", "measure")
    project, rows, written = driver.project(CLASSES), texts(150), 0
    for first in range(0, 150, 10):
        before = {shard.id for shard in current(driver, project)}
        driver.imported(project, rows[first : first + 10])
        new = [shard for shard in current(driver, project) if shard.id not in before]
        written += sum(shard.rows for shard in new)
    shards = current(driver, project)
    assert max(shard.rows for shard in shards) <= 48
    assert len(shards) <= 6
    assert written < 150 * np.log2(48), "not everything anew each time"
    assert is_complete(driver, project, HashingEncoder())
    assert of_items(encoder) == in_order(rows)
    with driver.app.read() as uow:
        retired = uow.session.exec(select(Shard).where(col(Shard.retired_at).is_not(None))).all()
    assert retired, "they went"
    assert all(driver.app.blobs.exists(shard.blob) for shard in retired), "a round may read them"


@on_sqlite
def test_a_large_import_is_a_job_a_shard(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    small_shards(monkeypatch, 64)
    project = project_with(driver, texts(200))
    assert [shard.rows for shard in current(driver, project)] == [64, 64, 64, 8]
    assert len(jobs(driver, project)) == 4
    assert is_complete(driver, project, HashingEncoder())


def test_holes_of_a_cancelled_embedding_stay_holes(driver: Driver) -> None:
    """What comes after it is not merged over them, as if they had been embedded."""
    project, rows = project_with(driver, texts(20)), texts(60)
    driver.handlers["embed"] = cancel(driver)
    driver.imported(project, rows[20:40])
    use(driver, HashingEncoder())
    driver.imported(project, rows[40:])
    assert [(s.first, s.rows) for s in current(driver, project)] == [(0, 20), (40, 20)]
    retry(driver, project)
    assert is_complete(driver, project, HashingEncoder())


@on_sqlite
def test_another_fingerprint_embeds_all_again_before_rounds_use_it(
    driver: Driver, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_shards(monkeypatch, 32)
    project, rows = driver.project(CLASSES, round_every=5), texts(120)
    driver.imported(project, rows[:90])
    driver.label_at_once(project, 30, truth)
    driver.work()
    changed = OtherWeights()
    use(driver, changed)
    seen: list[set[str]] = []
    ranks = driver.handlers["rank"]

    def watched(app: App, run: JobRun) -> None:
        seen.append({shard.fingerprint for shard in current(driver, project)})
        ranks(app, run)

    def embed_and_rank(app: App, run: JobRun) -> None:
        embed_items(app, run)
        driver.post(f"/projects/{project}/rounds")

    driver.handlers |= {"rank": watched, "embed": embed_and_rank}
    driver.imported(project, rows[90:])
    old, new = {encoder.fingerprint}, {changed.fingerprint}
    assert old in seen
    assert new in seen
    assert seen == sorted(seen, key=lambda used: used == new), "never mixed, and never back"
    assert of_items(changed) == in_order(rows), "each once"
    assert is_complete(driver, project, OtherWeights())
    rounds = driver.get(f"/projects/{project}/rounds").json()["results"]
    assert {each["encoder_fingerprint"] for each in rounds} == old | new
    assert rounds[-1]["metrics"] is not None
    driver.label_at_once(project, 10, truth)
    driver.work()


def test_vectors_of_two_encoders_make_no_matrix(driver: Driver) -> None:
    one = current(driver, project_with(driver, texts(10)))
    use(driver, OtherWeights())
    other = current(driver, project_with(driver, texts(10)))
    with pytest.raises(ValueError, match="one encoder"):
        load_vectors(driver.app.blobs, [*one, *other], 10)


@on_sqlite
def test_rows_of_an_import_that_was_taken_back_are_not_ranked(driver: Driver) -> None:
    project = project_with(driver, texts(40))
    driver.imported(project, texts(100)[40:])
    with driver.app.write() as uow:
        second = uow[Imports].of(project)[1]
        second.state = ImportState.REVERTED
    refresh_present_masks(driver.app, view_of(driver, project), (0, 100))
    shards = current(driver, project)
    assert sum(shard.items for shard in shards) == 40
    _, present = load_vectors(driver.app.blobs, shards, 100)
    assert np.flatnonzero(present).tolist() == list(range(40))
    assert driver.get(f"/projects/{project}/stats").json()["embedded"] == 40
    before = {shard.id for shard in shards}
    refresh_present_masks(driver.app, view_of(driver, project), (0, 100))
    assert {shard.id for shard in current(driver, project)} == before


@pytest.mark.both_databases
def test_a_ranking_leaves_out_what_was_taken_back_meanwhile(driver: Driver) -> None:
    """Its rows are still marked as present."""
    project = driver.project_with(texts(40), CLASSES, strategy="random")
    driver.imported(project, texts(100)[40:])
    with driver.app.write() as uow:
        uow[Imports].of(project)[1].state = ImportState.REVERTED
        uow[Counters].count(project, Counted.ITEMS, -60)
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    with driver.app.read() as uow:
        ids = [row.item_id for row in uow[Rankings].of(project)]
        stays = select(Item.id).join(Import).where(Import.state == ImportState.READY)
        assert set(ids) <= set(uow.session.exec(stays).all())
    assert len(ids) == 40 - 40 // 3, "the others are the next audit items"


@pytest.mark.parametrize(
    ("span", "covered", "left"),
    [
        ((0, 10), [], [(0, 10)]),
        ((0, 10), [(0, 10)], []),
        ((2, 8), [(0, 3), (5, 6), (7, 20)], [(3, 5), (6, 7)]),
        ((5, 9), [(0, 5), (9, 12)], [(5, 9)]),
        ((0, 9), [(4, 6), (1, 5)], [(0, 1), (6, 9)]),
        ((3, 3), [], []),
    ],
)
def test_gaps(span: Any, covered: Any, left: Any) -> None:
    assert gaps(span, covered) == left
