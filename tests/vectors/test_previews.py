"""What every encoder has read of a pool is chosen from while the rest is still read."""

import json
from dataclasses import replace
from typing import Any

import pytest

from service.db.clock import FrozenClock
from service.jobs.dispatch_jobs import announce
from service.jobs.kinds import embed
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.turns import JobTurns
from service.jobs.run_job import run_job
from service.kit.vocabulary import JobState, Source
from service.pool.queries.audit import AuditOrder
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import Preview
from service.projects.kinds import SWEEP
from service.rounds.queries.rounds import Rankings, Rounds
from service.rounds.tables.rounds import Round
from service.vectors import make_preview
from tests.driving import Driver
from tests.parts.counting import CountingEncoder
from tests.texts import texts, truth
from workers.encoders.hashing import HashingEncoder

pytestmark = pytest.mark.slow

CLASSES = ["fruit", "metal"]
SLOW = "sentence_transformer"
ROWS = 400


class SlowEncoder(CountingEncoder):
    """Reads as `hashing` does, by another name."""

    def __init__(self) -> None:
        super().__init__()
        self.fingerprint = "slow" * 16


@pytest.fixture
def slow(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> SlowEncoder:
    """The main view's encoder, which no worker has until it is announced. Everything takes long."""
    monkeypatch.setattr(embed, "LONG_SECONDS", 0.0)
    monkeypatch.setattr(embed, "PREVIEW_ROWS", 200)
    monkeypatch.setattr(make_preview, "PREVIEW_ROWS", 200)
    monkeypatch.setattr(make_preview, "STEPS", (100, 200))
    encoder, fast = SlowEncoder(), HashingEncoder()
    driver.tools = replace(driver.tools, encoder=lambda name: encoder if name == SLOW else fast)
    return encoder


def begun(driver: Driver, rows: list[dict[str, Any]]) -> int:
    """A project of which the fast view has read everything, and no worker the rest."""
    project = driver.project(CLASSES, encoder=SLOW, views=["hashing"], strategy="margin")
    came(driver, project, rows)
    return project


def came(driver: Driver, project: int, rows: list[dict[str, Any]]) -> None:
    assert driver.upload(project, "\n".join(map(json.dumps, rows))).status_code == 202
    driver.work(until_idle=False)


def preview_alone(driver: Driver, project: int) -> None:
    """A worker comes that has the slow encoder, and gets no further than the preview."""
    with driver.app.read() as uow:
        spans = [
            job.id
            for job in uow[Jobs].open_of(project, "embed")
            if job.encoder == SLOW and not embed.is_preview(job.payload)
        ]
    for job in spans:
        assert driver.post(f"/jobs/{job}/cancel").status_code == 200
    announce(driver.app, "another", ["cpu"], "cpu", [SLOW])
    driver.work()


def last_round(driver: Driver, project: int) -> Round:
    with driver.app.read() as uow:
        found = uow[Rounds].last(project)
    assert found is not None
    return found


def previews(driver: Driver, project: int) -> list[Preview]:
    with driver.app.read() as uow:
        found = [view.preview for view in uow[Views].of(project)]
    return [each for each in found if each is not None]


def drawn(driver: Driver, project: int) -> list[int]:
    [key] = {each.drawn for each in previews(driver, project)}
    return [int(each) for each in driver.app.blobs.array(key)]


def chosen(driver: Driver, project: int) -> list[int]:
    """Ordinals of what the strategy chose."""
    with driver.app.read() as uow:
        rows = uow[Rankings].of(project)
        ids = [row.item_id for row in rows if row.source is Source.STRATEGY]
        return [int(uow[Items].get(project, item).ordinal) for item in ids]


@pytest.mark.both_databases
def test_rounds_choose_from_what_all_encoders_have_read(driver: Driver, slow: SlowEncoder) -> None:
    project = begun(driver, texts(ROWS))
    first = last_round(driver, project)
    assert first.chosen_from is None, "nothing else has read anything"
    assert [each["encoder"] for each in first.views] == ["hashing"]
    preview_alone(driver, project)
    assert len(slow.encoded) == 200 + len(CLASSES) * 2
    driver.label_at_once(project, 20, truth)
    driver.work()
    second = last_round(driver, project)
    assert second.head == "mixture@1"
    assert second.chosen_from is not None
    assert second.chosen_from["texts"] == 200
    assert [each["encoder"] for each in second.chosen_from["views"]] == [SLOW, "hashing"]
    assert sum(each["weight"] for each in second.chosen_from["views"]) == pytest.approx(1)
    assert [each["encoder"] for each in second.views] == ["hashing"]
    picks = chosen(driver, project)
    assert len(picks) > 30
    assert {*picks} < {*drawn(driver, project)}
    stats = driver.get(f"/projects/{project}/stats").json()
    assert stats["last_round"]["chosen_from"]["texts"] == 200
    assert stats["encoder"]["done"] == 200
    with driver.app.read() as uow:
        measured = uow[Rounds].last_measured(project)
    assert measured is not None, "by the view that has read everything"
    assert measured.number == second.number

    slow.encoded.clear()
    retried = spans_undone(driver, project)
    assert retried
    for job in retried:
        assert driver.post(f"/jobs/{job}/retry").status_code == 200
    driver.work()
    third = last_round(driver, project)
    assert third.chosen_from is None
    assert [each["encoder"] for each in third.views] == [SLOW, "hashing"]
    assert len([text for text in slow.encoded if text not in CLASSES]) == ROWS - 200


def spans_undone(driver: Driver, project: int) -> list[int]:
    with driver.app.read() as uow:
        return [
            job.id
            for job in uow[Jobs].page(project, after=0, limit=100)
            if job.kind == "embed" and job.state is JobState.CANCELLED
        ]


@pytest.mark.both_databases
@pytest.mark.usefixtures("slow")
def test_audits_are_read_early_and_so_are_as_many_others(driver: Driver) -> None:
    project = begun(driver, texts(ROWS))
    with driver.app.read() as uow:
        next_audits = uow[AuditOrder].reserved(uow[Projects].get(project), 100)
    reserved = [item.ordinal for item in next_audits]
    order = drawn(driver, project)
    assert {*reserved[:50]} <= {*order}
    early = order[: 2 * len(reserved)]
    assert len({*early} & {*reserved}) <= len(early) / 2


@pytest.mark.both_databases
@pytest.mark.usefixtures("slow")
def test_a_much_larger_file_takes_no_view_away(driver: Driver) -> None:
    project = begun(driver, texts(ROWS)[:30])
    announce(driver.app, "another", ["cpu"], "cpu", [SLOW])
    driver.work()
    driver.label_at_once(project, 10, truth)
    driver.work()
    assert [each["encoder"] for each in last_round(driver, project).views] == [SLOW, "hashing"]
    came_by_name = texts(ROWS)[30:]
    answer = driver.upload(project, "\n".join(map(json.dumps, came_by_name)))
    assert answer.status_code == 202
    driver.handlers["embed"] = only_previews_of_slow(driver.handlers["embed"])
    driver.work(until_idle=False)
    driver.label_at_once(project, 10, truth)
    driver.work(until_idle=False)
    latest = last_round(driver, project)
    assert latest.chosen_from is not None
    assert latest.chosen_from["texts"] == 200
    picks = chosen(driver, project)
    assert max(picks) > 30
    assert {*picks} <= {*drawn(driver, project)}


@pytest.mark.both_databases
@pytest.mark.usefixtures("slow")
def test_what_is_read_first_goes_before_all_that_is_being_read(driver: Driver) -> None:
    """Of the same project, too."""
    project = begun(driver, texts(ROWS)[:40])
    with driver.app.read() as uow:
        preview, span = uow[Jobs].open_of(project, "embed")
    assert embed.is_preview(preview.payload)
    with driver.app.write() as uow:
        assert uow[JobTurns].first(span.id, uow.now, [SLOW], ["embed"]) == preview.id
        assert uow[JobTurns].first(preview.id, uow.now, [SLOW], ["embed"]) == preview.id
        assert uow[Jobs].claim(span.id, "test", uow.now)
    with driver.app.read() as uow:
        assert uow[JobTurns].others_wait(span.id, uow.now, [SLOW])
        assert not uow[JobTurns].others_wait(span.id, uow.now, [])
    driver.post(f"/jobs/{preview.id}/cancel")
    with driver.app.read() as uow:
        assert not uow[JobTurns].others_wait(span.id, uow.now, [SLOW])


@pytest.mark.both_databases
@pytest.mark.usefixtures("slow")
def test_a_part_that_is_the_whole_pool_is_published_before_others_are_read(driver: Driver) -> None:
    """It stood behind another project's texts, and figures did without it."""
    begun(driver, texts(ROWS))
    small = begun(driver, texts(ROWS)[:60])
    done: list[tuple[int, bool]] = []
    embeds = driver.handlers["embed"]

    def noted(app: Any, run: Any) -> None:
        embeds(app, run)
        done.append((run.project_id, embed.is_preview(run.payload)))

    driver.handlers["embed"] = noted
    announce(driver.app, "another", ["cpu"], "cpu", [SLOW])
    driver.work()
    spans = [project for project, is_preview in done if not is_preview]
    assert spans[0] == small, done
    assert len(spans) == 2


def only_previews_of_slow(handler: Any) -> Any:
    """The slow encoder's other jobs fail."""

    def embedded(app: Any, run: Any) -> None:
        with app.read() as uow:
            encoder = uow[Views].get(int(run.payload["view"])).encoder
        if encoder == SLOW and not embed.is_preview(run.payload):
            raise ValueError("reads nothing more")
        handler(app, run)

    return embedded


@pytest.mark.usefixtures("slow")
def test_previews_are_cleared_away_once_all_is_read(driver: Driver, clock: FrozenClock) -> None:
    project = begun(driver, texts(ROWS))
    announce(driver.app, "another", ["cpu"], "cpu", [SLOW])
    driver.work()
    folder = f"projects/{project}/previews"
    assert driver.app.blobs.names(folder)
    with driver.app.write() as uow:
        clock.advance(3_700)
        sweep = uow[Jobs].add(SWEEP.job(project, uow.now)).id
    run_job(driver.app, sweep, "test", driver.handlers, driver.tools)
    assert previews(driver, project) == []
