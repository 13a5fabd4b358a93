"""`postil encoders`: which encoder fits labels that are there."""

from pathlib import Path

import numpy as np
import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from tests.workers.test_e5_encoder import MESSAGES
from workers.replay.encoders_command import encoders
from workers.replay.which_encoder import Encoded, advice, compared


def run(file: Path, *options: str) -> Result:
    app = typer.Typer()
    app.command()(encoders)
    return CliRunner().invoke(app, [str(file), *options], env={"COLUMNS": "200"})


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
    assert "Add e5: +" in done.output
    assert "CPU-seconds, not 0.0" in done.output or "CPU-seconds, not 0.1" in done.output


def test_what_brings_nothing_for_certain_is_not_recommended(file: Path) -> None:
    done = run(file, "--views", "lexical", "--try", "hashing")
    assert done.exit_code == 0, done.output
    assert "None of them certainly brings something." in done.output


def test_what_can_not_be_tried_is_told(file: Path) -> None:
    for options in (["--try", "nothing"], ["--try", "tuned"], ["--views", "tuned"]):
        done = run(file, *options)
        assert done.exit_code == 2
        assert "can't be tried here" in done.output
    alone = run(file, "--views", "hashing", "--try", "hashing")
    assert alone.exit_code == 2


def test_gains_are_paired_and_by_labels_that_were_not_seen() -> None:
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 200)
    noise = rng.normal(size=(200, 300)).astype(np.float32)
    telling = noise[:, :50] + np.where(y, 3, -3)[:, None] * np.eye(50, dtype=np.float32)[0]
    made = [Encoded("noise", noise, 1.0), Encoded("telling", telling.astype(np.float32), 2.0)]
    before, gains = compared([Encoded("own", noise[:, :9], 0.5)], made, y, 2)
    assert abs(before - 0.5) < 0.15, "labels that a head has seen would all be right"
    assert [each.encoded.name for each in gains] == ["telling", "noise"]
    assert gains[0].is_sure
    assert not gains[1].is_sure
    assert advice(gains, {"own": 0.5}).startswith("Add telling: +")
