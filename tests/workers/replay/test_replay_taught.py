"""`postil replay` with an encoder that learns from a campaign's labels."""

import json
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner, Result

from service.core.acquisition import audit
from service.core.replay.campaign import CampaignSettings
from service.core.targets.class_names import ClassNames, spoken
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.jobs.kinds.tune import FEWEST
from service.ports import registered_encoders
from tests.parts.shallow import shallow_tuned
from tests.texts import texts
from workers.encoders.hashing import HashingEncoder
from workers.encoders.registry import Encoders
from workers.replay.campaigns import Plan, Played
from workers.replay.command import replay
from workers.replay.contenders import Contender
from workers.replay.taught_view import Taught

CLASSES = ["fruit", "metal"]
ROWS = texts(160)


def plan(tmp_path: Path, taught: str | None) -> Plan:
    encoder, own = HashingEncoder(), [row["text"] for row in ROWS]
    np.save(tmp_path / "hashing.npy", encoder.encode(own))
    names = ClassNames(np.arange(2), encoder.encode([spoken(name) for name in CLASSES]))
    return Plan(
        (tmp_path / "hashing.npy",),
        OneClass(np.random.default_rng(3).integers(0, 2, len(ROWS))),  # what nobody can learn
        [bytes([i]) for i in range(120)],
        2,
        labels=60,
        pace=CampaignSettings(10, 10, audit.FEWEST),
        head="mixture@1",
        noise=0.0,
        names=names,
        taught=None if taught is None else Taught(taught, own, CLASSES),
    )


@pytest.mark.slow
def test_it_learns_when_it_does_in_a_project_and_is_read_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Encoders, "load", lambda _self, _name: shallow_tuned())
    plain, taught = Played(plan(tmp_path, None)), Played(plan(tmp_path, "tuned"))
    assert plain.taught_view(0) is None
    campaign = taught.campaign(Contender("auto@1"), 0).points
    before = plain.campaign(Contender("auto@1"), 0).points
    begun = next(i for i, point in enumerate(before) if point.labels - point.audit_labels >= FEWEST)
    assert campaign[:begun] == before[:begun]
    assert campaign[begun:] != before[begun:]


@pytest.mark.slow
def test_what_is_audited_teaches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoders, "load", lambda _self, _name: shallow_tuned())
    played = Played(plan(tmp_path, "tuned"))
    view = played.taught_view(0)
    assert view is not None
    at = np.arange(40)
    labels = Labels(at, played.truth[at], at >= FEWEST - 1)
    assert view(labels) is None
    labels.audit[FEWEST - 1] = False
    seen = view(labels)
    assert seen is not None
    assert view.learnt_from == FEWEST
    assert view(labels) is None, "as many labels as it has learnt from"
    width = played.views[0].shape[1] + len(CLASSES)
    assert seen.vectors.shape == (120, width)
    assert seen.held_out is not None
    assert seen.held_out.vectors.shape == (40, width)
    assert seen.learner.names is not None
    assert seen.learner.names.vectors.shape == (2, width)


def run(*options: str) -> Result:
    app = typer.Typer()
    app.command()(replay)
    return CliRunner().invoke(app, [*options])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--views", "tuned,hashing", "--head", "mixture"), "can't be the main encoder"),
        (("--views", "hashing,tuned"), "reads the main encoder alone"),
        (("--views", "hashing,tuned,tuned:e5", "--head", "mixture"), "not several"),
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    assert registered_encoders()["tuned"].spec.learns_labels
    file = tmp_path / "rows.ndjson"
    file.write_text("\n".join(map(json.dumps, ROWS)))
    failed = run(str(file), "--labels", "60", "--out", str(tmp_path / "out"), *options)
    assert words in " ".join(str(failed.exception or failed.output).split())
    assert failed.exit_code != 0
    assert not (tmp_path / "out").exists()
