"""Projects with a view of an encoder that is no more."""

import json
from dataclasses import replace

import pytest

from service.jobs.queries.jobs import Jobs
from service.pool.queries.projects import Views
from service.ports import registered_encoders
from service.vectors.queries import Shards
from tests.driving import Driver
from tests.texts import texts, truth
from workers.encoders.hashing import HashingEncoder
from workers.worker import Worker

CLASSES = ["fruit", "metal"]


class Other(HashingEncoder):
    """Of other vectors, as its fingerprint says."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__()
        self.fingerprint = fingerprint


def has(driver: Driver, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What the workers have from now on, beside their usual encoders."""
    tools, other = driver.tools, Other(name)
    encoders = replace(tools, encoder=lambda one: other if one == name else tools.encoder(one))
    announce = type(driver).announce
    monkeypatch.setattr(driver, "tools", encoders)
    monkeypatch.setattr(driver, "announce", lambda: announce(driver, ("hashing", "lexical", name)))


def of_middle(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> int:
    """A project whose second view has vectors by `middle`."""
    has(driver, monkeypatch, "middle")
    project = driver.project(CLASSES, views=["sentence_transformer"])
    with driver.app.write() as uow:
        uow[Views].of(project)[1].encoder = "middle"
    driver.imported(project, texts(60))
    driver.label_at_once(project, 12, truth)
    driver.work()
    [_, view] = driver.get(f"/projects/{project}").json()["views"]
    assert (view["encoder"], view["embedded"]) == ("middle", 60)
    return project


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_view_of_middle_goes_on_by_minilm(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waited for it is done by that, and all that it had read is read anew."""
    assert "middle" not in registered_encoders()
    project = of_middle(driver, monkeypatch)
    has(driver, monkeypatch, "sentence_transformer")
    driver.upload(project, json.dumps(texts(61)[60]))
    driver.work(until_idle=False)
    with driver.app.read() as uow:
        assert "middle" in {job.encoder for job in uow[Jobs].open_of(project)}
    Worker(driver.app, "comes", ["cpu"]).announce()
    with driver.app.read() as uow:
        assert {job.encoder for job in uow[Jobs].open_of(project)} == {"sentence_transformer"}
    driver.work()
    with driver.app.read() as uow:
        [_, view] = uow[Views].of(project)
        assert sum(shard.items for shard in uow[Shards].current(view)) == 61
    assert (view.encoder, view.fingerprint) == ("sentence_transformer", "sentence_transformer")
    last = driver.get(f"/projects/{project}/stats").json()["last_round"]
    assert [each["encoder"] for each in last["views"]] == ["hashing", "sentence_transformer"]
