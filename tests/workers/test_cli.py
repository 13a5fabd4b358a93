"""What a stranger meets: help, and errors that say what to do."""

import pytest
import typer
from typer.testing import CliRunner

from service.kit.errors import Invalid
from workers import cli
from workers.device import has_cuda

runner = CliRunner()


def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(cli.worker)
    made.command()(cli.relay)
    return made


def run(*arguments: str) -> tuple[int, str]:
    found = runner.invoke(app(), list(arguments), env={"COLUMNS": "200", "NO_COLOR": "1"})
    return found.exit_code, " ".join(found.output.split())


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSTIL_BROKER_URL", raising=False)


def test_help_says_what_it_needs_and_when_one_needs_it_not() -> None:
    for verb in ("worker", "relay"):
        code, output = run(verb, "--help")
        assert code == 0
        for word in ("POSTIL_DATABASE_URL", "POSTIL_BROKER_URL", "postil serve"):
            assert word in output
    assert "--lanes" in run("worker", "--help")[1]


@pytest.mark.parametrize("verb", ["worker", "relay"])
def test_a_missing_broker_is_explained(verb: str) -> None:
    with pytest.raises(Invalid, match=r"Set POSTIL_BROKER_URL.*postil serve"):
        runner.invoke(app(), [verb], catch_exceptions=False)


@pytest.mark.slow
def test_the_lane_gpu_needs_one() -> None:
    code, output = run("worker", "--lanes", "cpu,gpu")
    assert has_cuda() or (code == 2 and "CUDA" in output)


@pytest.mark.parametrize("lanes", ["", "fast", "cpu,fast", ","])
def test_unknown_lanes_are_refused_with_the_known_ones(lanes: str) -> None:
    code, output = run("worker", "--lanes", lanes)
    assert code == 2
    assert "cpu and gpu" in output
