"""The Dockerfile as stages, with what each copies, sets and runs."""

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class Stage:
    name: str
    parent: str
    """Another stage, or an image."""
    copies: list[tuple[str | None, list[str], str]] = field(default_factory=list)
    """(stage it comes from or None for the context, sources, destination)."""
    runs: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)
    user: str | None = None
    entry: list[str] | None = None
    command: list[str] | None = None
    health: list[str] | None = None
    instructions: list[tuple[str, str]] = field(default_factory=list)


def stages() -> dict[str, Stage]:
    """By name, in order."""
    found: dict[str, Stage] = {}
    stage: Stage | None = None
    for word, rest in _instructions():
        if word == "FROM":
            parent, name = re.fullmatch(r"(\S+) AS (\S+)", rest).groups()  # type: ignore[union-attr]
            stage = found[name] = Stage(name, parent)
        elif stage is not None:
            stage.instructions.append((word, rest))
            _read(stage, word, rest)
        else:
            assert word == "ARG"
    return found


def _instructions() -> list[tuple[str, str]]:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    text = re.sub(r"\\\n\s*", "", "\n".join(kept))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in text.splitlines())]


def _read(stage: Stage, word: str, rest: str) -> None:
    if word == "COPY":
        words = rest.split()
        origin = next((w.removeprefix("--from=") for w in words if w.startswith("--from=")), None)
        *sources, place = [w for w in words if not w.startswith("--")]
        stage.copies.append((origin, sources, place))
    elif word == "RUN":
        stage.runs.append(rest)
    elif word == "ENV":
        stage.environment |= dict(one.split("=", 1) for one in shlex.split(rest))
    elif word == "ARG":
        name, _, default = rest.partition("=")
        stage.arguments[name] = default.strip('"')
    elif word == "USER":
        stage.user = rest
    elif word == "ENTRYPOINT":
        stage.entry = json.loads(rest)
    elif word == "CMD":
        stage.command = json.loads(rest)
    elif word == "HEALTHCHECK":
        stage.health = json.loads(rest.partition("CMD ")[2])
    else:
        assert word in ("WORKDIR", "EXPOSE"), f"{word} is new to this reader"


def lineage(found: dict[str, Stage], name: str) -> list[Stage]:
    """A stage and those it builds on, itself first."""
    above = []
    while name in found:
        above.append(found[name])
        name = found[name].parent
    return above
