"""`postil encoders`: which encoder fits labels that are there."""

import json
from pathlib import Path

import numpy as np
import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from service.core.targets.one_class import OneClass
from service.vectors.texts import Timed
from tests.workers.encoders.test_e5_encoder import MESSAGES
from workers.trials.command import encoders
from workers.trials.which_encoder import compared


def run(file: Path, *options: str, **settings: str) -> Result:
    app = typer.Typer()
    app.command()(encoders)
    return CliRunner().invoke(app, [str(file), *options], env={"COLUMNS": "200", **settings})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    rows = [(t, name) for of in MESSAGES.values() for name, texts in of.items() for t in texts]
    path.write_text("text,label\n" + "".join(f'"{t}",{name}\n' for t, name in rows), "utf-8")
    return path


@pytest.mark.slow
def test_the_one_that_fits_is_named_with_its_gain_and_cost(file: Path) -> None:
    done = run(file, "--views", "hashing", "--try", "lexical,e5")
    assert done.exit_code == 0, done.output
    assert "36 texts. hashing: " in done.output
    assert done.output.index("e5") < done.output.index("lexical"), "the best comes first"
    assert "Add e5: " in done.output
    assert "of computing for 36 texts." in done.output


def test_what_brings_nothing_for_certain_is_not_recommended(file: Path) -> None:
    done = run(file, "--views", "lexical", "--try", "hashing")
    assert done.exit_code == 0, done.output
    assert "Keep what you have." in done.output


def test_what_can_not_be_tried_is_told(file: Path) -> None:
    for options, why in (
        (["--try", "nothing"], "no such encoder"),
        (["--try", "tuned"], "learns from labels"),
        (["--views", "lexical,tuned"], "learns from labels"),
    ):
        done = run(file, *options)
        assert done.exit_code == 2
        assert "can't be tried here" in done.output
        assert why in done.output
    alone = run(file, "--views", "hashing", "--try", "hashing")
    assert alone.exit_code == 2


def test_of_the_usual_views_one_that_learns_from_labels_is_left_out_and_named(file: Path) -> None:
    """With the views of new projects it ended with status 2."""
    usual = {"POSTIL_ENCODER": "hashing", "POSTIL_VIEWS": "lexical,tuned,not_here"}
    done = run(file, "--try", "small", **usual)
    assert done.exit_code == 0, done.output
    assert "36 texts. hashing, lexical: " in done.output
    assert "New projects have tuned too, which learns from labels" in done.output
    named = run(file, "--views", "hashing", "--try", "lexical")
    assert "tuned" not in named.output


def test_gains_are_paired_and_by_labels_that_were_not_seen() -> None:
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 200)
    noise = rng.normal(size=(200, 300)).astype(np.float32)
    telling = noise[:, :50] + np.where(y, 3, -3)[:, None] * np.eye(50, dtype=np.float32)[0]
    others = {"noise": Timed(noise, 1e-3), "telling": Timed(telling.astype(np.float32), 2e-3)}
    before, gains = compared([Timed(noise[:, :9], 5e-4)], others, OneClass(y), 2)
    assert abs(before - 0.5) < 0.15, "labels that a head has seen would all be right"
    assert [each.encoder for each in gains] == ["telling", "noise"]
    assert gains[0].is_better
    assert not gains[1].is_better
    assert gains[0].seconds == pytest.approx(20.0)
    _, [alone] = compared([Timed(noise[:, :9], 5e-4)], {"noise": others["noise"]}, OneClass(y), 2)
    assert alone.gain.value == gains[1].gain.value
    assert alone.gain.low > gains[1].gain.low, "of more that are tried one is good by chance"


def test_files_of_sets_of_classes_too(tmp_path: Path) -> None:
    rows = [
        {"text": f"{one} and {other} {number}", "label": sorted({one, other})}
        for number in range(8)
        for one in ("apple", "zinc", "wren")
        for other in ("apple", "zinc", "wren")
    ]
    path = tmp_path / "sets.ndjson"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    done = run(path, "--views", "lexical", "--try", "hashing")
    assert done.exit_code == 0, done.output
    assert "72 texts. lexical: " in done.output
