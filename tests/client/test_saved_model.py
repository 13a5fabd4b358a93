"""The model as a file, by the client: of which round it is, and whether another comes soon.

So too what is measured: an encoder that is about to learn is waited for.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import postil
from postil.connection import Connection
from postil.model import newer_soon
from service.bootstrap import build
from service.jobs.end_job import cancel_on_request
from service.jobs.kinds.tune import TUNE
from service.jobs.queries.jobs import Jobs
from service.kit.settings import Settings
from tests.cli.running import Served

pytestmark = pytest.mark.slow
TEXTS = [f"{word} number {n}" for n in range(30) for word in ("plum", "iron")]


@pytest.fixture(scope="module")
def project(server: postil.Server) -> postil.Project:
    """With a measured round of 24 labels."""
    made = server.create("Saved", classes=["fruit", "metal"], seed=17)
    made.add(TEXTS)
    given = made.label(lambda text: "fruit" if text.startswith("plum") else "metal", 24)
    assert given == 24
    made.measure(timeout=120)
    return made


def test_the_model_is_saved_as_a_file(
    project: postil.Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project.model.save(tmp_path / "model.zip", progress=True)
    *_, received, saved = capsys.readouterr().err.splitlines()
    size = f"{file.stat().st_size:,}"
    assert received.endswith(f"100 %  {size} of {size}  bytes received")
    about = project.model.about()
    whose = f"round {about['model']['round']} (24 labels)"
    assert saved == f"model.zip: {whose}, saved, {size} bytes"
    assert "README.md" in zipfile.ZipFile(file).namelist()
    assert not list(tmp_path.glob("*.part"))


def test_who_saves_the_model_is_told_of_a_newer_one(
    project: postil.Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A round that is measured between the zip and what is asked of it."""
    save = Connection.save

    def and_measure(*args: Any, **query: Any) -> Path:
        saved = save(*args, **query)
        project.measure(timeout=120)
        return saved

    monkeypatch.setattr(Connection, "save", and_measure)
    with pytest.warns(UserWarning, match=r"^model\.zip is the model of round .+ Round \d+ was mea"):
        project.model.save(tmp_path / "model.zip")
    stats = project.stats()
    assert newer_soon({"reason": None}, stats) is None
    learning = stats | {"jobs": [{"kind": "tune"}]}
    assert "soon predict by another model" in str(newer_soon({"reason": None}, learning))


@contextmanager
def lesson_tomorrow(served: Served, project_id: int, encoder: str) -> Iterator[None]:
    """A lesson of this encoder waits in the queue, until it is cancelled."""
    app = build(Settings(data_dir=served.folder / "postil-data"))
    with app.write() as uow:
        due = uow.now + timedelta(days=1)
        job = TUNE.job(project_id, uow.now, {"view": 0}, encoder=encoder, run_after=due)
        lesson = uow[Jobs].add(job).id
    try:
        yield
    finally:
        with app.write() as uow:
            cancel_on_request(uow, lesson)
        app.close()


def test_what_an_encoder_is_about_to_learn_is_measured_too(
    server: postil.Server, served: Served
) -> None:
    made = server.create("About to learn", classes=["fruit", "metal"])
    made.add(TEXTS[:10])
    made.wait(timeout=120)
    with lesson_tomorrow(served, made.id, "hashing"):
        made.wait(timeout=120)
        with pytest.raises(postil.StillWorking, match="Postil is still teaching an encoder the"):
            made.wait(measured=True, timeout=0.1)
    with lesson_tomorrow(served, made.id, "no worker has it"):
        made.measure(timeout=120)
