"""Views: the vectors of a project's items by one encoder."""

import json
from dataclasses import replace

import numpy as np
import pytest
from sqlmodel import select

from service.db.clock import FrozenClock
from service.jobs.dispatch_jobs import announce
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import run_job
from service.pool.queries.projects import Projects, Views
from service.pool.tables.items import Item
from service.pool.tables.projects import View
from service.ports import registered_encoders
from service.projects.kinds import SWEEP
from service.projects.queries import Sweeping
from service.rounds.queries.rounds import Rounds
from service.vectors.fitted_encoder import encoder_of
from service.vectors.load_vectors import load_vectors
from service.vectors.queries import Shards
from tests.asking import answers_questions
from tests.driving import Driver, on_sqlite
from tests.texts import texts, truth
from workers.encoders.lexical import LexicalEncoder

CLASSES = ["fruit", "metal"]


def campaign(driver: Driver, *, views: int) -> int:
    project = driver.project(CLASSES, strategy="margin")
    with driver.app.write() as uow:
        for position in range(1, views):
            uow[Views].add(View(project_id=project, position=position, encoder="hashing"))
    driver.imported(project, texts(60))
    driver.label(project, 12, truth)
    driver.work()
    return project


@pytest.mark.both_databases
def test_a_project_begins_with_one_view(driver: Driver) -> None:
    project = driver.project()
    with driver.app.read() as uow:
        [view] = uow[Views].of(project)
    assert (view.position, view.encoder, view.fingerprint) == (0, "hashing", None)
    assert driver.get(f"/projects/{project}").json()["encoder"] == "hashing"


@on_sqlite
@pytest.mark.slow
def test_a_second_view_has_vectors_of_its_own(driver: Driver) -> None:
    two = campaign(driver, views=2)
    with driver.app.read() as uow:
        first, second = uow[Views].of(two)
        files = [{shard.blob for shard in uow[Shards].current(view)} for view in (first, second)]
        held = [sum(s.items for s in uow[Shards].current(view)) for view in (first, second)]
        graphs = {first.neighbours, second.neighbours}
    assert held == [60, 60]
    assert all(files)
    assert not files[0] & files[1]
    assert len(graphs) == 2
    assert None not in graphs
    stats = driver.get(f"/projects/{two}/stats").json()
    assert (stats["embedded"], stats["encoder"]["state"]) == (60, "ready")
    assert driver.http.delete(f"/api/v1/projects/{two}").status_code == 204


def view(driver: Driver, project: int, position: int) -> View:
    with driver.app.read() as uow:
        return uow[Views].of(project)[position]


def is_whole(driver: Driver, project: int, position: int) -> bool:
    """Whether each item's row is its text's, by the encoder as it has learnt."""
    known = view(driver, project, position)
    encoder = encoder_of(driver.app, driver.tools, known)
    with driver.app.read() as uow:
        shards = uow[Shards].current(known)
        items = uow.session.exec(select(Item).where(Item.project_id == project)).all()
        rows = uow[Projects].get(project).next_ordinal
    vectors, present = load_vectors(driver.app.blobs, shards, rows)
    ordinals = np.array([item.ordinal for item in items])
    expected = encoder.encode([item.text for item in items])
    return bool(present[ordinals].all() and np.allclose(vectors[ordinals], expected, atol=1e-6))


@on_sqlite
@pytest.mark.slow
def test_an_encoder_learns_from_the_texts_and_anew_when_they_are_twice_as_many(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = driver.project_with(texts(99), CLASSES, views=["lexical"])
    few = view(driver, project, 1)
    assert (few.fitted, few.fingerprint) == (None, LexicalEncoder().fingerprint)
    driver.imported(project, [{"text": f"one more of {n}"} for n in range(1)])
    first = view(driver, project, 1)
    assert (first.fitted_on, first.fitted) == (
        100,
        f"projects/{project}/fitted/{first.fingerprint}.npz",
    )
    assert is_whole(driver, project, 1)
    driver.imported(project, [{"text": f"another of {n}"} for n in range(99)])
    assert view(driver, project, 1).fingerprint == first.fingerprint
    driver.imported(project, [{"text": "the hundredth"}])
    second = view(driver, project, 1)
    assert second.fingerprint not in (None, first.fingerprint)
    assert second.fitted_on == 200
    assert is_whole(driver, project, 1)
    monkeypatch.setattr(LexicalEncoder, "learns_from", 200)  # and now no more
    driver.imported(project, [{"text": f"a third of {n}"} for n in range(200)])
    assert view(driver, project, 1).fitted_on == 200
    assert is_whole(driver, project, 1)
    shown = driver.get(f"/projects/{project}").json()
    assert [(each["encoder"], each["embedded"]) for each in shown["views"]] == [
        ("hashing", 400),
        ("lexical", 400),
    ]


@on_sqlite
@pytest.mark.slow
def test_a_project_gets_another_view_later_and_keeps_those_it_has(driver: Driver) -> None:
    project = driver.project(CLASSES)
    driver.imported(project, texts(30))
    path = f"/api/v1/projects/{project}"
    wrong = driver.http.patch(path, json={"views": ["nothing"]})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "views")
    added = driver.http.patch(path, json={"views": ["lexical"]})
    assert [each["encoder"] for each in added.json()["views"]] == ["hashing", "lexical"]
    driver.work()
    assert is_whole(driver, project, 1)
    gone = driver.http.patch(path, json={"views": []})
    assert (gone.status_code, gone.json()["field"]) == (409, "views")
    copy = driver.post(f"/projects/{project}/duplicate", name="Again").json()
    assert [each["encoder"] for each in copy["views"]] == ["hashing", "lexical"]
    twice = driver.post("/projects", name="Twice", encoder="lexical", views=["lexical"])
    assert (twice.status_code, twice.json()["field"]) == (422, "views")


@on_sqlite
@pytest.mark.slow
def test_rounds_read_all_views_that_are_nearly_whole_and_say_so(
    driver: Driver,
) -> None:
    answers_questions(driver)
    project = driver.project_with(texts(120), CLASSES, views=["lexical"])
    driver.label_at_once(project, 30, truth)
    driver.work()
    with driver.app.read() as uow:
        found = uow[Rounds].last_measured(project)
        views = uow[Views].of(project)
    assert found is not None
    assert found.head == "mixture@1"
    read = [(each["encoder"], each["fingerprint"]) for each in found.views]
    assert read == [(each.encoder, each.fingerprint) for each in views]
    weights = [each["weight"] for each in found.views]
    assert sum(weights) == pytest.approx(1)
    assert found.artefacts["neighbours_2"] == views[1].neighbours
    asked = driver.post(f"/projects/{project}/predict", texts=["a ripe melon", "copper"])
    assert [row[0]["class"] for row in asked.json()["predictions"]] == ["fruit", "metal"]
    shown = driver.get(f"/projects/{project}").json()["views"]
    assert [each["weight"] for each in shown] == weights
    with driver.app.write() as uow:  # a second view of a tenth of the items is passed over
        lacking = uow[Shards].current(uow[Views].of(project)[1])
        for shard in lacking:
            shard.items = 11
    driver.label_at_once(project, 10, truth)
    driver.work()
    with driver.app.read() as uow:
        later = uow[Rounds].last(project)
    assert later is not None
    assert [each["encoder"] for each in later.views] == ["hashing"]
    assert later.head == "mixture@1"


@on_sqlite
@pytest.mark.slow
def test_a_model_goes_on_with_the_vectors_that_it_was_measured_with(
    driver: Driver, clock: FrozenClock
) -> None:
    """While an encoder learns anew, until the next round is measured; further on without a view
    that nobody here can read any more."""
    answers_questions(driver)
    project = driver.project_with(texts(60), CLASSES, views=["lexical"])
    driver.imported(project, [{"text": f"the {n}th day of apples"} for n in range(60)])
    driver.label_at_once(project, 30, truth)
    driver.work()
    before, ranked = view(driver, project, 1), driver.handlers["rank"]

    def asked(*sent: str) -> tuple[int, list[str]]:
        answer = driver.post(f"/projects/{project}/predict", texts=[*sent, "copper"])
        assert answer.status_code == 200, answer.text
        found = answer.json()
        return found["round"], [row[0]["class"] for row in found["predictions"]]

    driver.handlers["rank"] = lambda _app, _run: None
    driver.imported(project, [{"text": f"the {n}th night of iron"} for n in range(120)])
    assert view(driver, project, 1).fingerprint != before.fingerprint
    with driver.app.write() as uow:
        clock.advance(3_700)
        sweep = uow[Jobs].add(SWEEP.job(project, uow.now)).id
    run_job(driver.app, sweep, "test", driver.handlers, driver.tools)
    number, said = asked("a ripe melon")
    assert said == ["fruit", "metal"]
    known = driver.tools.encoder
    driver.tools = replace(driver.tools, encoder=lambda _name: known("hashing"))
    assert asked("a riper melon") == (number, said)
    driver.handlers["rank"] = ranked
    driver.tools = replace(driver.tools, encoder=known)
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    assert asked("a melon")[0] > number
    with driver.app.write() as uow:
        uow[Sweeping].forget_shards(project, uow.now, [])
        assert uow[Shards].as_they_were(view(driver, project, 1), before.fingerprint) == []


@on_sqlite
def test_new_projects_get_the_views_that_heads_read_and_encoders_are_there_for(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def views(named: str, **fields: str) -> list[str]:
        settings = driver.app.settings.model_copy(update={"views": named})
        monkeypatch.setattr(driver.app, "settings", settings)
        shown = driver.get(f"/projects/{driver.project(CLASSES, **fields)}").json()["views"]
        return [each["encoder"] for each in shown]

    assert views("lexical, nothing,hashing") == ["hashing", "lexical"]
    assert views("lexical", answer_kind="multi_label") == ["hashing", "lexical"]
    assert views("") == ["hashing"]


@on_sqlite
@pytest.mark.slow
def test_a_lighter_view_stands_in_until_the_main_one_is_there(driver: Driver) -> None:
    light, late = registered_encoders()["hashing"].load(None), "sentence_transformer"
    project = driver.project(CLASSES, encoder=late, views=["hashing"])
    lines = "\n".join(json.dumps(row) for row in texts(60))
    assert driver.upload(project, lines).status_code == 202
    driver.work(until_idle=False)  # the main view's job waits for a worker
    stats = driver.get(f"/projects/{project}/stats").json()
    assert (stats["embedded"], stats["encoder"]["state"]) == (60, "preparing")
    driver.label_at_once(project, 10, truth)
    driver.work(until_idle=False)
    first = driver.get(f"/projects/{project}/stats").json()["last_round"]
    assert [each["fingerprint"] for each in first["views"]] == [light.fingerprint]
    heavy = LexicalEncoder()
    driver.tools = replace(driver.tools, encoder=lambda named: heavy if named == late else light)
    announce(driver.app, "another", ["gpu"], "cpu", [late])
    driver.work()
    then = driver.get(f"/projects/{project}/stats").json()
    assert (then["embedded"], then["encoder"]["state"]) == (60, "ready")
    read = [each["fingerprint"] for each in then["last_round"]["views"]]
    assert read == [heavy.fingerprint, light.fingerprint]
